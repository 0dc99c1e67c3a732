"""Writes threshold.json: small predictions, the labels that thresholds give, and the best value over all thresholds.

Run with scikit-learn 1.9: python tests/reference/threshold.py
"""

import json
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn import metrics as m
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.model_selection import FixedThresholdClassifier, TunedThresholdClassifierCV

warnings.filterwarnings("ignore")
rng = np.random.default_rng(11)
COSTS = {"tp": -2.0, "fp": 3.0, "tn": 0.0, "fn": 20.0}


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


def decided(p, pos, threshold):
    others = p.copy()
    others[:, pos] = -1
    return np.where(p[:, pos] >= threshold, pos, others.argmax(axis=1))


def cost(actual, predicted):
    tn, fp, fn, tp = m.confusion_matrix(actual, predicted, labels=[False, True]).ravel()
    return 1000 * (COSTS["tp"] * tp + COSTS["fp"] * fp + COSTS["tn"] * tn + COSTS["fn"] * fn) / len(actual)


def case(k, n, pos, parts):
    actual = rng.integers(0, k, n)
    raw = rng.integers(0, parts, (n, k)) + parts // 2 * (np.eye(k, dtype=int)[actual] * (rng.random((n, 1)) < 0.5))
    raw[raw.sum(axis=1) == 0] = 1
    p = raw / raw.sum(axis=1, keepdims=True)
    yes, scores = actual == pos, p[:, pos]
    # One that no probability reaches, and each of them.
    thresholds = np.append(np.unique(scores), np.nextafter(scores.max(), 2))
    labels = [decided(p, pos, t) for t in thresholds]
    false_rate, true_rate, _ = m.roc_curve(yes, scores, drop_intermediate=False)
    precision, recall, _ = m.precision_recall_curve(yes, scores)
    precision, recall = precision[:-1], recall[:-1]
    best = {
        "accuracy": max(m.accuracy_score(actual, said) for said in labels),
        "f1": max(m.f1_score(yes, said == pos) for said in labels),
        "youden": (true_rate - false_rate).max(),
        "cost": min(cost(yes, said == pos) for said in labels),
        "recall_at_precision": recall[precision >= 0.6].max() if (precision >= 0.6).any() else None,
        "precision_at_recall": precision[recall >= 0.75].max(),
    }
    asked = sorted({0.0, 0.25, 0.5, 0.8, 1.0, float(thresholds[len(thresholds) // 2])})
    told = {str(t): decided(p, pos, t).tolist() for t in asked}
    if k == 2:
        rows = np.arange(n)[:, None]
        for t in asked:
            fixed = FixedThresholdClassifier(Told(p), threshold=t, pos_label=pos, response_method="predict_proba")
            assert fixed.fit(rows, actual).predict(rows).tolist() == told[str(t)]
        of_class = lambda metric: m.make_scorer(metric, response_method="predict")
        scorings = {
            "accuracy": of_class(m.accuracy_score),
            "f1": of_class(lambda a, b: m.f1_score(a == pos, b == pos)),
            "youden": of_class(lambda a, b: 2 * m.balanced_accuracy_score(a, b) - 1),
            "cost": of_class(lambda a, b: -cost(a == pos, b == pos)),
        }
        for name, scoring in scorings.items():
            tuned = TunedThresholdClassifierCV(
                Told(p), scoring=scoring, thresholds=thresholds, cv="prefit", refit=False, response_method="predict_proba"
            )
            found = tuned.fit(rows, actual).best_score_
            if pos == 1:
                assert np.isclose(abs(found), abs(best[name])), (name, found, best[name])
    return {
        "n_classes": k,
        "pos": pos,
        "actual": actual.tolist(),
        "probabilities": p.ravel().tolist(),
        "thresholds": len(thresholds) - int(scores.max() == 1.0),
        "labels": told,
        "best": {name: None if value is None else float(value) for name, value in best.items()},
    }


cases = [
    case(k, n, pos, parts)
    for k, n, pos, parts in [(2, 40, 1, 5), (2, 60, 0, 9), (2, 300, 1, 1000), (3, 90, 2, 6), (3, 200, 0, 500), (7, 70, 3, 4)]
]
out = {"scikit-learn": sklearn.__version__, "costs": COSTS, "cases": cases}
path = pathlib.Path(__file__).with_name("threshold.json")
path.write_text(json.dumps(out, separators=(",", ":")) + "\n", encoding="utf-8")
