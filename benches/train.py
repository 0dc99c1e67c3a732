"""Trains scikit-learn's forests for `benches/train.rs` and leaves the data behind for it.

Usage: train.py DIRECTORY. Prints one line per task: name, CPU seconds of fit, score on unseen rows.
The data is written as little-endian 64-bit floats, column after column, the target last.
"""

import pathlib
import sys
import time

import numpy as np
from sklearn.datasets import make_classification, make_regression
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

TRAIN, TEST, FEATURES = 10_000, 2_000, 20


def run(directory, name, X, y, model):
    np.column_stack([X, y]).astype("<f8").T.tofile(directory / f"{name}.f64")
    start = time.process_time()
    model.fit(X[:TRAIN], y[:TRAIN])
    seconds = time.process_time() - start
    print(name, seconds, model.score(X[TRAIN:], y[TRAIN:]), flush=True)


directory = pathlib.Path(sys.argv[1])
shape = {"n_samples": TRAIN + TEST, "n_features": FEATURES, "n_informative": 10, "random_state": 0}
forest = {"n_estimators": 100, "n_jobs": 1, "random_state": 0}
run(directory, "classification", *make_classification(**shape), RandomForestClassifier(**forest))
run(directory, "regression", *make_regression(noise=10, **shape), RandomForestRegressor(**forest))
