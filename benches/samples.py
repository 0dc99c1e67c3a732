"""Compares gradient boosting with a forest on the samples of the page, and writes the table of docs/boosting.md.

    python3 benches/samples.py GROVE

GROVE is the native command (`cargo build --release --features cli --bin grove`). Each model is run with the same split
of each sample for several seeds. Wants Python 3.9 and nothing else.
"""

import json
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SEEDS = range(1, 11)

# The samples of the page: its files, and tables that `grove synthesize` makes. Name, target, task, rows to make.
SAMPLES = [
    ("iris", "species", "classification", None),
    ("wine", "cultivar", "classification", None),
    ("breast_cancer", "diagnosis", "classification", None),
    ("messy", "outcome", "classification", None),
    ("diabetes", "progression", "regression", None),
    ("moons", "class", "classification", 300),
    ("spiral", "class", "classification", 300),
    ("car-economy", "mpg", "regression", 400),
    ("co2-emissions", "emissions_mt", "regression", 2000),
    ("taxi-trips", "high_tip", "classification", 2000),
]
# Columns that give the answer away.
LEFT_OUT = {"taxi-trips": ["tip", "total"]}

BOOSTING = {"model": "gradient_boosting"}
MODELS = [
    ("forest", {"model": "random_forest"}),
    ("boosting", BOOSTING),
    ("boosting, 1,000 iterations", {**BOOSTING, "max_iter": 1000, "early_stopping": "off"}),
    ("boosting, stopped early", {**BOOSTING, "max_iter": 1000, "early_stopping": "on"}),
]
SCORE = {"classification": "accuracy", "regression": "r2"}


def data(name, rows, folder, grove):
    if rows is None:
        return ROOT / "www" / "samples" / f"{name}.csv"
    path = folder / f"{name}.csv"
    subprocess.run([grove, "synthesize", name, "--rows", str(rows), "--out", path], check=True, capture_output=True)
    return path


def run(grove, table, recipe, folder):
    """Returns the metrics on the test rows."""
    path = folder / "recipe.json"
    path.write_text(json.dumps(recipe))
    out = folder / "results"
    subprocess.run([grove, "run", path, table, "--out", out], check=True, capture_output=True)
    return json.loads((out / "metrics.json").read_text())["test"]["metrics"]


def told(values):
    """Writes the mean and twice its standard error."""
    error = 2 * statistics.stdev(values) / math.sqrt(len(values))
    return f"{statistics.mean(values):.3f} ± {error:.3f}"


def line(name, metric, values, better):
    """Writes a row of the table; the best mean is bold."""
    means = [round(statistics.mean(values[title]), 3) for title, _ in MODELS]
    best = better(means)
    cells = [
        f"**{told(values[title])}**" if mean == best else told(values[title])
        for (title, _), mean in zip(MODELS, means)
    ]
    return f"| {name} | {metric} | {' | '.join(cells)} |"


def compared(name, target, task, made, folder, grove):
    """Returns the rows of the table for a sample."""
    table = data(name, made, folder, grove)
    metrics = {title: [] for title, _ in MODELS}
    for seed in SEEDS:
        for title, train in MODELS:
            recipe = {"target": target, "task": task, "seed": seed, "train": train}
            if name in LEFT_OUT:
                recipe["leave_out"] = LEFT_OUT[name]
            metrics[title].append(run(grove, table, recipe, folder))
    of = lambda metric: {title: [found[metric] for found in all_found] for title, all_found in metrics.items()}
    label = name if made is None else f"{name}, {made:,} rows"
    if task == "regression":
        return [line(label, "R²", of("r2"), max)]
    return [line(label, "accuracy", of("accuracy"), max), line("", "log loss", of("log_loss"), min)]


def main():
    grove = pathlib.Path(sys.argv[1]).resolve()
    titles = " | ".join(title for title, _ in MODELS)
    table = [f"| sample | score | {titles} |", "| --- | --- |" + " ---: |" * len(MODELS)]
    with tempfile.TemporaryDirectory() as folder:
        for sample in SAMPLES:
            lines = compared(*sample, pathlib.Path(folder), grove)
            print("\n".join(lines), flush=True)
            table += lines
    path = ROOT / "docs" / "boosting.md"
    text = path.read_text()
    before, after = text.split("<!-- table -->\n")[::2]
    marked = "<!-- table -->\n"
    path.write_text(before + marked + "\n".join(table) + "\n" + marked + after)


if __name__ == "__main__":
    main()
