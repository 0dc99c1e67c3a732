//! Exact effects: the answers of a model of trees between all cuts of a feature.

use grove_protocol::report::EffectPlaces;
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;

use super::super::encode;
use super::super::players::Players;
use super::{Asked, Found, LINES};
use crate::pace::Pace;
use crate::table::Table;
use crate::table::column::Column;
use crate::table::frame::Frame;

/// A feature that is the column's number itself, and where the model's answers change along it.
pub struct Thresholds {
    feature: u32,
    cuts: Vec<f64>,
}

/// Finds the thresholds. `None` where the model has none, the column makes several features, or its number is changed before
/// the model uses it.
pub fn thresholds(
    asked: &Asked,
    players: &Players,
    player: u32,
) -> Result<Option<Thresholds>, StageError> {
    let Some(of_feature) = players
        .of_feature
        .as_ref()
        .filter(|_| asked.kind.is_number())
    else {
        return Ok(None);
    };
    let mut features = (0u32..).zip(of_feature);
    let mut features = features.by_ref().filter(|(_, of)| **of == player);
    let (Some((feature, _)), None) = (features.next(), features.next()) else {
        return Ok(None);
    };
    let Some(cuts) = asked.fitted.model.cuts(feature) else {
        return Ok(None);
    };
    // The last cut can separate missing values from all numbers.
    let cuts: Vec<f64> = cuts.iter().copied().filter(|cut| *cut < f64::MAX).collect();
    let is_itself = match cuts.is_empty() {
        true => true,
        false => unchanged(asked, feature, &cuts),
    };
    Ok(is_itself.then_some(Thresholds { feature, cuts }))
}

/// Returns whether the feature of a number is the number.
fn unchanged(asked: &Asked, feature: u32, numbers: &[f64]) -> bool {
    let table = asked.table;
    let first = vec![0; numbers.len()];
    let columns = table.frame.columns().iter();
    let columns = columns.map(|column| match column.name() == asked.column {
        true => Column::of_decimals(asked.column, numbers.iter().copied().map(Some)),
        false => column.take(&first),
    });
    let kinds = table.kinds().into_iter();
    let kinds = kinds.map(|(name, kind)| match name == asked.column {
        true => ColumnKind::Decimal,
        false => kind,
    });
    let numbered = Table {
        frame: Frame::new(numbers.len(), columns.collect()).expect("columns of a frame"),
        kinds: kinds.collect(),
        rows: (1..=numbers.len() as u32).collect(),
    };
    // A step of cleaning may need whole numbers.
    let Ok(encoded) = encode(asked.fitted, &numbered) else {
        return false;
    };
    encoded.columns()[feature as usize] == numbers
}

/// Computes the answers of every row in every interval.
pub async fn along(asked: &Asked<'_>, found: Thresholds, pace: &Pace) -> Result<Found, StageError> {
    let Thresholds { feature, cuts } = found;
    let encoded = encode(asked.fitted, asked.table)?;
    let (model, rows) = (&asked.fitted.model, encoded.rows());
    let outputs = model.n_classes().max(1) as usize;
    let places = (cuts.len() + 1) * outputs;
    let mut sums = vec![0.0; places];
    let mut by_row = Vec::new();
    for row in 0..rows {
        let features = encoded.columns().iter();
        let features: Vec<f64> = features.map(|of| of[row as usize]).collect();
        let mut answers = model.along(&features, feature).expect("it has cuts");
        answers.truncate(places);
        if let Some(calibration) = &asked.fitted.after.calibration {
            calibration.apply(&mut answers, model.n_classes());
        }
        sums.iter_mut()
            .zip(&answers)
            .for_each(|(sum, answer)| *sum += answer);
        if by_row.len() < LINES {
            by_row.push(answers.chunks_exact(outputs).map(<[f64]>::to_vec).collect());
        }
        pace.breathe(row + 1, rows).await;
    }
    sums.iter_mut().for_each(|sum| *sum /= f64::from(rows));
    Ok(Found {
        places: EffectPlaces::Intervals {
            thresholds: cuts,
            seen: asked
                .amounts()
                .into_iter()
                .map(|(value, _)| value)
                .collect(),
        },
        mean: sums.chunks_exact(outputs).map(<[f64]>::to_vec).collect(),
        by_row,
    })
}
