"""Writes trees.json: scikit-learn's single trees for crates/forest/tests/forest/trees.rs, node by node.

Each is the only tree of a forest without bootstrap that looks at all features at every node, on a
table of its own where no two splits are equally good: the tree stays the same when rows, columns
and signs change and when all weights are scaled. Every parameter matters: without it the tree is
another one. Its nodes are given in preorder.

Run it with the scikit-learn version in trees.json to get the same file again.
"""

import json
import pathlib

import numpy as np
import sklearn
from make import lines
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

HERE = pathlib.Path(__file__).parent


def table(random, rows, columns, classes, missing):
    """Reals with few enough bits to be exact in the 32 bits that scikit-learn keeps of a feature."""
    X = np.round(random.normal(scale=40, size=(rows, columns)) * 8) / 8
    signal = X @ np.arange(1, columns + 1) + 20 * np.abs(X[:, 0]) + random.normal(scale=60, size=rows)
    if missing:
        # From no missing cells in the first column to a third in the last: at low values, at high ones,
        # or at any, and then the target grows by it.
        chances = np.linspace(1 / 3 if columns == 1 else 0.0, 1 / 3, columns)
        kinds = [X < 0, X > 0, np.full(X.shape, 0.5)]
        X[random.random(X.shape) < 2 * chances * np.choose(np.arange(columns) % 3, kinds)] = np.nan
        signal += 2 * signal.std() * np.isnan(X[:, -1])
    if classes:
        cuts = np.quantile(signal, {2: [0.6], 3: [0.2, 0.7]}[classes])
        return X, np.searchsorted(cuts, signal)
    return X, np.round(signal, 3)


def weights(random, rows):
    """Random reals; one row in eight weighs nothing."""
    return np.where(random.random(rows) < 1 / 8, 0.0, np.round(random.uniform(0.1, 3.0, rows), 4))


def fit(X, y, classes, parameters, weight, state=0):
    model = RandomForestClassifier if classes else RandomForestRegressor
    forest = model(1, bootstrap=False, max_features=None, random_state=state, **parameters)
    return forest.fit(X, y, weight)


def splits(tree, X):
    """Which rows meet at each split, and which feature parts them: all that a tie could change."""
    paths = tree.decision_path(np.float32(X)).tocsc()
    return {
        (feature, tuple(sorted(paths[:, node].nonzero()[0])))
        for node, feature in enumerate(tree.feature)
        if feature >= 0
    }


def ties_decide(random, X, y, classes, parameters, weight):
    rows, columns = X.shape
    expected = splits(fit(X, y, classes, parameters, weight)[0].tree_, X)
    base = np.ones(rows) if weight is None else weight
    for state in range(8):
        order = random.permutation(rows)
        at = random.permutation(columns)
        signs = random.choice([-1, 1], columns)
        changes = dict(parameters)
        if "monotonic_cst" in changes:
            changes["monotonic_cst"] = (np.array(changes["monotonic_cst"]) * signs)[at].tolist()
        changed = (X * signs)[:, at]
        other = fit(changed[order], y[order], classes, changes, base[order] * (1 + state / 7), state)
        if {(at[feature], node) for feature, node in splits(other[0].tree_, changed)} != expected:
            return True
    return False


def all_matter(X, y, classes, parameters, weight):
    tree = fit(X, y, classes, parameters, weight)[0].tree_
    others = [({key: parameters[key] for key in parameters if key != left_out}, weight) for left_out in parameters]
    if weight is not None:
        others.append((parameters, None))
    return all(splits(fit(X, y, classes, *other)[0].tree_, X) != splits(tree, X) for other in others)


def preorder(tree):
    order, waiting = [], [0]
    while waiting:
        node = waiting.pop()
        order.append(node)
        if tree.children_left[node] >= 0:
            waiting += [tree.children_right[node], tree.children_left[node]]
    return order


def blanked(X):
    """The same rows, each without one of its cells."""
    X = X.copy()
    X[np.arange(len(X)), np.arange(len(X)) % X.shape[1]] = np.nan
    return X


def tree_case(kind, rows, columns, classes, parameters, weighted=False, missing=False):
    for seed in range(2000):
        random = np.random.default_rng(seed)
        X, y = table(random, rows, columns, classes, missing)
        weight = weights(random, rows) if weighted else None
        if not all_matter(X, y, classes, parameters, weight):
            continue
        if not ties_decide(random, X, y, classes, parameters, weight):
            break
    else:
        raise SystemExit(f"on every table ties decide or something does not matter: {parameters}")
    forest = fit(X, y, classes, parameters, weight)
    tree = forest[0].tree_
    order = preorder(tree)
    place = np.empty(tree.node_count + 1, dtype=int)
    place[order] = np.arange(tree.node_count)
    place[-1] = -1
    number = lambda value: None if np.isnan(value) else value
    case = {
        "kind": kind,
        "parameters": parameters,
        "columns": [[number(cell) for cell in x] for x in X.T.tolist()],
        "labels" if classes else "values": y.tolist(),
        "feature": tree.feature[order].tolist(),
        # Beyond every number: what is missing goes right and all else goes left.
        "threshold": [None if np.isinf(cut) else cut for cut in tree.threshold[order].tolist()],
        "left": place[tree.children_left[order]].tolist(),
        "right": place[tree.children_right[order]].tolist(),
        "leaf": [tree.value[node].ravel().tolist() if tree.feature[node] < 0 else [] for node in order],
        "importances": forest.feature_importances_.tolist(),
    }
    if weighted:
        case["sample_weight"] = weight.tolist()
    if missing:
        case["missing_go_to_left"] = tree.missing_go_to_left[order].astype(bool).tolist()
        case["leaf_of_blanked"] = place[tree.apply(np.float32(blanked(X)))].tolist()
    print(f"{kind} {parameters}: seed {seed}, {tree.node_count} nodes", flush=True)
    return case


