//! Profiling: the full profile of a table, a slice after the other, so that whoever asks can stop.
//!
//! What is told of a column is exact, over all rows; pairs of columns and leaks are looked at in a sample of them.

mod associations;
pub(super) mod cells;
mod column;
pub(super) mod copy;
mod dictionary;
mod drawing;
pub(super) mod leaks;
mod numbers;
mod pairs;
pub(super) mod sample;
mod scale;
mod sort;
mod top;
pub(super) mod warnings;

use grove_protocol::Table as TableName;
use grove_protocol::profile::{Associations, ColumnProfile, ProfileReport, ProfileRequest};
use grove_recipe::Task;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use super::run::{Pipeline, no_file};
use super::table::Table;
use cells::Cells;
use column::Column;
use drawing::Groups;
use leaks::Outcome;
use pairs::Pairing;
use sample::Sampled;
use sort::Sorting;

/// Rows that are looked at, or keys that are sorted, at a time: some milliseconds.
const SLICE: usize = 32_768;

/// A profile in the making.
pub struct Profiling {
    name: TableName,
    table: Table,
    target: Option<(usize, Task)>,
    /// Positions of columns, in the order that they are looked at: the target first.
    order: Vec<usize>,
    known: Known,
    /// In that order, as far as they are known.
    columns: Vec<ColumnProfile>,
    sampled: Vec<Sampled>,
    duplicates: u32,
    phase: Phase,
}

enum Phase {
    /// The column under way, once it has begun.
    Columns(Option<Box<Column>>),
    Rows(Sorting),
    /// The outcome that columns are to tell, and the column that is next.
    Leaks(Option<Outcome>, usize),
    Pairs(Box<Pairing>),
    Done(Associations),
}

/// What the columns share while they are read.
struct Known {
    /// Positions of the rows in the sample.
    sample: Vec<u32>,
    /// Of each row, over the columns read so far.
    hashes: Vec<u64>,
    groups: Groups,
}

impl Known {
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

/// The hash of a row with its value in one more column.
pub(super) fn joined(hash: u64, value: Option<u64>) -> u64 {
    const NOTHING: u64 = 0x9e37_79b9_7f4a_7c15;
    match value {
        Some(value) => mix(hash ^ mix(value)),
        None => mix(hash.wrapping_add(NOTHING)),
    }
}

/// SplitMix64's finisher, by Sebastiano Vigna: each bit of the result depends on every bit of the value.
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

impl Profiling {
    /// Begins a profile of the cleaned table, or of the opened one where nothing was cleaned yet. Nothing is computed
    /// yet.
    pub fn of(pipeline: &Pipeline, request: &ProfileRequest) -> Result<Self, StageError> {
        let tables = [TableName::Cleaned, TableName::Raw].into_iter();
        let mut tables = tables.filter_map(|name| Some((name, pipeline.table(name)?)));
        let (name, table) = tables.next().ok_or_else(no_file)?;
        Self::begin(name, table, request)
    }

    fn begin(name: TableName, table: &Table, request: &ProfileRequest) -> Result<Self, StageError> {
        let width = table.frame.width();
        let names = table.frame.get_column_names();
        let target = request.target.as_ref().map(|(target, task)| {
            let place = names.iter().position(|name| name.as_str() == target);
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
            known: Known {
                sample: sample::positions(table.height(), table.width()),
                hashes: vec![0; table.height() as usize],
                groups: Groups::default(),
            },
            columns: Vec::with_capacity(width),
            sampled: Vec::with_capacity(width),
            duplicates: 0,
            phase: Phase::Columns(None),
            table: table.clone(),
        })
    }

