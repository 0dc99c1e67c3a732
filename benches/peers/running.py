"""The peers, and how one is asked: a process of its own, which never fails but by saying so."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading

from data import HERE

ROOT = HERE.parents[1]


@dataclasses.dataclass(frozen=True)
class Peer:
    key: str
    label: str
    command: tuple
    threads: int = 1
    # Seconds for one job, trained and predicted.
    limit: int = 400
    # Keeps the limit itself, so that the browser can still be asked what it needed.
    own_limit: bool = False
    # What its jobs have that those of others do not.
    settings: dict = dataclasses.field(default_factory=dict)


def forests(binary, cores, limit):
    """`limit` is for those who may take for ever; the others take as long as they take."""
    everybody = [
        Peer("grove", "Grove, native, 1 thread", (binary, "grove")),
        Peer("grove-n", f"Grove, native, {cores} threads", (binary, "grove"), cores),
        Peer("bins", "Grove, native, 1 thread, 256 bins", (binary, "grove"), settings={"max_bins": 256}),
        Peer("page", "Grove, Chromium, 1 worker", (binary, "page")),
        Peer("page-n", f"Grove, Chromium, {cores} workers", (binary, "page"), cores),
        Peer("page-2", "Grove, Chromium, 1 worker, second run", (binary, "page"), settings={"again": True}),
        Peer("page-n-2", f"Grove, Chromium, {cores} workers, second run", (binary, "page"), cores,
             settings={"again": True}),
        Peer("sklearn", "scikit-learn, native, n_jobs=1", python("scikit_learn")),
        Peer("sklearn-n", "scikit-learn, native, n_jobs=-1", python("scikit_learn"), -1),
        Peer("smartcore", "smartcore, native", (binary, "smartcore"), 1, limit),
        Peer("ydf", "ydf-training, Chromium", (binary, "ydf_training"), 1, limit, True),
        Peer("ml", "ml-random-forest, Chromium", (binary, "ml_random_forest"), 1, limit, True),
    ]
    return {peer.key: peer for peer in everybody}


def natives(binary, *_):
    everybody = [
        Peer("native-grove", "Grove", (binary, "grove")),
        Peer("native-sklearn", "scikit-learn", python("scikit_learn")),
        Peer("native-ranger", "ranger", ("Rscript", str(HERE / "ranger.R"))),
        Peer("native-ydf", "YDF", python("ydf")),
    ]
    return {peer.key: peer for peer in everybody}


def boosters(binary, *_):
    everybody = [
        Peer("grove-boosting", "Grove, native", (binary, "boosting")),
        Peer("page-boosting", "Grove, Chromium, 1 worker", (binary, "page")),
        Peer("page-boosting-2", "Grove, Chromium, 1 worker, second run", (binary, "page"), settings={"again": True}),
        Peer("lightgbm", "LightGBM", python("lightgbm")),
        Peer("xgboost", "XGBoost", python("xgboost")),
        Peer("hist", "scikit-learn", python("hist_gradient_boosting")),
        Peer("ydf-boosting", "YDF", python("ydf_boosting")),
    ]
    return {peer.key: peer for peer in everybody}


def python(peer):
    return (sys.executable, str(HERE / "python_peers.py"), peer)


class Running:
    """A peer's process; it predicts jobs one by one."""

    # What a peer that keeps its limit itself has beyond it, to start a browser and to end it.
    GRACE = 60

    def __init__(self, peer):
        self.peer = peer
        self.errors = []
        try:
            self.process = subprocess.Popen(
                peer.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                cwd=ROOT, start_new_session=True,
                # Libraries with OpenMP, which otherwise take all cores.
                env=os.environ | ({"OMP_NUM_THREADS": "1"} if peer.threads == 1 else {}),
            )
        except FileNotFoundError:
            # Where R could not be had, its row says so.
            self.process = subprocess.Popen(("false",), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                            stderr=subprocess.PIPE, start_new_session=True)
            self.errors.append(f"there is no {peer.command[0]}")
        self.listener = threading.Thread(target=lambda: self.errors.extend(self.process.stderr), daemon=True)
        self.listener.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.process.stdin.close()
            self.process.wait(60)
        except (BrokenPipeError, subprocess.TimeoutExpired):
            pass
        self._end()

    def _end(self):
        """Its browser, and whatever else it started, ends with it."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def ask(self, job):
        seconds = self.peer.limit + (self.GRACE if self.peer.own_limit else 0)
        late = threading.Event()
        timer = threading.Timer(seconds, lambda: (late.set(), self._end()))
        timer.start()
        try:
            self.process.stdin.write(json.dumps(job | self.peer.settings) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            timer.cancel()
        if late.is_set():
            return {"failed": f"gave up after {seconds} s", "late": True}
        if not line:
            return {"failed": self._last_words()}
        try:
            return json.loads(line)
        except json.JSONDecodeError:
            return {"failed": f"answered {line.strip()[:80]}"}

    def _last_words(self):
        """The first line of what went wrong; Python says that last, Rust after where it happened."""
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self._end()
        self.listener.join(10)
        told = [line.strip().replace(f"{ROOT}/", "") for line in self.errors if line.strip()]
        if any(line.startswith("Traceback") for line in told):
            return told[-1]
        told = [line for line in told if not line.startswith("thread ")]
        return told[0] if told else f"ended with {self.process.returncode}"
