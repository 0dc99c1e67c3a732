//! Runs the clean stage.

use std::rc::Rc;

use grove_protocol::report::{CleanReport, Detail, StageReport};
use grove_recipe::number::{count, counted};
use grove_recipe::stage::Stage;

use super::{Cleaned, clean_at_pace};
use crate::load::Loaded;
use crate::pace::Work;
use crate::run::{Begun, PathStage, SharedBytes, StageInputs};
use crate::table::Table;

/// What the stage makes.
pub type Output = Cleaned;

impl PathStage for Cleaned {
    fn begin(inputs: &StageInputs) -> Begun<Self> {
        let (loaded, recipe) = (inputs.output::<Loaded>(), inputs.recipe());
        Ok(Work::new(|pace| async move {
            let raw = &loaded.table;
            let (cleaned, detail) = clean_at_pace(raw, &recipe, &pace).await?;
            let report = report(raw, &cleaned.table, detail);
            Ok((cleaned, report))
        }))
    }

    fn weigh(self: &Rc<Self>) -> Vec<SharedBytes> {
        vec![SharedBytes::of(self, self.bytes())]
    }
}

fn report(raw: &Table, cleaned: &Table, detail: CleanReport) -> StageReport {
    let dropped = raw.height() - cleaned.height();
    let changes = detail
        .steps
        .iter()
        .map(|step| u64::from(step.cells_changed));
    let changed: u64 = changes.sum();
    let mut done = Vec::new();
    if dropped > 0 {
        done.push(format!("{} dropped", counted(dropped, "row", "rows")));
    }
    if changed > 0 {
        done.push(format!("{} changed", counted(changed, "cell", "cells")));
    }
    let lacks = |table: &Table, other: &Table| {
        let names = other.frame.columns().iter();
        names.filter(|c| table.column(c.name()).is_none()).count() as u32
    };
    for (columns, verb) in [
        (lacks(raw, cleaned), "added"),
        (lacks(cleaned, raw), "dropped"),
    ] {
        if columns > 0 {
            done.push(format!("{} {verb}", counted(columns, "column", "columns")));
        }
    }
    let done = if done.is_empty() {
        "nothing to repair".into()
    } else {
        done.join(", ")
    };
    StageReport {
        stage: Stage::Clean,
        sentence: format!("{} → {}, {done}", size(raw), size(cleaned)),
        rows_in: raw.height(),
        rows_out: cleaned.height(),
        columns_in: raw.width(),
        columns_out: cleaned.width(),
        detail: Detail::Clean(detail),
    }
}

fn size(table: &Table) -> String {
    format!("{} × {}", count(table.height()), count(table.width()))
}