    /// How much there is to do, and how much of that is done: columns to read, to judge, and to pair.
    pub fn progress(&self) -> (u32, u32) {
        let columns = self.order.len() as u32;
        // Reading takes most of the time.
        const READING: u32 = 8;
        let total = columns * (READING + 1) + columns;
        let done = match &self.phase {
            Phase::Columns(_) => self.columns.len() as u32 * READING,
            Phase::Rows(_) => columns * READING,
            Phase::Leaks(_, next) => columns * READING + *next as u32,
            Phase::Pairs(pairing) => {
                columns * (READING + 1) + (f64::from(columns) * pairing.share()) as u32
            }
            Phase::Done(_) => total,
        };
        (done, total)
    }

    /// Goes on for a slice; `false` where there is nothing left to do.
    pub fn advance(&mut self) -> bool {
        match &mut self.phase {
            Phase::Columns(Some(column)) => {
                if !column.advance(&mut self.known) {
                    let Phase::Columns(Some(column)) = self.next(Phase::Columns(None)) else {
                        unreachable!("it is the column at hand");
                    };
                    let (profile, sampled) = column.finish();
                    self.columns.push(profile);
                    self.sampled.push(sampled);
                }
            }
            Phase::Columns(None) => match self.order.get(self.columns.len()) {
                Some(&place) => {
                    let column = self.column(place);
                    self.next(Phase::Columns(Some(Box::new(column))));
                }
                None => {
                    let hashes = std::mem::take(&mut self.known.hashes);
                    self.next(Phase::Rows(Sorting::new(hashes)));
                }
            },
            Phase::Rows(sorting) => {
                if !sorting.advance() {
                    let hashes = sorting.take();
                    // Rows are told apart by 64 bits: of a million different rows, two seem equal once in 30 million
                    // tables.
                    let repeats = hashes.windows(2).filter(|pair| pair[0] == pair[1]).count();
                    self.duplicates = repeats as u32;
                    let outcome = self
                        .target
                        .and_then(|(_, task)| Outcome::new(self.sampled.first()?, task));
                    self.next(Phase::Leaks(outcome, 1));
                }
            }
            Phase::Leaks(Some(outcome), next) if *next < self.sampled.len() => {
                self.columns[*next].alone = outcome.told_by(&self.sampled[*next]);
                *next += 1;
            }
            Phase::Leaks(..) => {
                let sampled = std::mem::take(&mut self.sampled);
                let pairing =
                    Pairing::new(&self.columns, sampled, self.target.map(|(_, task)| task));
                self.next(Phase::Pairs(Box::new(pairing)));
            }
            Phase::Pairs(pairing) => {
                if !pairing.advance() {
                    let rows = self.known.sample.len() as u32;
                    let associations = pairing.finish(&self.order, rows);
                    self.next(Phase::Done(associations));
                }
            }
            Phase::Done(_) => return false,
        }
        true
    }

    /// All that was found. There must be nothing left to do.
    pub fn finish(self) -> ProfileReport {
        let Phase::Done(associations) = self.phase else {
            unreachable!("a profile is finished once it cannot advance");
        };
        let mut columns: Vec<_> = self.order.into_iter().zip(self.columns).collect();
        columns.sort_unstable_by_key(|(place, _)| *place);
        let mut report = ProfileReport {
            table: self.name,
            rows: self.table.height(),
            duplicates: self.duplicates,
            groups: self.known.groups.names,
            columns: columns.into_iter().map(|(_, column)| column).collect(),
            associations,
            warnings: Vec::new(),
        };
        report.warnings = warnings::warnings(&report, self.target);
        report
    }

    fn next(&mut self, phase: Phase) -> Phase {
        std::mem::replace(&mut self.phase, phase)
    }

    /// The column at this position, which nothing is known of yet.
    fn column(&self, place: usize) -> Column {
        let column = &self.table.frame.columns()[place];
        let name = column.name().to_string();
        let kind = self.table.kinds[place];
        let cells = Cells::new(column);
        let is_class = self.target == Some((place, Task::Classification));
        Column::new(name, kind, cells, self.table.height() as usize, is_class)
    }
}
