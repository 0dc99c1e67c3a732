"""The tables on which gradient boosting's scores are compared: the forest's (make.py), and five with categories and missing
values, made by the rules below. All are split as the forest's are.

A category is a whole number from 0; a missing one is NaN.
"""

import functools

import make
import numpy as np

ROWS = 800


def hide(random, X, column, share):
    X[random.random(len(X)) < share, column] = np.nan


def whole(values):
    return make.whole(values, 36**2 - 1)


def offers():
    """Is an offer taken? By its kind, by the region's own mean, and by price, which tells less for some kinds."""
    random = np.random.default_rng(11)
    kind, region, day = (random.integers(0, levels, ROWS) for levels in (6, 25, 7))
    price, age, noise = random.normal(size=(3, ROWS))
    of_region = random.normal(scale=1.0, size=25)
    signal = of_region[region] + np.where(kind < 2, -1.2 * price, 0.4 * price) + 0.8 * (kind == 4) + 0.3 * (day > 4) + 0.5 * age
    X = np.column_stack([kind, region, day, whole(price), whole(age), whole(noise)]).astype(float)
    for column, share in ((1, 0.08), (3, 0.1), (4, 0.2)):
        hide(random, X, column, share)
    return X, (signal + random.logistic(scale=0.6, size=ROWS) > 0).astype(int)


def rents():
    """A rent by area, floor and the district's level, of forty districts of unequal size."""
    random = np.random.default_rng(12)
    share = random.dirichlet(np.full(40, 2.0))
    district = random.choice(40, ROWS, p=share)
    level = random.normal(scale=200.0, size=40)
    heating = random.integers(0, 4, ROWS)
    area, year, floor = random.gamma(6.0, 12.0, ROWS), random.uniform(0, 100, ROWS), random.integers(0, 8, ROWS)
    rent = 300 + 8 * area + level[district] + 40 * (heating == 2) - 2 * np.abs(year - 50) + 10 * floor
    X = np.column_stack([district, heating, whole(area), np.round(year), floor]).astype(float)
    for column, missing in ((0, 0.05), (1, 0.15), (3, 0.25)):
        hide(random, X, column, missing)
    return X, np.round(rent + random.normal(scale=60, size=ROWS) + 500)


def shops():
    """A turnover of 120 shops with few rows each, whose own level is half of what can be known."""
    random = np.random.default_rng(13)
    shop, weekday = random.integers(0, 120, ROWS), random.integers(0, 7, ROWS)
    level = random.normal(size=120)
    sun, sales = random.normal(size=(2, ROWS))
    turnover = level[shop] + 0.6 * np.sin(weekday) + 0.7 * np.maximum(sun, 0) + 0.5 * sales
    X = np.column_stack([shop, weekday, whole(sun), whole(sales)]).astype(float)
    for column in (1, 2):
        hide(random, X, column, 0.1)
    return X, np.round(100 * (turnover + random.normal(scale=0.6, size=ROWS)) + 1000)


def pairs():
    """Three classes, which two categories decide only together."""
    random = np.random.default_rng(14)
    first, second, other = (random.integers(0, levels, ROWS) for levels in (5, 8, 12))
    number, noise = random.normal(size=(2, ROWS))
    cell = random.integers(0, 3, (5, 8))
    y = cell[first, second]
    y = np.where(number > 0.9, (y + 1) % 3, y)
    y = np.where(random.random(ROWS) < 0.15, random.integers(0, 3, ROWS), y)
    X = np.column_stack([first, second, other, whole(number), whole(noise)]).astype(float)
    for column, share in ((1, 0.05), (2, 0.2), (3, 0.1)):
        hide(random, X, column, share)
    return X, y


def gaps():
    """Two classes of which missing cells tell most: of a number, and of a category."""
    random = np.random.default_rng(15)
    group = random.integers(0, 10, ROWS)
    first, second, third = random.normal(size=(3, ROWS))
    signal = 0.8 * first + 0.7 * (group % 3 == 0)
    X = np.column_stack([group, whole(first), whole(second), whole(third)]).astype(float)
    absent, nameless = random.random(ROWS) < 0.3, random.random(ROWS) < 0.25
    signal = signal + np.where(absent, 1.5, 0.6 * second) - 1.3 * nameless
    X[absent, 2] = np.nan
    X[nameless, 0] = np.nan
    hide(random, X, 3, 0.3)
    return X, (signal + random.logistic(scale=0.5, size=ROWS) > np.median(signal)).astype(int)


# With the number of columns, from the first on, that are categories.
MADE = {"offers": (offers, 3), "rents": (rents, 2), "shops": (shops, 2), "pairs": (pairs, 3), "gaps": (gaps, 1)}
FORESTS = ["iris", "wine", "breast_cancer", "diabetes", *make.MADE]
NAMES = [*FORESTS, *MADE]


@functools.cache
def table(name):
    return MADE[name][0]() if name in MADE else make.table(name)


def is_regression(name):
    return name in ("rents", "shops") or make.is_regression(name)


def categorical(name):
    if name not in MADE:
        return ()
    return tuple(column < MADE[name][1] for column in range(table(name)[0].shape[1]))


def split(name, seed):
    """The train and the test rows of a split, ascending."""
    y = table(name)[1]
    test = make.test_rows(y, seed, stratified=name == "imbalanced")
    return np.setdiff1d(np.arange(len(y)), test), test
