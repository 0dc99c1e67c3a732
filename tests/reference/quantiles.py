"""Writes quantiles.json: quantiles of the leaves of scikit-learn's trees for crates/forest/tests/forest/quantiles.rs.

The trees are the regressions of trees.json, whose splits are the same in any implementation. Where the
rows that a tree learned from fall is scikit-learn's answer, and the quantiles of their targets in the
leaf that a new row falls into are NumPy's.

Run it with the scikit-learn version in quantiles.json, after trees.py, to get the same file again.
"""

import json

import numpy as np
import sklearn
from make import lines
from trees import HERE, fit

QUANTILES = [0.0, 0.05, 0.25, 0.5, 0.9, 1.0]
NEW_ROWS = 30


def rolled(X):
    """New rows: the cells of column i come from i + 1 rows above."""
    return np.column_stack([np.roll(x, place + 1) for place, x in enumerate(X.T)])[:NEW_ROWS]


def quantiles(case):
    X = np.array(case["columns"], dtype=float).T
    y = np.array(case["values"])
    weight = np.array(case.get("sample_weight", np.ones(len(y))))
    forest = fit(X, y, 0, case["parameters"], weight)
    leaf = forest.apply(X)[:, 0]

    def of_leaf(reached):
        held = (leaf == reached) & (weight > 0)
        return np.quantile(y[held], QUANTILES, method="inverted_cdf", weights=weight[held]).tolist()

    return [of_leaf(reached) for reached in forest.apply(rolled(X))[:, 0]]


def main():
    trees = json.loads((HERE / "trees.json").read_text())["trees"]
    cases = [{"tree": place, "rows": quantiles(case)} for place, case in enumerate(trees) if "values" in case]
    head = f'"scikit_learn":"{sklearn.__version__}","quantiles":{json.dumps(QUANTILES)}'
    (HERE / "quantiles.json").write_text(f'{{{head},"trees":{lines(cases)}}}\n')


if __name__ == "__main__":
    main()
