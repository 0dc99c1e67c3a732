//! Writes PySpark scripts as a zip: one scores rows with the model as ONNX, the other trains MLlib's trees on the same
//! rows.

use super::gbt;
use super::sklearn::{file, missing_values, sha256};
use super::training_facts::{ScriptInput, TrainingFacts};
use super::{filled, python};
use crate::bundle::{self, BundleEntry};
use crate::mlflow::LOADER;
use crate::onnx::ExportedModel;
use crate::text::{quoted, quoted_list};
use grove_engine::predict::fitted::FittedPipeline;
use grove_protocol::onnx::{OnnxInput, OnnxTakes};
use grove_recipe::columns::ColumnKind;
use grove_recipe::{Comment, ModelName, NumericImputation, Quote, Recipe, Task, TextEncoding};

const SCORE: &str = include_str!("spark_score.py");
const TRAIN: &str = include_str!("spark_train.py");

/// The greatest depth of MLlib's trees.
pub(super) const DEPTH_AT_MOST: u32 = 30;
/// The number of bins of MLlib's forests.
const BINS: u32 = 256;

/// Makes the zip: `score.py`, `grove_onnx.py` and `model.onnx`, and `train.py` if the run of the model is known. The
/// same values give the same bytes.
pub fn write(
    model: &ExportedModel,
    fitted: &FittedPipeline,
    facts: Option<&TrainingFacts>,
) -> Vec<u8> {
    let column = |input: &OnnxInput| match input.takes {
        OnnxTakes::Feature => input.name.clone(),
        _ => input.column.clone(),
    };
    let columns: Vec<String> = model.about.inputs.iter().map(column).collect();
    let values = [
        ("COLUMNS", quoted_list(columns.iter().map(String::as_str))),
        (
            "CLASSES",
            quoted_list(fitted.classes.iter().map(String::as_str)),
        ),
        (
            "CONFORMAL",
            quoted_list(fitted.conformal_columns().iter().copied()),
        ),
    ];
    let mut files: Vec<BundleEntry> = vec![
        ("score.py".into(), filled(SCORE, &values).into_bytes()),
        ("grove_onnx.py".into(), LOADER.into()),
        ("model.onnx".into(), model.bytes.clone()),
    ];
    files.extend(facts.map(|facts| ("train.py".into(), train(facts))));
    bundle::zip(&files)
}

/// Writes the script that trains. UTF-8 Python. O(rows).
pub fn train(facts: &TrainingFacts) -> Vec<u8> {
    let recipe = facts.recipe;
    let kind = match recipe.task {
        Task::Classification => "Classifier",
        Task::Regression => "Regressor",
    };
    let gbt = gbt::parameters(facts);
    let class = match recipe.train.model() {
        ModelName::DecisionTree => format!("DecisionTree{kind}"),
        _ if gbt.is_some() => format!("GBT{kind}"),
        _ => format!("RandomForest{kind}"),
    };
    let parameters = gbt.unwrap_or_else(|| parameters(recipe));
    let of_column = |kind: ColumnKind| match kind {
        ColumnKind::Integer | ColumnKind::Decimal => "number",
        ColumnKind::Date | ColumnKind::DateTime => "date",
        ColumnKind::Text => "text",
        _ => "category",
    };
    let features: Vec<String> = facts
        .features()
        .filter(|(_, kind)| *kind != ColumnKind::Empty)
        .map(|(name, kind)| format!("{}: \"{}\"", quoted(name), of_column(kind)))
        .collect();
    let defined = facts.scores.iter();
    let defined = defined.filter_map(|metric| Some((&metric.name, metric.value?)));
    let grove: Vec<String> = defined
        .map(|(name, value)| format!("{}: {}", quoted(name), python(value)))
        .collect();
    let strategy = match recipe.featurize.numeric_imputation {
        NumericImputation::Mean => "mean",
        NumericImputation::MostFrequent => "mode",
        _ => "median",
    };
    let file = file(facts);
    let values = [
        ("FILE", quoted(&file)),
        ("FILE_SHOWN", quoted(&file)),
        ("SHA256", sha256(facts)),
        ("REMARKS", remarks(facts)),
        ("MODULE", format!("pyspark.ml.{}", kind_module(recipe.task))),
        ("CLASS", class.clone()),
        ("COLUMNS", quoted_list(facts.columns_read())),
        ("TARGET", quoted(&recipe.target)),
        ("FEATURES", format!("{{{}}}", features.join(", "))),
        ("GROVE", format!("{{{}}}", grove.join(", "))),
        ("OF_CLASSES", python(recipe.task == Task::Classification)),
        ("READING", reading(facts)),
        ("MISSING_VALUES", missing_values(facts)),
        ("HEADER_ROWS", header_rows(facts).to_string()),
        ("STRATEGY", quoted(strategy)),
        ("ESTIMATOR", format!("{class}({parameters})")),
        ("ROWS_READ", facts.rows_read().to_string()),
        ("ROWS", facts.row_parts()),
    ];
    filled(TRAIN, &values).into_bytes()
}

