"""Loads the folders that Grove writes for MLflow as MLflow does, and serves one of them.

    python interop/mlflow_model.py FOLDER...

Each folder holds mlflow-model.zip beside what exported.py names. Fails where an answer is not Grove's.
"""

import contextlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import mlflow
import numpy
import pandas

from exported import Exports, expect, report


def as_texts(path):
    return pandas.read_csv(path, dtype=str, keep_default_na=False)


def as_pandas_reads(path):
    """Numbers as numbers, and what is empty as NaN. Truth values stay as they are written."""
    texts = as_texts(path)
    table = pandas.read_csv(path, keep_default_na=False, na_values=[""])
    truths = [name for name in table if table[name].dtype == bool]
    table[truths] = texts[truths]
    return table


def loaded(exports, folder):
    size = (exports.folder / "mlflow-model.zip").stat().st_size
    started = time.perf_counter()
    model = mlflow.pyfunc.load_model(str(folder))
    seconds = time.perf_counter() - started
    print(f"{exports.name}: {size:,} bytes, loaded in {seconds:.2f} s, {len(model.metadata.get_input_schema().inputs)} inputs")
    for read in (as_texts, as_pandas_reads):
        for name, rows, expected in exports.cases(read):
            report(f"pyfunc, {read.__name__}", f"{exports.name}/{name}", model.predict(rows), expected)
    example = model.input_example
    if example is not None:
        expect(len(model.predict(example)) == len(example), "the example is not predicted")
    with contextlib.suppress(mlflow.exceptions.MlflowException):
        model.predict(rows.iloc[:, :0])
        expect(False, "a column that lacks is no error")
    expect(mlflow.onnx.load_model(str(folder)).graph.node, "the ONNX flavour has no graph")


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def served(exports, folder):
    """Asks `mlflow models serve` over HTTP."""
    port = free_port()
    path = os.pathsep.join([str(pathlib.Path(sys.executable).parent), os.environ["PATH"]])
    command = [sys.executable, "-m", "mlflow", "models", "serve", "-m", str(folder), "--env-manager", "local", "-p", str(port)]
    with open(folder / "served.log", "wb") as log:
        server = subprocess.Popen(
            command, env={**os.environ, "PATH": path}, stdout=log, stderr=log, start_new_session=True
        )
    try:
        started = time.perf_counter()
        while not answers(f"http://127.0.0.1:{port}/ping"):
            expect(server.poll() is None, f"the server ended: {(folder / 'served.log').read_text()}")
            expect(time.perf_counter() - started < 120, "the server does not answer")
            time.sleep(0.2)
        print(f"{exports.name}: served after {time.perf_counter() - started:.1f} s")
        for name, rows, expected in exports.cases(as_pandas_reads):
            split = rows.astype(object).where(rows.notna(), None).to_dict("split", index=False)
            body = json.dumps({"dataframe_split": split}).encode()
            request = urllib.request.Request(
                f"http://127.0.0.1:{port}/invocations", body, {"Content-Type": "application/json"}
            )
            with urllib.request.urlopen(request, timeout=60) as response:
                found = pandas.DataFrame(json.load(response)["predictions"])
            report("mlflow models serve", f"{exports.name}/{name}", found, expected)
    finally:
        # The server has workers of its own.
        os.killpg(server.pid, 15)
        server.wait(timeout=30)


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return response.status == 200
    except OSError:
        return False


def main():
    print(f"mlflow {mlflow.__version__}, pandas {pandas.__version__}, numpy {numpy.__version__}")
    with tempfile.TemporaryDirectory() as scratch:
        for place, folder in enumerate(sys.argv[1:]):
            exports = Exports(folder)
            unzipped = exports.unzipped("mlflow-model", scratch)
            loaded(exports, unzipped)
            if place == 0:
                served(exports, unzipped)


if __name__ == "__main__":
    main()
