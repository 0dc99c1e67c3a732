"""What the figures were measured with, and what could not be had."""

import json
import os
import platform
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version

from data import FOLDER, HERE

ROOT = HERE.parents[1]


def _run(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def _npm():
    dependencies = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    return ", ".join(f"{name} {dependencies[name]}" for name in ("ydf-training", "ml-random-forest"))


def _version(package):
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def machine(cores, part):
    """One paragraph: processor, memory, versions."""
    try:
        with open("/proc/cpuinfo", encoding="ascii") as cpuinfo:
            model = re.search(r"model name\s*: (.*)", cpuinfo.read()).group(1)
        memory = f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (OSError, AttributeError):
        model, memory = platform.processor(), "?"
    rustc = re.match(r"rustc \S+", _run("rustc", "--version"))
    browser = re.match(r"\w+ [\d.]+", _run(os.environ.get("GROVE_CHROME", "chromium"), "--version"))
    smartcore = re.search(r'name = "smartcore"\nversion = "(.*)"', (ROOT / "Cargo.lock").read_text(encoding="utf-8"))
    ranger = _run("Rscript", "-e", 'cat("ranger", as.character(packageVersion("ranger")), "in", R.version.string)')
    sklearn = f"scikit-learn {_version('scikit-learn')}"
    others = {
        "forests": [sklearn, f"numpy {_version('numpy')}", smartcore and f"smartcore {smartcore[1]}", _npm()],
        "natively": [sklearn, ranger, f"YDF {_version('ydf')}"],
        "boosting": [f"LightGBM {_version('lightgbm')}", f"XGBoost {_version('xgboost-cpu')}", sklearn,
                     f"YDF {_version('ydf')}"],
    }[part]
    versions = [rustc and rustc[0], browser and browser[0], *others]
    return (
        f"Machine: {model}, {cores} cores, {memory}. Versions: {', '.join(part for part in versions if part)}."
    )


# Python, implementation and platform by which pyodide 314.0.7's own list calls its wheels.
_TAGS = ("--implementation", "cp", "--python-version", "314", "--platform", "pyemscripten_2026_0_wasm32")


def _asked_again():
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
               "--only-binary=:all:", *_TAGS, "--dest", str(FOLDER / "wheels"), "scikit-learn"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    except subprocess.TimeoutExpired:
        return "no answer within a minute"
    if told.returncode == 0:
        return "there is one now, which this comparison does not run yet"
    lines = [line for line in told.stderr.splitlines() if line.startswith("ERROR")]
    return f"`{lines[-1]}`" if lines else f"pip ended with {told.returncode}"


def no_pyodide():
    return f"""## scikit-learn in the browser
Not measured, because its wheels for Pyodide are not in a package registry. What was tried:
- npm's `pyodide` 314.0.7 has only the interpreter and the standard library. Its lock file names scikit-learn 1.8.0,
  numpy 2.4.6 and scipy 1.18.0 as files that are not in the package but on a separate server.
- `pip download` of scikit-learn, numpy and scipy for Pyodide's platforms (`pyemscripten_2026_0_wasm32` and
  `emscripten_5_0_3_wasm32` with Python 3.14, `pyodide_2025_0_wasm32` with 3.13) finds nothing. When this file was written,
  scikit-learn was tried again for the first of these: {_asked_again()}."""
