"""Runs the DVC projects that Grove writes with DVC itself: `python interop/dvc.py --grove BINARY`.

Wants dvc, pyarrow and git. Prints its figures; the first thing that is not as it should be ends it with a sentence.
"""

import argparse
import csv
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import pyarrow.parquet
from ruamel.yaml import YAML

ALL = ["load", "clean", "check", "split", "featurize", "train", "evaluate"]


class Project:
    """A folder with a DVC project in git, and the commands that are given in it."""

    def __init__(self, folder, grove):
        self.folder = folder
        home = folder.parent / "home"
        home.mkdir(exist_ok=True)
        who = {f"GIT_{role}_{what}": "grove@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        path = os.pathsep.join([str(grove.parent), os.environ["PATH"]])
        self.environment = {**os.environ, **who, "PATH": path, "HOME": str(home), "DVC_NO_ANALYTICS": "1"}

    def run(self, *command, fails=False):
        done = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, text=True)
        said = done.stdout + done.stderr
        if (done.returncode != 0) != fails:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{said}")
        return done.stdout if not fails else said

    def dvc(self, *command, fails=False):
        return self.run(sys.executable, "-m", "dvc", *command, fails=fails)

    def repro(self):
        """Which stages DVC ran, and the seconds that it took."""
        started = time.perf_counter()
        said = self.dvc("repro")
        ran = [line.split("'")[1] for line in said.splitlines() if line.startswith("Running stage ")]
        return ran, time.perf_counter() - started

    def interrupt_training(self):
        """Presses Ctrl-C, which reaches DVC and its stage, as soon as the stage says that it runs."""
        command = [sys.executable, "-m", "dvc", "repro"]
        dvc = subprocess.Popen(
            command, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            start_new_session=True,
        )
        said = []
        for line in dvc.stdout:
            said.append(line)
            if line.startswith("train "):
                os.killpg(dvc.pid, signal.SIGINT)
        expect(dvc.wait() != 0, f"dvc repro was not interrupted: {''.join(said)}")
        expect("Interrupted; what was there before is unchanged." in "".join(said), f"an interrupt says {''.join(said)}")

    def change(self, name, before, after):
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        expect(text.count(before) == 1, f"{name} has {text.count(before)} times {before!r}")
        path.write_text(text.replace(before, after), encoding="utf-8")

    def commit(self):
        self.run("git", "add", "-A")
        self.run("git", "commit", "-qm", "A run")


def same(one, other):
    """Whether two YAML texts say the same, read as DVC does."""
    return YAML(typ="safe").load(one) == YAML(typ="safe").load(other)


def expect(holds, otherwise):
    if not holds:
        sys.exit(f"DVC: {otherwise}")


def recipe(data, target, task):
    """A recipe with little in it: its format is the first, and what it lacks is what it was then."""
    return {
        "format": 1,
        "data": {"name": data.name, "sha256": hashlib.sha256(data.read_bytes()).hexdigest()},
        "seed": 42,
        "target": target,
        "task": task,
        "leave_out": [],
        "clean": {"drop_duplicates": True, "trim": True, "missing_values": ["NA"], "missing_target": "drop_rows"},
        "split": {"test_size": 0.25, "validation_size": 0.0, "stratify": task == "classification"},
        "featurize": {
            "numeric_imputation": "median",
            "fill_value": 0.0,
            "missing_indicator": True,
            "category_imputation": "constant",
            "encoding": "one_hot",
            "max_categories": 20,
        },
        "train": {
            "n_estimators": 20,
            "max_depth": None,
            "min_samples_split": 2,
            "min_samples_leaf": 1,
            "max_features": "auto",
            "bootstrap": True,
            "class_weight": "uniform",
        },
    }


def table(path, rows, task):
    """Columns and values whose names no format likes. Returns the target's name."""
    draw = random.Random(7)
    colours = ["red", "dark, blue", 'gr"ee"n', "🎨 pink", "yes"]
    target = "wie groß? 🚕" if task == "regression" else "kind: 'of' \"it\""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["size, in cm", 'colour "🎨"', "a.b", "${x}", "on", target])
        for _ in range(rows):
            size, colour, noise = draw.gauss(10, 3), draw.choice(colours), draw.random()
            value = size * (1 + colours.index(colour)) + noise
            kind = ["small", "it's, so", "🐘"][(value > 15) + (value > 35)]
            cells = [f"{size:.3f}", colour, draw.choice(["", 1, 2.5]), f"{noise:.4f}", draw.choice(["yes", "no"])]
            out.writerow([*cells, f"{value:.3f}" if task == "regression" else kind])
    return target


