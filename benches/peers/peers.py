"""Random forests side by side, on the same tables in one go: `make bench-peers`.

Prints tables, and writes them to docs/benchmarks.md. `--quick` takes fewer rows and seeds and writes nothing.
`--render` measures nothing and makes the document of what the last run has measured, even if it was ended early.
"""

import argparse
import collections
import dataclasses
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import time

import data
import report
from results import Results
from running import ROOT, Running, peers

TASKS = ("classification", "regression")
TREES = 100
# What ydf-training's learner does, which takes no parameters.
YDF = {"trees": 300, "max_depth": 16, "min_samples_leaf": 5}
YDF_RULE = {"classification": "square root", "regression": "a third"}

# `rows`: (train, unseen, runs) of the small, the middle and the large table. Seconds: `limit` for one
# training of a peer that may take for ever, `patience` for one peer's seeds on one kind of table, `spare` after which
# the large table is not measured once more.
FULL = {
    "rows": ((500, 2_000, 3), (10_000, 2_000, 3), (50_000, 100_000, 1)),
    "growth": 500_000, "seeds": 20, "bins": 10_000, "limit": 40, "patience": 45, "spare": 1_500,
}
QUICK = {
    "rows": ((200, 500, 1), (1_000, 1_000, 1), (4_000, 4_000, 1)),
    "growth": 20_000, "seeds": 3, "bins": 2_000, "limit": 5, "patience": 5, "spare": 0,
}


def job(table, peer, seed=0, size=False, trees=TREES, max_depth=None, min_samples_leaf=1, rule="automatic"):
    named = {"classification": "square root", "regression": "all"}[table.task] if rule == "automatic" else rule
    n = table.features
    # Rounded up as Yggdrasil does, but for scikit-learn's own default.
    drawn = {"square root": math.isqrt(n), "a third": math.ceil(n / 3), "all": n}[named]
    return dataclasses.asdict(table) | {
        "trees": trees, "max_depth": max_depth, "min_samples_leaf": min_samples_leaf, "max_features": drawn,
        "max_features_rule": rule, "max_bins": None, "seed": seed, "threads": peer.threads, "limit": peer.limit,
        "size": size,
    }


def say(text):
    print(text, file=sys.stderr, flush=True)


class Measuring:
    def __init__(self, plan, binary):
        self.plan = plan
        self.peers = peers(binary, os.cpu_count(), plan["limit"])
        labels = {key: peer.label for key, peer in self.peers.items()}
        self.results = Results.begin(plan | {"cores": os.cpu_count(), "labels": labels})
        # By task and peer, the rows that took too long: more are not tried.
        self.too_many = {}
        # By part, table and peer, the answers of all runs so far.
        self.runs = collections.defaultdict(list)

    def timed(self, part, keys, table, repeats=1, **settings):
        """The median of each figure for each peer. Rounds go through all peers, so that a slow minute is shared."""
        name = f"{table.task}, {table.train:,} rows"
        asked = list(keys)
        for _ in range(repeats):
            for key in list(asked):
                runs = self.runs[part, name, key]
                answer = self._train(key, table, size=not runs, **settings)
                say(f"{part}: {name}: {self.peers[key].label}: {answer}")
                if "failed" in answer:
                    asked.remove(key)
                    # What it could do before still counts.
                    if runs:
                        continue
                else:
                    runs.append(answer)
                    answer = medians(runs) | {"runs": len(runs)}
                self.results.add(part, name, key, answer)

    def _train(self, key, table, **settings):
        peer, known = self.peers[key], self.too_many.get((table.task, key))
        if known and table.train >= known[0]:
            return {"failed": f"not tried: {known[1]} at {known[0]:,} rows"}
        with Running(peer) as running:
            answer = running.ask(job(table, peer, **settings))
        if answer.get("failed", "").startswith("gave up"):
            self.too_many[table.task, key] = table.train, answer["failed"]
        return answer

    def scored(self, part, name, key, tables, settings=None):
        """The scores over tables, the forest's seed being the table's number; over fewer where patience ends."""
        peer, scores = self.peers[key], []
        end = time.monotonic() + self.plan["patience"]
        with Running(peer) as running:
            for seed, table in enumerate(tables):
                answer = running.ask(job(table, peer, seed, **(settings or {})))
                if "failed" in answer:
                    say(f"{part}: {name}: {peer.label}: {answer}")
                    self.results.add(part, name, key, answer)
                    return
                scores.append(answer["score"])
                self.results.add(part, name, key, {"scores": scores})
                if time.monotonic() > end and len(scores) > 1:
                    break
        say(f"{part}: {name}: {peer.label}: {statistics.mean(scores):.4f} over {len(scores)} seeds")

    def everything(self):
        began = time.monotonic()
        for measure in (self.training, self.growth, self.scores, self.bins, self.matched):
            measure()
            say(f"{measure.__name__}: done after {time.monotonic() - began:.0f} s")
        if time.monotonic() - began < self.plan["spare"]:
            self.training(self.plan["rows"][-1:])
        self.results.add("time", "all", "all", {"wall": time.monotonic() - began})
        return self.results

    def training(self, rows=None):
        for train, unseen, repeats in rows or self.plan["rows"]:
            for task in TASKS:
                # ydf-training cannot be given these parameters: it has a table of its own.
                asked = [key for key in self.peers if key != "ydf"]
                self.timed("training", asked, data.generated(task, train, unseen), repeats)

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


def medians(answers):
    keys = dict.fromkeys(key for answer in answers for key in answer)
    return {key: statistics.median(answer[key] for answer in answers if key in answer) for key in keys}


def build():
    """The bench binary, without the engine around the forest."""
    told = subprocess.run(
        ["cargo", "bench", "--locked", "--no-default-features", "--bench", "peers", "--no-run",
         "--message-format=json"],
        cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True,
    ).stdout
    lines = (json.loads(line) for line in told.splitlines() if line.startswith("{"))
    return next(
        line["executable"] for line in lines
        if line["reason"] == "compiler-artifact" and line["target"]["name"] == "peers" and line["executable"]
    )


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--quick", action="store_true", help="fewer rows and seeds; writes nothing")
    arguments.add_argument("--render", action="store_true", help="the document of the last run, however far it came")
    asked = arguments.parse_args()
    if asked.render:
        found = Results.read()
    else:
        found = Measuring(QUICK if asked.quick else FULL, build()).everything()
    text = report.document(found)
    print(text)
    if not asked.quick:
        pathlib.Path(ROOT / "docs" / "benchmarks.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
