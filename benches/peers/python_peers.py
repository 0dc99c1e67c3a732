"""The peers of Python: takes jobs as lines of JSON, answers each with a line, as `main.rs` does for the others.

`python_peers.py scikit_learn|ydf|hist_gradient_boosting|lightgbm|xgboost|ydf_boosting`. Each library is imported by the
function that needs it, so that no process holds the memory of another's.
"""

import json
import pickle
import sys
import time

import numpy as np
from data import FOLDER


class Estimator:
    """A model with scikit-learn's methods."""

    def __init__(self, model, **fitting):
        self.model, self.fitting = model, fitting

    def fit(self, rows, target):
        self.model.fit(rows, target, **self.fitting)

    def predict(self, rows):
        return self.model.predict(rows)

    def bytes(self):
        return len(pickle.dumps(self.model))


class Yggdrasil:
    """YDF takes named columns, categories as texts, and predicts the probability of the second of two classes."""

    def __init__(self, learner, categorical=(), **parameters):
        import ydf

        ydf.verbose(0)
        self.learner, self.parameters, self.model = getattr(ydf, learner), parameters, None
        self.categorical = list(categorical)

    def _columns(self, rows):
        columns = {f"x{column}": values for column, values in enumerate(rows.T)}
        for column, _ in (pair for pair in enumerate(self.categorical) if pair[1]):
            values = columns[f"x{column}"]
            # A missing category is an empty text.
            columns[f"x{column}"] = np.array(["" if np.isnan(value) else f"c{value:.0f}" for value in values])
        return columns

    def fit(self, rows, target):
        import ydf

        is_class = target.dtype.kind == "i"
        task = ydf.Task.CLASSIFICATION if is_class else ydf.Task.REGRESSION
        # Every category counts, however rare.
        names = {"min_vocab_frequency": 1} if any(self.categorical) else {}
        learner = self.learner(label="y", task=task, num_threads=1, **names, **self.parameters)
        self.model = learner.train(self._columns(rows) | {"y": target})
        self.is_class = is_class

    def predict(self, rows):
        told = self.model.predict(self._columns(rows))
        if not self.is_class:
            return told
        return (told > 0.5).astype(int) if told.ndim == 1 else told.argmax(axis=1)

    def bytes(self):
        return len(self.model.serialize())


def of_task(job, classifier, regressor):
    return classifier if job["task"] == "classification" else regressor


def scikit_learn(job):
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

    return Estimator(of_task(job, RandomForestClassifier, RandomForestRegressor)(
        n_estimators=job["trees"], max_depth=job["max_depth"], min_samples_leaf=job["min_samples_leaf"],
        max_features=job["max_features"], n_jobs=job["threads"], random_state=job["seed"],
    ))


def ydf(job):
    return Yggdrasil(
        "RandomForestLearner", num_trees=job["trees"], max_depth=-1 if job["max_depth"] is None else job["max_depth"],
        min_examples=job["min_samples_leaf"], num_candidate_attributes=job["max_features"], random_seed=job["seed"],
        # As the others do: the mean of the trees' shares, and nothing out of the bag.
        winner_take_all=False, compute_oob_performances=False,
    )


def hist_gradient_boosting(job):
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    asked = job["boosting"]
    return Estimator(of_task(job, HistGradientBoostingClassifier, HistGradientBoostingRegressor)(
        max_iter=job["trees"], max_leaf_nodes=asked["max_leaf_nodes"], learning_rate=asked["learning_rate"],
        categorical_features=asked["categorical"] or None, early_stopping=False, random_state=job["seed"],
    ))


def lightgbm(job):
    from lightgbm import LGBMClassifier, LGBMRegressor

    asked = job["boosting"]
    return Estimator(of_task(job, LGBMClassifier, LGBMRegressor)(
        n_estimators=job["trees"], num_leaves=asked["max_leaf_nodes"], learning_rate=asked["learning_rate"], n_jobs=1,
        random_state=job["seed"], verbose=-1,
    ), **({"categorical_feature": numbers_of(asked["categorical"])} if any(asked["categorical"]) else {}))


def xgboost(job):
    from xgboost import XGBClassifier, XGBRegressor

    asked = job["boosting"]
    types = ["c" if categorical else "q" for categorical in asked["categorical"]]
    # Leaf by leaf, as the others grow, not level by level.
    return Estimator(of_task(job, XGBClassifier, XGBRegressor)(
        n_estimators=job["trees"], max_leaves=asked["max_leaf_nodes"], max_depth=0, grow_policy="lossguide",
        tree_method="hist", learning_rate=asked["learning_rate"], n_jobs=1, random_state=job["seed"],
        feature_types=types or None, enable_categorical=bool(types),
    ))


def ydf_boosting(job):
    asked = job["boosting"]
    # Of a tree that grows leaf by leaf, what it calls nodes are leaves.
    return Yggdrasil(
        "GradientBoostedTreesLearner", asked["categorical"], num_trees=job["trees"],
        max_num_nodes=asked["max_leaf_nodes"], max_depth=-1, growing_strategy="BEST_FIRST_GLOBAL",
        shrinkage=asked["learning_rate"], min_examples=20, validation_ratio=0.0, early_stopping="NONE",
        discretize_numerical_columns=True, num_discretized_numerical_bins=255, random_seed=job["seed"],
    )


def numbers_of(flags):
    return [number for number, flag in enumerate(flags) if flag]


PEERS = {make.__name__: make for make in (
    scikit_learn, ydf, hist_gradient_boosting, lightgbm, xgboost, ydf_boosting,
)}


def status(what):
    try:
        with open("/proc/self/status", encoding="ascii") as told:
            return next(int(line.split()[1]) * 1024 for line in told if line.startswith(what))
    except OSError:
        return None


def forget_peak():
    """Makes the memory held now the peak so far, and tells it."""
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
            file.write("5")
    except OSError:
        return None
    return status("VmRSS:")


def score(task, predicted, truth):
    """Accuracy, or R²."""
    if task == "classification":
        return float(np.mean(predicted == truth))
    return float(1 - ((truth - predicted) ** 2).sum() / ((truth - truth.mean()) ** 2).sum())


def answer(make, job):
    columns = np.fromfile(FOLDER / job["file"], "<f8").reshape(job["features"] + 1, -1)
    rows, target = np.ascontiguousarray(columns[:-1].T), columns[-1]
    if job["task"] == "classification":
        target = target.astype(int)
    train = job["train"]
    model = make(job)
    held = forget_peak()
    wall, cpu = time.perf_counter(), time.process_time()
    model.fit(rows[:train], target[:train])
    told = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "peak_bytes": status("VmHWM:")}
    if held and told["peak_bytes"]:
        told["raised_bytes"] = max(told["peak_bytes"] - held, 0)
    unseen = rows[train:]
    start = time.perf_counter()
    predicted = model.predict(unseen)
    told["predict"] = time.perf_counter() - start
    told["score"] = score(job["task"], predicted, target[train:])
    if job["size"]:
        told["model_bytes"] = model.bytes()
    return told


def main():
    make = PEERS[sys.argv[1]]
    for line in sys.stdin:
        print(json.dumps(answer(make, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
