//! Where a model fails: slices of test rows, and residuals along a column.

mod found;
mod reference;
mod residuals;
mod runs;

use grove_engine::evaluate::slices::{RowErrors, slices};
use grove_engine::load::load;
use grove_engine::pace::{Pace, block_on};
use grove_engine::table::Table;
use grove_forest::Stream;
use grove_protocol::report::SliceReport;

fn table(csv: &str) -> Table {
    load("t.csv", csv.as_bytes(), &Default::default())
        .expect("a table")
        .table
}

/// The slices of a table whose column `t` is the target.
fn found(table: &Table, errors: &RowErrors) -> SliceReport {
    block_on(slices(table, "t", errors, 7, &Pace::default()))
}

/// Columns that have nothing to do with each other: `age`, `region`, `flag`, `t`.
fn people(rows: u32, seed: u64) -> String {
    let mut chance = Stream::new(seed, "people", 0);
    let mut csv = String::from("age,region,flag,t\n");
    for _ in 0..rows {
        let region = ["North", "South", "East", "West"][chance.below(4) as usize];
        let flag = ["yes", "no"][chance.below(2) as usize];
        csv += &format!(
            "{}.5,{region},{flag},{}\n",
            chance.below(80),
            chance.below(2)
        );
    }
    csv
}

/// 1 with this probability, else 0, for each row.
fn wrong(rows: u32, seed: u64, chance_of: impl Fn(u32) -> f64) -> RowErrors {
    let mut chance = Stream::new(seed, "wrong", 0);
    let error = |row| f64::from(u8::from(chance.unit() < chance_of(row)));
    RowErrors::Wrong((0..rows).map(error).collect())
}
