//! Computes the full profile of a table in slices, so that the caller can stop in between.
//!
//! What is told of a column is exact, over all rows; pairs of columns and leaks are looked at in a sample of them.

mod associations;
pub mod cells;
mod column;
pub mod copy;
mod dictionary;
mod drawing;
pub mod hashes;
pub mod leaks;
mod numbers;
mod pairs;
pub mod sample;
mod scale;
mod sort;
mod top;
pub mod warnings;

use grove_protocol::TableName;
use grove_protocol::profile::{ProfileReport, ProfileRequest};
use grove_recipe::Task;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::pace::{Pace, Work};
use crate::run::{Pipeline, no_file};
use crate::table::Table;
use cells::ProfiledCells;
use column::ColumnProfiler;
use drawing::TargetGroups;
use hashes::joined;
use leaks::SampledTarget;
use sort::sorted;

/// Rows that are looked at, or keys that are sorted, at a time: some milliseconds.
const SLICE: usize = 32_768;

/// What is to be profiled.
struct ProfileJob {
    name: TableName,
    table: Table,
    target: Option<(usize, Task)>,
    /// Positions of columns, in the order that they are looked at: the target first.
    order: Vec<usize>,
}

/// What the columns share while they are read.
struct SharedFacts {
    /// Positions of the rows in the sample.
    sample: Vec<u32>,
    /// Of each row, over the columns read so far.
    hashes: Vec<u64>,
    groups: TargetGroups,
}

impl SharedFacts {
    /// Takes down a row's value in the next column.
    fn tell(&mut self, row: usize, value: Option<u64>) {
        let hash = &mut self.hashes[row];
        *hash = joined(*hash, value);
    }

    /// Whether a row is the next of the sample, when so many have been taken.
    fn is_sampled(&self, row: usize, taken: usize) -> bool {
        self.sample
            .get(taken)
            .is_some_and(|&next| next as usize == row)
    }
}

impl Pipeline {
    /// Profiles the cleaned table, or the opened one where nothing was cleaned yet. Nothing is computed yet, and what the
    /// pipeline does meanwhile changes nothing in it. An error without a file, and of a target that it does not have.
    pub fn profile(&self, request: &ProfileRequest) -> Result<Work<ProfileReport>, StageError> {
        let tables = [TableName::Cleaned, TableName::Raw].into_iter();
        let mut tables = tables.filter_map(|name| Some((name, self.table(name)?)));
        let (name, table) = tables.next().ok_or_else(no_file)?;
        let profiling = ProfileJob::begin(name, table, request)?;
        Ok(Work::new(|pace| profiling.report(pace)))
    }
}

impl ProfileJob {
    fn begin(name: TableName, table: &Table, request: &ProfileRequest) -> Result<Self, StageError> {
        let width = table.frame.width();
        let target = request.target.as_ref().map(|(target, task)| {
            let place = table.frame.position(target);
            place.map(|place| (place, *task)).ok_or_else(|| {
                let problem = format!("The data has no column {target}, which is the target.");
                StageError::new(Stage::Load, problem, "Choose another target.").in_column(target)
            })
        });
        let target = target.transpose()?;
        let first = target.map(|(place, _)| place);
        let others = (0..width).filter(|place| Some(*place) != first);
        Ok(Self {
            name,
            order: first.into_iter().chain(others).collect(),
            target,
            table: table.clone(),
        })
    }

    /// Reads the columns, judges what each tells of the target, and compares them in pairs.
    async fn report(self, pace: Pace) -> ProfileReport {
        // Reading takes most of the time.
        const READING: u32 = 8;
        let width = self.order.len() as u32;
        let total = width * (READING + 2);
        let task = self.target.map(|(_, task)| task);

        let mut known = SharedFacts {
            sample: sample::positions(self.table.height(), self.table.width()),
            hashes: vec![0; self.table.height() as usize],
            groups: TargetGroups::default(),
        };
        let mut columns = Vec::with_capacity(self.order.len());
        let mut sampled = Vec::with_capacity(self.order.len());
        for (&place, done) in self.order.iter().zip(0..) {
            pace.breathe(done * READING, total).await;
            let (profile, values) = self.column(place).profile(&mut known, &pace).await;
            columns.push(profile);
            sampled.push(values);
        }
        pace.breathe(width * READING, total).await;
        let hashes = sorted(known.hashes, &pace).await;
        // Rows are told apart by 64 bits: of a million different rows, two seem equal once in 30 million tables.
        let repeats = hashes.windows(2).filter(|pair| pair[0] == pair[1]);
        let duplicates = repeats.count() as u32;
        drop(hashes);
        let first = sampled.first();
        if let Some(outcome) = first
            .zip(task)
            .and_then(|(first, task)| SampledTarget::new(first, task))
        {
            for (place, values) in sampled.iter().enumerate().skip(1) {
                pace.breathe(width * READING + place as u32, total).await;
                columns[place].alone = outcome.told_by(values);
            }
        }
        let rows = known.sample.len();
        let comparing = pace.part(width * (READING + 1)..total, total);
        let associations =
            pairs::compare(&columns, sampled, &self.order, rows, task, &comparing).await;
        pace.breathe(total, total).await;

        let mut columns: Vec<_> = self.order.into_iter().zip(columns).collect();
        columns.sort_unstable_by_key(|(place, _)| *place);
        let mut report = ProfileReport {
            table: self.name,
            rows: self.table.height(),
            duplicates,
            groups: known.groups.names,
            columns: columns.into_iter().map(|(_, column)| column).collect(),
            associations,
            warnings: Vec::new(),
        };
        report.warnings = warnings::warnings(&report, self.target);
        report
    }

    /// The column at this position.
    fn column(&self, place: usize) -> ColumnProfiler {
        let column = &self.table.frame.columns()[place];
        ColumnProfiler {
            name: column.name().to_owned(),
            kind: self.table.kinds[place],
            cells: ProfiledCells::new(column),
            rows: self.table.height() as usize,
            is_class: self.target == Some((place, Task::Classification)),
        }
    }
}
