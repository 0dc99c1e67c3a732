"""Trains with scikit-learn what Grove trained, on the same rows, and prints the scores of both side by side.

    pip install scikit-learn==1.9.1 pandas
    python train_sklearn.py __FILE_SHOWN__

It trains and scores on the same rows as Grove. The random choices differ, so the scores differ a little.
A missing value is filled with a value learned from the train rows, or becomes a category of its own. A category that
the train rows did not have is encoded as unknown.
__REMARKS__"""

import base64
import hashlib
import sys
import zlib

import numpy
import pandas
from sklearn import metrics
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.compose import ColumnTransformer
from __MODULE__ import __CLASS__
from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    KBinsDiscretizer,
    OneHotEncoder,
    OrdinalEncoder,
    RobustScaler,
    StandardScaler,
    TargetEncoder,
)

FILE = __FILE__
SHA256 = __SHA256__
COLUMNS = __COLUMNS__
TARGET = __TARGET__
WEIGHT = __WEIGHT__
# What Grove's model scored on the same test rows.
GROVE = __GROVE__
# A category for what is missing.
MISSING = "(missing)"


def features():
    """The transformers that turn columns into features."""
    return ColumnTransformer([
__TRANSFORMERS__    ], sparse_threshold=0)


def model():
    return __ESTIMATOR__


__OF_FEATURES__def read(path):
    """The table with all cells as texts, and which part each row belongs to."""
    with open(path, "rb") as file:
        found = hashlib.sha256(file.read()).hexdigest()
    if SHA256 and found != SHA256:
        sys.exit(f"{path} is not the file that Grove read: its SHA-256 is {found} and was {SHA256}.")
    table = pandas.read_csv(path, names=COLUMNS, header=None, dtype=str, keep_default_na=False, __READING__)
    parts = numpy.frombuffer(zlib.decompress(base64.b64decode(ROWS)), dtype="uint8")
    parts = numpy.stack([parts >> shift & 3 for shift in (0, 2, 4, 6)], axis=1).reshape(-1)[:ROWS_READ]
    if len(table) != ROWS_READ:
        sys.exit(f"{path} has {len(table)} rows; Grove read {ROWS_READ}.")
    table = table.apply(lambda column: column.str.strip())
    return table.where(~table.isin(__MISSING_VALUES__)), parts


def numbers(frame):
    return frame.apply(pandas.to_numeric).astype("float64")


def texts(frame):
    return frame.astype(object).where(frame.notna(), None)


def numbers_as_texts(frame):
    as_numbers = numbers(frame)
    return texts(as_numbers.astype(str).where(as_numbers.notna()))


def missing_as_nan(frame):
    return frame.astype(object).where(frame.notna(), numpy.nan)


def words(series):
    return series.fillna("")


def truths(frame):
    of = {"true": 1.0, "yes": 1.0, "t": 1.0, "y": 1.0, "false": 0.0, "no": 0.0, "f": 0.0, "n": 0.0}
    return frame.apply(lambda column: column.str.lower().map(of)).astype("float64")


def signed_log(values):
    return numpy.sign(values) * numpy.log1p(numpy.abs(values))


def moments(frame):
    return pandas.to_datetime(frame.iloc[:, 0], format="ISO8601")


def date_parts(frame):
    of = moments(frame).dt
    parts = {"year": of.year, "month": of.month, "day": of.day, "weekday": of.day_of_week, "hour": of.hour, "minute": of.minute}
    return pandas.DataFrame(parts).astype("float64")


def date_cycles(frame):
    of = moments(frame).dt
    cycles = {"month": (of.month - 1, 12), "day": (of.dayofyear - 1, 365.25), "weekday": (of.day_of_week, 7), "hour": (of.hour, 24)}
    turns = {name: 2 * numpy.pi * part.astype("float64") / period for name, (part, period) in cycles.items()}
    return pandas.DataFrame({(name, f.__name__): f(turn) for name, turn in turns.items() for f in (numpy.sin, numpy.cos)})


def days(frame):
    return ((moments(frame) - pandas.Timestamp("1970-01-01")) / pandas.Timedelta(days=1)).to_frame()


class Shares(TransformerMixin, BaseEstimator):
    """The share of train rows with the same category; 0 for any other."""

    def fit(self, values, target=None):
        self.shares_ = pandas.Series(numpy.asarray(values)[:, 0]).value_counts(normalize=True)
        return self

    def transform(self, values):
        return pandas.Series(numpy.asarray(values)[:, 0]).map(self.shares_).fillna(0.0).to_frame()


__AFTER__def scores(actual, rows, trained):
    predicted = __PREDICTED__
__SCORES__

def main():
    table, parts = read(sys.argv[1] if len(sys.argv) > 1 else FILE)
    target = __READ_TARGET__
    train, test = parts == 1, parts == 3
    weights = None if WEIGHT is None else numbers(table[[WEIGHT]])[WEIGHT].to_numpy()
    prepare, learner = features(), model()
    # Fitted with the target, so that a row's own target does not leak into its feature.
    learned_from = prepare.fit_transform(table[train], target[train])
    fitting = {} if weights is None else {__FIT_WEIGHT__: weights[train]}
__FIT_BOOSTING__    learner.fit(learned_from, target[train], **fitting)
    found = scores(target[test], prepare.transform(table[test]), learner)
    print(f"{int(train.sum())} train rows, {int(test.sum())} test rows, {learned_from.shape[1]} features")
    print(f"{'metric':<24}{'Grove':>12}{'scikit-learn':>14}")
    for name, grove in GROVE.items():
        print(f"{name:<24}{grove:>12.4f}{found[name]:>14.4f}")


# Of each row of the file, two bits: 1 for train, 2 for validation, 3 for test, 0 for a row that was left out.
ROWS_READ = __ROWS_READ__
ROWS = "__ROWS__"

if __name__ == "__main__":
    main()
