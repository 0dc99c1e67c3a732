"""Writes forest.json: scikit-learn's forests and trees for tests/forest/reference.rs.

Forests: each case is grown on the same 20 splits of a sample in www/samples (target in the last
column), and its score on the test rows and its trees' mean size are kept for each split.
Trees: single trees on all rows and all features, node by node, where no two splits are equally good.

Run it with the scikit-learn version in forest.json to get the same file again.
"""

import csv
import json
import pathlib

import numpy as np
import sklearn
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

HERE = pathlib.Path(__file__).parent
SAMPLES = HERE.parent.parent / "www" / "samples"
SPLITS = 20
LIMITS = {"max_depth": 4, "min_samples_split": 12, "min_samples_leaf": 4}


def sample(name):
    with open(SAMPLES / f"{name}.csv", newline="") as file:
        rows = list(csv.reader(file))[1:]
    X = np.array([[float(cell) for cell in row[:-1]] for row in rows])
    y = [row[-1] for row in rows]
    if name == "diabetes":
        return X, np.array(y, dtype=float)
    return X, np.unique(y, return_inverse=True)[1]


def splits(name):
    rows = np.arange(len(sample(name)[0]))
    halves = (train_test_split(rows, test_size=0.25, random_state=seed) for seed in range(SPLITS))
    return [sorted(test.tolist()) for _, test in halves]


def forest_case(name, parameters):
    X, y = sample(name)
    model = RandomForestRegressor if name == "diabetes" else RandomForestClassifier
    scores, leaves, depths = [], [], []
    for seed, test in enumerate(splits(name)):
        train = np.setdiff1d(np.arange(len(y)), test)
        forest = model(n_jobs=1, random_state=seed, **parameters).fit(X[train], y[train])
        scores.append(round(forest.score(X[test], y[test]), 6))
        leaves.append(round(np.mean([tree.get_n_leaves() for tree in forest]), 4))
        depths.append(round(np.mean([tree.get_depth() for tree in forest]), 4))
    return {"sample": name, "parameters": parameters, "score": scores, "leaves": leaves, "depth": depths}


def tree_case(rows, columns, classes, parameters):
    """A table of whole numbers, so that 32-bit features are exact; the first on which no ties decide."""
    for seed in range(1000):
        random = np.random.default_rng(seed)
        X = random.permuted(np.tile(np.arange(rows) * 7, (columns, 1)), axis=1).T
        signal = X @ np.arange(1, columns + 1) + random.normal(size=rows) * rows * columns
        if classes:
            y = np.searchsorted(np.quantile(signal, [0.2, 0.7]), signal)
            model = DecisionTreeClassifier
        else:
            y = np.round(signal, 3)
            model = DecisionTreeRegressor
        # The state changes the order of the features, the weight of all rows how scores are rounded.
        trees = [
            model(random_state=state, **parameters).fit(X, y, np.full(rows, 1 + state / 7)).tree_
            for state in range(10)
        ]
        tree = trees[0]
        if all(
            np.array_equal(other.feature, tree.feature)
            and np.array_equal(other.threshold, tree.threshold)
            for other in trees
        ):
            break
    else:
        raise SystemExit(f"ties decide every tree with {parameters}")
    values = tree.value.reshape(tree.node_count, -1)
    return {
        "parameters": parameters,
        "columns": X.T.tolist(),
        "labels" if classes else "values": y.tolist(),
        "feature": tree.feature.tolist(),
        "threshold": tree.threshold.tolist(),
        "left": tree.children_left.tolist(),
        "right": tree.children_right.tolist(),
        "leaf": [value.tolist() for value in values],
        "importances": tree.compute_feature_importances().tolist(),
    }


names = ["iris", "wine", "breast_cancer", "diabetes"]
reference = {
    "scikit_learn": sklearn.__version__,
    "test_rows": {name: splits(name) for name in names},
    "forests": [forest_case(name, {}) for name in names]
    + [forest_case(name, LIMITS) for name in ["breast_cancer", "diabetes"]],
    "trees": [
        tree_case(80, 1, True, {"min_samples_leaf": 3}),
        tree_case(81, 1, False, {}),
        tree_case(120, 4, True, {"min_samples_leaf": 9}),
        tree_case(121, 4, True, {"min_samples_leaf": 9, "class_weight": "balanced"}),
        tree_case(122, 4, False, {"min_samples_leaf": 5}),
        tree_case(123, 4, False, {"min_samples_split": 30, "max_depth": 4}),
    ],
}
text = json.dumps(reference, separators=(",", ":"))
(HERE / "forest.json").write_text(text + "\n")
