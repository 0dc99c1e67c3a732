//! Writes each stage's output as files: tables and lists that other tools read, and state for Grove.
//!
//! | stage | files |
//! |---|---|
//! | load, clean | `table.parquet`, `state.bin` |
//! | split | `split.csv`, `state.bin` |
//! | featurize | `train.parquet`, `validation.parquet`, `test.parquet`, `state.bin` |
//! | train | `state.bin` |
//! | evaluate | `metrics.json`, `scores.json`, `predictions.csv`, `importances.csv`, `confusion.csv`, `roc.csv`, `model.grove` |
//!
//! and of each its `report.json`. The same output gives the same bytes, on any machine.
//!
//! Why: `docs/decisions/0030-native-stages-as-files.md`.

mod part;
mod read;

use serde::Serialize;

use grove_engine::split::SplitParts;
use grove_engine::table::Table;
use grove_engine::{EncodedRows, Pipeline, RunOutcome, StageOutput};
use grove_protocol::report::{Detail, StageReport};
use grove_recipe::Recipe;
use grove_recipe::stage::{KEPT_FORMAT, Stage};

use super::bundle::BundleEntry;
use super::{metrics, model, plots, predictions};

pub use read::{StageFiles, needs, put_back};

/// The file that holds a stage's report as JSON.
pub const REPORT: &str = "report.json";
const STATE: &str = "state.bin";
/// How a state begins. The format follows (u32, little-endian), then the values (postcard).
const STATE_HEAD: &[u8] = b"GROVE-STATE\n";
const TABLE: &str = "table.parquet";
const SPLIT: &str = "split.csv";

/// The files of a stage that has just finished with this report; `None` where its result is not there. O(bytes).
pub fn write(
    pipeline: &Pipeline,
    recipe: &Recipe,
    report: &StageReport,
) -> Option<Vec<BundleEntry>> {
    let mut files = match report.stage {
        Stage::Load => {
            let loaded = pipeline.loaded()?;
            vec![table(&loaded.table), state(loaded)]
        }
        stage => match pipeline.made(recipe, stage)? {
            StageOutput::Cleaned(cleaned) => vec![table(&cleaned.table), state(&**cleaned)],
            StageOutput::Checked(_) => Vec::new(),
            StageOutput::Parts(parts) => {
                let (table, _) = rows(pipeline, recipe)?;
                vec![split(table, parts), state(&**parts)]
            }
            StageOutput::Encoded(encoded) => {
                let (table, parts) = rows(pipeline, recipe)?;
                features(encoded, table, parts)
            }
            StageOutput::Trained(trained) => vec![state(&(&*trained.model, &trained.importances))],
            StageOutput::Judged(outcome) => judged(outcome),
        },
    };
    files.push((REPORT.into(), json(&of_any_machine(report))));
    Some(files)
}

/// The cleaned table and its parts.
fn rows<'p>(pipeline: &'p Pipeline, recipe: &Recipe) -> Option<(&'p Table, &'p SplitParts)> {
    let made = |stage| pipeline.made(recipe, stage);
    match (made(Stage::Clean)?, made(Stage::Split)?) {
        (StageOutput::Cleaned(cleaned), StageOutput::Parts(parts)) => Some((&cleaned.table, parts)),
        _ => None,
    }
}

fn table(table: &Table) -> BundleEntry {
    (TABLE.into(), table.to_parquet())
}

fn state(state: &impl Serialize) -> BundleEntry {
    let mut bytes = STATE_HEAD.to_vec();
    bytes.extend(KEPT_FORMAT.to_le_bytes());
    let state = postcard::to_extend(state, bytes);
    (STATE.into(), state.expect("every length in it is known"))
}

fn json(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("values and texts alone");
    bytes.push(b'\n');
    bytes
}

/// How many trees grew at a time tells of the machine, not of the forest.
fn of_any_machine(report: &StageReport) -> StageReport {
    let mut report = report.clone();
    if let Detail::Train(train) = &mut report.detail {
        train.workers = 1;
    }
    report
}

/// Each row of the cleaned table by its number in the file, and its part.
fn split(table: &Table, parts: &SplitParts) -> BundleEntry {
    let mut of_rows = vec!["aside"; table.rows.len()];
    for (positions, name) in [
        (&parts.train, "train"),
        (&parts.validation, "validation"),
        (&parts.test, "test"),
    ] {
        positions
            .iter()
            .for_each(|&position| of_rows[position as usize] = name);
    }
    let mut text = String::from("row,part\n");
    for (row, part) in table.rows.iter().zip(of_rows) {
        text.push_str(&format!("{row},{part}\n"));
    }
    (SPLIT.into(), text.into_bytes())
}

fn features(encoded: &EncodedRows, table: &Table, parts: &SplitParts) -> Vec<BundleEntry> {
    let part = |name: &str, part, positions: &[u32]| {
        let rows = positions.iter().map(|&p| table.rows[p as usize]).collect();
        let bytes = part::write(part, &encoded.featurizer.features(), rows);
        (part_name(name), bytes)
    };
    let mut files = vec![part("train", &encoded.train, &parts.train)];
    if let Some(validation) = &encoded.validation {
        files.push(part("validation", validation, &parts.validation));
    }
    files.push(part("test", &encoded.test, &parts.test));
    let classes = part::classes(&encoded.train);
    let validated = encoded.validation.is_some();
    files.push(state(&(&encoded.featurizer, classes, validated)));
    files
}

fn part_name(part: &str) -> String {
    format!("{part}.parquet")
}

fn judged(outcome: &RunOutcome) -> Vec<BundleEntry> {
    let (evaluation, fitted) = (&outcome.evaluation, &outcome.fitted);
    let mut files = vec![
        ("model.grove", model::write(fitted)),
        ("metrics.json", metrics::write(evaluation, &fitted.recipe)),
        ("scores.json", plots::scores(evaluation)),
        ("predictions.csv", predictions::write(&outcome.predictions)),
        ("importances.csv", plots::importances(evaluation)),
    ];
    let confusion = plots::confusion(&outcome.predictions);
    files.extend(confusion.map(|confusion| ("confusion.csv", confusion)));
    files.extend(plots::roc(&outcome.predictions).map(|roc| ("roc.csv", roc)));
    let files = files.into_iter();
    files.map(|(name, bytes)| (name.into(), bytes)).collect()
}
