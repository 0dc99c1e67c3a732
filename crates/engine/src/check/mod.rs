//! The check stage: tests the expectations of the data before training. Tests all of them, whichever fail.
//!
//! Why: `docs/decisions/0009-expectations-on-the-data.md`.

mod distribution;
mod needs;
mod propose;
mod rules;
pub mod stage;
mod statistics;
mod values;

use grove_protocol::report::{CheckReport, CheckVerdict, Finding, RuleFindings};
use grove_recipe::count::counted;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{Check, Expectation, Recipe, Severity};

use crate::clean::Cleaned;
use crate::evaluate::belief;
use crate::pace::Pace;
use crate::table::Table;

pub use distribution::remember;
pub use propose::propose;
use rules::evaluate_rule;

/// The most failing rows of an expectation in the report; [`failing`] returns the others.
const LISTED_AT_MOST: usize = 100;

/// The result of checking, and the error that ends the run.
pub struct CheckResult {
    /// The findings on what a model needs and on the expectations, and reasons to doubt any score.
    pub report: CheckReport,
    /// `None` if the run may go on.
    pub stop: Option<StageError>,
    /// The expectations that were checked, so that failing rows can be found again.
    pub check: Check,
}

/// Checks the cleaned table against what a model needs and against the expectations of the recipe. Looks for reasons to
/// doubt a score if a model is possible. O(cells · log rows), and a scan of its columns for each expectation.
pub async fn check(cleaned: &Cleaned, recipe: &Recipe, pace: &Pace) -> CheckResult {
    pace.breathe(0, 3).await;
    let (mut expectations, mut stop) = match needs::needs(cleaned, recipe) {
        Ok(findings) => (findings, None),
        Err(error) => (vec![impossible(&error)], Some(error)),
    };
    let mut doubts = Vec::new();
    if stop.is_none() {
        let (asked, found) = belief::of_rows(cleaned, recipe, &pace.part(1..2, 3)).await;
        expectations.extend(asked);
        doubts = found;
    }
    let all = &recipe.check.expectations;
    let (mut found, finding) = (Vec::new(), pace.part(2..3, 3));
    for (expectation, index) in all
        .iter()
        .zip(0..)
        .filter(|(expectation, _)| expectation.on)
    {
        finding.breathe(index, all.len() as u32).await;
        found.push(find(&cleaned.table, expectation, index));
    }
    stop = stop.or_else(|| stopped(&found, recipe));
    expectations.extend(found);
    CheckResult {
        report: CheckReport {
            expectations,
            belief: doubts,
        },
        stop,
        check: recipe.check.clone(),
    }
}

/// Returns the rows that fail an expectation, from the `from`-th on; none if there is no such expectation. Costs as
/// much as checking it.
pub fn failing(table: &Table, check: &Check, expectation: u32, from: u32, count: u32) -> Table {
    let expectation = check.expectations.get(expectation as usize);
    let failing = expectation.map_or(Vec::new(), |e| evaluate_rule(table, &e.rule).failing);
    let shown = failing.into_iter().skip(from as usize).take(count as usize);
    table.take(&shown.collect::<Vec<u32>>())
}

fn impossible(error: &StageError) -> Finding {
    Finding {
        name: "A model can be trained".into(),
        columns: error.column.iter().map(ToString::to_string).collect(),
        verdict: CheckVerdict::Stopped,
        failing: 0,
        of: 0,
        message: format!("{} {}", error.problem, error.advice),
        of_rule: None,
    }
}

fn find(table: &Table, expectation: &Expectation, index: u32) -> Finding {
    let found = evaluate_rule(table, &expectation.rule);
    let verdict = match (found.holds, expectation.severity) {
        (true, _) => CheckVerdict::Passed,
        (false, Severity::Warn) => CheckVerdict::Warned,
        (false, Severity::Stop) => CheckVerdict::Stopped,
    };
    let rows = found.failing.iter().take(LISTED_AT_MOST);
    Finding {
        name: expectation.rule.sentence(),
        columns: match verdict {
            CheckVerdict::Passed => Vec::new(),
            _ => expectation.rule.columns().into_iter().cloned().collect(),
        },
        verdict,
        failing: found.failing.len() as u32,
        of: found.of,
        message: found.message,
        of_rule: Some(RuleFindings {
            expectation: index,
            rows: rows
                .map(|&position| table.rows[position as usize])
                .collect(),
            statistic: found.statistic,
        }),
    }
}

/// Returns the error that ends the run, if an expectation that stops it fails.
fn stopped(found: &[Finding], recipe: &Recipe) -> Option<StageError> {
    let mut stopping = found.iter().filter(|f| f.verdict == CheckVerdict::Stopped);
    let first = stopping.next()?;
    let all = 1 + stopping.count() as u32;
    let number = first.of_rule.as_ref().map_or(0, |of| of.expectation) + 1;
    let fail = counted(
        all,
        "expectation that stops the run fails",
        "expectations that stop the run fail",
    );
    let which = if all == 1 { "It is" } else { "The first is" };
    let problem = format!(
        "{fail}. {which} number {number} of {}: {}. {}",
        recipe.check.expectations.len(),
        first.name,
        first.message
    );
    let advice = "Look at the rows that fail. Then correct the data, change the cleaning or the expectation, or let it only warn.";
    let error = StageError::new(Stage::Check, problem, advice);
    let row = first
        .of_rule
        .as_ref()
        .and_then(|of| of.rows.first().copied());
    Some(StageError {
        column: first.columns.first().map(|name| name.as_str().into()),
        row,
        ..error
    })
}
