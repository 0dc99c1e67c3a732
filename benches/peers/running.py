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


def peers(binary, cores, limit):
    """`limit` is for those who may take for ever; the others take as long as they take."""
    scikit_learn = (sys.executable, str(HERE / "scikit_learn.py"))
    everybody = [
        Peer("grove", "Grove, native, 1 thread", (binary, "grove")),
        Peer("grove-n", f"Grove, native, {cores} threads", (binary, "grove"), cores),
        Peer("bins", "Grove, native, 1 thread, 256 bins", (binary, "grove"), settings={"max_bins": 256}),
        Peer("page", "Grove, Chromium, 1 worker", (binary, "page")),
        Peer("page-n", f"Grove, Chromium, {cores} workers", (binary, "page"), cores),
        Peer("page-2", "Grove, Chromium, 1 worker, second run", (binary, "page"), settings={"again": True}),
        Peer("page-n-2", f"Grove, Chromium, {cores} workers, second run", (binary, "page"), cores,
             settings={"again": True}),
        Peer("sklearn", "scikit-learn, native, n_jobs=1", scikit_learn),
        Peer("sklearn-n", "scikit-learn, native, n_jobs=-1", scikit_learn, -1),
        Peer("smartcore", "smartcore, native", (binary, "smartcore"), 1, limit),
        Peer("ydf", "ydf-training, Chromium", (binary, "ydf_training"), 1, limit, True),
        Peer("ml", "ml-random-forest, Chromium", (binary, "ml_random_forest"), 1, limit, True),
    ]
    return {peer.key: peer for peer in everybody}


class Running:
    """A peer's process; it predicts jobs one by one."""

    # What a peer that keeps its limit itself has beyond it, to start a browser and to end it.
    GRACE = 60

    def __init__(self, peer):
        self.peer = peer
        self.errors = []
        self.process = subprocess.Popen(
            peer.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
            start_new_session=True,
        )
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
