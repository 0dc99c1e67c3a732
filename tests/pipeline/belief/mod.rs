//! What speaks against believing a score: found where it is, with its figures, and not where it is not.

mod leaks;
mod rows;
mod scores;

use std::collections::HashSet;

use grove_engine::Pipeline;
use grove_engine::split::SplitParts;
use grove_forest::Stream;
use grove_protocol::report::{Detail, Doubt, StageReport};
use grove_recipe::stage::Stage;
use grove_recipe::{Question, Recipe, Task};

use crate::tools::{detail, run, target};

/// Random, from 0 to 1.
pub fn noise(number: u32) -> f64 {
    Stream::new(5, "belief", number.into()).unit()
}

/// A table of so many rows, each made of its number.
pub fn table(header: &str, rows: u32, row: impl Fn(u32) -> String) -> String {
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!("{header}\n{}\n", rows.join("\n"))
}

pub fn belief(reports: &[StageReport]) -> Vec<Doubt> {
    match detail(reports, Stage::Evaluate) {
        Detail::Evaluate(evaluation) => evaluation.belief.clone(),
        _ => panic!("evaluate tells of scores"),
    }
}

/// The doubts about a table with its target last.
pub fn doubts(csv: &str, task: Task, change: impl FnOnce(&mut Recipe)) -> Vec<Doubt> {
    let header = csv.lines().next().unwrap();
    let name = header.rsplit(',').next().unwrap().to_owned();
    let (_, reports) = run(csv, |recipe| {
        target(&name, task)(recipe);
        change(recipe);
    })
    .unwrap();
    belief(&reports)
}

pub fn asked(doubts: &[Doubt]) -> Vec<(Question, Vec<&str>)> {
    let told = doubts.iter();
    told.map(|d| (d.question, d.columns.iter().map(String::as_str).collect()))
        .collect()
}

pub fn no_change(_: &mut Recipe) {}

/// Test rows with a train row that is equal in so many of the first columns, counted by comparing texts.
pub fn equal_rows(csv: &str, pipeline: &Pipeline, recipe: &Recipe, columns: usize) -> usize {
    let parts = pipeline
        .made::<SplitParts>(recipe)
        .expect("the rows were split");
    let rows: Vec<Vec<&str>> = csv
        .lines()
        .skip(1)
        .map(|line| line.split(',').take(columns).collect())
        .collect();
    let train: HashSet<&Vec<&str>> = parts.train.iter().map(|&row| &rows[row as usize]).collect();
    parts
        .test
        .iter()
        .filter(|&&row| train.contains(&rows[row as usize]))
        .count()
}

/// Those that answer a question.
pub fn about(doubts: Vec<Doubt>, question: Question) -> Vec<Doubt> {
    let doubts = doubts.into_iter();
    doubts.filter(|doubt| doubt.question == question).collect()
}
