//! Residuals against a column: where values are predicted too low or too high.

use std::collections::BTreeMap;

use grove_models::Predictions;
use grove_protocol::report::{ResidualPlace, ResidualQuartiles, ResidualsReport};
use grove_recipe::columns::ColumnKind;
use grove_recipe::cut::{CELL, cut};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use super::TestedRows;
use crate::load::types::{cell_text, numbers};
use crate::table::target::TargetValues;

/// The most points.
const POINTS_AT_MOST: usize = 2000;
/// The most bins of numbers, or texts.
const PLACES_AT_MOST: usize = 20;

/// Summarises the residuals of the test rows along a column of the cleaned table. O(rows · log rows).
///
/// # Errors
/// For classes, and where there is no such column.
pub fn residuals_along(tested: &TestedRows, name: &str) -> Result<ResidualsReport, StageError> {
    let refused =
        |problem: String| StageError::new(Stage::Evaluate, problem, "Choose another column.");
    let (TargetValues::Values(actual), Predictions::Values(predicted)) =
        (&tested.actual, &tested.predicted)
    else {
        return Err(refused("Classes have no residuals.".into()));
    };
    let Some(place) = tested.table.frame.position(name) else {
        return Err(refused(format!("The cleaned table has no column {name}.")).in_column(name));
    };
    let (column, kind) = (
        &tested.table.frame.columns()[place],
        tested.table.kinds[place],
    );
    let residuals: Vec<f64> = actual.iter().zip(predicted).map(|(a, p)| a - p).collect();
    let mut report = ResidualsReport {
        column: name.to_owned(),
        kind,
        target: tested.target.clone(),
        rows: residuals.len() as u32,
        points: Vec::new(),
        places: Vec::new(),
        others: 0,
    };
    let present = column.present();
    if kind.is_number() || kind.is_date() {
        along(&mut report, &numbers(column), &residuals);
    } else {
        let texts = (0..column.len())
            .map(|row| cell_text(column, row))
            .collect();
        by_text(&mut report, kind, texts, &residuals);
    }
    let missing = residuals.iter().zip(present).filter(|(_, there)| !there);
    let mut missing: Vec<f64> = missing.map(|(residual, _)| *residual).collect();
    report.places.extend(summary(None, None, &mut missing));
    Ok(report)
}

/// Puts numbers into bins of about equally many rows; equal numbers stay together.
fn along(report: &mut ResidualsReport, cells: &[Option<f64>], residuals: &[f64]) {
    let all = cells.iter().zip(residuals);
    let rows: Vec<(f64, f64)> = all.filter_map(|(cell, of)| Some(((*cell)?, *of))).collect();
    let step = rows.len().div_ceil(POINTS_AT_MOST).max(1);
    report.points = rows.iter().copied().step_by(step).collect();
    let mut sorted = rows;
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut start = 0;
    for bin in 1..=PLACES_AT_MOST {
        let Some(last) = (bin * sorted.len() / PLACES_AT_MOST)
            .checked_sub(1)
            .filter(|last| *last >= start)
        else {
            continue;
        };
        let value = sorted[last].0;
        let end = last + sorted[last..].iter().take_while(|of| of.0 == value).count();
        let mut of: Vec<f64> = sorted[start..end].iter().map(|of| of.1).collect();
        let ends = (sorted[start].0, value);
        report.places.extend(summary(None, Some(ends), &mut of));
        start = end;
    }
}

/// Groups rows by their text, the most frequent first. Texts that hardly ever repeat are not told.
fn by_text(
    report: &mut ResidualsReport,
    kind: ColumnKind,
    texts: Vec<Option<String>>,
    residuals: &[f64],
) {
    let mut groups: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let repeats = !matches!(kind, ColumnKind::Text | ColumnKind::Identifier);
    for (text, residual) in texts.into_iter().zip(residuals) {
        if let Some(text) = text {
            groups.entry(text).or_default().push(*residual);
        }
    }
    let mut groups: Vec<(String, Vec<f64>)> = groups.into_iter().collect();
    groups.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    let told = if repeats {
        groups.len().min(PLACES_AT_MOST)
    } else {
        0
    };
    let others = groups[told..].iter().map(|group| group.1.len() as u32);
    report.others = others.sum();
    groups.truncate(told);
    for (text, mut residuals) in groups {
        let value = Some(cut(&text, CELL).into_owned());
        report.places.extend(summary(value, None, &mut residuals));
    }
}

/// Returns the quartiles of some residuals; `None` where there are none.
fn summary(
    value: Option<String>,
    ends: Option<(f64, f64)>,
    residuals: &mut [f64],
) -> Option<ResidualPlace> {
    let last = residuals.len().checked_sub(1)?;
    residuals.sort_unstable_by(f64::total_cmp);
    let quartile = |quarters: usize| {
        let (whole, part) = (quarters * last / 4, (quarters * last % 4) as f64 / 4.0);
        let next = residuals[(whole + 1).min(last)];
        residuals[whole] + (next - residuals[whole]) * part
    };
    Some(ResidualPlace {
        value,
        ends,
        rows: residuals.len() as u32,
        quartiles: ResidualQuartiles {
            lower: quartile(1),
            median: quartile(2),
            upper: quartile(3),
        },
    })
}
