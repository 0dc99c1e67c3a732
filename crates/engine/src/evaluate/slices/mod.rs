//! Slices of the test rows in which the model fails.
//!
//! ```text
//! test rows ─┬ one half ── conditions: frequent values, bins, missing cells, nodes of a tree over the errors
//!            └ the other ─ score of each slice beside that of its other rows ─ p-values, corrected for their number
//! ```
//! A slice is not judged by the errors that found it.
//!
//! Why: `docs/decisions/0047-where-it-fails.md`.

mod columns;
mod errors;
mod residuals;
mod rows;
pub mod significance;
pub mod student;
mod tree;

pub use errors::{Judgement, RowErrors};
pub use residuals::residuals_along;
pub use rows::{TestedRows, rows_of_file, rows_of_split, tested};

use std::collections::BTreeSet;

use grove_forest::Stream;
use grove_protocol::report::{Slice, SliceReport};
use grove_recipe::count::{count, counted};

use crate::pace::Pace;
use crate::table::Table;
use columns::{CodedColumn, Condition};
use significance::{Moments, holm};
use tree::{Conditions, divide};

/// The most columns that are looked at.
const COLUMNS_AT_MOST: usize = 200;
/// The fewest rows of a slice, whatever their share.
const FEWEST: u32 = 20;
/// The share of the rows that a slice has at least: one of so many.
const SHARE: u32 = 50;
/// The most slices that are listed.
const LISTED: usize = 20;
/// The chance at which any of the slices that hold is no worse than others.
const LEVEL: f64 = 0.05;

/// Finds where the model fails. The rows of the cleaned table and the errors are in the same order; the column `target` is
/// left out. The same rows and seed give the same bits. O(rows · columns + slices · rows).
pub async fn slices(
    table: &Table,
    target: &str,
    errors: &RowErrors,
    seed: u32,
    pace: &Pace,
) -> SliceReport {
    let [found, judging] = halves(errors, seed);
    let judged_on = judging.len() as u32;
    let smallest = judged_on.div_ceil(SHARE).max(FEWEST);
    let described = table.frame.columns().iter().zip(&table.kinds);
    let described: Vec<_> = described.filter(|(of, _)| of.name() != target).collect();
    let looked_at = described.len().min(COLUMNS_AT_MOST);
    let mut report = SliceReport {
        metric: errors.metric().into(),
        rows: table.height(),
        found_on: found.len() as u32,
        judged_on,
        smallest,
        rows_needed: None,
        columns: looked_at as u32,
        columns_left: (described.len() - looked_at) as u32,
        looked_at: 0,
        sentence: String::new(),
        slices: Vec::new(),
    };
    if report.found_on.min(judged_on) < 2 * smallest {
        let needed = 4 * FEWEST;
        report.rows_needed = Some(needed);
        report.sentence = format!(
            "There are too few rows to judge: {}, and {needed} would do.",
            counted(report.rows, "row", "rows")
        );
        return report;
    }
    let mut columns = Vec::new();
    for (column, kind) in &described[..looked_at] {
        columns.push(CodedColumn::new(column, **kind, &found, smallest));
        pace.breathe(columns.len() as u32, 2 * looked_at as u32)
            .await;
    }
    let search = Search {
        columns,
        errors,
        found,
        judging,
        smallest,
    };
    search.judge(&mut report, pace).await;
    report
}

/// Divides the rows into two halves by chance, with as many wrong rows in each. Rows are in ascending order.
fn halves(errors: &RowErrors, seed: u32) -> [Vec<u32>; 2] {
    let mut stream = Stream::new(u64::from(seed), "slices", 0);
    let rows = || (0..).zip(errors.values());
    let strata: [Vec<u32>; 2] = match errors {
        RowErrors::Wrong(_) => [true, false].map(|wrong| {
            let of = rows().filter(|(_, error)| (**error > 0.0) == wrong);
            of.map(|(row, _)| row).collect()
        }),
        RowErrors::Squared(_) => [rows().map(|(row, _)| row).collect(), Vec::new()],
    };
    let mut halves = [Vec::new(), Vec::new()];
    let mut at = 0;
    for mut rows in strata {
        stream.shuffle(&mut rows);
        for row in rows {
            halves[at % 2].push(row);
            at += 1;
        }
    }
    halves.iter_mut().for_each(|half| half.sort_unstable());
    halves
}

