"""The tables and splits on which scores of gradient boosting are compared: those of tests/reference."""

import sys

import data
import numpy as np

# At the end, since modules there have names of the standard library's.
sys.path.append(str(data.HERE.parents[1] / "tests" / "reference"))

import boosting_tables  # noqa: E402 (found by the path above)

NAMES = boosting_tables.NAMES


def split(name, seed):
    """A split of a table: its train rows, then its test rows."""
    X, y = boosting_tables.table(name)
    train, test = boosting_tables.split(name, seed)
    order = np.concatenate([train, test])
    task = "regression" if boosting_tables.is_regression(name) else "classification"
    return data.write(f"faithful-{name}-{seed}", task, X[order], y[order], len(train),
                      boosting_tables.categorical(name))
