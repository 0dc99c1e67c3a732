"""Writes statistics.json: what SciPy says of samples that are to be alike, for tests/pipeline/check/distribution.rs.

Numbers are compared by ks_2samp's statistic and the limit of its distribution for many rows; categories by the χ² test
of homogeneity, where every expected count is large enough for the test.

Run it with the SciPy version in statistics.json to get the same file again: python tests/reference/statistics.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.special import kolmogorov
from scipy.stats import chi2_contingency, ks_2samp

HERE = Path(__file__).parent


def numbers(then, now):
    then, now = [np.round(values, 3) for values in (then, now)]
    gap = ks_2samp(then, now).statistic
    rows = len(then) * len(now) / (len(then) + len(now))
    p = kolmogorov(gap * np.sqrt(rows))
    return {"then": then.tolist(), "now": now.tolist(), "statistic": gap, "p_value": p}


def categories(then, now):
    found = chi2_contingency([then, now], correction=False)
    assert found.expected_freq.min() >= 5
    return {"then": then, "now": now, "statistic": found.statistic, "p_value": found.pvalue}


def main():
    random = np.random.default_rng(0)
    normal = random.normal(size=150)
    cases = {
        "scipy": scipy.__version__,
        "numbers": [
            numbers(normal, random.normal(size=80)),
            numbers(normal, random.normal(0.3, 1, size=120)),
            numbers(normal, random.normal(0, 2, size=60)),
            numbers(normal, random.normal(2, 1, size=40)),
            numbers(random.integers(0, 4, size=100), random.integers(0, 5, size=90)),
            numbers(random.normal(size=5), random.normal(size=7)),
        ],
        "categories": [
            categories([50, 30, 20], [48, 33, 21]),
            categories([50, 30, 20], [80, 15, 10]),
            categories([500, 300], [250, 180]),
            categories([12, 15, 9, 11, 30, 22, 8], [15, 11, 12, 9, 33, 18, 10]),
            categories([1000, 2000, 3000], [2000, 2000, 2000]),
            categories([10 + i for i in range(80)], [95 - i for i in range(80)]),
        ],
    }
    (HERE / "statistics.json").write_text(json.dumps(cases) + "\n")


if __name__ == "__main__":
    main()
