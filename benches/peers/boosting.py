"""What is measured of gradient boosting."""

import math

import data
import faithful
from measuring import TASKS, Measuring, of_table

# Scikit-learn's defaults.
LEARNING_RATE = 0.1
MAX_LEAF_NODES = 31
# Whose time at many rows is measured.
GROWING = ("grove-boosting", "lightgbm")


def job(table, peer, seed=0, size=False):
    asked = {"learning_rate": LEARNING_RATE, "max_leaf_nodes": MAX_LEAF_NODES, "categorical": list(table.categorical)}
    return of_table(table, peer, seed, size) | {"boosting": asked}


class Boosting(Measuring):
    def __init__(self, plan, results, everybody):
        super().__init__(plan, results, everybody, job)

    def everything(self):
        self.all_of("boosting", (self.training, self.growth, self.scores))

    def training(self):
        for train, unseen, repeats in self.plan["boosted"]:
            for task in TASKS:
                self.timed("boosting", list(self.peers), data.generated(task, train, unseen), repeats)

    def growth(self):
        for task in TASKS:
            self.timed("boosting growth", GROWING, data.generated(task, self.plan["boosted growth"], 2_000))

    def scores(self):
        """On the very splits whose scores the tests of gradient boosting keep."""
        for name in faithful.NAMES:
            tables = [faithful.split(name, seed) for seed in range(self.plan["seeds"])]
            for key in self.peers:
                if not key.startswith("page"):
                    # All splits, or means could not be compared.
                    self.scored("boosting scores", name, key, tables, patience=math.inf)
