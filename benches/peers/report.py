"""What was measured, as a document."""

import textwrap

import aims
import report_boosting
from data import REAL
from figures import mean_and_error, n_log_n, number, ratio, table
from machine import machine, no_pyodide

TITLES = {"forests": "Benchmarks", "natively": "Forests of native libraries", "boosting": "Gradient boosting"}
# What each part measures first.
FIRST = {"forests": "training", "natively": "natively", "boosting": "boosting"}


def parts(found):
    """The parts of the document that were measured, by their titles."""
    made = {"forests": _forests, "natively": _natively, "boosting": _boosting}
    measured = [part for part in made if found.get("time", part, "all") or found.tables(FIRST[part])]
    texts = ["\n\n".join([_head(found, part), *made[part](found)]) for part in measured]
    wrapped = ("\n".join(map(_wrapped, text.splitlines())) + "\n" for text in texts)
    return {TITLES[part]: text for part, text in zip(measured, wrapped)}


def replaced(document, parts):
    """The document with these parts instead of those of the same title; new ones at the end."""
    old = {}
    for line in document.splitlines(keepends=True):
        if line.startswith("# "):
            title = line[2:].strip()
        old[title] = old.get(title, "") + line
    old = {title: text.rstrip() + "\n" for title, text in old.items()}
    return "\n".join((old | parts).values())


def _forests(found):
    return [
        "## Training\n100 trees without a limit of depth, leaves of at least one row, bootstrap, √features for "
        "classes and all features for values, on generated tables of 20 features. Medians of the number of runs in "
        "the heading, or of one run. CPU and clock are seconds of training; the next two columns say how many times "
        "as long scikit-learn with `n_jobs=1` takes.",
        *_trainings(found, "training"),
        _NOTES,
        _scores(found),
        _bins(found),
        "## Beside ydf-training\nydf-training's learner takes no parameters, so the others use its settings: 300 "
        "trees, depth 16, at least 5 rows in a leaf, √features for classes and a third of the features for values. "
        "The tables have 36 features, so that both are whole numbers. ydf-training and Grove also compute "
        "out-of-bag scores, which cannot be turned off; scikit-learn does not.",
        *_trainings(found, "matched"),
        _prediction(found),
        _growth(found),
        aims.forests(found),
        no_pyodide(),
    ]


def _natively(found):
    return [
        "100 trees with the parameters of the part before, in one thread, on generated tables of 20 features. Medians of "
        "the number of runs in the heading. × Grove: how many times as long as Grove a program takes, by CPU. Grove's time "
        "includes its out-of-bag scores; the others compute none.",
        *report_boosting.tables(found, "natively", "native-grove", ("× Grove", "peak memory, MB", "peak_bytes")),
        aims.natively(found),
    ]


def _boosting(found):
    return [*report_boosting.parts(found), aims.boosting(found)]


def _wrapped(line):
    return line if line.startswith(("|", "-", " ")) else textwrap.fill(line, 120, break_on_hyphens=False)


def _head(found, part):
    what = {
        "forests": "Random forests compared on the same tables. `make bench-peers` measures everything again and writes this "
        "file; `make bench-peers ARGS=--quick` prints a small version of it in a few minutes. ",
        "natively": "Random forests of libraries that run natively. ",
        "boosting": "Gradient boosting compared with other libraries on the same tables. ",
    }[part]
    return f"# {TITLES[part]}\n{what}{_took(found, part)}\n\n{machine(found.plan['cores'], part)}"


def _took(found, part):
    told = found.get("time", part, "all")
    if not told:
        return "The run was ended early: what it had not measured is missing."
    busy = told.get("load")
    before = "" if busy is None else f"; in the minute before, {busy:.1f} processes wanted a core on average"
    return f"It took {told['wall'] / 60:.0f} minutes{before}."


def _trainings(found, part):
    return [f"### {name.capitalize()}{_runs(found, part, name)}\n" + _training(found, part, name)
            for name in found.tables(part)]


def _runs(found, part, name):
    runs = max(found.get(part, name, key).get("runs", 1) for key in found.plan["labels"]["forests"])
    return f" ({runs} runs)" if runs > 1 else ""


def _training(found, part, name):
    yardstick = found.get(part, name, "sklearn")
    rows = []
    for key, label in found.plan["labels"]["forests"].items():
        answer = found.get(part, name, key)
        if "failed" in answer:
            rows.append([label, answer["failed"].replace("|", "/"), *["–"] * 7])
        elif answer:
            cpu, wall = answer.get("cpu"), answer.get("wall")
            rows.append([
                label, number(cpu), number(wall),
                number(ratio(yardstick.get("cpu"), cpu)), number(ratio(yardstick.get("wall"), wall)),
                number(answer.get("predict")), f"{answer['score']:.4f}",
                number(answer.get("peak_bytes"), 1e6), number(answer.get("model_bytes"), 1e6),
            ])
    return table(
        ["", "CPU, s", "clock, s", "× by CPU", "× by clock", "predict, s", "score", "peak memory, MB", "model, MB"],
        rows,
    )


