//! Runs the featurize stage.

use std::rc::Rc;

use grove_protocol::report::{Detail, FeaturizeReport, StageReport};
use grove_recipe::number::counted;
use grove_recipe::stage::Stage;

use super::encoded_rows::{EncodedRows, encode};
use crate::clean::Cleaned;
use crate::pace::Work;
use crate::run::{Begun, PathStage, SharedBytes, StageInputs};
use crate::split::SplitParts;

/// What the stage makes.
pub type Output = EncodedRows;

impl PathStage for EncodedRows {
    fn begin(inputs: &StageInputs) -> Begun<Self> {
        let (cleaned, recipe) = (inputs.output::<Cleaned>(), inputs.recipe());
        let parts = inputs.output::<SplitParts>();
        Ok(Work::new(|pace| async move {
            let (encoded, columns, detail) = encode(&cleaned.table, &parts, &recipe, &pace).await?;
            let report = report(cleaned.table.height(), columns, detail);
            Ok((encoded, report))
        }))
    }

    fn weigh(self: &Rc<Self>) -> Vec<SharedBytes> {
        vec![SharedBytes::of(self, self.bytes())]
    }
}

fn report(rows: u32, columns: u32, detail: FeaturizeReport) -> StageReport {
    let features = detail.features.len() as u32;
    let unused = detail.unused.len() as u32;
    let rest = if unused > 0 {
        format!(", {} unused", counted(unused, "column", "columns"))
    } else {
        String::new()
    };
    StageReport {
        stage: Stage::Featurize,
        sentence: format!(
            "{} → {}{rest}",
            counted(columns, "column", "columns"),
            counted(features, "feature", "features")
        ),
        rows_in: rows,
        rows_out: rows,
        columns_in: columns,
        columns_out: features,
        detail: Detail::Featurize(detail),
    }
}
