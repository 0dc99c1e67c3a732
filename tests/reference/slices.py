"""Writes slices.json: what SciPy and statsmodels' formulas say of slices, for tests/pipeline/slices/reference.rs.

Run it with the SciPy version in slices.json to get the same file again: python tests/reference/slices.py
"""

import json
import pathlib
from fractions import Fraction
from math import comb

import numpy as np
import scipy
from scipy import stats

rng = np.random.default_rng(45)


def exact_fisher(wrong_inside, inside, wrong, rows):
    ways = sum(comb(wrong, k) * comb(rows - wrong, inside - k) for k in range(wrong_inside, min(wrong, inside) + 1))
    return float(Fraction(ways, comb(rows, inside)))


def fisher(wrong_inside, inside, wrong, rows):
    table = [[wrong_inside, inside - wrong_inside], [wrong - wrong_inside, rows - inside - wrong + wrong_inside]]
    p = stats.fisher_exact(table, alternative="greater").pvalue
    exact = exact_fisher(wrong_inside, inside, wrong, rows)
    assert np.isclose(p, exact, rtol=1e-9), (p, exact)
    return {"counts": [wrong_inside, inside, wrong, rows], "p": exact}


def welch(inside, outside):
    p = stats.ttest_ind(inside, outside, equal_var=False, alternative="greater").pvalue
    return {"inside": inside.tolist(), "outside": outside.tolist(), "p": float(p)}


def holm(p):
    order = np.argsort(p, kind="stable")
    corrected = np.empty(len(p))
    corrected[order] = np.minimum(1, np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)))
    # At each level, those are rejected that Holm's steps reject.
    for level in (0.01, 0.05, 0.2):
        rejected = np.zeros(len(p), bool)
        for step, at in enumerate(order):
            if p[at] > level / (len(p) - step):
                break
            rejected[at] = True
        assert (rejected == (corrected <= level)).all()
    return {"p": p.tolist(), "corrected": corrected.tolist()}


def wilson(right, rows):
    low, high = stats.binomtest(right, rows).proportion_ci(method="wilson")
    return {"counts": [right, rows], "interval": [float(low), float(high)]}


out = {
    "scipy": scipy.__version__,
    "fisher": [
        fisher(*counts)
        for counts in [
            (5, 20, 10, 100), (0, 20, 10, 100), (20, 20, 20, 40), (20, 20, 30, 40), (12, 25, 13, 400), (3, 30, 40, 500),
            (70, 300, 400, 2000), (150, 300, 400, 2000), (1, 20, 1, 60), (19, 20, 59, 60), (900, 1500, 4000, 9000),
        ]
    ],
    "welch": [
        welch(rng.normal(1, 2, 20) ** 2, rng.normal(0, 1, 60) ** 2),
        welch(rng.normal(0, 1, 20) ** 2, rng.normal(0, 1, 400) ** 2),
        welch(rng.normal(0, 1, 45) ** 2, rng.normal(0, 3, 25) ** 2),
        welch(rng.normal(0, 1, 200), rng.normal(0, 1, 200)),
        welch(1e-9 * rng.random(30), 1e-9 * rng.random(30)),
        welch(rng.normal(3, 1, 60), rng.normal(0, 1, 60)),
        welch(rng.normal(0.2, 1, 500), rng.normal(0, 1, 300)),
    ],
    "student": [
        {"t": t, "degrees": degrees, "p": float(stats.t.sf(t, degrees))}
        for t in (-3.5, -0.01, 0.0, 1e-6, 0.3, 1.0, 2.5, 7.0, 40.0)
        for degrees in (0.7, 1.0, 2.5, 19.0, 99.5, 100.5, 1e4, 1e6)
    ],
    "holm": [holm(rng.random(n) ** power) for n, power in [(1, 1), (5, 4), (40, 6), (300, 2)]]
    + [holm(np.array([0.01, 0.01, 0.04, 0.03, 0.0, 1.0]))],
    "wilson": [wilson(*counts) for counts in [(0, 20), (20, 20), (35, 38), (300, 1000), (1, 2)]],
}
path = pathlib.Path(__file__).with_name("slices.json")
path.write_text(json.dumps(out, separators=(",", ":")) + "\n", encoding="utf-8")