_NOTES = """The columns:
- Grove computes out-of-bag scores while it trains, which its times include; scikit-learn and smartcore do not here.
- **Score**: accuracy or R² on rows not learned from, for one seed. Grove's page gets a column that says which rows those
  are, and the same seed, so that its forest is the native one.
- **CPU**: natively that of all threads together. In Grove's page it is that of its workers' threads while the train stage
  runs, including what they tell the page; for one worker, the stage's own clock if that is less. It excludes what the page
  draws meanwhile. For the npm packages only the clock is known.
- **Second run**: in the same page with another seed, when the browser has compiled the code for training. During the
  first run it does that on the same cores.
- **Clock**: in Grove's page, the train stage's time as its card shows it.
- **Predict**: the clock for the rows not learned from, in one thread except for scikit-learn's `n_jobs=-1`. In Grove's
  page it is the whole evaluate stage, including scoring.
- **Peak memory**: the most memory of the process, including table and program; in Chromium, of the page's process.
- **Model**: the size of what each saves: Grove's file from the page (natively, its size in memory), pickle, JSON for
  smartcore and ml-random-forest, ydf-training's zip.
- **256 bins**: Grove with `max_bins` = 256, which is never the default. Its effect on scores is shown below.
- smartcore's classifier takes quadratic time in rows; its regressor does not. A program that takes too long is ended,
  the table says after how many seconds, and more rows are not tried. ml-random-forest draws features once per tree, not
  per node; its own default is used."""


def _scores(found):
    columns = [
        ("scores", "grove", "Grove"), ("scores", "sklearn", "scikit-learn"), ("scores", "smartcore", "smartcore"), ("scores", "ml", "ml-random-forest"),
        ("scores as ydf", "grove", "Grove, as ydf-training"),
        ("scores as ydf", "ydf", "ydf-training"),
    ]
    rows = []
    for name in found.tables("scores"):
        task = REAL.get(name, name.split(",", maxsplit=1)[0])
        cells = [_score(found, part, name, key) for part, key, _ in columns]
        rows.append([name.replace("_", " "), "R²" if task == "regression" else "accuracy", *cells])
    return (
        f"## Scores\nMean ± standard error over {found.plan['seeds']} seeds. Each seed gives another order of the rows, of "
        "which three quarters are learned from, another forest, and another generated table. Parameters as under Training; "
        "in the last two columns they are ydf-training's, which has a seed of its own. A program that takes longer than "
        f"{found.plan['patience']} s for a table has fewer seeds, as stated there. Grove's page gives the same bits as the "
        "native forest, which a test checks.\n\n" + table(["", "", *(label for *_, label in columns)], rows)
    )


def _score(found, part, name, key):
    answer = found.get(part, name, key)
    scores = answer.get("scores", [])
    fewer = f" ({len(scores)} seeds)" if 1 < len(scores) < found.plan["seeds"] else ""
    return answer.get("failed") or mean_and_error(scores) + fewer


def _bins(found):
    rows = []
    for name in found.tables("bins"):
        exact, bins = (found.get("bins", name, key).get("scores", []) for key in ("grove", "bins"))
        lost = [b - e for e, b in zip(exact, bins)]
        rows.append([name, mean_and_error(exact), mean_and_error(bins), mean_and_error(lost)])
    for name in found.tables("training"):
        exact, bins = (found.get("training", name, key) for key in ("grove", "bins"))
        rows.append([f"{name}: CPU, s", number(exact.get("cpu")), number(bins.get("cpu")),
                     f"× {number(ratio(bins.get('cpu'), exact.get('cpu')))}"])
    return (
        "## Histogram mode\nWith `max_bins` each column is divided into at most 256 bins of about equally many rows, and "
        "splits are between bins. Accuracy or R² of both modes and their difference on the same rows, mean ± standard "
        f"error over {found.plan['seeds']} seeds; then the times of training from above. With heavy tails the target is the "
        "sum of three lognormal features, so that differences inside the last bin matter most.\n\n"
        + table(["", "exact", "256 bins", "difference"], rows)
    )


def _prediction(found):
    train, unseen, _ = found.plan["rows"][-1]
    rows = []
    for key in ("grove", "page", "sklearn", "smartcore", "ml"):
        answers = [found.get("training", f"{task}, {train:,} rows", key) for task in ("classification", "regression")]
        rows.append([found.plan["labels"]["forests"][key], *(number(answer.get("predict")) for answer in answers)])
    return (
        f"## Prediction\nSeconds on the clock for {unseen:,} rows × 20 by the forests of {train:,} rows above. In "
        "Grove's page it is the whole evaluate stage, including scoring.\n\n"
        + table(["", "classification", "regression"], rows)
    )


def _growth(found):
    few, many = found.plan["rows"][-1][0], found.plan["growth"]
    rows = []
    for name in found.tables("growth"):
        task = name.split(",", maxsplit=1)[0]
        large, small = found.get("growth", name, "grove"), found.get("training", f"{task}, {few:,} rows", "grove")
        factor, expected = ratio(large.get("cpu"), small.get("cpu")), n_log_n(few, many)
        rows.append([task, number(small.get("cpu")), large.get("failed") or number(large.get("cpu")), number(factor),
                     number(expected), number(ratio(factor, expected))])
    head = ["", f"{few:,} rows, s", f"{many:,} rows, s", "times as long", "n log n", "over n log n"]
    return f"## Growth\nGrove, native, one thread, CPU.\n\n{table(head, rows)}"
