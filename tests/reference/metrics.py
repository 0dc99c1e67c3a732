"""Writes metrics.json: small predictions and what scikit-learn's metrics say of them.

Run with scikit-learn 1.9: python tests/reference/metrics.py
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn import metrics as m

warnings.filterwarnings("ignore")
rng = np.random.default_rng(7)


def classes(k, n, absent=()):
    labels = np.array([c for c in range(k) if c not in absent])
    actual = rng.choice(labels, n)
    # Small whole parts, so that probabilities tie.
    raw = rng.integers(0, 8, (n, k)) + 6 * (np.eye(k)[actual] * (rng.random((n, 1)) < 0.6))
    raw[raw.sum(axis=1) == 0] = 1
    p = raw / raw.sum(axis=1, keepdims=True)
    predicted = p.argmax(axis=1)
    precision, recall, f1, _ = m.precision_recall_fscore_support(
        actual, predicted, labels=range(k), zero_division=np.nan
    )
    of = lambda average: m.precision_recall_fscore_support(actual, predicted, average=average, zero_division=0)[:3]
    if absent:
        auc = None
    elif k == 2:
        auc = m.roc_auc_score(actual, p[:, 1])
    else:
        auc = m.roc_auc_score(actual, p, multi_class="ovr", average="macro")
    number = lambda v: None if v is None or np.isnan(v) else float(v)
    return {
        "n_classes": k,
        "actual": actual.tolist(),
        "probabilities": p.ravel().tolist(),
        "accuracy": m.accuracy_score(actual, predicted),
        "balanced_accuracy": m.balanced_accuracy_score(actual, predicted),
        "f1_macro": m.f1_score(actual, predicted, average="macro"),
        "log_loss": m.log_loss(actual, p, labels=range(k)),
        "roc_auc": auc,
        "confusion": m.confusion_matrix(actual, predicted, labels=range(k)).tolist(),
        "precision": [number(v) for v in precision],
        "recall": [number(v) for v in recall],
        "f1": [number(v) for v in f1],
        "macro": [number(v) for v in of("macro")],
        "weighted": [number(v) for v in of("weighted")],
    }


def numbers(n):
    actual = rng.lognormal(3, 1, n).round(3)
    predicted = (actual + rng.normal(0, 5, n)).round(3)
    return {
        "actual": actual.tolist(),
        "predicted": predicted.tolist(),
        "r2": m.r2_score(actual, predicted),
        "rmse": m.root_mean_squared_error(actual, predicted),
        "mae": m.mean_absolute_error(actual, predicted),
        "median_absolute_error": m.median_absolute_error(actual, predicted),
    }


out = {
    "scikit-learn": sklearn.__version__,
    "classification": [classes(2, 40), classes(3, 60), classes(7, 90), classes(4, 30, absent=(2,))],
    "regression": [numbers(31), numbers(50)],
}
path = pathlib.Path(__file__).with_name("metrics.json")
path.write_text(json.dumps(out) + "\n")
