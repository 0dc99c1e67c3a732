//! Which test rows a selection holds.

use grove_protocol::calls::Selection;
use grove_protocol::report::EvaluationOutcome;

use super::RowsBehind;
use crate::profile::{bins, place_in_bins};

impl RowsBehind<'_> {
    /// Returns the places of these rows among the test rows, in the order of the file.
    pub(super) fn selected(&self, of: &Selection, outcome: &EvaluationOutcome) -> Vec<u32> {
        let (is, said) = (self.actual().labels().unwrap_or_default(), &self.labels);
        let is = |row: usize| is.get(row);
        let said = |row: usize| said.get(row);
        let holds: Box<dyn Fn(usize) -> bool + '_> = match *of {
            Selection::All => Box::new(|_| true),
            Selection::Mistakes => Box::new(|row| is(row) != said(row)),
            Selection::Cell { actual, predicted } => {
                Box::new(move |row| is(row) == Some(&actual) && said(row) == Some(&predicted))
            }
            Selection::Actual { class } => Box::new(move |row| is(row) == Some(&class)),
            Selection::Predicted { class } => Box::new(move |row| said(row) == Some(&class)),
            Selection::Residuals { low, high } => {
                let within = within(low, high, outcome);
                Box::new(move |row| self.labels.is_empty() && within(self.sureness(row)))
            }
            Selection::Probability { class, low, high } => Box::new(move |row| {
                let probability = self.probability(row, class);
                probability.is_some_and(|p| low <= p && (p < high || p == 1.0 && high >= 1.0))
            }),
        };
        let rows = &self.predictions.rows;
        let mut places: Vec<u32> = (0..rows.len() as u32)
            .filter(|&place| holds(place as usize))
            .collect();
        places.sort_by_key(|&place| rows[place as usize]);
        places
    }
}

/// Returns whether a residual is from `low` to below `high`. An end of a bin divides residuals as the histogram does.
fn within(low: f64, high: f64, outcome: &EvaluationOutcome) -> impl Fn(f64) -> bool + use<> {
    let (min, max) = match outcome {
        EvaluationOutcome::Numbers {
            residual_min,
            residual_max,
            ..
        } => (*residual_min, *residual_max),
        EvaluationOutcome::Classes { .. } => (f64::NAN, f64::NAN),
    };
    let place = move |value: f64| place_in_bins(value, min, max);
    // Whether a residual is at this end or above it.
    let reaches = move |residual: f64, end: f64| {
        let (at, nearest) = (place(end), place(end).round());
        match (at - nearest).abs() < ROUNDING && (0.0..bins(min, max) as f64).contains(&nearest) {
            true => place(residual) >= nearest,
            false => residual >= end,
        }
    };
    move |residual| {
        reaches(residual, low)
            && low <= high
            && (high >= max || high > low && !reaches(residual, high))
    }
}

/// How far an end of a bin may be from a whole number, in bins.
const ROUNDING: f64 = 1e-9;
