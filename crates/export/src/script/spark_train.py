"""Trains MLlib's trees with Grove's parameters, on the same rows, and prints the scores of both side by side.

    pip install pyspark pandas
    spark-submit train.py __FILE_SHOWN__

For data that is too large for one machine: read all rows, and split them again (randomSplit). MLlib's trees try at
most maxBins thresholds of a feature and are at most 30 levels deep, so the scores differ a little.
A missing number is filled with a value learned from the train rows. A missing category and one that the train rows
did not have are each a category of their own.
__REMARKS__"""

import base64
import hashlib
import sys
import zlib

from pyspark.ml import Pipeline
from pyspark.ml.evaluation import MulticlassClassificationEvaluator, RegressionEvaluator
from pyspark.ml.feature import HashingTF, Imputer, OneHotEncoder, StringIndexer, Tokenizer, VectorAssembler
from __MODULE__ import __CLASS__
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import IntegerType, StringType, StructField, StructType

FILE = __FILE__
SHA256 = __SHA256__
COLUMNS = __COLUMNS__
TARGET = __TARGET__
# The columns that are features, and how each is encoded.
FEATURES = __FEATURES__
# What Grove's model scored on the same test rows.
GROVE = __GROVE__
OF_CLASSES = __OF_CLASSES__


def read(spark, path):
    """The rows with all cells as texts in columns c0, c1, …, and the part that each belongs to."""
    with open(path, "rb") as file:
        found = hashlib.sha256(file.read()).hexdigest()
    if SHA256 and found != SHA256:
        sys.exit(f"{path} is not the file that Grove read: its SHA-256 is {found} and was {SHA256}.")
    # Every name is replaced, since it may hold what means something in an expression.
    schema = StructType([StructField(f"c{place}", StringType()) for place in range(len(COLUMNS))])
    lines = spark.read.csv(path, schema=schema, multiLine=True, escape='"', __READING__)
    trimmed = [F.trim(F.col(name)).alias(name) for name in schema.names]
    missing = __MISSING_VALUES__
    cells = [F.when(~F.col(name).isin(missing), F.col(name)).alias(name) for name in schema.names]
    packed = zlib.decompress(base64.b64decode(ROWS))

    def part(place):
        return packed[place // 4] >> place % 4 * 2 & 3

    numbered = lines.select(trimmed).select(cells).rdd.zipWithIndex()
    header = __HEADER_ROWS__
    rows = numbered.filter(lambda row: row[1] >= header).map(lambda row: (*row[0], part(row[1] - header)))
    return rows.toDF(StructType([*schema.fields, StructField("part", IntegerType())])).cache()


def features(table):
    """The stages that make the vector of features, and the table with what they read."""
    stages, made = [], []
    for name, how in FEATURES.items():
        column = f"c{COLUMNS.index(name)}"
        if how == "number":
            table = table.withColumn(f"{column}n", F.col(column).cast("double"))
            numbers = [f"{column}n"]
        elif how == "date":
            moment = F.to_timestamp(column)
            parts = {"y": F.year(moment), "m": F.month(moment), "d": F.dayofmonth(moment), "w": F.weekday(moment), "h": F.hour(moment)}
            for part, of in parts.items():
                table = table.withColumn(column + part, of.cast("double"))
            numbers = [column + part for part in parts]
        elif how == "text":
            table = table.fillna("", [column])
            stages += [Tokenizer(inputCol=column, outputCol=f"{column}t")]
            stages += [HashingTF(inputCol=f"{column}t", outputCol=f"{column}v", numFeatures=256)]
            made.append(f"{column}v")
            continue
        else:
            table = table.fillna("(missing)", [column])
            stages += [StringIndexer(inputCol=column, outputCol=f"{column}i", handleInvalid="keep")]
            stages += [OneHotEncoder(inputCol=f"{column}i", outputCol=f"{column}v", handleInvalid="keep", dropLast=False)]
            made.append(f"{column}v")
            continue
        filled = [f"{number}f" for number in numbers]
        stages.append(Imputer(inputCols=numbers, outputCols=filled, strategy=__STRATEGY__))
        made += filled
    return table, [*stages, VectorAssembler(inputCols=made, outputCol="features")]


def model():
    return __ESTIMATOR__


def scores(predicted):
    if not OF_CLASSES:
        names = {"r2": "r2", "rmse": "rmse", "mae": "mae"}
        of = RegressionEvaluator(labelCol="label")
        return {name: of.evaluate(predicted, {of.metricName: metric}) for name, metric in names.items()}
    of = MulticlassClassificationEvaluator(labelCol="label")
    found = {"accuracy": of.evaluate(predicted, {of.metricName: "accuracy"})}
    found["log_loss"] = of.evaluate(predicted, {of.metricName: "logLoss"})
    labels = [row[0] for row in predicted.select("label").distinct().collect()]
    of_class = lambda metric: [
        of.evaluate(predicted, {of.metricName: metric, of.metricLabel: label}) for label in labels
    ]
    found["balanced_accuracy"] = sum(of_class("recallByLabel")) / len(labels)
    found["f1_macro"] = sum(of_class("fMeasureByLabel")) / len(labels)
    return found


def main():
    spark = SparkSession.builder.appName("Grove").getOrCreate()
    table = read(spark, sys.argv[1] if len(sys.argv) > 1 else FILE)
    rows = table.count()
    if rows != ROWS_READ:
        sys.exit(f"The file has {rows} rows; Grove read {ROWS_READ}.")
    table, stages = features(table)
    target = f"c{COLUMNS.index(TARGET)}"
    table = table.where("part > 0")
    if OF_CLASSES:
        table = table.fillna("(missing)", [target])
        table = StringIndexer(inputCol=target, outputCol="label", stringOrderType="alphabetAsc").fit(table).transform(table)
    else:
        table = table.withColumn("label", F.col(target).cast("double"))
    train, test = table.where("part = 1"), table.where("part = 3")
    found = scores(Pipeline(stages=[*stages, model()]).fit(train).transform(test).cache())
    print(f"{train.count()} train rows, {test.count()} test rows")
    print(f"{'metric':<24}{'Grove':>12}{'MLlib':>12}")
    for name, grove in GROVE.items():
        if name in found:
            print(f"{name:<24}{grove:>12.4f}{found[name]:>12.4f}")
    spark.stop()


# Of each row of the file, two bits: 1 for train, 2 for validation, 3 for test, 0 for a row that was left out.
ROWS_READ = __ROWS_READ__
ROWS = "__ROWS__"

if __name__ == "__main__":
    main()
