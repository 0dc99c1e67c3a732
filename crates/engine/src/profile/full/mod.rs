//! Computes the full profile of a table in slices, so that the caller can stop in between.
//!
//! Statistics of a column are exact, over all rows; pairs of columns and leaks are examined in a sample of the rows.

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
mod remedies;
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

/// How many rows or keys are processed at a time: some milliseconds.
const SLICE: usize = 32_768;

/// The inputs of a profile.
struct ProfileJob {
    name: TableName,
    table: Table,
    target: Option<(usize, Task)>,
    /// The positions of columns in the order of processing: the target first.
    order: Vec<usize>,
}

/// What the columns share while they are read.
struct SharedFacts {
    /// The positions of the rows in the sample.
    sample: Vec<u32>,
    /// The hash of each row over the columns read so far.
    hashes: Vec<u64>,
    groups: TargetGroups,
}

impl SharedFacts {
    /// Adds a row's value in the next column.
    fn add(&mut self, row: usize, value: Option<u64>) {
        let hash = &mut self.hashes[row];
        *hash = joined(*hash, value);
    }

    /// Returns whether a row is the next of the sample, after `taken` of them.
    fn is_sampled(&self, row: usize, taken: usize) -> bool {
        self.sample
            .get(taken)
            .is_some_and(|&next| next as usize == row)
    }
}

impl Pipeline {
    /// Prepares the profile of the cleaned table, or of the opened one if nothing was cleaned yet. Nothing is computed
    /// yet, and later changes of the pipeline do not affect it. `Err` without a file, and for a target that the file
    /// does not have.
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

    /// Reads the columns, scores how well each predicts the target, and compares them in pairs.
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
        // Rows are compared by 64-bit hashes: of a million different rows, two have the same hash once in 30 million
        // tables.
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
                columns[place].alone = outcome.score(values);
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

    /// Returns the column at this position.
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
