"""Writes compare.json: what two models predict of the same rows, and between which values scipy's paired bootstrap
finds the differences of their metrics, for tests/pipeline/compare.rs.

The rows are the last 40 % of a shuffled sample in www/samples (target in the last column); the models have learned from
the others. scipy resamples the rows, so that both models are always scored on the same ones.

Run with scikit-learn 1.9: python tests/reference/compare.py
"""

import json
import warnings

import numpy as np
import scipy
import sklearn
from make import HERE, sample
from scipy.stats import bootstrap
from sklearn import metrics as m
from sklearn.linear_model import LinearRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

RESAMPLES = 4000

CLASSES = {
    "accuracy": lambda y, p: m.accuracy_score(y, p.argmax(axis=1)),
    "balanced_accuracy": lambda y, p: m.balanced_accuracy_score(y, p.argmax(axis=1)),
    "f1_macro": lambda y, p: m.f1_score(y, p.argmax(axis=1), average="macro"),
    "log_loss": lambda y, p: m.log_loss(y, p),
    "roc_auc": lambda y, p: m.roc_auc_score(y, p if p.shape[1] > 2 else p[:, 1], multi_class="ovr"),
}
NUMBERS = {
    "r2": m.r2_score,
    "rmse": m.root_mean_squared_error,
    "mae": m.mean_absolute_error,
    "median_absolute_error": m.median_absolute_error,
}


def case(name, first, second, metrics):
    X, y = sample(name)
    order = np.random.default_rng(1).permutation(len(y))
    train, test = np.split(order, [int(0.6 * len(y))])
    predict = "predict" if metrics is NUMBERS else "predict_proba"
    said = [getattr(model.fit(X[train], y[train]), predict)(X[test]) for model in (first, second)]
    y = y[test]
    rows = np.arange(len(y))
    found = []
    for metric, score in metrics.items():
        difference = lambda rows: score(y[rows], said[1][rows]) - score(y[rows], said[0][rows])
        result = bootstrap(
            (rows,),
            difference,
            n_resamples=RESAMPLES,
            vectorized=False,
            method="percentile",
            rng=np.random.default_rng(2),
        )
        found.append(
            {
                "metric": metric,
                "difference": difference(rows),
                "low": result.confidence_interval.low,
                "high": result.confidence_interval.high,
                "standard_error": result.standard_error,
            }
        )
    return {
        "sample": name,
        "rows": (test + 1).tolist(),
        "actual": y.tolist(),
        "first": said[0].ravel().tolist(),
        "second": said[1].ravel().tolist(),
        "found": found,
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    cases = [
        case("wine", DecisionTreeClassifier(max_depth=2, random_state=0), GaussianNB(), CLASSES),
        case("breast_cancer", DecisionTreeClassifier(max_depth=2, random_state=0), GaussianNB(), CLASSES),
        case("diabetes", DecisionTreeRegressor(max_depth=3, random_state=0), LinearRegression(), NUMBERS),
    ]
    reference = {"scikit_learn": sklearn.__version__, "scipy": scipy.__version__, "cases": cases}
    (HERE / "compare.json").write_text(json.dumps(reference, separators=(",", ":")) + "\n")