/// What slices are made of.
struct Search<'a> {
    columns: Vec<CodedColumn>,
    errors: &'a RowErrors,
    found: Vec<u32>,
    judging: Vec<u32>,
    smallest: u32,
}

impl Search<'_> {
    async fn judge(&self, report: &mut SliceReport, pace: &Pace) {
        let values = self.errors.values();
        let single = self.columns.iter().enumerate().flat_map(|(column, of)| {
            of.single()
                .map(move |codes| vec![Condition { column, codes }])
        });
        let mut candidates: Vec<Conditions> = single.collect();
        candidates.extend(divide(&self.columns, values, &self.found, self.smallest, pace).await);
        let total = candidates.len() as u32;
        let mut seen = BTreeSet::new();
        let mut judged: Vec<(Conditions, u32, u32, Judgement)> = Vec::new();
        for (conditions, done) in candidates.into_iter().zip(1..) {
            pace.breathe(total + done, 2 * total).await;
            let [inside, outside] = self.sides(&self.found, &conditions);
            if !self.is_large(&inside, &outside) {
                continue;
            }
            let mean =
                |rows: &[u32]| Moments::of(rows.iter().map(|row| values[*row as usize])).mean;
            // What is no worse where it was found is not looked at further, so that fewer p-values are corrected.
            if mean(&inside) <= mean(&outside) {
                continue;
            }
            let [slice, others] = self.sides(&self.judging, &conditions);
            if !self.is_large(&slice, &others) {
                continue;
            }
            // The same rows under another name are the same slice.
            if !seen.insert(self.bits(&[&inside, &slice])) {
                continue;
            }
            let judgement = self.errors.judge(&slice, &others);
            judged.push((
                conditions,
                slice.len() as u32,
                others.len() as u32,
                judgement,
            ));
        }
        report.looked_at = judged.len() as u32;
        let p: Vec<f64> = judged.iter().map(|(.., judgement)| judgement.p).collect();
        let corrected = holm(&p).into_iter().zip(judged);
        let mut worse: Vec<_> = corrected
            .filter(|(_, (.., judgement))| self.errors.worse(judgement))
            .collect();
        worse.sort_by(|(p, (.., a)), (other, (.., b))| {
            let further = |of| self.errors.shortfall(of);
            p.total_cmp(other).then(further(b).total_cmp(&further(a)))
        });
        let holding = worse.iter().filter(|(p, _)| *p <= LEVEL).count() as u32;
        report.sentence = sentence(holding, report.looked_at);
        let slice = |(corrected_p, (conditions, rows, other_rows, of)): (
            f64,
            (Conditions, _, _, Judgement),
        )| Slice {
            description: self.in_words(&conditions),
            rows,
            score: of.score,
            interval: of.interval,
            other_rows,
            other_score: of.others,
            p: of.p,
            corrected_p,
            holds: corrected_p <= LEVEL,
        };
        report.slices = worse.into_iter().take(LISTED).map(slice).collect();
    }

    fn is_large(&self, inside: &[u32], outside: &[u32]) -> bool {
        inside.len().min(outside.len()) >= self.smallest as usize
    }

    /// Returns the rows for which all conditions hold, and the others.
    fn sides(&self, rows: &[u32], conditions: &[Condition]) -> [Vec<u32>; 2] {
        let holds = |row: &u32| {
            let mut conditions = conditions.iter();
            conditions.all(|of| self.columns[of.column].has(*row, of.codes))
        };
        let (inside, outside) = rows.iter().partition(|row| holds(row));
        [inside, outside]
    }

    /// Returns a bit for each row, set for these.
    fn bits(&self, rows: &[&[u32]]) -> Vec<u64> {
        let mut bits = vec![0; self.errors.values().len().div_ceil(64)];
        for row in rows.iter().copied().flatten() {
            bits[*row as usize / 64] |= 1 << (row % 64);
        }
        bits
    }

    fn in_words(&self, conditions: &[Condition]) -> String {
        let words = conditions
            .iter()
            .map(|of| self.columns[of.column].in_words(of.codes));
        words.collect::<Vec<String>>().join(" and ")
    }
}

fn sentence(holding: u32, looked_at: u32) -> String {
    let looked = format!("{} looked at", counted(looked_at, "was", "were"));
    match holding {
        0 => format!("No slice is worse than chance explains; {looked}."),
        1 => format!("One slice is worse than chance explains; {looked}."),
        _ => format!(
            "{} slices are worse than chance explains; {looked}.",
            count(holding)
        ),
    }
}