def check(folder, grove, task, rows):
    name = f"it's “a” {task} 🚕 ${{x}} & co.csv"
    data = folder / name
    target = table(data, rows, task)
    (folder / "recipe.json").write_text(json.dumps(recipe(data, target, task)), encoding="utf-8")
    project = Project(folder / "project", grove)
    subprocess.run([grove, "export", "dvc", "--recipe", folder / "recipe.json", "--out", project.folder], check=True, stdout=subprocess.DEVNULL)
    project.run("git", "init", "-q")
    project.change("params.yaml", "kinds: {}", 'kinds: {"a.b": decimal, "${x}": decimal, \'colour "🎨"\': category}')

    # The data is not in it, and that is said.
    said = project.dvc("repro", fails=True)
    expect("No such file" in said and name in said, f"a project without its data says {said}")
    shutil.copy(data, project.folder / "data" / name)
    ran, first = project.repro()
    expect(ran == ALL, f"the first repro ran {ran}")
    project.commit()
    expect("data/" not in project.run("git", "ls-files").replace("data/.gitignore", ""), "the data is in git")
    ran, second = project.repro()
    expect(ran == [], f"the second repro ran {ran}")
    expect("up to date" in project.dvc("status"), "the status is not up to date")

    # The lock that Grove writes of the same files is DVC's.
    lock = project.folder / "dvc.lock"
    of_dvc = lock.read_text(encoding="utf-8")
    project.run("grove", "export", "dvc", "--out", ".")
    expect(same(lock.read_text(encoding="utf-8"), of_dvc), "Grove's dvc.lock is another")
    lock.write_text(of_dvc, encoding="utf-8")

    # The data can be handed to DVC as well.
    project.dvc("add", f"data/{name}")
    ran, _ = project.repro()
    expect(ran == [], f"after dvc add, repro ran {ran}")
    expect(f"data/{name}.dvc" in project.run("git", "-c", "core.quotepath=off", "status", "--porcelain", "-uall", "-z"), "git ignores the .dvc file")
    project.commit()

    # Other trees are trained and evaluated alone, and the scores differ from those in git.
    project.change("params.yaml", "n_estimators: 20", "n_estimators: 3")
    ran, changed = project.repro()
    expect(ran == ["train", "evaluate"], f"other trees ran {ran}")
    shown = json.loads(project.dvc("metrics", "show", "--json"))
    scores = json.loads((project.folder / "stages/evaluate/scores.json").read_text())
    expect(shown[""]["data"]["stages/evaluate/scores.json"]["data"] == scores, f"dvc metrics show: {shown}")
    differences = json.loads(project.dvc("metrics", "diff", "--json"))
    expect(differences["stages/evaluate/scores.json"], "dvc metrics diff shows no difference")

    # Every plot has its data, of both versions.
    for command, versions in (["show"], 1), (["diff"], 2):
        plots = json.loads(project.dvc("plots", *command, "--json", "-o", str(folder / f"plots-{command[0]}")))
        expect(not plots.get("errors"), f"dvc plots {command[0]}: {plots.get('errors')}")
        expect(len(plots["data"]) == (4 if task == "classification" else 3), f"plots are {list(plots['data'])}")
        for plot, drawn in plots["data"].items():
            points = [point for one in drawn for point in one["content"]["data"]["values"]]
            of = {point["rev"] for point in points}
            expect(len(of) == versions, f"{plot} shows {of}")
        project.dvc("plots", *command, "-o", str(folder / f"plots-{command[0]}"))
        page = (folder / f"plots-{command[0]}" / "index.html").read_text(encoding="utf-8")
        expect("vega" in page, f"dvc plots {command[0]} draws nothing")

    # Back to the first parameters: DVC has the outputs in its cache.
    project.change("params.yaml", "n_estimators: 3\n", "n_estimators: 20\n")
    project.repro()
    changed_files = project.run("git", "status", "--porcelain")
    expect(not changed_files, f"the first parameters again gave other files: {changed_files}")

    # Stopped while trees grow: nothing is half-written, and the parameters before have their files again.
    project.change("params.yaml", "n_estimators: 20\n", "n_estimators: 5000\n")
    project.interrupt_training()
    left = [path.name for path in (project.folder / "stages/train").glob("*")]
    expect(not left, f"an interrupt left {left}")
    project.change("params.yaml", "n_estimators: 5000\n", "n_estimators: 20\n")
    project.repro()
    changed_files = project.run("git", "status", "--porcelain")
    expect(not changed_files, f"after an interrupt there are other files: {changed_files}")

    # Data edited by hand: refused until it is accepted.
    edited = project.folder / "data" / name
    with edited.open("a", encoding="utf-8", newline="") as file:
        file.write(data.read_text(encoding="utf-8").splitlines()[1] + "\r\n")
    said = project.dvc("repro", fails=True)
    expect("is not the file that the recipe was made for" in said and "--accept" in said, f"edited data says {said}")
    project.run("grove", "load", f"data/{name}", "--accept")
    ran, _ = project.repro()
    expect(ran[:2] == ["load", "clean"], f"accepted data ran {ran}")

    # The tables are tables to others.
    read = pyarrow.parquet.read_table(project.folder / "stages/load/table.parquet")
    expect(read.num_rows == rows + 1, f"{read.num_rows} rows of {rows + 1}")
    expect(read.column_names[:2] == ["size, in cm", 'colour "🎨"'], f"columns are {read.column_names}")
    expect(read.column(1).to_pylist()[:50] == [row[1] for row in list(csv.reader(data.open(encoding="utf-8", newline="")))[1:51]], "a column is another")
    train = pyarrow.parquet.read_table(project.folder / "stages/featurize/train.parquet")
    split = [row["part"] for row in csv.DictReader((project.folder / "stages/split/split.csv").open())]
    expect(train.num_rows == split.count("train"), "train rows are others than in the split")
    numbers = [int(row["row"]) for row in csv.DictReader((project.folder / "stages/split/split.csv").open()) if row["part"] == "train"]
    expect(train["__row__"].to_pylist() == numbers, "train rows have other numbers than in the split")

    # Another model, with categories as they are: what comes before is as it was.
    params = project.folder / "params.yaml"
    choices = YAML(typ="safe").load(params.read_text(encoding="utf-8"))
    choices["train"] = {"model": "gradient_boosting", "max_iter": 20, "early_stopping": "on"}
    choices["featurize"]["encoding"] = "categorical"
    with params.open("w", encoding="utf-8") as file:
        YAML().dump(choices, file)
    ran, _ = project.repro()
    expect(ran == ["featurize", "train", "evaluate"], f"another model ran {ran}")

    # A project for it plots both losses, from before the first iteration on.
    (project.folder / "dvc.yaml").unlink()
    project.run("grove", "export", "dvc", "--out", ".")
    plots = json.loads(project.dvc("plots", "show", "--json", "-o", str(folder / "plots-loss")))
    expect(not plots.get("errors"), f"dvc plots show: {plots.get('errors')}")
    points = [point for drawn in plots["data"]["Loss"] for point in drawn["content"]["data"]["values"]]
    curve = list(csv.DictReader((project.folder / "stages/train/curve.csv").open()))
    expect(len(points) == 2 * len(curve) and curve[0]["iteration"] == "0", f"the plot of the losses has {len(points)} points")

    # Grove alone, on the same files: what DVC ran is up to date.
    project.run("grove", "repro")
    files = sum(path.stat().st_size for path in (project.folder / "stages").rglob("*") if path.is_file())
    print(
        f"{task:<15}{rows:>7} rows  first repro {first:5.1f} s  second {second:4.1f} s, nothing run  "
        f"other trees {changed:4.1f} s, 2 of 7 stages  stages {files / 1000:7.0f} kB"
    )


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--grove", type=lambda path: pathlib.Path(path).resolve(), required=True)
    arguments.add_argument("--rows", type=int, default=2000)
    arguments = arguments.parse_args()
    version = subprocess.run([sys.executable, "-m", "dvc", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    print(f"DVC {version}")
    for task in ("classification", "regression"):
        with tempfile.TemporaryDirectory() as folder:
            check(pathlib.Path(folder), arguments.grove, task, arguments.rows)


if __name__ == "__main__":
    main()
