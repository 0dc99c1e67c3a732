"""Writes boosting_scores.json: the scores of scikit-learn's and LightGBM's gradient boosting, for
crates/boosting/tests/scores.rs, and the tables with categories (boosting_tables.py). The other tables are in forest.json.

Run it with the versions in the file to get the same file again.
"""

import json
import pathlib

import boosting_tables
import lightgbm
import make
import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

HERE = pathlib.Path(__file__).parent


def scikit_learn(name, seed):
    kind = HistGradientBoostingRegressor if boosting_tables.is_regression(name) else HistGradientBoostingClassifier
    categories = boosting_tables.categorical(name) or None
    return kind(early_stopping=False, categorical_features=categories, random_state=seed), {}


def light_gbm(name, seed):
    kind = lightgbm.LGBMRegressor if boosting_tables.is_regression(name) else lightgbm.LGBMClassifier
    categories = [column for column, is_one in enumerate(boosting_tables.categorical(name)) if is_one]
    fitting = {"categorical_feature": categories} if categories else {}
    return kind(n_jobs=1, random_state=seed, verbose=-1), fitting


def scores(make_model, name):
    X, y = boosting_tables.table(name)
    found = []
    for seed in range(make.SPLITS):
        train, test = boosting_tables.split(name, seed)
        model, fitting = make_model(name, seed)
        model.fit(X[train], y[train], **fitting)
        found.append(round(float(model.score(X[test], y[test])), 6))
    return found


def main():
    tables = [
        {
            "name": name,
            "regression": boosting_tables.is_regression(name),
            "categorical": list(boosting_tables.categorical(name)),
            "test_rows": make.masks([boosting_tables.split(name, seed)[1] for seed in range(make.SPLITS)],
                                    len(boosting_tables.table(name)[1])),
            "packed": make.packed(*boosting_tables.table(name)),
        }
        for name in boosting_tables.MADE
    ]
    cases = []
    for name in boosting_tables.NAMES:
        case = {"table": name, "scikit_learn": scores(scikit_learn, name), "lightgbm": scores(light_gbm, name)}
        print(name, *(f"{key} {np.mean(case[key]):.4f}" for key in ("scikit_learn", "lightgbm")), flush=True)
        cases.append(case)
    (HERE / "boosting_scores.json").write_text(
        f'{{"scikit_learn":"{sklearn.__version__}","lightgbm":"{lightgbm.__version__}",'
        f'"tables":{make.lines(tables)},"scores":{make.lines(cases)}}}\n'
    )


if __name__ == "__main__":
    main()
