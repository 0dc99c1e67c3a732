"""Writes curves.json: small predictions with the curves, areas, calibration and intervals that scikit-learn and scipy give.

Run with scikit-learn 1.9: python tests/reference/curves.py
"""

import json
import pathlib
import warnings

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

warnings.filterwarnings("ignore")
rng = np.random.default_rng(43)


def probabilities(k, n, parts):
    actual = rng.integers(0, k, n)
    raw = rng.integers(0, parts, (n, k)) + parts // 2 * (np.eye(k, dtype=int)[actual] * (rng.random((n, 1)) < 0.6))
    raw[raw.sum(axis=1) == 0] = 1
    return actual, raw / raw.sum(axis=1, keepdims=True)


def bins(yes, scores):
    count = int(np.clip(len(yes) // 20, 2, 10))
    share, answer = calibration_curve(yes, scores, n_bins=count, strategy="quantile")
    edges = np.percentile(scores, np.linspace(0, 1, count + 1) * 100)
    rows = np.bincount(np.searchsorted(edges[1:-1], scores), minlength=count)
    rows = rows[rows > 0]
    wilson = [stats.binomtest(round(s * r), int(r)).proportion_ci(method="wilson") for s, r in zip(share, rows)]
    return [
        {"answer": a, "share": s, "interval": [w.low, w.high], "rows": int(r)}
        for a, s, w, r in zip(answer, share, wilson, rows)
    ]


def of_class(actual, p, pos):
    yes, scores = actual == pos, p[:, pos]
    fpr, tpr, thresholds = m.roc_curve(yes, scores, drop_intermediate=False)
    precision, recall, _ = m.precision_recall_curve(yes, scores)
    return {
        "class": pos,
        "thresholds": thresholds[1:].tolist(),
        "fpr": fpr.tolist(),
        "tpr": tpr.tolist(),
        # From the highest threshold down, without scikit-learn's last point, at which nothing is predicted.
        "precision": precision[:-1][::-1].tolist(),
        "recall": recall[:-1][::-1].tolist(),
        "roc_auc": m.roc_auc_score(yes, scores),
        "average_precision": m.average_precision_score(yes, scores),
        "brier": m.brier_score_loss(yes, scores),
        "bins": bins(yes, scores),
    }


def case(k, n, parts):
    actual, p = probabilities(k, n, parts)
    found = {
        "n_classes": k,
        "actual": actual.tolist(),
        "probabilities": p.ravel().tolist(),
        "of_class": [of_class(actual, p, pos) for pos in range(k)],
    }
    if k > 2:
        found["roc_auc"] = m.roc_auc_score(actual, p, multi_class="ovr", average="macro")
        found["brier"] = m.brier_score_loss(actual, p, scale_by_half=False)
        said = p.argmax(axis=1)
        found["bins"] = bins(said == actual, p.max(axis=1))
    return found


def draws(metric, rows, resamples=4000):
    found = []
    for _ in range(resamples):
        found.append(metric(rng.integers(0, rows, rows)))
    found = np.array(found)
    low, high = np.percentile(found, [2.5, 97.5], axis=0)
    return {"low": low.tolist(), "high": high.tolist(), "error": found.std(axis=0).tolist()}


def classes_with_intervals(n):
    actual, p = probabilities(2, n, 9)
    shares = np.array([0.55, 0.45])
    baseline = np.tile(shares, (n, 1))

    def of(rows):
        def scores(q):
            a, q = actual[rows], q[rows]
            said = q.argmax(axis=1)
            return np.array([
                m.accuracy_score(a, said),
                m.balanced_accuracy_score(a, said),
                m.f1_score(a, said, average="macro"),
                m.log_loss(a, q, labels=[0, 1]),
                m.roc_auc_score(a, q[:, 1]),
            ])
        model = scores(p)
        return np.concatenate([model, model - scores(baseline)])

    return {
        "n_classes": 2,
        "actual": actual.tolist(),
        "predicted": p.ravel().tolist(),
        "baseline": shares.tolist(),
        "intervals": draws(of, n),
    }


def values_with_intervals(n):
    actual = rng.normal(10, 4, n)
    predicted = actual + rng.normal(0, 2, n)

    def of(rows):
        def scores(q):
            a, q = actual[rows], q[rows]
            return np.array([
                m.r2_score(a, q),
                m.root_mean_squared_error(a, q),
                m.mean_absolute_error(a, q),
                m.median_absolute_error(a, q),
            ])
        model = scores(predicted)
        return np.concatenate([model, model - scores(np.full(n, 9.5))])

    return {
        "n_classes": 0,
        "actual": actual.tolist(),
        "predicted": predicted.tolist(),
        "baseline": [9.5],
        "intervals": draws(of, n),
    }


reference = {
    "versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__, "numpy": np.__version__},
    "cases": [case(2, 30, 12), case(2, 200, 400), case(2, 117, 5), case(3, 90, 20), case(5, 60, 7)],
    "intervals": [classes_with_intervals(150), values_with_intervals(120)],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(reference, indent=1) + "\n", encoding="utf-8")
