"""Writes profile.json: a table, and what pandas, scipy and numpy say of its columns and of pairs of them.

Run with pandas 3 and scipy 1.17: python tests/reference/profile.py
"""

import itertools
import json
import pathlib

import numpy as np
import pandas as pd
from scipy import stats

rng = np.random.default_rng(11)
N = 300


def holes(values, share):
    values = pd.Series(values, dtype=object)
    values[rng.random(N) < share] = None
    return values


size = rng.normal(50, 12, N)
colour = rng.choice(["red", "green", "blue", "grey"], N, p=[0.5, 0.3, 0.15, 0.05])
table = pd.DataFrame(
    {
        "size": np.round(size, 3),
        "weight": holes(np.round(size * 2 + rng.normal(0, 8, N), 2), 0.1),
        "price": np.round(np.exp(rng.normal(3, 1.2, N)), 2),
        "rooms": rng.integers(1, 7, N),
        "debt": holes(rng.integers(-5, 6, N), 0.25),
        "far": np.round(1e9 + rng.normal(0, 0.5, N), 6),
        "huge": rng.normal(0, 1, N) * 1e300,
        "tiny": rng.normal(0, 1, N) * 1e-300,
        "colour": holes(colour, 0.05),
        "shade": np.where(rng.random(N) < 0.7, colour, rng.choice(["dark", "light", "pale"], N)),
        "kind": holes(np.where(size + rng.normal(0, 6, N) > 50, "large", "small"), 0.02),
        "note": [f"row {i} of ünsere Liste{'!' * (i % 7)}" for i in range(N)],
        "day": pd.date_range("2019-12-30", periods=N, freq="37h").strftime("%Y-%m-%d"),
        "moment": pd.date_range("2019-12-30 10:00", periods=N, freq="97min").strftime("%Y-%m-%d %H:%M:%S"),
    }
)
NUMBERS = ["size", "weight", "price", "rooms", "debt", "far", "huge", "tiny"]
DATES = ["day", "moment"]
CATEGORIES = ["colour", "shade", "kind"]
TEXTS = CATEGORIES + ["note"]


def number(value):
    return None if value is None or not np.isfinite(value) else float(value)


def days(name):
    return (pd.to_datetime(table[name]) - pd.Timestamp(0)) / pd.Timedelta(days=1)


values = {name: table[name].astype(float) for name in NUMBERS} | {name: days(name) for name in DATES}


def numbers(name):
    column = values[name].dropna()
    # Powers of such numbers are beyond what a float holds; all figures but the skewness scale with them.
    unit = {"huge": 1e300, "tiny": 1e-300}.get(name, 1.0)
    scaled = column / unit
    quantiles = scaled.quantile([0.05, 0.25, 0.5, 0.75, 0.95]) * unit
    return {
        "min": column.min(),
        "q05": quantiles[0.05],
        "q25": quantiles[0.25],
        "median": quantiles[0.5],
        "q75": quantiles[0.75],
        "q95": quantiles[0.95],
        "max": column.max(),
        "mean": scaled.mean() * unit,
        "std": number(scaled.std() * unit),
        "skewness": number(scaled.skew()),
        "zeros": int((column == 0).sum()),
        "negatives": int((column < 0).sum()),
    }


def lengths(name):
    of = table[name].dropna().str.len()
    return {"shortest": int(of.min()), "mean": float(of.mean()), "longest": int(of.max())}


def top(name):
    counts = table[name].value_counts()
    order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [[str(value), int(count)] for value, count in order[:10]]


def cramers_v(a, b):
    """Bergsma (2013)."""
    counts = pd.crosstab(a, b).to_numpy()
    n = counts.sum()
    chi2 = stats.chi2_contingency(counts, correction=False).statistic
    r, k = counts.shape
    phi2 = max(0.0, chi2 / n - (k - 1) * (r - 1) / (n - 1))
    return np.sqrt(phi2 / min(k - (k - 1) ** 2 / (n - 1) - 1, r - (r - 1) ** 2 / (n - 1) - 1))


def correlation_ratio(category, value):
    """η² is the R² of a one-way analysis of variance: from F and its degrees of freedom."""
    groups = [group.to_numpy() for _, group in value.groupby(category)]
    f = stats.f_oneway(*groups).statistic
    between, within = len(groups) - 1, sum(map(len, groups)) - len(groups)
    return np.sqrt(f * between / (f * between + within))


def association(a, b):
    both = table[[a, b]].notna().all(axis=1)
    if a in values and b in values:
        x, y = values[a][both], values[b][both]
        units = {"huge": 1e300, "tiny": 1e-300}
        x, y = x / units.get(a, 1.0), y / units.get(b, 1.0)
        return {"pearson": stats.pearsonr(x, y).statistic, "spearman": stats.spearmanr(x, y).statistic}
    if a in CATEGORIES and b in CATEGORIES:
        return {"cramers_v": cramers_v(table[a][both], table[b][both])}
    category, value = (a, b) if a in CATEGORIES else (b, a)
    unit = {"huge": 1e300, "tiny": 1e-300}.get(value, 1.0)
    return {"correlation_ratio": correlation_ratio(table[category][both], values[value][both] / unit)}


compared = [name for name in table.columns if name != "note"]
out = {
    "csv": table.to_csv(index=False),
    "columns": [
        {
            "name": name,
            "missing": int(table[name].isna().sum()),
            "distinct": int(table[name].nunique()),
            "numbers": numbers(name) if name in values else None,
            "lengths": lengths(name) if name in TEXTS else None,
            "top": top(name) if name in TEXTS + ["rooms", "day"] else None,
        }
        for name in table.columns
    ],
    "pairs": [
        {"columns": [a, b]} | {k: number(v) for k, v in association(a, b).items()}
        for a, b in itertools.combinations(compared, 2)
    ],
    "skewness": [
        {"values": v, "skewness": number(pd.Series(v, dtype=float).skew())}
        for v in ([1, 2], [1, 1, 1], [1, 2, 4], [0.1] * 7, [0, 0, 0, 1e6])
    ],
}
path = pathlib.Path(__file__).with_name("profile.json")
path.write_text(json.dumps(out, indent=1) + "\n")
