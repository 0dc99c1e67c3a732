"""Models side by side, on the same tables in one go: `make bench-peers`.

Prints tables, and writes them to docs/benchmarks.md. `--quick` takes fewer rows and seeds and writes nothing.
`--only forests`, `--only natively` or `--only boosting` measures a part anew and leaves the document's others as they are.
`--render` measures nothing and makes the document of what the last run has measured, even if it was ended early.
"""

import argparse
import json
import os
import pathlib
import subprocess

import report
from boosting import Boosting
from forests import Forests, Natives
from results import Results
from running import ROOT, boosters, forests, natives

# `rows`: (train, unseen, runs) of the small, the middle and the large table. Seconds: `limit` for one
# training of a peer that may take for ever, `patience` for one peer's seeds on one kind of table and for a training that
# is done again, `spare` after which the large table is not measured once more.
FULL = {
    "rows": ((500, 2_000, 3), (10_000, 2_000, 3), (50_000, 100_000, 1)),
    "growth": 500_000, "seeds": 20, "bins": 10_000, "limit": 40, "patience": 45, "spare": 1_200,
    "native": ((10_000, 2_000, 3),),
    "boosted": ((10_000, 2_000, 5), (50_000, 2_000, 3)), "boosted growth": 1_000_000,
}
QUICK = {
    "rows": ((200, 500, 1), (1_000, 1_000, 1), (4_000, 4_000, 1)),
    "growth": 20_000, "seeds": 3, "bins": 2_000, "limit": 5, "patience": 5, "spare": 0,
    "native": ((1_000, 1_000, 1),),
    "boosted": ((1_000, 1_000, 1), (4_000, 4_000, 1)), "boosted growth": 40_000,
}
PARTS = {"forests": (forests, Forests), "natively": (natives, Natives), "boosting": (boosters, Boosting)}


def measure(plan, binary, only):
    cores = os.cpu_count()
    everybody = {part: peers(binary, cores, plan["limit"]) for part, (peers, _) in PARTS.items()}
    labels = {part: {key: peer.label for key, peer in known.items()} for part, known in everybody.items()}
    plan = plan | {"cores": cores, "labels": labels}
    results = Results.go_on(plan) if only else Results.begin(plan)
    for part, (_, Measuring) in PARTS.items():
        if only in (None, part):
            Measuring(plan, results, everybody[part]).everything()
    return results


def build():
    """The bench binary, without the engine around the models."""
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
    arguments.add_argument("--only", choices=PARTS, help="measures a part anew")
    arguments.add_argument("--render", action="store_true", help="the document of the last run, however far it came")
    asked = arguments.parse_args()
    if asked.render:
        found = Results.read()
    else:
        found = measure(QUICK if asked.quick else FULL, build(), asked.only)
    parts = report.parts(found)
    print("\n".join(parts.values()))
    if not asked.quick:
        file = pathlib.Path(ROOT / "docs" / "benchmarks.md")
        file.write_text(report.replaced(file.read_text(encoding="utf-8"), parts), encoding="utf-8")


if __name__ == "__main__":
    main()
