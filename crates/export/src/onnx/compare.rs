//! Checks an exported file: reads its bytes back, and compares its predictions with Grove's.

use grove_engine::pace::{Pace, block_on, pieces};
use grove_engine::predict::fitted::FittedPipeline;
use grove_engine::table::Table;
use grove_models::Predictions;
use grove_protocol::onnx::{OnnxComparison, OnnxInput};
use grove_recipe::error::StageError;

use super::given::given;
use super::metadata::{CLASSES, INPUTS};
use super::outputs::{
    CONFORMAL_HIGH, CONFORMAL_LOW, LABEL, PREDICTION, PREDICTION_SET, PROBABILITIES,
};
use super::read::OnnxReader;
use super::refused;

/// The number of rows that are compared at a time, so that the caller can show progress.
const ROWS: usize = 4096;

/// A file that was read back.
pub struct ReadBack {
    reader: OnnxReader,
    inputs: Vec<OnnxInput>,
    classes: Vec<String>,
    /// The comparison of the rows so far.
    found: OnnxComparison,
}

impl ReadBack {
    /// Reads the file. `Err` if Grove cannot have written it.
    pub fn new(bytes: &[u8]) -> Result<Self, StageError> {
        let reader = OnnxReader::new(bytes).map_err(unreadable)?;
        let told = |key: &str| {
            let text = reader.metadata(key);
            text.ok_or_else(|| unreadable(format!("{key} is not in its metadata")))
        };
        let wrong = |error: serde_json::Error| unreadable(error.to_string());
        Ok(Self {
            inputs: serde_json::from_str(told(INPUTS)?).map_err(wrong)?,
            classes: serde_json::from_str(told(CLASSES)?).map_err(wrong)?,
            found: OnnxComparison::default(),
            reader,
        })
    }

    /// Compares all rows of a table as it was loaded with `predicted`, Grove's predictions. Progress is the number of
    /// rows. O(rows × size of the model).
    pub async fn compare(
        mut self,
        fitted: &FittedPipeline,
        rows: &Table,
        predicted: &Predictions,
        pace: &Pace,
    ) -> Result<OnnxComparison, StageError> {
        let total = rows.height();
        pace.breathe(0, total).await;
        for (from, to) in pieces(total as usize, ROWS) {
            self.compare_rows(fitted, rows, predicted, (from as u32, to as u32))?;
            pace.breathe(to as u32, total).await;
        }
        Ok(self.found)
    }

    /// Compares a range of rows.
    fn compare_rows(
        &mut self,
        fitted: &FittedPipeline,
        rows: &Table,
        predicted: &Predictions,
        (start, end): (u32, u32),
    ) -> Result<(), StageError> {
        let positions: Vec<u32> = (start..end).collect();
        let given = given(fitted, &self.inputs, &rows.take(&positions))?;
        let given: Vec<_> = given
            .iter()
            .map(|(name, data)| (name.as_str(), data.clone()))
            .collect();
        let outputs = self.reader.run(&given).map_err(unreadable)?;
        let output = |name: &str| {
            let output = outputs.get(name);
            output.ok_or_else(|| unreadable(format!("it has no output {name}")))
        };
        let expected = predicted.take(&positions);
        match &expected {
            Predictions::Values(values) => {
                let found = output(PREDICTION)?.numbers().map_err(unreadable)?;
                if found.len() != values.len() {
                    return Err(unreadable(too_few()));
                }
                let share = |(a, b): (&f64, &f64)| match a == b {
                    true => 0.0,
                    false => (a - b).abs() / a.abs().max(b.abs()),
                };
                self.differ(found.iter().zip(values).map(share));
                if let Some(conformal) = &fitted.conformal {
                    let ends = || values.iter().map(|value| conformal.interval(*value));
                    let low: Vec<f64> = ends().map(|ends| ends.0).collect();
                    let high: Vec<f64> = ends().map(|ends| ends.1).collect();
                    for (name, ends) in [(CONFORMAL_LOW, low), (CONFORMAL_HIGH, high)] {
                        let found = output(name)?.numbers().map_err(unreadable)?;
                        self.differ(found.iter().zip(&ends).map(share));
                    }
                }
            }
            Predictions::Probabilities { values, .. } => {
                let classes = self.classes.len().max(1);
                let columns: Vec<&str> = self.reader.outputs().skip(1).collect();
                let found = |place: usize| match outputs.get(PROBABILITIES) {
                    Some(table) => table.numbers()?.get(place).copied().ok_or_else(too_few),
                    None => {
                        let name = columns.get(place % classes).ok_or_else(too_few)?;
                        let column = outputs.get(*name).ok_or_else(too_few)?.numbers()?;
                        column.get(place / classes).copied().ok_or_else(too_few)
                    }
                };
                let found: Result<Vec<f64>, String> = (0..values.len()).map(found).collect();
                let found = found.map_err(unreadable)?;
                self.differ(found.iter().zip(values).map(|(a, b)| (a - b).abs()));
                let labels = output(LABEL)?.texts().map_err(unreadable)?;
                if labels.len() as u32 != end - start {
                    return Err(unreadable(too_few()));
                }
                let other = |(found, expected): (&String, &u32)| {
                    self.classes.get(*expected as usize) != Some(found)
                };
                let expected = expected.labels();
                let mismatches = labels.iter().zip(&expected).filter(|pair| other(*pair));
                self.found.label_mismatches += mismatches.count() as u32;
                if let Some(conformal) = &fitted.conformal {
                    let found = output(PREDICTION_SET)?.truths().map_err(unreadable)?;
                    let other =
                        |(found, value): &(&bool, &f64)| **found != conformal.contains(**value);
                    let mismatches = found.iter().zip(values).filter(other);
                    self.found.label_mismatches += mismatches.count() as u32;
                }
            }
        }
        self.found.rows = end;
        Ok(())
    }

    fn differ(&mut self, differences: impl Iterator<Item = f64>) {
        // A difference of NaN is the largest.
        let largest =
            differences.fold(
                self.found.largest_difference,
                |most, difference| match difference.is_nan() {
                    true => f64::INFINITY,
                    false => most.max(difference),
                },
            );
        self.found.largest_difference = largest;
    }
}

/// Returns the rows of a table with these numbers in the file.
pub fn numbered(table: &Table, rows: &[u32]) -> Table {
    let place = |row: &u32| table.rows.binary_search(row).ok();
    let places: Vec<u32> = rows
        .iter()
        .filter_map(place)
        .map(|place| place as u32)
        .collect();
    table.take(&places)
}

/// Compares all rows of a table as it was loaded, without pauses.
pub fn compare(
    fitted: &FittedPipeline,
    bytes: &[u8],
    rows: &Table,
    predicted: &Predictions,
) -> Result<OnnxComparison, StageError> {
    let comparing = ReadBack::new(bytes)?;
    block_on(comparing.compare(fitted, rows, predicted, &Pace::default()))
}

fn too_few() -> String {
    "it gives too few values".into()
}

fn unreadable(problem: String) -> StageError {
    let advice = "Export the model in another format, and report the recipe to us.";
    refused(
        format!("The exported file cannot be read back: {problem}."),
        advice,
    )
}