const fn kind_module(task: Task) -> &'static str {
    match task {
        Task::Classification => "classification",
        Task::Regression => "regression",
    }
}

fn parameters(recipe: &Recipe) -> String {
    use grove_recipe::MaxFeatures;
    let train = &recipe.train;
    // For another model, MLlib trains a forest with default parameters.
    let tree = train.tree().cloned().unwrap_or_default();
    let forest = train.forest().cloned().unwrap_or_default();
    let depth = tree.max_depth.unwrap_or(DEPTH_AT_MOST).min(DEPTH_AT_MOST);
    let mut parameters = vec![
        format!("maxDepth={depth}"),
        format!("minInstancesPerNode={}", tree.min_samples_leaf),
        format!("minInfoGain={}", python(tree.min_impurity_decrease)),
        format!("maxBins={BINS}, seed={}", recipe.seed),
    ];
    if train.model() != ModelName::DecisionTree {
        let strategy = match (tree.max_features, recipe.task) {
            (MaxFeatures::Auto, Task::Classification) | (MaxFeatures::Sqrt, _) => "sqrt",
            (MaxFeatures::Auto | MaxFeatures::All, _) => "all",
            (MaxFeatures::Log2, _) => "log2",
            (MaxFeatures::Third, _) => "onethird",
        };
        parameters.push(format!("numTrees={}", forest.n_estimators));
        parameters.push(format!("featureSubsetStrategy=\"{strategy}\""));
        parameters.push(format!("bootstrap={}", python(forest.bootstrap)));
        parameters.push(format!("subsamplingRate={}", python(forest.max_samples)));
    }
    parameters.join(", ")
}

/// Returns the number of lines of the table that are not rows.
fn header_rows(facts: &TrainingFacts) -> u32 {
    match facts.reads() {
        ScriptInput::TheFile => facts.data.layout.skip_rows + facts.data.layout.header_rows,
        ScriptInput::TheCleanedTable => 1,
    }
}

/// Writes the options of `spark.read.csv` for the file.
fn reading(facts: &TrainingFacts) -> String {
    if facts.reads() == ScriptInput::TheCleanedTable {
        return "encoding=\"utf-8\"".into();
    }
    let layout = &facts.data.layout;
    let encoding = match layout.encoding {
        TextEncoding::Utf8 => "utf-8",
        TextEncoding::Utf16Le => "utf-16le",
        TextEncoding::Utf16Be => "utf-16be",
        TextEncoding::Windows1252 => "windows-1252",
    };
    let separator = quoted(&char::from(layout.delimiter.byte()).to_string());
    let mut reading = format!("encoding=\"{encoding}\", sep={separator}");
    match layout.quote {
        Quote::Double => {}
        Quote::Single => reading.push_str(", quote=\"'\""),
        Quote::None => reading.push_str(", quote=\"\""),
    }
    match layout.comment {
        Comment::None => {}
        Comment::Hash => reading.push_str(", comment=\"#\""),
        Comment::Percent => reading.push_str(", comment=\"%\""),
    }
    reading
}

/// Describes the differences from Grove, a line each.
fn remarks(facts: &TrainingFacts) -> String {
    let train = &facts.recipe.train;
    let mut remarks = Vec::new();
    if facts.reads() == ScriptInput::TheCleanedTable {
        remarks.push("It reads the table after cleaning, which Grove writes (the download “cleaned”, or `grove prepare`).");
    }
    if train.boosting().is_some() {
        remarks.extend(gbt::remarks(facts));
    } else if !matches!(
        train.model(),
        ModelName::RandomForest | ModelName::DecisionTree
    ) {
        remarks.push("Grove's model is of another kind; this script trains a forest instead.");
    }
    let depth = train.tree().and_then(|tree| tree.max_depth);
    if train.boosting().is_none() && depth.is_none_or(|depth| depth > DEPTH_AT_MOST) {
        remarks.push("Grove's trees may be deeper than 30 levels.");
    }
    let fitted = facts.fitted;
    if fitted.after.calibration.is_some() {
        remarks.push("Grove's probabilities are calibrated, as score.py gives them; here they are as the model gives them.");
    }
    if fitted.conformal.is_some() {
        remarks.push("Grove adds conformal answers, as score.py does; MLlib has none, and here there are none.");
    }
    if facts.fitted.after.decision.is_some() {
        remarks.push("Grove's model decides by a threshold, as score.py does; here the most probable class decides.");
    }
    if facts
        .columns
        .iter()
        .any(|(_, kind)| *kind == ColumnKind::Text)
    {
        remarks.push(
            "Texts become counts of words in 256 hash features, whatever their encoding in Grove.",
        );
    }
    remarks
        .iter()
        .map(|remark| format!("\n{remark}\n"))
        .collect()
}
