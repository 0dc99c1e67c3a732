//! Clean: stateless repairs.
//! Nothing here is learned from the rows, so it may stand before the split.

use polars::prelude::{DataFrame, IntoColumn, NamedFrom, Series, UniqueKeepStrategy};

use crate::api::columns::ColumnSummary;
use crate::api::count::counted;
use crate::api::error::StageError;
use crate::api::recipe::{MissingTarget, Recipe};
use crate::api::report::{Band, CleanReport, CleanStep, Minimap};
use crate::api::stage::Stage;

use super::profile::summaries;
use super::table::Table;

/// A table whose columns hold values of their kinds.
pub struct Cleaned {
    pub table: Table,
    pub columns: Vec<ColumnSummary>,
}

impl Cleaned {
    /// How many rows are left when each stands once.
    pub fn distinct_rows(&self) -> Result<u32, StageError> {
        drop_duplicates(&self.table).map(|table| table.height())
    }
}

fn error(problem: String, advice: &str) -> StageError {
    StageError::new(Stage::Clean, problem, advice)
}

/// Repairs a loaded table. O(cells), and O(cells · log rows) to find duplicates.
pub fn clean(raw: &Table, recipe: &Recipe) -> Result<(Cleaned, CleanReport), StageError> {
    let (parameters, target) = (&recipe.clean, recipe.target.as_str());
    if raw.column(target).is_none() {
        return Err(error(
            format!("The data has no column {target}, which is the target."),
            "Choose another target.",
        )
        .in_column(target));
    }
    let mut minimap = MinimapBuilder::new(raw);
    let mut steps = Vec::new();
    for column in raw.frame.columns() {
        for (position, present) in column.is_not_null().iter().enumerate() {
            if present != Some(true) {
                minimap.missing(position);
            }
        }
        minimap.next_column(column.name());
    }
    let mut table = raw.clone();

    if parameters.drop_duplicates {
        let before = table.height();
        table = drop_duplicates(&table)?;
        steps.push(CleanStep {
            name: "Drop duplicate rows".into(),
            rows_dropped: before - table.height(),
            cells_changed: 0,
        });
    }
    let before = table.height();
    table = drop_missing_target(table, target, parameters.missing_target)?;
    steps.push(CleanStep {
        name: "Drop rows without a target".into(),
        rows_dropped: before - table.height(),
        cells_changed: 0,
    });

    let columns = summaries(&table);
    let report = CleanReport {
        steps,
        minimap: minimap.finish(&table),
        columns: columns.clone(),
    };
    Ok((Cleaned { table, columns }, report))
}

/// Keeps the first of rows that are equal in every column.
fn drop_duplicates(table: &Table) -> Result<Table, StageError> {
    let failed = |e| error(format!("Duplicates could not be compared: {e}."), "");
    let positions: Vec<u32> = (0..table.height()).collect();
    let names: Vec<String> = table
        .frame
        .columns()
        .iter()
        .map(|c| c.name().to_string())
        .collect();
    // A name that no column has, so that positions can travel with the rows.
    let position = format!(
        "{}#",
        names
            .iter()
            .max_by_key(|n| n.len())
            .map_or("", String::as_str)
    );
    let mut columns = table.frame.columns().to_vec();
    columns.push(Series::new(position.as_str().into(), positions).into_column());
    let frame = DataFrame::new(table.rows.len(), columns).map_err(failed)?;
    let kept = frame
        .unique_stable(Some(&names), UniqueKeepStrategy::First, None)
        .and_then(|frame| frame.column(&position)?.u32().cloned())
        .map_err(failed)?;
    Ok(table.take(&kept.iter().flatten().collect::<Vec<u32>>()))
}

fn drop_missing_target(
    table: Table,
    target: &str,
    rule: MissingTarget,
) -> Result<Table, StageError> {
    let present = table
        .frame
        .column(target)
        .expect("checked at the start")
        .is_not_null();
    let kept: Vec<u32> = present
        .iter()
        .zip(0..)
        .filter_map(|(keep, i)| (keep == Some(true)).then_some(i))
        .collect();
    if kept.is_empty() {
        return Err(error(
            format!("The target {target} has no value in any row."),
            "Choose another target, or change what counts as missing.",
        )
        .in_column(target));
    }
    let lacking = table.height() - kept.len() as u32;
    if lacking == 0 {
        return Ok(table);
    }
    if rule == MissingTarget::Stop {
        let first = present
            .iter()
            .position(|keep| keep != Some(true))
            .unwrap_or(0);
        let row = table.rows[first];
        return Err(error(
            format!(
                "{} no value of the target {target}; the first is row {row}.",
                counted(lacking, "row has", "rows have")
            ),
            "Let rows without a target be dropped, or fill them in.",
        )
        .in_column(target)
        .at_row(row));
    }
    Ok(table.take(&kept))
}

/// Counts changed, missing and dropped cells per band of rows.
struct MinimapBuilder {
    rows: Vec<u32>,
    per_band: usize,
    names: Vec<String>,
    /// Per finished column, per band.
    changed: Vec<Vec<u32>>,
    missing: Vec<Vec<u32>>,
    current: (Vec<u32>, Vec<u32>),
}

impl MinimapBuilder {
    const BANDS: usize = 60;

    fn new(table: &Table) -> Self {
        let per_band = table.rows.len().div_ceil(Self::BANDS).max(1);
        let empty = vec![0; table.rows.len().div_ceil(per_band)];
        Self {
            rows: table.rows.clone(),
            per_band,
            names: Vec::new(),
            changed: Vec::new(),
            missing: Vec::new(),
            current: (empty.clone(), empty),
        }
    }

    fn missing(&mut self, position: usize) {
        self.current.1[position / self.per_band] += 1;
    }

    fn next_column(&mut self, name: &str) {
        let empty = vec![0; self.current.0.len()];
        let (changed, missing) = std::mem::replace(&mut self.current, (empty.clone(), empty));
        self.names.push(name.to_owned());
        self.changed.push(changed);
        self.missing.push(missing);
    }

    fn finish(self, kept: &Table) -> Minimap {
        let mut kept = kept.rows.iter().peekable();
        let bands = self
            .rows
            .chunks(self.per_band)
            .enumerate()
            .map(|(band, rows)| {
                let (first, last) = (rows[0], rows[rows.len() - 1]);
                let mut left = 0;
                while kept.next_if(|&&row| row <= last).is_some() {
                    left += 1;
                }
                let size = rows.len() as f32;
                let share = |counts: &Vec<Vec<u32>>| {
                    counts
                        .iter()
                        .map(|column| column[band] as f32 / size)
                        .collect()
                };
                Band {
                    rows: (first, last),
                    dropped: 1.0 - left as f32 / size,
                    changed: share(&self.changed),
                    missing: share(&self.missing),
                }
            })
            .collect();
        Minimap {
            columns: self.names,
            bands,
        }
    }
}
