"""The tables of the comparison, as files that every peer reads: 64-bit floats, column after column, the target last.

A table is named and shaped by a `Table`; its first `train` rows are learned and all others are predicted.
"""

import csv
import dataclasses
import pathlib

import numpy as np
from sklearn.datasets import load_digits, make_classification, make_regression

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = HERE / "data"
SAMPLES = HERE.parents[1] / "www" / "samples"

REAL = {
    "iris": "classification",
    "wine": "classification",
    "breast_cancer": "classification",
    "digits": "classification",
    "diabetes": "regression",
}


@dataclasses.dataclass(frozen=True)
class Table:
    file: str
    task: str
    classes: int
    features: int
    train: int
    # By feature, whether it holds the numbers of categories; a missing one is no number. Empty: no feature does.
    categorical: tuple = ()


def write(name, task, X, y, train, categorical=()):
    FOLDER.mkdir(exist_ok=True)
    file = f"{name}.f64"
    np.column_stack([X, y]).astype("<f8").T.tofile(FOLDER / file)
    classes = len(np.unique(y)) if task == "classification" else 0
    return Table(file, task, classes, X.shape[1], train, categorical)


def generated(kind, train, unseen, features=20, seed=0):
    """`make_classification` or `make_regression`, half of the features informative, or `_heavy_tails`."""
    shape = {
        "n_samples": train + unseen,
        "n_features": features,
        "n_informative": features // 2,
        "random_state": seed,
    }
    if kind == "classification":
        X, y = make_classification(**shape)
    elif kind == "regression":
        X, y = make_regression(noise=10, **shape)
    else:
        X, y = _heavy_tails(train + unseen, features, seed)
    task = "classification" if kind == "classification" else "regression"
    return write(f"{kind.replace(' ', '-')}-{train}-{unseen}-{features}-{seed}", task, X, y, train)


def _heavy_tails(rows, features, seed):
    """A target that a few extreme rows decide: the sum of three lognormal features, and noise."""
    rng = np.random.default_rng(seed)
    X = np.exp(1.5 * rng.standard_normal((rows, features)))
    return X, X[:, :3].sum(axis=1) + rng.standard_normal(rows)


def _real(name):
    if name == "digits":
        return load_digits(return_X_y=True)
    with open(SAMPLES / f"{name}.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    X = np.array([row[:-1] for row in rows], dtype=float)
    target = [row[-1] for row in rows]
    if REAL[name] == "regression":
        return X, np.array(target, dtype=float)
    return X, np.unique(target, return_inverse=True)[1]


def real(name, seed):
    """A real table in an order drawn from the seed; three quarters are learned."""
    X, y = _real(name)
    order = np.random.default_rng(seed).permutation(len(y))
    return write(f"{name}-{seed}", REAL[name], X[order], y[order], len(y) * 3 // 4)
