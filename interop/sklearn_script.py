"""Runs the scripts that Grove writes for scikit-learn, and holds the scores of both against each other.

    python interop/sklearn_script.py FOLDER...

Each folder holds sklearn.zip and data.csv or cleaned.csv, whichever the script reads. Chance differs between the two, so
that scores may: fails where a share differs by more than 0.15, which another preparation or other rows would give.
"""

import importlib.util
import subprocess
import sys
import tempfile
import time

import numpy

from exported import Exports, expect, records

LIKE = 0.15
SHARES = ["accuracy", "balanced_accuracy", "f1_macro", "roc_auc", "r2"]


def scores(said, name):
    """The metrics that a script printed, Grove's and its own."""
    lines = [line.split() for line in said.splitlines()]
    found = {line[0]: (float(line[1]), float(line[2])) for line in lines if len(line) == 3 and line[0] in SHARES}
    expect(found, f"{name} printed no score:\n{said}")
    for metric, (grove, other) in found.items():
        expect(abs(grove - other) <= LIKE, f"{name}: {metric} is {other} and was {grove}")
    return found


def data_of(exports, script):
    reads_cleaned = 'FILE = "cleaned.csv"' in script.read_text(encoding="utf-8")
    return exports.folder / ("cleaned.csv" if reads_cleaned else "data.csv")


def ran(exports, script, *before):
    started = time.perf_counter()
    command = [sys.executable, *before, str(script), str(data_of(exports, script))]
    done = subprocess.run(command, capture_output=True, text=True)
    expect(done.returncode == 0, f"{script} of {exports.name} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    print(f"{exports.name}, {time.perf_counter() - started:.1f} s\n{done.stdout.strip()}", flush=True)
    return scores(done.stdout, exports.name)


class Told:
    """A model whose probabilities are those that Grove wrote."""

    def __init__(self, expected):
        columns = [name for name in expected if name.startswith("probability_")]
        self.classes_ = numpy.array([name.removeprefix("probability_") for name in columns], dtype=object)
        self.probabilities = numpy.array([expected[name] for name in columns], dtype=float).T

    def predict_proba(self, rows):
        return self.probabilities


def decided(exports, script):
    """A script's threshold gives Grove's labels, row by row."""
    specification = importlib.util.spec_from_file_location("script", script)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    if not hasattr(module, "decided"):
        return
    # What Grove wrote is calibrated.
    module.calibrated = lambda trained, rows: trained.predict_proba(rows)
    header, *rows = records(exports.folder / "predictions.csv")
    expected = {name: [row[i] for row in rows] for i, name in enumerate(header)}
    found = module.decided(Told(expected), None)
    differ = sum(a != b for a, b in zip(found, expected["prediction"]))
    print(f"{exports.name}: by its threshold {differ} of {len(rows)} labels differ", flush=True)
    expect(differ == 0 and len(found) == len(rows), f"{script} decides otherwise than Grove")


def refused(exports, script):
    """Another file than the one that the run was made with is named as such."""
    if data_of(exports, script).name != "data.csv":
        return
    other = exports.folder / "odd.csv"
    done = subprocess.run([sys.executable, str(script), str(other)], capture_output=True, text=True)
    expect(done.returncode != 0 and "is not the file that Grove read" in done.stderr, "another file is taken")


def main():
    for folder in sys.argv[1:]:
        exports = Exports(folder)
        with tempfile.TemporaryDirectory() as scratch:
            script = exports.unzipped("sklearn", scratch) / "train_sklearn.py"
            ran(exports, script)
            decided(exports, script)
            refused(exports, script)


if __name__ == "__main__":
    main()
