"""What Grove aims at, beside what was measured: figures, not tests."""

from figures import n_log_n, number, ratio, table

# Of one page, and how the peers' keys tell them apart.
RUNS = {"first run": "", "second run": "-2"}
# Of the generated tables.
FEATURES = 20


class Aims:
    """Rows of what is aimed at, what was measured, and whether that meets it."""

    def __init__(self):
        self.rows = []

    def add(self, what, aim, figure, met):
        told = "not measured" if figure is None else ("yes" if met(figure) else "no")
        self.rows.append([what, aim, number(figure), told])

    def text(self):
        return "## Aims\n" + table(["", "aim", "measured", "met"], self.rows)


def forests(found):
    told = Aims()
    add = told.add

    def answer(task, train, key):
        return found.get("training", f"{task}, {train:,} rows", key)

    tasks = {"classification": 6, "regression": 8}
    sizes = found.plan["rows"]
    train, unseen, _ = sizes[-1]
    for rows_learned, *_ in sizes[1:]:
        for task, aim in tasks.items():
            theirs = answer(task, rows_learned, "sklearn").get("cpu")
            for run, again in RUNS.items():
                add(f"CPU of scikit-learn over Grove's in Chromium, 1 worker, {task}, {rows_learned:,} rows, {run}",
                    f"{aim} or more", ratio(theirs, answer(task, rows_learned, f"page{again}").get("cpu")),
                    lambda value, aim=aim: value >= aim)
    for task in tasks:
        for run, again in RUNS.items():
            one, several = (answer(task, train, f"{key}{again}").get("wall") for key in ("page", "page-n"))
            add(f"speed-up by {found.plan['cores']} workers in Chromium, clock, {task}, {train:,} rows, {run}",
                "1.8 or more with 2", ratio(one, several), lambda value: value >= 1.8)
    many = found.plan["growth"]
    for task in tasks:
        large = found.get("growth", f"{task}, {many:,} rows", "grove")
        grown = ratio(large.get("cpu"), answer(task, train, "grove").get("cpu"))
        add(f"growth of CPU from {train:,} to {many:,} rows over n log n, native, {task}", "at most 1.15",
            grown and grown / n_log_n(train, many), lambda value: value <= 1.15)
    for task in tasks:
        native = answer(task, train, "grove")
        finished = native.get("model_bytes")
        expected = finished and native.get("coded_bytes", 0) + 2 * finished
        add(f"peak memory of training over coded table (codes and their values) + 2 × finished forest, native, {task}, {train:,} rows",
            "at most 1", ratio(native.get("raised_bytes"), expected), lambda value: value <= 1)
    for task in tasks:
        size = answer(task, train, "page").get("model_bytes")
        add(f"model file of 100 trees, MB, {task}, {train:,} rows", "below 8", size and size / 1e6,
            lambda value: value < 8)
    for task in tasks:
        add(f"clock of scikit-learn over Grove's, native, 1 thread, predicting {unseen:,} rows, {task}", "5 or more",
            ratio(answer(task, train, "sklearn").get("predict"), answer(task, train, "grove").get("predict")),
            lambda value: value >= 5)
    return told.text()


def natively(found):
    told = Aims()
    for rows, *_ in found.plan["native"]:
        for task in ("classification", "regression"):
            name = f"{task}, {rows:,} rows"
            others = [found.get("natively", name, f"native-{key}").get("cpu") for key in ("sklearn", "ranger", "ydf")]
            fastest = min((cpu for cpu in others if cpu), default=None)
            told.add(f"CPU of the fastest other over Grove's, {name}", "above 1",
                     ratio(fastest, found.get("natively", name, "native-grove").get("cpu")), lambda value: value > 1)
    return told.text()


def boosting(found):
    told = Aims()
    add = told.add
    tasks = ("classification", "regression")

    def answer(task, train, key, part="boosting"):
        return found.get(part, f"{task}, {train:,} rows", key)

    for train, *_ in found.plan["boosted"]:
        for task in tasks:
            theirs = answer(task, train, "lightgbm").get("cpu")
            for where, key, most in (("native", "grove-boosting", 1), ("Chromium, 1 worker, first run", "page-boosting", 2),
                                     ("Chromium, 1 worker, second run", "page-boosting-2", 2)):
                add(f"CPU over LightGBM's natively, {where}, {task}, {train:,} rows", f"at most {most}",
                    ratio(answer(task, train, key).get("cpu"), theirs), lambda value, most=most: value <= most)
    few, many = found.plan["boosted"][-1][0], found.plan["boosted growth"]
    for task in tasks:
        large = answer(task, many, "grove-boosting", "boosting growth")
        small = answer(task, few, "grove-boosting")
        grown = ratio(large.get("cpu"), small.get("cpu"))
        add(f"growth of CPU from {few:,} to {many:,} rows over that of the rows, native, {task}", "at most 1",
            grown and grown / (many / few), lambda value: value <= 1)
        held = large.get("coded_bytes")
        add(f"bytes a row besides 1 a cell, {task}, {many:,} rows", "at most 16",
            held and held / many - FEATURES, lambda value: value <= 16)
    return told.text()
