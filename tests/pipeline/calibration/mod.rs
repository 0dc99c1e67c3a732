//! Calibrated probabilities and conformal answers: what is fitted on which rows, and who follows it.

mod everywhere;
mod reference;
mod runs;

use grove_engine::RunOutcome;
use grove_protocol::report::{ConformalReport, MappingReport};
use grove_recipe::{CalibrationMethod, ConformalMethod, Recipe};

pub const METHODS: [CalibrationMethod; 2] =
    [CalibrationMethod::Sigmoid, CalibrationMethod::Isotonic];

/// Calibrates, and adds conformal answers at the level 0.8.
pub fn both(recipe: &mut Recipe, method: CalibrationMethod) {
    recipe.target = "kind".into();
    recipe.evaluate.calibration = method;
    conformal(recipe, 0.8);
}

pub fn conformal(recipe: &mut Recipe, level: f64) {
    recipe.evaluate.conformal = ConformalMethod::Split;
    recipe.evaluate.confidence_level = level;
}

pub fn calibrated(outcome: &RunOutcome) -> &MappingReport {
    outcome
        .evaluation
        .calibration
        .as_ref()
        .expect("a calibration")
}

pub fn surrounded(outcome: &RunOutcome) -> &ConformalReport {
    outcome
        .evaluation
        .conformal
        .as_ref()
        .expect("conformal answers")
}

/// A number that a column tells within an error of up to 5.
pub fn numbers(rows: u32) -> String {
    let mut csv = String::from("size,noise,price\n");
    for row in 0..rows {
        let size = row * 37 % 101;
        let off = f64::from(row * 61 % 103) / 10.3 - 5.0;
        csv.push_str(&format!(
            "{size},{},{:.3}\n",
            row * 13 % 17,
            f64::from(size) + off
        ));
    }
    csv
}
