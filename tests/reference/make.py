"""Writes forest.json: scikit-learn's forests for crates/forest/tests/forest/reference.rs.

Each case is grown on the same 20 splits of a table: a sample in www/samples (target in the last
column) or one that is made here and kept in forest.json. What is measured on each split: the score
on the test rows, and the trees' mean size; or the score on the train rows out of the bag.

Run it with the scikit-learn version in forest.json to get the same file again.
"""

import csv
import json
import pathlib

import numpy as np
import sklearn
from sklearn.datasets import load_digits
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split

HERE = pathlib.Path(__file__).parent
SAMPLES = HERE.parent.parent / "www" / "samples"
SPLITS = 20
LIMITS = {"max_depth": 4, "min_samples_split": 12, "min_samples_leaf": 4}
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def sample(name):
    with open(SAMPLES / f"{name}.csv", newline="") as file:
        rows = list(csv.reader(file))[1:]
    X = np.array([[float(cell) for cell in row[:-1]] for row in rows])
    y = [row[-1] for row in rows]
    if name == "diabetes":
        return X, np.array(y, dtype=float)
    return X, np.unique(y, return_inverse=True)[1]


def whole(values, largest):
    """Whole numbers from 0 to `largest`, in the order of the values and with their gaps."""
    low, high = np.nanmin(values), np.nanmax(values)
    return np.round((values - low) / (high - low) * largest)


def digits():
    return load_digits(return_X_y=True)


def binary():
    """Seventy in a hundred cells of each column are 1; six of twenty columns tell, and noise."""
    random = np.random.default_rng(1)
    X = (random.random((800, 20)) < 0.7).astype(float)
    signal = 2 * X[:, 0] + X[:, 3] + X[:, 5] * X[:, 8] - 1.5 * X[:, 12] - X[:, 17]
    signal += random.logistic(scale=0.4, size=800)
    return X, (signal > np.median(signal)).astype(int)


def ties():
    """Few distinct whole numbers, so that many cuts and many columns are equally good."""
    random = np.random.default_rng(2)
    X = random.integers(0, [2, 3, 3, 4, 4, 5, 6, 6], (600, 8)).astype(float)
    signal = X[:, 0] + X[:, 3] * (X[:, 1] > 0) - X[:, 6] / 2 + random.normal(scale=0.8, size=600)
    return X, np.searchsorted(np.quantile(signal, [0.3, 0.6]), signal)


def lognormal():
    """Features and target with long right tails."""
    random = np.random.default_rng(3)
    X = random.lognormal(sigma=1.5, size=(500, 5))
    y = X[:, 0] + np.sqrt(X[:, 1] * X[:, 2]) + random.lognormal(sigma=1.0, size=500)
    return np.column_stack([whole(x, 36**4 - 1) for x in X.T]), np.round(100 * y)


def imbalanced():
    """One row in a hundred and one is of class 1."""
    random = np.random.default_rng(4)
    y = (np.arange(3030) % 101 == 0).astype(int)
    X = random.normal(size=(3030, 5)) + np.outer(y, [1.6, -1.2, 0.8, 0.0, 0.0])
    return np.column_stack([whole(x, 36**2 - 1) for x in X.T]), y


def missing_values():
    """Cells are missing at high values, and at random where the target is large."""
    random = np.random.default_rng(5)
    X = np.column_stack([whole(x, 36**2 - 1) for x in random.normal(size=(6, 600))])
    signal = (X[:, 0] + X[:, 1] - X[:, 2]) / 400 + random.normal(scale=0.7, size=600)
    X[(X[:, 1] > 700) & (random.random(600) < 0.8), 1] = np.nan
    large = signal > np.quantile(signal, 0.6)
    X[random.random(600) < np.where(large, 0.5, 0.15), 3] = np.nan
    X[random.random(600) < 0.2, 4] = np.nan
    return X, np.round(1000 * (signal - signal.min()))


def missing():
    X, y = missing_values()
    return X, np.searchsorted(np.quantile(y, [0.4, 0.7]), y)


MADE = {
    "digits": digits,
    "binary": binary,
    "ties": ties,
    "lognormal": lognormal,
    "imbalanced": imbalanced,
    "missing": missing,
    "missing_values": missing_values,
}
TABLES = {name: make() for name, make in MADE.items()}


