"""Writes search.json: what scikit-learn's GridSearchCV finds, for tests/pipeline/search.rs.

Samples in www/samples (target in the last column); the fold of row i is 7 i mod 5, of which the last is for testing and
the others are the folds of the search. Candidates are in the order of ParameterGrid.

Run with scikit-learn 1.9: python tests/reference/search.py
"""

import json
import warnings

import numpy as np
import sklearn
from make import HERE, sample
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, PredefinedSplit
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def case(name, learner, model, axes, scoring, scorer):
    """`axes`: our name of each parameter, scikit-learn's, and the values."""
    X, y = sample(name)
    fold = np.arange(len(y)) * 7 % 5
    train = fold != 4
    step = type(model).__name__.lower()
    search = GridSearchCV(
        # Ours standardises by itself, but for naive Bayes.
        make_pipeline(model) if learner == "gaussian_nb" else make_pipeline(StandardScaler(), model),
        {f"{step}__{theirs}": values for _, theirs, values in axes},
        scoring=scorer,
        cv=PredefinedSplit(fold[train]),
        refit=False,
    )
    search.fit(X[train], y[train])
    sign = -1 if scorer.startswith("neg") else 1
    return {
        "sample": name,
        "model": learner,
        "scoring": scoring,
        "axes": [{"parameter": f"train.{ours}", "values": {"list": values}} for ours, _, values in axes],
        "means": (sign * search.cv_results_["mean_test_score"]).tolist(),
        "best": int(search.best_index_),
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    powers = [0.01, 0.1, 1.0, 10.0, 100.0, 1000.0]
    cases = [
        case("diabetes", "ridge", Ridge(), [("alpha", "alpha", powers)], "r2", "r2"),
        case("diabetes", "ridge", Ridge(), [("alpha", "alpha", powers)], "mae", "neg_mean_absolute_error"),
        case(
            "wine",
            "logistic_regression",
            LogisticRegression(tol=1e-10, max_iter=10_000),
            [("C", "C", powers)],
            "log_loss",
            "neg_log_loss",
        ),
        case(
            "breast_cancer",
            "k_neighbors",
            KNeighborsClassifier(),
            [
                ("n_neighbors", "n_neighbors", [1, 4, 9, 30]),
                ("weights", "weights", ["uniform", "distance"]),
            ],
            "balanced_accuracy",
            "balanced_accuracy",
        ),
        case(
            "iris",
            "gaussian_nb",
            GaussianNB(),
            [("var_smoothing", "var_smoothing", [1e-9, 0.001, 0.01, 0.1, 1.0])],
            "log_loss",
            "neg_log_loss",
        ),
    ]
    reference = {"scikit_learn": sklearn.__version__, "cases": cases}
    (HERE / "search.json").write_text(json.dumps(reference, separators=(",", ":")) + "\n")
