"""scikit-learn's forest: takes jobs as lines of JSON, answers each with a line, as `main.rs` does for the others."""

import json
import pickle
import sys
import time

import numpy as np
from data import FOLDER
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor


def peak_bytes():
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))
    except OSError:
        return None


def answer(job):
    columns = np.fromfile(FOLDER / job["file"], "<f8").reshape(job["features"] + 1, -1)
    rows, target = np.ascontiguousarray(columns[:-1].T), columns[-1]
    kind = RandomForestClassifier if job["task"] == "classification" else RandomForestRegressor
    train = job["train"]
    model = kind(
        n_estimators=job["trees"],
        max_depth=job["max_depth"],
        min_samples_leaf=job["min_samples_leaf"],
        max_features=job["max_features"],
        n_jobs=job["threads"],
        random_state=job["seed"],
    )
    wall, cpu = time.perf_counter(), time.process_time()
    model.fit(rows[:train], target[:train])
    told = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "peak_bytes": peak_bytes()}
    unseen = rows[train:]
    start = time.perf_counter()
    model.predict(unseen)
    told["predict"] = time.perf_counter() - start
    told["score"] = model.score(unseen, target[train:])
    if job["size"]:
        told["model_bytes"] = len(pickle.dumps(model))
    return told


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
