"""Makes the data that the checks need besides the samples.

    python interop/data.py hostile OUT.csv               names and categories that formats take for their own
    python interop/data.py odd DATA.csv OUT.csv          rows of a file with missing values and categories it has not
    python interop/data.py leave-out COLUMN RECIPE.json  a recipe that does not use a column, in its place
    python interop/data.py categories OUT.csv            columns of many categories, rare ones among them, and gaps
    python interop/data.py model NAME RECIPE.json        a recipe that trains another model, in its place
    python interop/data.py boosting RECIPE.json KEY=VALUE…
        a recipe that boosts, with categories and missing numbers as they are and these parameters of the model, or
        another target and task, in its place
    python interop/data.py threshold RECIPE.json KEY=VALUE…
        a recipe with these parameters of evaluate, such as those of a threshold or a calibration, in its place
"""

import csv
import json
import pathlib
import random
import sys

NAMES = [
    'say "hi"\\',
    "two\nlines",
    "emoji 😀 é",
    "class",
    "<script>alert('1')</script>",
    "a|b, c; d",
    '"""',
    "__ROWS__",
    "{}: - # &x *y !z",
    "rtl \u202edrow",
    "None",
    "../up",
]
ODD_ROWS = 40


def write(path, records):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(records)


def hostile(out):
    def record(row):
        cells = [f"{(row * 7 + i) % 13}.5" if i % 2 == 0 else NAMES[(row + i) % 4] for i in range(len(NAMES))]
        return [*cells, NAMES[(row // 2 + row % 7) % 2]]

    write(out, [[*NAMES, 'kind "of" it'], *map(record, range(200))])


def odd(data, out):
    """One cell after the other is emptied or, where its column holds texts, becomes one that is not in the file."""
    with open(data, newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    holds_texts = [not any(row[i][:1].isdigit() or row[i][:1] == "-" for row in rows) for i in range(len(header))]
    changed = rows[:ODD_ROWS]
    for place, row in enumerate(changed):
        column, turn = place % len(header), place // len(header)
        row[column] = 'never seen, "1"; é' if holds_texts[column] and turn % 2 == 0 else ""
    write(out, [header, *changed])


def changed(recipe, change):
    recipe = pathlib.Path(recipe)
    choices = json.loads(recipe.read_text(encoding="utf-8"))
    change(choices)
    recipe.write_text(json.dumps(choices), encoding="utf-8")


def leave_out(column, recipe):
    changed(recipe, lambda choices: choices["leave_out"].append(column))


def model(name, recipe):
    changed(recipe, lambda choices: choices.update(train={"model": name}))


def named(parameters):
    """KEY=VALUE as choices of a recipe."""

    def value(text):
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            return text

    return {name: value(text) for name, text in (parameter.split("=") for parameter in parameters)}


def threshold(recipe, *parameters):
    changed(recipe, lambda choices: choices["evaluate"].update(named(parameters)))


def boosting(recipe, *parameters):
    def change(choices):
        chosen = named(parameters)
        choices.update({name: chosen.pop(name) for name in ("target", "task") if name in chosen})
        choices["split"]["stratify"] = choices["task"] == "classification"
        choices.update(train={"model": "gradient_boosting", **chosen})
        choices["featurize"].update(encoding="categorical", numeric_imputation="keep")

    changed(recipe, change)


def categories(out):
    """The first column has 600 categories, of which many are in a row or two; the second has 40, the third 7."""
    draw = random.Random(11)
    effects = [[draw.gauss(0, 1) for _ in range(count)] for count in (600, 40, 7)]

    def record():
        places = [min(int(draw.expovariate(1 / 60)), 599), draw.randrange(40), draw.randrange(7)]
        size = draw.gauss(0, 1)
        score = sum(effect[place] for effect, place in zip(effects, places)) + size + draw.gauss(0, 0.5)
        cells = [f"{'abc'[column]}{place}" for column, place in enumerate(places)]
        cells = [cell if draw.random() > 0.05 else "" for cell in [*cells, f"{size:.4f}"]]
        return [*cells, "above" if score > 0 else "below"]

    write(out, [["many", "some", "few", "size", "side"], *(record() for _ in range(4000))])


if __name__ == "__main__":
    what, *of = sys.argv[1:]
    commands = [hostile, odd, leave_out, categories, model, boosting, threshold]
    {command.__name__.replace("_", "-"): command for command in commands}[what](*of)
