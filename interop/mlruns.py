"""Reads runs that Grove keeps as MLflow does: from the tree of files, from a database, and in its page.

    python interop/mlruns.py FOLDER...

Each folder holds mlruns.zip and metrics.json, the scores of its first run.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import urllib.request

os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"

import mlflow

from exported import Exports, expect
from mlflow_model import answers, free_port


def searched(store, metrics):
    """The runs as a store has them, with the scores that they should have."""
    mlflow.set_tracking_uri(store)
    runs = mlflow.search_runs(search_all_experiments=True)
    expect(len(runs) > 0, f"{store} has no run")
    for name, value in metrics["test"]["metrics"].items():
        if value is not None:
            found = runs[f"metrics.{name}"].iloc[-1]
            expect(found == value, f"{name} is {found} in {store} and was {value}")
    run = runs.run_id.iloc[-1]
    with tempfile.TemporaryDirectory() as scratch:
        path = mlflow.artifacts.download_artifacts(run_id=run, artifact_path="recipe.json", dst_path=scratch)
        recipe = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    trees = "n_estimators" if "n_estimators" in recipe["train"] else "max_iter"
    expect(str(recipe["train"][trees]) == runs[f"params.train.{trees}"].iloc[-1], "another recipe")
    steps = grown(run, recipe["train"])
    parameters, scores = (sum(name.startswith(kind) for name in runs) for kind in ("params.", "metrics."))
    print(f"{store.split(':')[0]:<8}{len(runs)} runs, {parameters} parameters, {scores} scores, {steps} steps of growing", flush=True)
    return runs


def grown(run, train):
    """The number of steps of a model's curve, whose numbers and figures must be as it grew."""
    name, first, most = ("oob_score", 1, "n_estimators") if "n_estimators" in train else ("train_loss", 0, "max_iter")
    curve = mlflow.MlflowClient().get_metric_history(run, name)
    found = [point.step for point in curve]
    expect(found and found == list(range(found[0], train[most] + 1)) and found[0] >= first, f"the steps of {name} are {found}")
    losses = [point.value for point in curve]
    expect(name == "oob_score" or losses[-1] < losses[0], f"{name} is {losses}")
    return len(found)


def shown(folder):
    """What `mlflow ui` answers to its page."""
    port = free_port()
    path = os.pathsep.join([str(pathlib.Path(sys.executable).parent), os.environ["PATH"]])
    command = [sys.executable, "-m", "mlflow", "ui", "--backend-store-uri", "./mlruns", "--workers", "1", "-p", str(port)]
    with open(folder / "ui.log", "wb") as log:
        page = subprocess.Popen(
            command, cwd=folder, env={**os.environ, "PATH": path}, stdout=log, stderr=log, start_new_session=True
        )
    try:
        started = time.perf_counter()
        while not answers(f"http://127.0.0.1:{port}/"):
            expect(page.poll() is None, f"the page ended: {(folder / 'ui.log').read_text()}")
            expect(time.perf_counter() - started < 120, "the page does not answer")
            time.sleep(0.2)
        asked = f"http://127.0.0.1:{port}/api/2.0/mlflow/experiments/search?max_results=10"
        with urllib.request.urlopen(asked, timeout=30) as response:
            experiments = json.load(response)["experiments"]
        print(f"ui      {[of['name'] for of in experiments]} after {time.perf_counter() - started:.1f} s", flush=True)
        expect(experiments, "the page shows no experiment")
    finally:
        os.killpg(page.pid, 15)
        page.wait(timeout=30)


def main():
    print(f"mlflow {mlflow.__version__}")
    with tempfile.TemporaryDirectory() as scratch:
        for place, exports in enumerate([Exports(folder) for folder in sys.argv[1:]]):
            metrics = json.loads((exports.folder / "metrics.json").read_text(encoding="utf-8"))
            unzipped = exports.unzipped("mlruns", scratch)
            # Artifacts are named from the folder of the tree.
            os.chdir(unzipped)
            size = (exports.folder / "mlruns.zip").stat().st_size
            print(f"{exports.name}: {size:,} bytes")
            of_files = searched(f"file:{unzipped}/mlruns", metrics)
            database = f"sqlite:///{unzipped}/mlflow.db"
            command = [sys.executable, "-m", "mlflow", "migrate-filestore", "--source", ".", "--target", database]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            of_database = searched(database, metrics)
            expect(len(of_files) == len(of_database), "the database has not all runs")
            if place == 0:
                shown(unzipped)


if __name__ == "__main__":
    main()
