"""What Grove aims at, beside what was measured: figures, not tests."""

from figures import n_log_n, number, ratio, table

# Of one page, and how the peers' keys tell them apart.
RUNS = {"first run": "", "second run": "-2"}


def aims(found):
    rows = []

    def add(what, aim, figure, met):
        told = "not measured" if figure is None else ("yes" if met(figure) else "no")
        rows.append([what, aim, number(figure), told])

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
        add(f"growth of CPU from {train:,} to {many:,} rows over n log n, native, {task}", "about 1",
            grown and grown / n_log_n(train, many), lambda value: value <= 1.1)
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
    return "## Aims\n" + table(["", "aim", "measured", "met"], rows)
