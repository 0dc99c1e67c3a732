"""What was measured of gradient boosting, as parts of the document."""

import math
import statistics

import faithful
from boosting_tables import MADE, is_regression
from figures import DASH, mean_and_error, number, ratio, table

NATIVE = ("grove-boosting", "hist", "lightgbm", "xgboost", "ydf-boosting")


def parts(found):
    trainings = tables(found, "boosting", "lightgbm", ("× LightGBM", "memory, MB", "raised_bytes"))
    return [_INTRO, *trainings, _NOTES, _growth(found), _scores(found)]


_INTRO = (
    "## Training\n100 trees of at most 31 leaves with at least 20 rows each, learning rate 0.1, at most 255 bins, no early "
    "stopping, one thread, on generated tables of 20 features. Medians of the number of runs in the heading. × LightGBM: "
    "how many times as long as LightGBM a program takes, by CPU."
)


def tables(found, part, yardstick, memory):
    """A table of training per generated table. `memory`: what the columns of ratios and memory are called, and which
    figure the latter has."""
    ratios, of_memory, figure = memory
    labels = found.plan["labels"][part]
    for name in found.tables(part):
        rows = []
        first = found.get(part, name, yardstick).get("cpu")
        for key, label in labels.items():
            answer = found.get(part, name, key)
            if "failed" in answer:
                rows.append([label, answer["failed"].replace("|", "/"), *[DASH] * 6])
            elif answer:
                rows.append([
                    label, number(answer.get("cpu")), number(ratio(answer.get("cpu"), first)),
                    number(answer.get("wall")), number(answer.get("predict")), f"{answer['score']:.4f}",
                    number(answer.get(figure), 1e6), number(answer.get("model_bytes"), 1e6),
                ])
        runs = max(found.get(part, name, key).get("runs", 1) for key in labels)
        head = ["", "CPU, s", ratios, "clock, s", "predict, s", "score", of_memory, "model, MB"]
        yield f"### {name.capitalize()} ({runs} {'run' if runs == 1 else 'runs'})\n" + table(head, rows)


_NOTES = """The columns are those of the forests, but:
- **Memory**: how much the process's memory grew at most while it trained, beside the table. Not known in Chromium.
- In Chromium the CPU is that of Grove's workers. It leaves out what the page draws meanwhile, about 0.1 s, and the threads
  on which the browser compiles the code of training during a first run, about 0.2 s. The model file holds the recipe and the
  stages before training, too.
- XGBoost grows leaf by leaf (`grow_policy` = `lossguide`) with `tree_method` = `hist`; instead of the rows of a leaf it
  limits the sum of their second derivatives, to 1. YDF grows leaf by leaf on features in 255 bins. All else is each
  library's default.
- Prediction includes what a library does to make its rows ready; Grove predicts from the columns as they are."""


def _growth(found):
    few, many = found.plan["boosted"][-1][0], found.plan["boosted growth"]
    rows = []
    for name in found.tables("boosting growth"):
        task = name.split(",", maxsplit=1)[0]
        for key in ("grove-boosting", "lightgbm"):
            large, small = found.get("boosting growth", name, key), found.get("boosting", f"{task}, {few:,} rows", key)
            if not large:
                continue
            held = large.get("coded_bytes") or large.get("raised_bytes")
            rows.append([
                f"{task}, {found.plan['labels']['boosting'][key]}", number(small.get("cpu")),
                large.get("failed") or number(large.get("cpu")), number(ratio(large.get("cpu"), small.get("cpu"))),
                number(many / few), number(held, many), number(large.get("raised_bytes"), many),
            ])
    head = ["", f"{few:,} rows, s", f"{many:,} rows, s", "times as long", "times as many rows", "bytes a row, held",
            "bytes a row, most"]
    return (
        "## Growth\nNative, one thread, CPU. Held: what training keeps for each row of "
        "20 features (of Grove its own count; of LightGBM as in the next column). Most: how much the process's memory grew.\n\n"
        + table(head, rows)
    )


def _scores(found):
    rows = []
    for name in found.tables("boosting scores"):
        scores = {key: found.get("boosting scores", name, key).get("scores", []) for key in NATIVE}
        measure = "R²" if is_regression(name) else "accuracy"
        rows.append([
            name.replace("_", " ") + (" *" if name in MADE else ""), measure,
            *(mean_and_error(scores[key]) for key in NATIVE),
            _apart(scores, "hist"), _apart(scores, "lightgbm"),
        ])
    return (
        f"## Scores\nMean ± standard error over {found.plan['seeds']} splits, of which three quarters "
        "are learned from; parameters as above. The tables are those of the forest's tests and five (*) with categories "
        "and missing values, made by `tests/reference/boosting_tables.py`. The last columns: Grove's mean less theirs, in "
        "standard errors of the difference of two means, and of the mean of the differences on each split, which is "
        f"sharper. {_verdict(found)}\n\n"
        + table(["", "", "Grove", "scikit-learn", "LightGBM", "XGBoost", "YDF", "Grove − scikit-learn", "Grove − LightGBM"],
                rows)
    )


def error(values):
    return statistics.stdev(values) / math.sqrt(len(values))


def distance(ours, theirs):
    """How many standard errors of the difference ours is above theirs; 0 where nothing differs."""
    apart = math.hypot(error(ours), error(theirs))
    return (statistics.mean(ours) - statistics.mean(theirs)) / apart if apart else 0.0


def _apart(scores, key):
    ours, theirs = scores["grove-boosting"], scores[key]
    if len(ours) < 2 or len(ours) != len(theirs):
        return DASH
    differences = [a - b for a, b in zip(ours, theirs)]
    paired = error(differences)
    pairs = statistics.mean(differences) / paired if paired else 0.0
    return f"{statistics.mean(differences):+.4f}: {distance(ours, theirs):+.1f}, {pairs:+.1f}"


def _verdict(found):
    """Which tables are not as they should be."""
    wrong = []
    for name in faithful.NAMES:
        ours, theirs, light = (found.get("boosting scores", name, key).get("scores", [])
                               for key in ("grove-boosting", "hist", "lightgbm"))
        if len(ours) < 2 or not len(ours) == len(theirs) == len(light):
            wrong.append(f"{name} is not measured")
        elif abs(distance(ours, theirs)) > 2:
            wrong.append(f"{name} differs from scikit-learn")
        elif distance(ours, light) < -2:
            wrong.append(f"{name} is below LightGBM")
    return (
        "By more than two standard errors of the difference of two means: " + ", ".join(wrong) + "." if wrong else
        "No mean differs from scikit-learn's, and none is below LightGBM's, by more than two standard errors of the "
        "difference of two means."
    )
