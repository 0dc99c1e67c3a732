"""Asks peers for times and scores, and keeps what they answer."""

import collections
import dataclasses
import os
import statistics
import sys
import time

from running import Running

TASKS = ("classification", "regression")
TREES = 100


# When the program began.
BEGAN = time.monotonic()


def say(text):
    """With the minutes since the program began."""
    print(f"{(time.monotonic() - BEGAN) / 60:5.1f} min  {text}", file=sys.stderr, flush=True)


def load():
    """Processes that wanted a core, on average over the last minute; None where nobody counts them."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


class Measuring:
    """`everybody`: the peers by key. `job` makes one of a table, a peer and settings."""

    def __init__(self, plan, results, everybody, job):
        self.plan, self.results, self.peers, self.job = plan, results, everybody, job
        self.began = time.monotonic()
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
                    # Who is that slow is not asked again.
                    if answer.get("wall", 0) > self.plan["patience"]:
                        asked.remove(key)
                    answer = medians(runs) | {"runs": len(runs)}
                self.results.add(part, name, key, answer)

    def _train(self, key, table, **settings):
        peer, known = self.peers[key], self.too_many.get((table.task, key))
        if known and table.train >= known[0]:
            return {"failed": f"not tried: {known[1]} at {known[0]:,} rows"}
        with Running(peer) as running:
            answer = running.ask(self.job(table, peer, **settings))
        if answer.get("failed", "").startswith("gave up"):
            self.too_many[table.task, key] = table.train, answer["failed"]
        return answer

    def scored(self, part, name, key, tables, settings=None, patience=None):
        """The scores over tables, the model's seed being the table's number; over fewer where patience ends."""
        peer, scores = self.peers[key], []
        end = time.monotonic() + (patience or self.plan["patience"])
        with Running(peer) as running:
            for seed, table in enumerate(tables):
                answer = running.ask(self.job(table, peer, seed, **(settings or {})))
                if "failed" in answer:
                    say(f"{part}: {name}: {peer.label}: {answer}")
                    self.results.add(part, name, key, answer)
                    return
                scores.append(answer["score"])
                self.results.add(part, name, key, {"scores": scores})
                if time.monotonic() > end and len(scores) > 1:
                    break
        say(f"{part}: {name}: {peer.label}: {statistics.mean(scores):.4f} over {len(scores)} seeds")

    def all_of(self, what, measures):
        """Does these, and keeps how long they took and how busy the machine was before."""
        self.began, busy = time.monotonic(), load()
        for measure in measures:
            measure()
            say(f"{what}: {measure.__name__}: done after {time.monotonic() - self.began:.0f} s")
        self.results.add("time", what, "all", {"wall": time.monotonic() - self.began, "load": busy})


def of_table(table, peer, seed, size):
    """What a job for any model says."""
    return dataclasses.asdict(table) | {
        "trees": TREES, "max_depth": None, "min_samples_leaf": 1, "max_features": table.features,
        "max_features_rule": "automatic", "max_bins": None, "seed": seed, "threads": peer.threads,
        "limit": peer.limit, "size": size,
    }


def medians(answers):
    keys = dict.fromkeys(key for answer in answers for key in answer)
    return {key: statistics.median(answer[key] for answer in answers if key in answer) for key in keys}
