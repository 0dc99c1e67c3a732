//! The table of predictions, as shown on the page and written to CSV.

use grove_models::{Conformal, Predictions};
use grove_protocol::TableRow;
use grove_protocol::tracking::{ActualTargets, PredictedTargets, TestPredictions};
use grove_recipe::cut::{CELL, CELL_IN_FULL, cut};
use grove_recipe::number::{fixed, significant};

use crate::table::target::TargetValues;

/// Rounds a probability to three decimals, and a value to three significant digits.
pub(crate) fn rounded(number: f64, is_probability: bool) -> String {
    match is_probability {
        true => fixed(number, 3),
        false => significant(number, 3),
    }
}

/// Predictions for some rows of a file.
pub struct PredictionTable {
    /// The data row in the file, counted from 1 below the header.
    pub rows: Vec<u32>,
    /// The target, if it is known.
    pub actual: Option<TargetValues>,
    /// Class probabilities, rows × classes, or values in the target's units.
    pub predicted: Predictions,
    /// The prediction interval of each row, if the model has intervals.
    pub intervals: Option<Vec<(f64, f64)>>,
    /// The interval or set around each answer, if there is one.
    pub conformal: Option<Conformal>,
    /// Class names; empty for a regression.
    pub classes: Vec<String>,
}

impl PredictionTable {
    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        let a_row = 12 + 8 * self.classes.len().max(1) + self.intervals.as_ref().map_or(0, |_| 16);
        (self.rows.len() * a_row) as u64
    }

    /// Returns the names of the columns: `row`, `actual` if it is known, `prediction`, for classes `probability_CLASS`
    /// each, the 5 % and 95 % quantiles if the model has intervals, and `conformal_low` and `conformal_high`, or
    /// `prediction_set`, if there are conformal answers.
    pub fn header(&self) -> Vec<String> {
        let mut header = vec![String::from("row")];
        header.extend(self.actual.is_some().then(|| "actual".into()));
        header.push("prediction".into());
        header.extend(
            self.classes
                .iter()
                .map(|class| format!("probability_{class}")),
        );
        if self.intervals.is_some() {
            header.extend(["prediction_p05", "prediction_p95"].map(String::from));
        }
        if self.conformal.is_some() {
            let names = match self.classes.is_empty() {
                true => &["conformal_low", "conformal_high"][..],
                false => &["prediction_set"],
            };
            header.extend(names.iter().map(ToString::to_string));
        }
        header
    }

    /// Returns every row's texts, in the header's order. Numbers are in their shortest exact form.
    pub fn records(&self) -> impl Iterator<Item = Vec<String>> + '_ {
        let labels = self.predicted.labels();
        (0..self.rows.len()).map(move |place| self.record(place, &labels))
    }

    /// Returns the texts of the row at this place, likewise. `labels` are those of [`Predictions::labels`].
    pub fn record(&self, place: usize, labels: &[u32]) -> Vec<String> {
        let mut record = vec![self.rows[place].to_string()];
        record.extend(self.actual.as_ref().map(|actual| actual.text(place as u32)));
        record.extend(self.predicted_texts(place, labels));
        if let Some(intervals) = &self.intervals {
            let (low, high) = intervals[place];
            record.extend([low.to_string(), high.to_string()]);
        }
        record.extend(self.conformal_texts(place));
        record
    }

    /// Returns the rows `from..from + count` for the page, with probabilities and values rounded to three digits.
    pub fn page(&self, from: u32, count: u32) -> Vec<TableRow> {
        let rows = self.rows.iter().skip(from as usize);
        let records = self.records().skip(from as usize).take(count as usize);
        let first_number =
            2 + usize::from(self.actual.is_some()) - usize::from(self.classes.is_empty());
        // A set of one class may read like a number.
        let set =
            (self.conformal.is_some() && !self.classes.is_empty()).then(|| self.header().len() - 1);
        let shown = |(place, text): (usize, &String)| match text.parse::<f64>() {
            Ok(number) if place >= first_number && Some(place) != set && number.is_finite() => {
                rounded(number, !self.classes.is_empty())
            }
            _ => cut(text, CELL).into_owned(),
        };
        records
            .zip(rows)
            .map(|(record, &row)| TableRow {
                row,
                cells: (record.iter().enumerate().skip(1))
                    .map(|cell| Some(shown(cell)))
                    .collect(),
            })
            .collect()
    }

    /// Returns a cell for the page, with more of its text than a table shows.
    pub fn cell(&self, row: u32, column: u32) -> Option<String> {
        let record = self.records().nth(row as usize)?;
        let text = record.get(column as usize + 1)?;
        Some(cut(text, CELL_IN_FULL).into_owned())
    }

    /// Returns how many rows were predicted as each class; empty for a regression.
    pub fn counts(&self) -> Vec<(String, u32)> {
        let mut counts: Vec<(String, u32)> = self
            .classes
            .iter()
            .map(|class| (class.clone(), 0))
            .collect();
        for label in self.predicted.labels() {
            counts[label as usize].1 += 1;
        }
        counts
    }

    /// Returns what is stored of it, for comparisons and charts. The target must be known, as for test rows.
    pub fn predicted(&self) -> TestPredictions {
        TestPredictions {
            rows: self.rows.clone(),
            actual: match self.actual.as_ref().expect("test rows have a target") {
                TargetValues::Classes { labels, classes } => ActualTargets::Classes {
                    labels: labels.clone(),
                    classes: classes.clone(),
                },
                TargetValues::Values(values) => ActualTargets::Values(values.clone()),
            },
            predicted: match &self.predicted {
                Predictions::Probabilities { values, .. } => PredictedTargets::Classes {
                    labels: self.predicted.labels(),
                    probabilities: values.clone(),
                },
                Predictions::Values(values) => PredictedTargets::Values(values.clone()),
            },
        }
    }

    /// Returns the classes of a row's conformal set, in their order; `None` without one.
    pub fn set(&self, row: usize) -> Option<Vec<String>> {
        let (Some(conformal), Predictions::Probabilities { values, .. }) =
            (self.conformal, &self.predicted)
        else {
            return None;
        };
        let k = self.classes.len();
        let named = self.classes.iter().zip(&values[row * k..(row + 1) * k]);
        let inside = named.filter(|(_, probability)| conformal.contains(**probability));
        Some(inside.map(|(class, _)| class.clone()).collect())
    }

    /// Writes the ends of a row's conformal interval, or its set with `|` between the classes.
    fn conformal_texts(&self, row: usize) -> Vec<String> {
        match (&self.predicted, self.conformal) {
            (Predictions::Values(values), Some(conformal)) => {
                let (low, high) = conformal.interval(values[row]);
                vec![low.to_string(), high.to_string()]
            }
            _ => self.set(row).map(|set| set.join("|")).into_iter().collect(),
        }
    }

    fn predicted_texts(&self, row: usize, labels: &[u32]) -> Vec<String> {
        match &self.predicted {
            Predictions::Values(values) => vec![values[row].to_string()],
            Predictions::Probabilities {
                n_classes, values, ..
            } => {
                let k = *n_classes as usize;
                let mut texts = vec![self.classes[labels[row] as usize].clone()];
                texts.extend(values[row * k..(row + 1) * k].iter().map(f64::to_string));
                texts
            }
        }
    }
}
