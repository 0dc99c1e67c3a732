//! Runs the check stage.

use std::rc::Rc;

use grove_protocol::report::{CheckReport, CheckVerdict, Detail, StageReport};
use grove_recipe::error::StageError;
use grove_recipe::number::counted;
use grove_recipe::stage::Stage;

use super::{CheckResult, check};
use crate::clean::Cleaned;
use crate::pace::Work;
use crate::run::{Begun, PathStage, SharedBytes, StageInputs};
use crate::table::Table;

/// What the stage makes.
pub type Output = CheckResult;

impl PathStage for CheckResult {
    fn begin(inputs: &StageInputs) -> Begun<Self> {
        let (cleaned, recipe) = (inputs.output::<Cleaned>(), inputs.recipe());
        Ok(Work::new(|pace| async move {
            let checked = check(&cleaned, &recipe, &pace).await;
            let report = report(&cleaned.table, checked.report.clone());
            Ok((checked, report))
        }))
    }

    /// As much as its report, which is counted anyway.
    fn weigh(self: &Rc<Self>) -> Vec<SharedBytes> {
        Vec::new()
    }

    fn stop(&self) -> Option<&StageError> {
        self.stop.as_ref()
    }
}

fn report(table: &Table, detail: CheckReport) -> StageReport {
    let all = detail.expectations.len();
    let with = |verdict| {
        let same = detail.expectations.iter().filter(|e| e.verdict == verdict);
        same.count()
    };
    let (warned, stopped) = (with(CheckVerdict::Warned), with(CheckVerdict::Stopped));
    let mut sentence = match warned + stopped {
        0 => format!("all {all} expectations hold"),
        failed => format!("{} of {all} expectations hold", all - failed),
    };
    if warned > 0 {
        let warnings = counted(warned as u32, "warning", "warnings");
        sentence.push_str(&format!(", {warnings}"));
    }
    if stopped > 0 {
        let stops = counted(stopped as u32, "stops the run", "stop the run");
        sentence.push_str(&format!(", {stops}"));
    }
    StageReport {
        stage: Stage::Check,
        sentence,
        rows_in: table.height(),
        rows_out: table.height(),
        columns_in: table.width(),
        columns_out: table.width(),
        detail: Detail::Check(detail),
    }
}
