#!/usr/bin/env python3
"""Holds exported models against Grove's own predictions, with the onnxruntime that this Python has.

Each folder given holds model.onnx, inputs.csv (the model's inputs, a row each) and predictions.csv (what Grove says of
these rows). Prints a line per folder and fails where a label differs, a probability by more than 1e-6, or a value by
more than 1e-5 of itself.

    python3 interop/onnx_runtime.py FOLDER...
"""

import csv
import json
import pathlib
import sys
import time

import numpy as np
import onnxruntime as ort

PROBABILITY, VALUE = 1e-6, 1e-5


def columns(path):
    """A CSV file's columns by their names; line ends within quotes stay as they are."""
    with open(path, newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    # A row of one empty cell is written as a quoted one, or not at all.
    return {name: [row[i] if row else "" for row in rows] for i, name in enumerate(header)}


def feed(session, folder):
    """The inputs by their names: texts as they are, numbers in 64 bits with NaN where a cell is empty."""
    cells = columns(folder / "inputs.csv")
    given = {}
    for value in session.get_inputs():
        texts = cells[value.name]
        if value.type == "tensor(string)":
            given[value.name] = np.array(texts, dtype=object)
        else:
            given[value.name] = np.array([float(text) if text else np.nan for text in texts])
        given[value.name] = given[value.name].reshape([-1] + [1] * (len(value.shape) - 1))
    return given


def compare(folder):
    session = ort.InferenceSession(folder / "model.onnx", providers=["CPUExecutionProvider"])
    given = feed(session, folder)
    names = [output.name for output in session.get_outputs()]
    session.run(names, given)
    started = time.perf_counter()
    outputs = dict(zip(names, session.run(names, given)))
    seconds = time.perf_counter() - started
    expected = columns(folder / "predictions.csv")
    predicted = expected["prediction"]
    if "prediction" in outputs:
        found, wanted = outputs["prediction"], np.array(predicted, dtype=float)
        scale = np.maximum(np.abs(found), np.abs(wanted))
        difference = np.where(found == wanted, 0, np.abs(found - wanted) / np.where(scale > 0, scale, 1))
        mismatches, limit = 0, VALUE
        for end in ("conformal_low", "conformal_high"):
            if end in outputs and not np.allclose(outputs[end], np.array(expected[end], dtype=float), rtol=VALUE):
                mismatches += 1
    else:
        classes = json.loads(session.get_modelmeta().custom_metadata_map["grove.classes"])
        wanted = np.array([expected[f"probability_{name}"] for name in classes], dtype=float).T
        if "probabilities" in outputs:
            found = outputs["probabilities"]
        else:
            found = np.array([outputs[name] for name in names[1 : len(classes) + 1]]).T
        difference = np.abs(found - wanted)
        mismatches, limit = int((outputs["label"] != np.array(predicted, dtype=object)).sum()), PROBABILITY
        if "prediction_set" in outputs:
            sets = ["|".join(name for name, inside in zip(classes, row) if inside) for row in outputs["prediction_set"]]
            mismatches += sum(found != wanted for found, wanted in zip(sets, expected["prediction_set"]))
    rows, largest = len(predicted), float(difference.max())
    print(
        f"onnxruntime {ort.__version__}  {folder.name:<24}{rows:>8} rows  {mismatches} label mismatches  "
        f"largest difference {largest:.2g}  {(folder / 'model.onnx').stat().st_size:>9} bytes  {rows / seconds:>10.0f} rows/s",
        flush=True,
    )
    return mismatches == 0 and largest <= limit


def main():
    folders = [pathlib.Path(name) for name in sys.argv[1:]]
    if not folders:
        sys.exit(__doc__)
    failed = [folder.name for folder in folders if not compare(folder)]
    if failed:
        sys.exit(f"not as Grove predicts: {', '.join(failed)}")


if __name__ == "__main__":
    main()
