"""Writes boosting.json: scikit-learn's histogram gradient boosting for crates/boosting/tests/boosting/reference.rs.

Tables are drawn so that no ties decide: features have more digits than bins could share. Features have fewer
different values than bins, except in the case "quantiles". Of the first trees all nodes are written, of all
trees the sums (raw predictions) of some rows after 1, 5 and 20 iterations, and the losses of the train rows.

Run it with the scikit-learn version in boosting.json to get the same file again.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

HERE = Path(__file__).parent
ITERATIONS = [1, 5, 20]
SHOWN_ROWS = 12
SHOWN_TREES = 2


def number(value):
    """Nine digits, and no more than are needed."""
    value = float(value)
    return None if np.isnan(value) else int(value) if value == int(value) and abs(value) < 1e15 else float(f"{value:.10g}")


def table(seed, rows, distinct=97, missing=0.0, categories=0):
    """Four columns of numbers; with categories the last one holds their numbers."""
    random = np.random.default_rng(seed)
    levels = np.round(np.sort(random.normal(size=(4, distinct)) * 3), 3)
    X = np.array([random.choice(levels[column], rows) for column in range(4)]).T
    if categories:
        X[:, 3] = random.integers(0, categories, rows)
    signal = X[:, 0] - 0.5 * np.abs(X[:, 1]) + 0.3 * X[:, 0] * X[:, 2]
    if categories:
        effects = random.normal(size=categories) * 2
        signal += effects[X[:, 3].astype(int)]
    noise = random.normal(size=rows)
    if missing:
        hole = random.random(X.shape) < missing
        signal += 2 * hole[:, 1]
        X[hole] = np.nan
    return X, signal, noise


def nodes(predictor, categorical):
    """The nodes in preorder, as scikit-learn stores them."""
    listed = []
    for node in predictor.nodes:
        if node["is_leaf"]:
            listed.append([int(node["count"]), number(node["value"])])
            continue
        if node["is_categorical"]:
            bits = predictor.raw_left_cat_bitsets[node["bitset_idx"]]
            test = [category for category in range(256) if bits[category // 32] >> (category % 32) & 1]
        else:
            test = None if np.isinf(node["num_threshold"]) else number(node["num_threshold"])
        listed.append(
            [int(node["count"]), number(node["gain"]), int(node["feature_idx"]), test, int(node["missing_go_to_left"])]
        )
    return listed


def case(name, X, y, classes=False, weight=None, categorical=(), **parameters):
    chosen = {"max_iter": 20, "early_stopping": False, "min_samples_leaf": 10, "max_leaf_nodes": 8, **parameters}
    # Columns of categories come first in scikit-learn; here they are written in the order that was given.
    kind = HistGradientBoostingClassifier if classes else HistGradientBoostingRegressor
    model = kind(categorical_features=list(categorical) or None, random_state=0, **chosen)
    model.fit(X, y, sample_weight=weight)
    order = list(categorical) + [column for column in range(X.shape[1]) if column not in categorical]
    trees = [
        [
            [node if len(node) == 2 else node[:2] + [order[node[2]]] + node[3:] for node in nodes(tree, categorical)]
            for tree in iteration
        ]
        for iteration in model._predictors[:SHOWN_TREES]
    ]
    rows = X[:SHOWN_ROWS]
    staged = list(model._staged_raw_predict(rows))
    # The train losses, which scikit-learn computes where growing may stop early.
    watched = kind(
        categorical_features=list(categorical) or None,
        random_state=0,
        **{**chosen, "early_stopping": True, "validation_fraction": None, "n_iter_no_change": 1000},
    ).fit(X, y, sample_weight=weight)
    written = {
        "name": name,
        "columns": [[number(cell) for cell in column] for column in X.T],
        "target": [number(value) for value in y],
        "classes": int(y.max()) + 1 if classes else 0,
        "parameters": {key: value for key, value in chosen.items() if key != "early_stopping"},
        "baseline": [number(value) for value in np.ravel(model._baseline_prediction)],
        "trees": trees,
        "sums": [[number(value) for value in np.ravel(staged[at - 1])] for at in ITERATIONS],
        "losses": [number(-watched.train_score_[at]) for at in [0, *ITERATIONS]],
    }
    if classes:
        written["probabilities"] = [number(value) for value in np.ravel(model.predict_proba(rows))]
    else:
        written["predicted"] = [number(value) for value in model.predict(rows)]
    if categorical:
        written["categorical"] = list(categorical)
    if weight is not None:
        written["weight"] = [number(value) for value in weight]
    return written


def cases():
    X, signal, noise = table(1, 150)
    y = np.round(signal + noise, 4)
    two = (y > np.median(y)).astype(int)
    four = np.digitize(y, np.quantile(y, [0.2, 0.5, 0.7]))
    random = np.random.default_rng(2)
    weight = np.round(random.gamma(1.0, 2.0, len(y)) + 0.01, 3)
    counts = random.poisson(np.exp(signal / 6))
    positive = np.round(np.exp(signal / 6) * random.gamma(2.0, 0.5, len(y)) + 1e-3, 4)
    yield case("values", X, y)
    yield case("weighted values", X, y, weight=weight)
    yield case("two classes", X, two, classes=True)
    yield case("two weighted classes", X, two, classes=True, weight=weight)
    yield case("balanced classes", X, (four == 2).astype(int), classes=True, class_weight="balanced")
    yield case("four classes", X, four, classes=True)
    yield case("four weighted classes", X, four, classes=True, weight=weight, max_iter=20, max_leaf_nodes=4)
    yield case("absolute error", X, y, loss="absolute_error")
    yield case("weighted absolute error", X, y, loss="absolute_error", weight=weight)
    yield case("quantile", X, y, loss="quantile", quantile=0.8)
    yield case("weighted quantile", X, y, loss="quantile", quantile=0.3, weight=weight)
    yield case("poisson", X, counts, loss="poisson")
    yield case("weighted poisson", X, counts, loss="poisson", weight=weight)
    yield case("gamma", X, positive, loss="gamma")
    yield case("rising and falling", X, y, monotonic_cst=[1, -1, 0, 0], max_leaf_nodes=5)
    yield case("rising class", X, two, classes=True, monotonic_cst=[1, 0, -1, 0], max_leaf_nodes=5)
    yield case("penalty and depth", X, y, l2_regularization=3.0, max_depth=3, max_leaf_nodes=None, learning_rate=0.3)
    yield case("small leaves", X[:60], y[:60], min_samples_leaf=1, max_leaf_nodes=31)
    X, signal, noise = table(3, 160, missing=0.2)
    y = np.round(signal + noise, 4)
    yield case("missing values", X, y)
    yield case("missing values, classes", X, (y > 0).astype(int), classes=True)
    X, signal, noise = table(4, 240, categories=7, missing=0.0)
    y = np.round(signal + noise, 4)
    yield case("categories", X, y, categorical=[3])
    yield case("categories, classes", X, (y > 0).astype(int), classes=True, categorical=[3])
    X[::9, 3] = np.nan
    yield case("missing categories", X, y, categorical=[3])
    X, signal, noise = table(5, 200, distinct=200)
    y = np.round(signal + noise, 4)
    random = np.random.default_rng(6)
    yield case("quantiles", X, y, max_bins=16)
    yield case("weighted quantiles", X, y, max_bins=16, weight=np.round(random.gamma(1.0, 2.0, len(y)) + 0.01, 3))


def main():
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases())
    head = f'"scikit_learn":"{sklearn.__version__}","iterations":{json.dumps(ITERATIONS)}'
    (HERE / "boosting.json").write_text(f'{{{head},"cases":[\n{lines}\n]}}\n')


if __name__ == "__main__":
    main()
