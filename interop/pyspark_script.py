"""Runs the scripts that Grove writes for Spark in local mode: one scores the ONNX, one trains MLlib's trees.

    python interop/pyspark_script.py FOLDER...

Each folder holds pyspark.zip beside what exported.py names. Training is tried with the first of them and with those that boost.
"""

import os
import pathlib
import sys
import tempfile
import time

# Every process of Spark is this Python, and nothing of it listens beyond this machine.
os.environ.update(PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
# Small data in small pieces.
SETTINGS = {"spark.master": "local[2]", "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2"}
arguments = " ".join(f"--conf {name}={value}" for name, value in SETTINGS.items())
os.environ["PYSPARK_SUBMIT_ARGS"] = f"{arguments} pyspark-shell"

import pyspark
from pyspark.sql import SparkSession

from exported import Exports, report
from sklearn_script import ran


def scored(spark, exports, unzipped):
    sys.path.insert(0, str(unzipped))
    for name in ("score", "grove_onnx"):
        sys.modules.pop(name, None)
    import score

    def read(path):
        rows = spark.read.csv(str(path), header=True, multiLine=True, escape='"', encoding="utf-8")
        started = time.perf_counter()
        answered = score.scored(rows).toPandas()
        print(f"{exports.name}/{path.name}: {len(answered)} rows in {time.perf_counter() - started:.1f} s", flush=True)
        return answered

    for name, answered, expected in exports.cases(read):
        answer = answered.iloc[:, -len(score.ANSWER.names) :]
        answer.columns = ["prediction"] + [f"probability_{of}" for of in score.CLASSES] + score.CONFORMAL
        report("Spark, pandas UDF", f"{exports.name}/{name}", answer, expected)
    sys.path.remove(str(unzipped))


def main():
    print(f"pyspark {pyspark.__version__}")
    with tempfile.TemporaryDirectory() as scratch:
        folders = [Exports(folder) for folder in sys.argv[1:]]
        unzipped = [exports.unzipped("pyspark", scratch) for exports in folders]
        for place, (exports, folder) in enumerate(zip(folders, unzipped)):
            if place == 0 or exports.name.startswith("boosting"):
                ran(exports, pathlib.Path(folder) / "train.py")
        spark = SparkSession.builder.getOrCreate()
        spark.sparkContext.setLogLevel("ERROR")
        for exports, folder in zip(folders, unzipped):
            scored(spark, exports, folder)
        spark.stop()


if __name__ == "__main__":
    main()
