"""What is measured of forests."""

import math
import time

import data
from measuring import TASKS, Measuring, of_table

# What ydf-training's learner does, which takes no parameters.
YDF = {"trees": 300, "max_depth": 16, "min_samples_leaf": 5}
YDF_RULE = {"classification": "square root", "regression": "a third"}
# Who cannot be given the parameters of the others: a part of its own compares it.
APART = "ydf"


def job(table, peer, seed=0, size=False, rule="automatic", **settings):
    named = {"classification": "square root", "regression": "all"}[table.task] if rule == "automatic" else rule
    n = table.features
    # Rounded up as Yggdrasil does, but for scikit-learn's own default.
    drawn = {"square root": math.isqrt(n), "a third": math.ceil(n / 3), "all": n}[named]
    return of_table(table, peer, seed, size) | settings | {"max_features": drawn, "max_features_rule": rule}


class Forests(Measuring):
    def __init__(self, plan, results, everybody):
        super().__init__(plan, results, everybody, job)

    def everything(self):
        self.all_of("forests", (self.training, self.growth, self.scores, self.bins, self.matched, self.again))

    def training(self, rows=None):
        asked = [key for key in self.peers if key != APART]
        for train, unseen, repeats in rows or self.plan["rows"]:
            for task in TASKS:
                self.timed("training", asked, data.generated(task, train, unseen), repeats)

    def again(self):
        """The large table once more, where there is time left."""
        if time.monotonic() - self.began < self.plan["spare"]:
            self.training(self.plan["rows"][-1:])

    def growth(self):
        for task in TASKS:
            self.timed("growth", ["grove"], data.generated(task, self.plan["growth"], 2_000))

    def scores(self):
        seeds = range(self.plan["seeds"])
        small = self.plan["rows"][0][0]
        tables = {name: [data.real(name, seed) for seed in seeds] for name in data.REAL}
        for task in TASKS:
            tables[f"{task}, {small:,} rows"] = [data.generated(task, small, 2_000, seed=seed) for seed in seeds]
        for name, drawn in tables.items():
            for key in ("grove", "sklearn", "smartcore", "ml"):
                self.scored("scores", name, key, drawn)
            settings = YDF | {"rule": YDF_RULE[drawn[0].task]}
            for key in ("ydf", "grove"):
                self.scored("scores as ydf", name, key, drawn, settings)

    def bins(self):
        rows = self.plan["bins"]
        for kind in (*TASKS, "heavy tails"):
            tables = [data.generated(kind, rows, 2_000, seed=seed) for seed in range(self.plan["seeds"])]
            for key in ("grove", "bins"):
                self.scored("bins", f"{kind}, {rows:,} rows", key, tables)

    def matched(self):
        for train, unseen, repeats in self.plan["rows"][:2]:
            for task in TASKS:
                # A number of features whose square root and third are whole, since nobody rounds them alike.
                table = data.generated(task, train, min(unseen, train), features=36)
                settings = YDF | {"rule": YDF_RULE[task]}
                self.timed("matched", ["grove", "page", "sklearn", "ydf"], table, min(repeats, 2), **settings)


class Natives(Measuring):
    """Forests of programs that run natively alone, in one thread each."""

    def __init__(self, plan, results, everybody):
        super().__init__(plan, results, everybody, job)

    def everything(self):
        self.all_of("natively", (self.training,))

    def training(self):
        for train, unseen, repeats in self.plan["native"]:
            for task in TASKS:
                self.timed("natively", list(self.peers), data.generated(task, train, unseen), repeats)
