"""Loads a model that Grove trained, for MLflow.

MLflow's own ONNX flavour hands the columns of a DataFrame to onnxruntime as they are: the texts of pandas 3 are refused,
a missing text becomes the text "None", and dates are no numbers. Here every column is brought to what the graph reads,
as its metadata say, and the answer is a DataFrame: `prediction`, and for classes `probability_CLASS` each; with conformal
answers also `conformal_low` and `conformal_high`, or `prediction_set`, the classes with `|` between them.

A missing value is None, NaN, NaT, an empty text, or a text that counted as missing in the training data. It becomes what
Grove learned for it, as in the page; so does a category that the training data did not have.
"""

import json

import numpy
import onnxruntime
import pandas


CONFORMAL = ("conformal_low", "conformal_high", "prediction_set")


class GroveModel:
    """`model` is the path of an ONNX file, or its bytes."""

    def __init__(self, model, options=None):
        model = model if isinstance(model, bytes) else str(model)
        self.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        facts = self.session.get_modelmeta().custom_metadata_map
        self.inputs = json.loads(facts["grove.inputs"])
        self.classes = json.loads(facts["grove.classes"])
        self.load = json.loads(facts["grove.recipe"])["load"]
        # After steps of cleaning, a text that counted as missing in the file may be a value.
        self.missing = {""} if json.loads(facts["grove.before"]) else {"", *self.load["missing_values"]}
        self.graph = {graph_input.name: graph_input for graph_input in self.session.get_inputs()}

    def predict(self, data, params=None):
        frame = pandas.DataFrame(data)
        columns = {of["name"]: of["name"] if of["takes"] == "feature" else of["column"] for of in self.inputs}
        lacking = [column for column in columns.values() if column not in frame]
        if lacking:
            raise ValueError(f"The data lack the columns {lacking}, which the model needs.")
        feeds = {}
        for of in self.inputs:
            column = columns[of["name"]]
            try:
                values = self.values(frame[column], of["takes"], of["kind"])
            except (TypeError, ValueError) as error:
                raise ValueError(f"The column {column!r} cannot be read ({of['kind']}): {error}") from error
            graph_input = self.graph[of["name"]]
            if graph_input.type == "tensor(float)":
                values = values.astype("float32")
            feeds[of["name"]] = values if len(graph_input.shape) == 1 else values.reshape(-1, 1)
        outputs = dict(zip([output.name for output in self.session.get_outputs()], self.session.run(None, feeds)))
        conformal = {name: outputs.pop(name) for name in CONFORMAL if name in outputs}
        first, *rest = outputs.values()
        answer = {"prediction": first.reshape(-1)}
        if self.classes:
            beside = numpy.hstack([output.reshape(len(frame), -1) for output in rest])
            answer.update((f"probability_{name}", beside[:, place]) for place, name in enumerate(self.classes))
        for name, values in conformal.items():
            if name == "prediction_set":
                values = ["|".join(c for c, inside in zip(self.classes, row) if inside) for row in values]
            answer[name] = values
        return pandas.DataFrame(answer, index=frame.index)

    def values(self, series, takes, kind):
        """A column as the graph reads it: texts as they would stand in a CSV file, or numbers."""
        present = series.notna().to_numpy()
        texts = [text_of(value) if there else "" for value, there in zip(series.tolist(), present)]
        stripped = [text.strip() for text in texts]
        if kind == "boolean":
            # TRUE, True and true are one value, which the graph knows in lower case.
            return numpy.array([text.lower() for text in stripped], dtype=object)
        if takes == "text":
            return numpy.array(stripped if self.load["trim"] else texts, dtype=object)
        present = present & numpy.array([text not in self.missing for text in stripped], dtype=bool)
        if takes == "milliseconds" and not pandas.api.types.is_numeric_dtype(series):
            return milliseconds(series.where(present), self.load["date_order"] == "day_first")
        return pandas.to_numeric(series.where(present)).to_numpy(dtype="float64", na_value=numpy.nan)


def milliseconds(series, day_first):
    """Dates, or texts such as 2024-05-31 and 2024-05-31 12:30, as milliseconds since 1970."""
    moments = pandas.to_datetime(series, errors="coerce", format="ISO8601")
    other = moments.isna() & series.notna()
    if other.any():
        moments = moments.where(~other, pandas.to_datetime(series.where(other), format="mixed", dayfirst=day_first))
    whole = moments.astype("datetime64[ms]").astype("int64").astype("float64").to_numpy(copy=True)
    whole[moments.isna().to_numpy()] = numpy.nan
    return whole


def text_of(value):
    """A value as it would stand in a CSV file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _load_pyfunc(path):
    return GroveModel(path)