def limited():
    yield tree_case("limits", 80, 1, 3, {"min_samples_leaf": 3})
    yield tree_case("limits", 81, 1, 0, {})
    yield tree_case("limits", 120, 4, 3, {"min_samples_leaf": 9})
    yield tree_case("limits", 121, 4, 3, {"min_samples_leaf": 9, "class_weight": "balanced"})
    yield tree_case("limits", 122, 4, 0, {"min_samples_leaf": 5})
    yield tree_case("limits", 123, 4, 0, {"min_samples_split": 30, "max_depth": 4})
    yield tree_case("limits", 124, 3, 2, {"min_samples_split": 25, "max_depth": 5})
    yield tree_case("limits", 125, 3, 2, {"max_depth": 3, "class_weight": "balanced"})
    yield tree_case("limits", 250, 6, 3, {"min_samples_leaf": 15, "class_weight": "balanced"})
    yield tree_case("limits", 251, 6, 0, {"min_samples_leaf": 8})


def best_first():
    for classes in [3, 0]:
        yield tree_case("leaf nodes", 126, 3, classes, {"max_leaf_nodes": 7})
        yield tree_case("leaf nodes", 127, 3, classes, {"max_leaf_nodes": 9, "max_depth": 4, "min_samples_leaf": 4})
    yield tree_case("leaf nodes", 128, 3, 2, {"max_leaf_nodes": 6, "class_weight": "balanced"})


def decreasing():
    yield tree_case("impurity", 129, 3, 3, {"min_impurity_decrease": 0.012})
    yield tree_case("impurity", 130, 3, 0, {"min_impurity_decrease": 150.0})
    yield tree_case("impurity", 131, 3, 3, {"min_impurity_decrease": 0.01, "class_weight": "balanced"})


def weighted():
    yield tree_case("weights", 132, 3, 3, {"min_samples_leaf": 6}, weighted=True)
    yield tree_case("weights", 133, 3, 0, {"min_samples_leaf": 4}, weighted=True)
    yield tree_case("weights", 134, 3, 3, {"min_samples_leaf": 7, "class_weight": "balanced"}, weighted=True)
    yield tree_case("weights", 135, 3, 0, {"max_leaf_nodes": 8}, weighted=True)
    yield tree_case("weights", 136, 3, 2, {"min_impurity_decrease": 0.01, "min_samples_split": 12}, weighted=True)


def with_missing():
    yield tree_case("missing", 137, 1, 2, {"max_depth": 3}, missing=True)
    yield tree_case("missing", 138, 4, 3, {"min_samples_leaf": 7}, missing=True)
    yield tree_case("missing", 139, 4, 0, {"min_samples_leaf": 4}, missing=True)
    yield tree_case("missing", 140, 3, 2, {"max_leaf_nodes": 8, "class_weight": "balanced"}, missing=True)
    yield tree_case("missing", 141, 3, 0, {"max_depth": 5, "min_samples_leaf": 5}, missing=True, weighted=True)
    yield tree_case("missing", 145, 3, 0, {"ccp_alpha": 60.0, "max_depth": 5}, missing=True)


def pruned():
    yield tree_case("pruning", 142, 3, 3, {"ccp_alpha": 0.01, "min_samples_leaf": 4})
    yield tree_case("pruning", 143, 3, 0, {"ccp_alpha": 80.0, "min_samples_leaf": 3})
    yield tree_case("pruning", 144, 3, 2, {"ccp_alpha": 0.008, "max_leaf_nodes": 14}, weighted=True)


def monotonic():
    signs = {"monotonic_cst": [1, -1, 0]}
    yield tree_case("monotonic", 146, 3, 2, {"min_samples_leaf": 5, **signs})
    yield tree_case("monotonic", 147, 3, 0, {"min_samples_leaf": 5, **signs})
    yield tree_case("monotonic", 148, 3, 2, {"max_leaf_nodes": 9, "class_weight": "balanced", **signs})
    yield tree_case("monotonic", 149, 3, 0, {"max_leaf_nodes": 10, "monotonic_cst": [-1, 1, 1]}, weighted=True)


def main():
    kinds = [limited, best_first, decreasing, weighted, with_missing, pruned, monotonic]
    cases = [case for kind in kinds for case in kind()]
    (HERE / "trees.json").write_text(f'{{"scikit_learn":"{sklearn.__version__}","trees":{lines(cases)}}}\n')


if __name__ == "__main__":
    main()
