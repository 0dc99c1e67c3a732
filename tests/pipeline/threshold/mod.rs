//! Decision thresholds: which is chosen on which rows, and who follows it.

mod choice;
mod everywhere;
mod runs;

use grove_engine::RunOutcome;
use grove_protocol::report::DecisionReport;
use grove_recipe::{Recipe, ThresholdBy};

/// Two classes that a column tells apart most of the time: a quarter is `yes`.
pub fn table(rows: u32) -> String {
    let mut csv = String::from("size,noise,colour,kind\n");
    for row in 0..rows {
        let yes = row % 4 == 0;
        let size = row * 7 % 20 + if yes { 8 } else { 0 };
        let colour = ["red", "green", "blue"][row as usize * 5 % 7 % 3];
        let kind = if yes { "yes" } else { "no" };
        csv.push_str(&format!("{size},{},{colour},{kind}\n", row * 13 % 17));
    }
    csv
}

/// The same with a third class.
pub fn three(rows: u32) -> String {
    let mut csv = String::from("size,noise,kind\n");
    for row in 0..rows {
        let class = row % 3;
        let size = row * 7 % 20 + class * 6;
        let kind = ["ant", "bee", "cat"][class as usize];
        csv.push_str(&format!("{size},{},{kind}\n", row * 13 % 17));
    }
    csv
}

pub fn by(recipe: &mut Recipe, by: ThresholdBy) {
    recipe.target = "kind".into();
    recipe.evaluate.threshold_by = by;
}

pub fn decision(outcome: &RunOutcome) -> &DecisionReport {
    outcome.evaluation.decision.as_ref().expect("a decision")
}
