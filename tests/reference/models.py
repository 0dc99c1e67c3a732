"""Writes models.json: what scikit-learn's models learn and predict, for crates/models/tests/contract/reference.rs.

Each case learns from the rows of a sample in www/samples (target in the last column) whose number does not divide by
4, and predicts those whose number divides by 8. All but naive Bayes stand behind a StandardScaler. Cases with weights give row i the
weight i % 3.

Run with scikit-learn 1.9: python tests/reference/models.py
"""

import json

import numpy as np
import sklearn
from make import HERE, sample
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.linear_model import Lasso, LogisticRegression, Ridge
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor
from sklearn.preprocessing import StandardScaler

CLASSES = ["iris", "wine", "breast_cancer"]
NAMES = CLASSES + ["diabetes"]


def variance_ratio(name):
    """By how much weights change the largest variance of a feature in the rows to learn from."""
    X, _ = sample(name)
    rows = np.arange(len(X))
    X, weights = X[rows % 4 != 0], rows[rows % 4 != 0] % 3
    variances = np.average((X - np.average(X, axis=0, weights=weights)) ** 2, axis=0, weights=weights)
    return variances.max() / np.var(X, axis=0).max()


def tied(model, X):
    """Rows with a neighbour that is as far as the first that is no neighbour: any of them may be taken."""
    nearest, _ = model.kneighbors(X, model.n_neighbors + 1)
    return nearest[:, -1] - nearest[:, -2] < 1e-9


def case(name, learner, parameters, model, weighted=False):
    X, y = sample(name)
    rows = np.arange(len(y))
    train, test = rows[rows % 4 != 0], rows[rows % 8 == 0]
    weights = (train % 3).astype(float) if weighted else None
    if learner != "GaussianNB":
        X = StandardScaler().fit(X[train], sample_weight=weights).transform(X)
    if weighted:
        model.fit(X[train], y[train], sample_weight=weights)
    else:
        model.fit(X[train], y[train])
    if learner == "KNearestNeighbors":
        test = test[~tied(model, X[test])]
    predicted = model.predict(X[test]) if name == "diabetes" else model.predict_proba(X[test])
    out = {
        "sample": name,
        "learner": learner,
        "parameters": parameters,
        "weighted": weighted,
        "rows": test.tolist(),
        "predicted": predicted.ravel().tolist(),
    }
    if hasattr(model, "coef_"):
        out["coefficients"] = np.ravel(model.coef_).tolist()
        out["intercepts"] = np.ravel(model.intercept_).tolist()
    return out


def cases():
    for name in CLASSES:
        for C, weighted in [(0.01, False), (1.0, False), (100.0, False), (1.0, True)]:
            model = LogisticRegression(C=C, solver="newton-cholesky", tol=1e-12, max_iter=10_000)
            yield case(name, "LogisticRegression", {"C": C}, model, weighted)
        for smoothing, weighted in [(1e-9, False), (1e-3, False), (1e-9, True)]:
            # scikit-learn takes a share of the largest variance without weights: make it that with weights.
            model = GaussianNB(var_smoothing=smoothing * (variance_ratio(name) if weighted else 1))
            yield case(name, "GaussianNB", {"var_smoothing": smoothing}, model, weighted)
        yield case(name, "Baseline", {}, DummyClassifier(strategy="prior"), True)
    for alpha, weighted in [(0.01, False), (1.0, False), (100.0, False), (1.0, True)]:
        yield case("diabetes", "Ridge", {"alpha": alpha}, Ridge(alpha=alpha), weighted)
    for alpha, weighted in [(0.01, False), (1.0, False), (10.0, False), (1.0, True)]:
        model = Lasso(alpha=alpha, tol=1e-14, max_iter=1_000_000)
        yield case("diabetes", "Lasso", {"alpha": alpha}, model, weighted)
    yield case("diabetes", "Baseline", {}, DummyRegressor(), True)
    for name in NAMES:
        kind = KNeighborsRegressor if name == "diabetes" else KNeighborsClassifier
        for n, weights in [(1, "uniform"), (5, "uniform"), (5, "distance"), (25, "distance")]:
            # A tree measures the same distances as brute force, without the rounding of its shortcut.
            model = kind(n_neighbors=n, weights=weights, algorithm="kd_tree")
            yield case(name, "KNearestNeighbors", {"n_neighbors": n, "weights": weights}, model)


out = {"scikit_learn": sklearn.__version__, "cases": list(cases())}
text = json.dumps(out, separators=(",", ":"))
(HERE / "models.json").write_text(text + "\n")