def table(name):
    return TABLES[name] if name in TABLES else sample(name)


def is_regression(name):
    return name in ["diabetes", "lognormal", "missing_values"]


def packed(X, y):
    """Cells in base 36, as wide as the largest needs; NaN as dots."""
    width = 1
    while np.nanmax(X) >= 36**width:
        width += 1

    def cell(value):
        if np.isnan(value):
            return "." * width
        return "".join(DIGITS[int(value) // 36**place % 36] for place in reversed(range(width)))

    return {"width": width, "columns": ["".join(map(cell, x)) for x in X.T], "target": y.astype(int).tolist()}


def test_rows(y, split, stratified):
    """The test rows of a split, ascending; where rows are stratified, of each class the same share."""
    _, test = train_test_split(np.arange(len(y)), test_size=0.25, random_state=split, stratify=y if stratified else None)
    return np.sort(test)


def splits(name):
    """The test rows of each split; of rare classes the share that each part should have."""
    return [test_rows(table(name)[1], split, name == "imbalanced") for split in range(SPLITS)]


def masks(tests, rows):
    """Five hexadecimal digits a row: bit i is set where the row is a test row of split i."""
    masks = np.zeros(rows, dtype=int)
    for split, test in enumerate(tests):
        masks[test] |= 1 << split
    return "".join(f"{mask:05x}" for mask in masks)


def measure(kind, name, forest, X, y):
    if kind == "out of bag":
        return {"oob_score": forest.oob_score_}
    found = {
        "score": forest.score(X, y),
        "leaves": np.mean([tree.get_n_leaves() for tree in forest]),
        "depth": np.mean([tree.get_depth() for tree in forest]),
    }
    if name == "imbalanced":
        found["balanced_accuracy"] = balanced_accuracy_score(y, forest.predict(X))
        found["roc_auc"] = roc_auc_score(y, forest.predict_proba(X)[:, 1])
    return found


def model(kind, name):
    if kind == "extra trees":
        return ExtraTreesRegressor if is_regression(name) else ExtraTreesClassifier
    return RandomForestRegressor if is_regression(name) else RandomForestClassifier


def forest_case(kind, name, parameters={}):
    X, y = table(name)
    found = []
    for seed, test in enumerate(splits(name)):
        train = np.setdiff1d(np.arange(len(y)), test)
        forest = model(kind, name)(n_jobs=1, random_state=seed, oob_score=kind == "out of bag", **parameters)
        # By the row's place in the table: 0, 1, 2, 3, 0, 1, ...
        forest.fit(X[train], y[train], train % 4 if kind == "weights" else None)
        found.append(measure(kind, name, forest, X[test], y[test]))
    measures = {key: [round(float(one[key]), 6) for one in found] for key in found[0]}
    return {"kind": kind, "table": name, "parameters": parameters, "measures": measures}


def lines(items):
    """JSON with a line for each item, so that a change shows where it is."""
    text = [json.dumps(item, separators=(",", ":")) for item in items]
    return "[\n" + ",\n".join(text) + "\n]"


def main():
    names = ["iris", "wine", "breast_cancer", "diabetes", *MADE]
    cases = [("plain", name) for name in names if not name.startswith("missing")]
    cases += [("limits", name, LIMITS) for name in ["breast_cancer", "diabetes"]]
    cases += [("missing", name) for name in ["missing", "missing_values"]]
    cases += [("balanced", "imbalanced", {"class_weight": "balanced"})]
    cases += [("weights", name) for name in ["ties", "diabetes"]]
    cases += [("max samples", name, {"max_samples": 0.3}) for name in ["ties", "diabetes"]]
    cases += [("extra trees", name) for name in ["breast_cancer", "ties", "diabetes", "missing_values"]]
    cases += [("out of bag", name) for name in ["ties", "diabetes"]]
    tables = [
        {
            "name": name,
            "regression": is_regression(name),
            "test_rows": masks(splits(name), len(table(name)[1])),
            "packed": packed(*TABLES[name]) if name in TABLES else None,
        }
        for name in names
    ]
    (HERE / "forest.json").write_text(
        f'{{"scikit_learn":"{sklearn.__version__}","tables":{lines(tables)},'
        f'"forests":{lines(forest_case(*case) for case in cases)}}}\n'
    )


if __name__ == "__main__":
    main()
