//! Writes a script that trains the same model with scikit-learn on the same rows, and prints the scores of both.

use super::after;
use super::boosting;
use super::columns::transformers;
use super::estimator::{class, estimator};
use super::training_facts::{ScriptInput, TrainingFacts};
use super::{filled, python};
use crate::text::{quoted, quoted_list};
use grove_recipe::{Comment, Delimiter, Layout, MissingTarget, Quote, Task, TextEncoding};

const TEMPLATE: &str = include_str!("sklearn.py");

/// The name of the share of test rows whose truth is in the conformal interval or set.
const COVERAGE: &str = "conformal_coverage";

/// The name of the download with the cleaned table.
pub const CLEANED: &str = "cleaned.csv";

const OF_CLASSES: &str = "    probabilities = PROBABILITIES
    classes = trained.classes_
    of_two = {\"y_score\": probabilities[:, 1]}
    of_more = {\"y_score\": probabilities, \"multi_class\": \"ovr\", \"labels\": classes}
    return {
        \"accuracy\": metrics.accuracy_score(actual, predicted),
        \"balanced_accuracy\": metrics.balanced_accuracy_score(actual, predicted),
        \"f1_macro\": metrics.f1_score(actual, predicted, average=\"macro\"),
        \"log_loss\": metrics.log_loss(actual, probabilities, labels=classes),
        \"roc_auc\": metrics.roc_auc_score(actual, **(of_two if len(classes) == 2 else of_more)),
    }
";
const OF_NUMBERS: &str = "    return {
        \"r2\": metrics.r2_score(actual, predicted),
        \"rmse\": metrics.root_mean_squared_error(actual, predicted),
        \"mae\": metrics.mean_absolute_error(actual, predicted),
        \"median_absolute_error\": metrics.median_absolute_error(actual, predicted),
    }
";

/// Writes the script. UTF-8 Python. The same run gives the same bytes. O(rows).
pub fn write(facts: &TrainingFacts) -> Vec<u8> {
    let recipe = facts.recipe;
    let (call, module) = estimator(recipe);
    let number = facts.target_kind().is_number();
    let target = match (recipe.task, number) {
        (Task::Regression, _) => "numbers(table[[TARGET]])[TARGET].to_numpy()",
        // As numbers, so that 1 and 1.0 are one class.
        (Task::Classification, true) => {
            "numbers_as_texts(table[[TARGET]])[TARGET].fillna(MISSING).to_numpy()"
        }
        (Task::Classification, false) => {
            "texts(table[[TARGET]])[TARGET].fillna(MISSING).to_numpy()"
        }
    };
    // In a pipeline, the name of the step precedes the parameter's.
    let step = class(&call).to_lowercase();
    let weight = match call.starts_with("make_pipeline") {
        true => format!("\"{step}__sample_weight\""),
        false => "\"sample_weight\"".into(),
    };
    let defined = facts.scores.iter();
    let defined = defined.filter_map(|metric| Some((&metric.name, metric.value?)));
    let defined = defined.map(|(name, value)| (name.as_str(), value));
    let defined = defined.chain(facts.coverage.map(|share| (COVERAGE, share)));
    let grove: Vec<String> = defined
        .map(|(name, value)| format!("{}: {}", quoted(name), python(value)))
        .collect();
    let mut scores = match recipe.task {
        Task::Classification => OF_CLASSES.replace("PROBABILITIES", after::probabilities(facts)),
        Task::Regression => OF_NUMBERS.to_owned(),
    };
    if facts.coverage.is_some() {
        let coverage =
            format!("        \"{COVERAGE}\": coverage(actual, rows, trained),\n    }}\n");
        scores = scores.replace("    }\n", &coverage);
    }
    let file = file(facts);
    let values = [
        ("FILE", quoted(&file)),
        ("FILE_SHOWN", quoted(&file)),
        ("SHA256", sha256(facts)),
        ("REMARKS", remarks(facts)),
        ("MODULE", module.into()),
        ("CLASS", class(&call).into()),
        ("COLUMNS", quoted_list(facts.columns_read())),
        ("TARGET", quoted(&recipe.target)),
        (
            "WEIGHT",
            recipe.weight.as_deref().map_or("None".into(), quoted),
        ),
        ("GROVE", format!("{{{}}}", grove.join(", "))),
        ("TRANSFORMERS", transformers(facts.features(), recipe)),
        ("ESTIMATOR", call),
        ("OF_FEATURES", boosting::of_features(facts)),
        ("FIT_BOOSTING", boosting::fitting(facts)),
        ("AFTER", after::functions(facts)),
        ("PREDICTED", after::predicted(facts).into()),
        ("READING", reading(facts)),
        ("MISSING_VALUES", missing_values(facts)),
        ("SCORES", scores),
        ("READ_TARGET", target.into()),
        ("FIT_WEIGHT", weight),
        ("ROWS_READ", facts.rows_read().to_string()),
        ("ROWS", facts.row_parts()),
    ];
    filled(TEMPLATE, &values).into_bytes()
}

/// Returns the file that the script reads by default.
pub(super) fn file(facts: &TrainingFacts) -> String {
    match facts.reads() {
        ScriptInput::TheFile => facts.recipe.data.name.clone(),
        ScriptInput::TheCleanedTable => CLEANED.into(),
    }
}

/// Writes the hash of the file. It is `None` for the cleaned table, which another version of Grove may write otherwise.
pub(super) fn sha256(facts: &TrainingFacts) -> String {
    match facts.reads() {
        ScriptInput::TheFile => quoted(&facts.recipe.data.sha256),
        ScriptInput::TheCleanedTable => "None".into(),
    }
}

/// Writes the texts that count as missing.
pub(super) fn missing_values(facts: &TrainingFacts) -> String {
    let listed = &facts.recipe.load.missing_values;
    let listed = listed.iter().map(String::as_str);
    match facts.reads() {
        ScriptInput::TheFile => quoted_list([""].into_iter().chain(listed)),
        ScriptInput::TheCleanedTable => quoted_list([""]),
    }
}

/// Describes the differences from Grove, a line each.
fn remarks(facts: &TrainingFacts) -> String {
    let train = &facts.recipe.train;
    let mut remarks = Vec::new();
    if facts.reads() == ScriptInput::TheCleanedTable {
        remarks.push(
            "It reads the table after cleaning, which Grove writes (the download “cleaned”, or `grove prepare`), since the \
             file\nitself has to be read or cleaned in ways that are Grove's own.",
        );
    }
    if facts.recipe.clean.missing_target == MissingTarget::DropRows
        && facts.rows.len() < facts.data.rows as usize
    {
        remarks.push("Rows without a target are left out.");
    }
    if train
        .tree()
        .is_some_and(|tree| !tree.monotonic_cst.is_empty())
    {
        remarks.push("Monotonic constraints (monotonic_cst) are left out.");
    }
    remarks.extend(boosting::remarks(facts));
    remarks
        .iter()
        .map(|remark| format!("\n{remark}\n"))
        .collect()
}

/// Writes the arguments of `pandas.read_csv` for the file.
fn reading(facts: &TrainingFacts) -> String {
    if facts.reads() == ScriptInput::TheCleanedTable {
        return "skiprows=1".into();
    }
    let layout: &Layout = &facts.data.layout;
    let encoding = match layout.encoding {
        TextEncoding::Utf8 => "utf-8-sig",
        TextEncoding::Utf16Le => "utf-16-le",
        TextEncoding::Utf16Be => "utf-16-be",
        TextEncoding::Windows1252 => "windows-1252",
    };
    let separator = match layout.delimiter {
        Delimiter::Space => quoted("\\s+"),
        delimiter => quoted(&char::from(delimiter.byte()).to_string()),
    };
    let mut reading = format!(
        "skiprows={}, sep={separator}, encoding=\"{encoding}\"",
        layout.skip_rows + layout.header_rows
    );
    match layout.quote {
        Quote::Double => {}
        Quote::Single => reading.push_str(", quotechar=\"'\""),
        Quote::None => reading.push_str(", quoting=3"),
    }
    match layout.comment {
        Comment::None => {}
        Comment::Hash => reading.push_str(", comment=\"#\""),
        Comment::Percent => reading.push_str(", comment=\"%\""),
    }
    reading
}
