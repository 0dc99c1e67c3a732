"""Writes calibration.json: small predictions, and what scikit-learn's calibration and a conformal quantile make of them.

Run with scikit-learn 1.9: python tests/reference/calibration.py
"""

import json
import math
import pathlib
import warnings

import numpy as np
import sklearn
from scipy.optimize import root
from scipy.special import expit
from sklearn import metrics as m
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV, _sigmoid_calibration
from sklearn.frozen import FrozenEstimator
from sklearn.isotonic import IsotonicRegression

warnings.filterwarnings("ignore")
rng = np.random.default_rng(42)
LEVELS = [0.5, 0.55, 0.8, 0.9, 0.95, 0.99]


class Told(ClassifierMixin, BaseEstimator):
    """A fitted classifier whose only feature is the row's place among known probabilities."""

    def __init__(self, probabilities=None):
        self.probabilities = probabilities
        self.classes_ = np.arange(probabilities.shape[1])

    def fit(self, rows, labels):
        return self

    def predict_proba(self, rows):
        return self.probabilities[rows[:, 0]]

    def predict(self, rows):
        return self.predict_proba(rows).argmax(axis=1)


def exact_sigmoid(scores, yes):
    """Platt's A and B at the minimum itself, which scikit-learn comes near to."""
    prior1, prior0 = yes.sum(), (~yes).sum()
    target = np.where(yes, (prior1 + 1) / (prior1 + 2), 1 / (prior0 + 2))

    def gradient(ab):
        off = target - expit(-(ab[0] * scores + ab[1]))
        return [off @ scores, off.sum()]

    found = root(gradient, _sigmoid_calibration(scores, yes.astype(float)), tol=1e-14)
    assert np.abs(gradient(found.x)).max() < 1e-9, gradient(found.x)
    return found.x


def probabilities(k, n, parts, sharp):
    """Labels, and probabilities that are too sure of them; `parts` for those of a forest, which are often equal."""
    actual = rng.integers(0, k, n)
    raw = rng.normal(0, 1, (n, k)) + 1.2 * np.eye(k)[actual]
    p = np.exp(sharp * raw)
    p /= p.sum(axis=1, keepdims=True)
    if parts:
        p = np.floor(p * parts)
        p[p.sum(axis=1) == 0] = 1
        p /= p.sum(axis=1, keepdims=True)
    return actual, p


def case(k, n, parts, sharp):
    actual, fitted = probabilities(k, n, parts, sharp)
    test_actual, test = probabilities(k, 60, parts, sharp)
    # The ends, and what lies between and beyond the knots.
    test[:2] = np.eye(k)[:2]
    both = np.vstack([fitted, test])
    rows = np.arange(n)[:, None]
    out = {"n_classes": k, "actual": actual.tolist(), "fitted": fitted.ravel().tolist()}
    out |= {"test_actual": test_actual.tolist(), "test": test.ravel().tolist()}
    for method in ["sigmoid", "isotonic"]:
        calibrated = CalibratedClassifierCV(FrozenEstimator(Told(both)), method=method, ensemble=False)
        calibrated.fit(rows, actual)
        found = calibrated.predict_proba(np.arange(n, n + 60)[:, None])
        out[method] = found.ravel().tolist()
        out[f"{method}_brier"] = m.brier_score_loss(test_actual, found, labels=np.arange(k))
        out[f"{method}_log_loss"] = m.log_loss(test_actual, found, labels=np.arange(k))
    first = 1 if k == 2 else 0
    exact = []
    for pos in range(first, k):
        a, b = exact_sigmoid(fitted[:, pos], actual == pos)
        exact.append(expit(-(a * test[:, pos] + b)))
    exact = np.column_stack(exact)
    exact = np.hstack([1 - exact, exact]) if k == 2 else exact / exact.sum(axis=1, keepdims=True)
    out["sigmoid_exact"] = exact.ravel().tolist()
    regression = IsotonicRegression(out_of_bounds="clip").fit(fitted[:, first], actual == first)
    out["knots"] = [regression.X_thresholds_.tolist(), regression.y_thresholds_.tolist()]
    scores = 1 - fitted[np.arange(n), actual]
    out["conformal"] = []
    for level in LEVELS:
        rank = math.ceil(round((n + 1) * level, 9))
        quantile = float(np.sort(scores)[rank - 1]) if rank <= n else None
        sets = test >= 1 - (np.inf if quantile is None else quantile) - 1e-9
        covered = sets[np.arange(60), test_actual].mean()
        told = {"level": level, "quantile": quantile, "coverage": float(covered), "size": float(sets.sum(axis=1).mean())}
        out["conformal"].append(told)
    return out


def values(n):
    actual, predicted = rng.normal(0, 2, n), rng.normal(0, 1, n)
    scores = np.sort(np.abs(actual - predicted))
    ranks = [math.ceil(round((n + 1) * level, 9)) for level in LEVELS]
    quantiles = [float(scores[rank - 1]) if rank <= n else None for rank in ranks]
    return {"actual": actual.tolist(), "predicted": predicted.tolist(), "quantiles": quantiles}


cases = [
    case(k, n, parts, sharp)
    for k, n, parts, sharp in [(2, 40, 10, 3), (2, 300, 0, 4), (2, 500, 25, 1), (3, 90, 7, 3), (3, 400, 0, 0.4), (8, 200, 20, 2)]
]
out = {"scikit-learn": sklearn.__version__, "levels": LEVELS, "cases": cases, "values": [values(n) for n in [5, 60, 99, 100]]}
path = pathlib.Path(__file__).with_name("calibration.json")
path.write_text(json.dumps(out, separators=(",", ":")) + "\n", encoding="utf-8")
