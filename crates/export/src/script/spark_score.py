"""Scores rows with the model on Spark: model.onnx with pandas UDFs, on all workers.

    pip install pyspark onnxruntime pandas pyarrow
    spark-submit score.py ROWS.csv SCORED.parquet

Each row gets the column `prediction`, and for classes also `probability_0` and so on, in the order of CLASSES below.
A missing value is an empty cell or null. Missing values and categories that the training data did not have are treated
as in Grove.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pandas
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import pandas_udf, struct
from pyspark.sql.types import DoubleType, StringType, StructField, StructType

HERE = Path(__file__).resolve().parent
# The columns of the model, in the order of its inputs.
COLUMNS = __COLUMNS__
CLASSES = __CLASSES__
# The ends of an interval, or the set of classes, that should hold the actual value.
CONFORMAL = __CONFORMAL__

ANSWER = StructType(
    [StructField("prediction", StringType() if CLASSES else DoubleType())]
    + [StructField(f"probability_{place}", DoubleType()) for place in range(len(CLASSES))]
    + [StructField(name, StringType() if CLASSES else DoubleType()) for name in CONFORMAL]
)


def scored(rows: DataFrame) -> DataFrame:
    """The rows with the answer's columns beside their own."""
    spark = rows.sparkSession
    graph = spark.sparkContext.broadcast((HERE / "model.onnx").read_bytes())
    spark.sparkContext.addPyFile(str(HERE / "grove_onnx.py"))

    @pandas_udf(ANSWER)
    def score(batches: Iterator[pandas.DataFrame]) -> Iterator[pandas.DataFrame]:
        import onnxruntime
        from grove_onnx import GroveModel

        # Spark has a worker for each core; one thread in each is enough.
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        model = GroveModel(graph.value, options)
        for batch in batches:
            batch.columns = COLUMNS
            answer = model.predict(batch)
            answer.columns = ANSWER.names
            yield answer

    # By their places, since a name may hold what means something in an expression.
    places = {name: place for place, name in enumerate(rows.columns)}
    lacking = [column for column in COLUMNS if column not in places]
    if lacking:
        raise SystemExit(f"The rows lack the columns {lacking}, which the model needs.")
    plain = rows.toDF(*[f"c{place}" for place in range(len(rows.columns))])
    wanted = struct(*[plain[f"c{places[column]}"].alias(f"c{place}") for place, column in enumerate(COLUMNS)])
    answered = plain.withColumn("answer", score(wanted)).select("*", "answer.*").drop("answer")
    return answered.toDF(*rows.columns, *ANSWER.names)


def main() -> None:
    if len(sys.argv) != 3:
        raise SystemExit("usage: spark-submit score.py ROWS.csv SCORED.parquet")
    spark = SparkSession.builder.appName("Grove").getOrCreate()
    rows = spark.read.csv(sys.argv[1], header=True, multiLine=True, escape='"')
    scored(rows).write.mode("overwrite").parquet(sys.argv[2])


if __name__ == "__main__":
    main()
