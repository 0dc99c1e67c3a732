//! Fits the calibration of class probabilities on rows that the model has not learned from, and reports it.
//!
//! Why: `docs/decisions/0042-calibration-and-conformal.md`.

use grove_models::{Calibration, CalibrationMap, Isotonic, Predictions};
use grove_protocol::report::{
    MAP_POINTS_AT_MOST, MAPS_AT_MOST, MapPoints, MappingReport, ProbabilityLosses,
};
use grove_recipe::CalibrationMethod;
use grove_recipe::number::count;

use crate::evaluate::classes::log_loss;
use crate::evaluate::held_out::HeldOutAnswers;
use crate::pace::Pace;
use crate::table::target::TargetValues;

/// With fewer rows nothing is calibrated.
pub const FEWEST_ROWS: usize = 30;

/// With fewer rows, steps follow chance: scikit-learn's guide names this number.
const FEW_FOR_STEPS: usize = 1000;

/// The most classes that a note names.
const NAMED: usize = 5;

/// A calibration, and what was left as it is.
pub struct FittedCalibration {
    /// `None` where nothing was calibrated.
    pub calibration: Option<Calibration>,
    /// What was left as it is, and why; or what to look out for.
    pub note: Option<String>,
}

/// Fits the maps. O(classes × rows · log rows).
pub async fn fit(
    method: CalibrationMethod,
    rows: &HeldOutAnswers,
    classes: &[String],
    pace: &Pace,
) -> FittedCalibration {
    let without = |why: &str| FittedCalibration {
        calibration: None,
        note: Some(format!("The probabilities are not calibrated: {why}.")),
    };
    let rows = match rows {
        Ok(rows) => rows,
        Err(why) => return without(why),
    };
    let labels = rows.actual.labels().unwrap_or_default();
    let Predictions::Probabilities { values, .. } = &rows.predicted else {
        return without("the model answers with values");
    };
    if labels.len() < FEWEST_ROWS {
        return without(&format!(
            "at least {FEWEST_ROWS} rows are needed that the model has not learned from, and there are {}",
            labels.len()
        ));
    }
    let n_classes = classes.len();
    let first = Calibration::first_class(n_classes as u32) as usize;
    let (mut maps, mut left) = (Vec::new(), Vec::new());
    for (class, name) in classes.iter().enumerate().skip(first) {
        let scores = values.iter().skip(class).step_by(n_classes).copied();
        let rows = scores.zip(labels.iter().map(|label| *label as usize == class));
        let map = match method {
            CalibrationMethod::Isotonic => CalibrationMap::isotonic(rows),
            _ => CalibrationMap::sigmoid(rows),
        };
        if map == CalibrationMap::Unchanged {
            left.push(name.as_str());
        }
        maps.push(map);
        pace.breathe(class as u32 + 1, n_classes as u32).await;
    }
    let Some(calibration) = Calibration::new(maps) else {
        return without("all of these rows are of one class");
    };
    let absent = (!left.is_empty()).then(|| {
        let more = match left.len() > NAMED {
            true => format!(" and {} more", count((left.len() - NAMED) as u64)),
            false => String::new(),
        };
        let named = left[..left.len().min(NAMED)].join(", ");
        format!(
            "Not calibrated, because none of these rows is of the class, or all are: {named}{more}."
        )
    });
    let steps = method == CalibrationMethod::Isotonic && labels.len() < FEW_FOR_STEPS;
    let few = steps.then(|| {
        format!(
            "With fewer than {} rows, such steps follow chance; sigmoid needs fewer rows.",
            count(FEW_FOR_STEPS as u64)
        )
    });
    let notes: Vec<String> = absent.into_iter().chain(few).collect();
    FittedCalibration {
        calibration: Some(calibration),
        note: (!notes.is_empty()).then(|| notes.join(" ")),
    }
}

/// Computes how far the probabilities of some rows are from what happened. `None` for values. O(rows × classes).
pub fn losses(actual: &TargetValues, predicted: &Predictions) -> Option<ProbabilityLosses> {
    let (
        TargetValues::Classes { labels, .. },
        Predictions::Probabilities {
            n_classes, values, ..
        },
    ) = (actual, predicted)
    else {
        return None;
    };
    let width = (*n_classes).max(1) as usize;
    let off = |(row, label): (&[f64], &u32)| {
        let distance = |class: usize| {
            let happened = f64::from(u8::from(*label as usize == class));
            (row[class] - happened) * (row[class] - happened)
        };
        match width {
            2 => distance(1),
            _ => (0..width).map(distance).sum::<f64>(),
        }
    };
    let sum: f64 = values.chunks_exact(width).zip(labels).map(off).sum();
    Some(ProbabilityLosses {
        log_loss: log_loss(labels, values, width),
        brier: sum / labels.len() as f64,
    })
}

/// Reports a calibration, given the losses of the test rows before and after it.
pub fn report(
    method: CalibrationMethod,
    fitted: &FittedCalibration,
    rows: &HeldOutAnswers,
    classes: &[String],
    [before, after]: [ProbabilityLosses; 2],
) -> MappingReport {
    let first = Calibration::first_class(classes.len() as u32) as usize;
    let maps = fitted.calibration.as_ref().map_or(&[][..], |of| of.maps());
    let maps = maps.iter().zip(&classes[first..]).take(MAPS_AT_MOST);
    let maps = maps.map(|(map, class)| MapPoints {
        class: class.clone(),
        points: points(map),
    });
    let rows = rows.as_ref().ok();
    MappingReport {
        method,
        fitted_on: rows.map(|rows| rows.on),
        rows: rows.map_or(0, |rows| rows.actual.rows()),
        maps: maps.collect(),
        before,
        after,
        note: fitted.note.clone(),
    }
}

/// Returns points of a map from 0 to 1: its knots, or of many knots some, with the outermost; of a curve evenly.
fn points(map: &CalibrationMap) -> Vec<(f64, f64)> {
    const EVENLY: usize = 50;
    let evenly = (0..=EVENLY).map(|step| step as f64 / EVENLY as f64);
    let inner: Vec<f64> = match map {
        CalibrationMap::Unchanged => vec![0.0, 1.0],
        CalibrationMap::Sigmoid(_) => evenly.collect(),
        CalibrationMap::Isotonic(Isotonic { x, .. }) => {
            let most = MAP_POINTS_AT_MOST - 2;
            let inside = || x.iter().copied().filter(|x| *x > 0.0 && *x < 1.0);
            let knots: Vec<f64> = match inside().count() <= most {
                true => inside().collect(),
                false => {
                    let all: Vec<f64> = inside().collect();
                    let place = |step: usize| all[step * (all.len() - 1) / (most - 1)];
                    (0..most).map(place).collect()
                }
            };
            [vec![0.0], knots, vec![1.0]].concat()
        }
    };
    inner.into_iter().map(|x| (x, map.at(x))).collect()
}
