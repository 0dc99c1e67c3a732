"""What several checks know of a folder of exports: the data, and what Grove predicted of it."""

import csv
import pathlib
import sys
import zipfile

PROBABILITY, VALUE = 1e-6, 1e-5


def expect(holds, problem):
    if not holds:
        sys.exit(f"FAILED: {problem}")


class Exports:
    """`data.csv` with `predictions.csv` of its test rows, `odd.csv` with `odd_predictions.csv` of all of its rows:
    rows with missing values and categories that the model has not learned from."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder).resolve()
        self.name = self.folder.name

    def unzipped(self, name, into):
        """A zip's files in a folder of its own."""
        into = pathlib.Path(into) / self.name / name
        with zipfile.ZipFile(self.folder / f"{name}.zip") as archive:
            archive.extractall(into)
        return into

    def cases(self, columns_of):
        """What is compared: a name, the rows as `columns_of` reads a file, and what Grove says of them."""
        for data, predictions in (("data.csv", "predictions.csv"), ("odd.csv", "odd_predictions.csv")):
            header, *rows = records(self.folder / predictions)
            places = [int(row[0]) - 1 for row in rows]
            expected = {name: [row[i] for row in rows] for i, name in enumerate(header)}
            yield data, columns_of(self.folder / data).iloc[places].reset_index(drop=True), expected


def records(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def difference(found, expected):
    """Rows, labels that differ and the largest difference between an answer's columns and Grove's predictions."""
    classes = [name for name in expected if name.startswith("probability_")]
    rows = len(expected["prediction"])
    if not classes:
        values = [name for name in ("prediction", "conformal_low", "conformal_high") if name in expected]
        pairs = [pair for name in values for pair in zip(map(float, found[name]), map(float, expected[name]))]
        of = [abs(a - b) / max(abs(a), abs(b)) if a != b else 0.0 for a, b in pairs]
        return rows, 0, max(of), VALUE
    labels = sum(str(a) != b for a, b in zip(found["prediction"], expected["prediction"]))
    if "prediction_set" in expected:
        labels += sum(a != b for a, b in zip(found["prediction_set"], expected["prediction_set"]))
    of = [abs(float(a) - float(b)) for name in classes for a, b in zip(found[name], expected[name])]
    return rows, labels, max(of), PROBABILITY


def report(what, name, found, expected):
    rows, labels, largest, limit = difference(found, expected)
    print(f"{what:<24}{name:<28}{rows:>6} rows  {labels} labels differ, largest difference {largest:.1e}", flush=True)
    expect(len(found["prediction"]) == rows, f"{what} answers {len(found['prediction'])} rows of {rows}")
    expect(labels == 0 and largest <= limit, f"{what} of {name} is not what Grove says")
