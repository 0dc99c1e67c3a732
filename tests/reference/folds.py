"""Writes folds.json: how scikit-learn deals rows to folds and what its models score on them, for
tests/pipeline/cross_validation.rs.

Rows are dealt without shuffling; what shuffling leaves as it is are the folds' sizes and the classes in
them. Scores are those of samples in www/samples (target in the last column) with the fold of row i being
7 i mod 5, of which the last is for testing; or with the time of row i being 37 i mod the number of rows, of
which the latest quarter is for testing.

Run with scikit-learn 1.9: python tests/reference/folds.py
"""

import json
import warnings

import numpy as np
import sklearn
from make import HERE, sample
from sklearn.linear_model import Ridge
from sklearn.model_selection import (
    GroupKFold,
    KFold,
    PredefinedSplit,
    StratifiedKFold,
    TimeSeriesSplit,
    cross_validate,
)
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

CLASSES = {
    "accuracy": "accuracy",
    "balanced_accuracy": "balanced_accuracy",
    "f1_macro": "f1_macro",
    "log_loss": "neg_log_loss",
    "roc_auc": "roc_auc_ovr",
}
NUMBERS = {
    "r2": "r2",
    "rmse": "neg_root_mean_squared_error",
    "mae": "neg_mean_absolute_error",
    "median_absolute_error": "neg_median_absolute_error",
}


def folds(splitter, rows, y=None, groups=None):
    """Each row's fold; of folds in the order of time, the first is for training alone."""
    of_rows = np.zeros(rows, dtype=int)
    first = isinstance(splitter, TimeSeriesSplit)
    for fold, (_, held_out) in enumerate(splitter.split(np.zeros(rows), y, groups)):
        of_rows[held_out] = fold + first
    return of_rows.tolist()


def dealt():
    random = np.random.default_rng(3)
    cases = []
    for rows, n_splits in [(7, 2), (23, 5), (40, 20), (101, 7)]:
        numbers = random.integers(0, 4, rows) + (random.random(rows) < 0.5)
        groups = random.integers(0, n_splits + 9, rows)
        cases.append(
            {
                "n_splits": n_splits,
                "numbers": numbers.tolist(),
                "groups": groups.tolist(),
                "KFold": folds(KFold(n_splits), rows),
                "StratifiedKFold": folds(StratifiedKFold(n_splits), rows, numbers)
                if max(np.bincount(numbers)) >= n_splits
                else None,
                "GroupKFold": folds(GroupKFold(n_splits), rows, groups=groups)
                if len(set(groups.tolist())) >= n_splits
                else None,
                "TimeSeriesSplit": folds(TimeSeriesSplit(n_splits), rows),
            }
        )
    return cases


def scores(name, method, model, learner):
    X, y = sample(name)
    rows = np.arange(len(y))
    if method == "folds":
        fold = rows * 7 % 5
        train = rows[fold != 4]
        splitter = PredefinedSplit(fold[train])
    else:
        order = np.argsort(rows * 37 % len(rows))
        train = order[: len(rows) - int(np.ceil(len(rows) / 4))]
        splitter = TimeSeriesSplit(4)
    scoring = NUMBERS if name == "diabetes" else CLASSES
    found = cross_validate(model, X[train], y[train], cv=splitter, scoring=scoring)
    sign = {metric: -1 if scorer.startswith("neg") else 1 for metric, scorer in scoring.items()}
    folds = {metric: sign[metric] * found[f"test_{metric}"] for metric in scoring}
    return {
        "sample": name,
        "method": method,
        "model": learner,
        "scores": [
            {"name": metric, "mean": values.mean(), "std": values.std(), "folds": values.tolist()}
            for metric, values in folds.items()
        ],
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    reference = {
        "scikit_learn": sklearn.__version__,
        "dealt": dealt(),
        "scores": [
            scores("diabetes", "folds", make_pipeline(StandardScaler(), Ridge(1.0)), "ridge"),
            scores("diabetes", "time", make_pipeline(StandardScaler(), Ridge(1.0)), "ridge"),
            scores("wine", "folds", GaussianNB(), "gaussian_nb"),
            scores("iris", "time", GaussianNB(), "gaussian_nb"),
        ],
    }
    (HERE / "folds.json").write_text(json.dumps(reference, indent=None, separators=(",", ":")) + "\n")
