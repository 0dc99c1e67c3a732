//! The curves of a class over all thresholds with their bands, and the calibration of its probabilities.
//!
//! Why: `docs/decisions/0043-curves-with-uncertainty.md`.

mod bands;
mod calibration;
mod on_grid;
mod points;

use grove_protocol::report::{CurveShape, CurvesReport, Evaluation};
use grove_recipe::number::{count, counted};

use crate::evaluate::ranked::Ranked;
use crate::evaluate::score_intervals::AREA;
use crate::pace::Pace;
use bands::{Banded, banded};
use on_grid::OnGrid;

/// The most rows × classes whose order is found for a macro average: about a second.
const RANKED_AT_MOST: u64 = 10_000_000;

/// Test rows with the probabilities of all classes.
#[derive(Clone, Copy)]
pub struct AnsweredRows<'a> {
    /// The true class of each row.
    pub labels: &'a [u32],
    /// The names of the classes.
    pub classes: &'a [String],
    /// Rows × classes, each from 0 to 1.
    pub probabilities: &'a [f64],
}

impl AnsweredRows<'_> {
    fn of_class(&self, class: u32) -> Vec<f64> {
        let of_class = self.probabilities.iter().skip(class as usize);
        of_class.step_by(self.classes.len()).copied().collect()
    }

    fn ranked(&self, class: u32) -> Ranked {
        Ranked::new(&self.of_class(class), |row| self.labels[row] == class)
    }

    /// Returns how many rows are of each class.
    fn supports(&self) -> Vec<u32> {
        let mut supports = vec![0; self.classes.len()];
        self.labels
            .iter()
            .for_each(|label| supports[*label as usize] += 1);
        supports
    }
}

/// Computes the curves of a class. Without one, they are those of the positive class of two, which is that of the decision or
/// else the second, or the macro average over several. The area under these ROC curves is one of the scores: it has the interval
/// that the evaluation gives it. The same rows and seed give the same bits. O(rows · log rows + resamples × rows), for a macro
/// average × classes.
pub async fn curves(
    rows: AnsweredRows<'_>,
    class: Option<u32>,
    evaluation: Option<&Evaluation>,
    seed: u32,
    pace: &Pace,
) -> CurvesReport {
    let decision = evaluation.and_then(|evaluation| evaluation.decision.as_ref());
    let decided = decision.and_then(|decision| {
        let of_class = |class: &String| *class == decision.pos_label;
        let class = rows.classes.iter().position(of_class)?;
        Some((class as u32, decision.threshold))
    });
    let of_two = || (rows.classes.len() == 2).then(|| decided.map_or(1, |(class, _)| class));
    let mut report = match class.or_else(of_two) {
        Some(class) => {
            let threshold = decided.filter(|(decided, _)| *decided == class);
            of_class(rows, class, threshold.and_then(|of| of.1), seed, pace).await
        }
        None => macro_average(rows, seed, pace).await,
    };
    let metrics = evaluation.into_iter().flat_map(|of| &of.metrics);
    let mut told = metrics.filter(|metric| metric.name == AREA && metric.value.is_some());
    if let Some(interval) = told.next().and_then(|metric| metric.interval)
        && class.is_none()
    {
        report.roc.interval = Some(interval);
    }
    report
}

async fn of_class(
    rows: AnsweredRows<'_>,
    class: u32,
    threshold: Option<f64>,
    seed: u32,
    pace: &Pace,
) -> CurvesReport {
    let (probabilities, ranked) = (rows.of_class(class), rows.ranked(class));
    let name = &rows.classes[class as usize];
    let positives = rows.supports()[class as usize];
    let all = rows.labels.len() as u32;
    let hits = rows.labels.iter().map(|label| *label == class);
    let mut report = CurvesReport {
        class: Some(name.clone()),
        rows: all,
        share: f64::from(positives) / f64::from(all.max(1)),
        positives,
        calibration: calibration::of_answers(probabilities.iter().copied().zip(hits).collect()),
        ..CurvesReport::default()
    };
    if positives == 0 {
        let note = format!("No test row is of class {name}, so that it has no curve.");
        report.notes.push(note);
        return report;
    }
    if positives == all {
        let note = format!("All test rows are of class {name}, so that it has no ROC curve.");
        report.notes.push(note);
    }
    (report.points, report.chosen) = points::points(&ranked, &probabilities, threshold);
    let heights = OnGrid::of(&ranked, |_| 1);
    let found = banded(&[ranked], all, seed, pace).await;
    add_curves(&mut report, heights, found);
    report
}

async fn macro_average(rows: AnsweredRows<'_>, seed: u32, pace: &Pace) -> CurvesReport {
    let (all, classes) = (rows.labels.len() as u32, rows.classes.len() as u32);
    let supports = rows.supports();
    let curved = |class: &u32| (1..all).contains(&supports[*class as usize]);
    let curved: Vec<u32> = (0..classes).filter(curved).collect();
    let mut report = CurvesReport {
        rows: all,
        share: 1.0 / f64::from(classes.max(1)),
        calibration: calibration::of_most_probable(rows),
        ..CurvesReport::default()
    };
    let left_out = classes - curved.len() as u32;
    if curved.is_empty() {
        report
            .notes
            .push("All test rows are of one class, so that there is no curve.".into());
        return report;
    }
    if u64::from(all) * curved.len() as u64 > RANKED_AT_MOST {
        let note = "There are too many rows and classes for an average over the classes: choose one of them.";
        report.notes.push(note.into());
        return report;
    }
    if left_out > 0 {
        report.notes.push(format!(
            "{} without a test row left out of the mean.",
            counted(left_out, "class is", "classes are")
        ));
    }
    let share: f64 = curved
        .iter()
        .map(|class| f64::from(supports[*class as usize]))
        .sum();
    report.share = share / f64::from(all) / curved.len() as f64;
    let mut ranked = Vec::with_capacity(curved.len());
    let mut heights: Option<OnGrid> = None;
    let keep = bands::resamples(all, curved.len() as u32) > 0;
    for class in &curved {
        let of_class = rows.ranked(*class);
        let on_grid = OnGrid::of(&of_class, |_| 1);
        match (&mut heights, on_grid) {
            (Some(sum), Some(on_grid)) => sum.add(&on_grid),
            (none, on_grid) => *none = on_grid,
        }
        if keep {
            ranked.push(of_class);
        }
        pace.pause().await;
    }
    let heights = heights.map(|sum| sum.divided(curved.len() as f64));
    let found = banded(&ranked, all, seed, pace).await;
    add_curves(&mut report, heights, found);
    report
}

fn add_curves(report: &mut CurvesReport, heights: Option<OnGrid>, found: Banded) {
    let Some(heights) = heights else { return };
    let [roc, precision_recall, gain] = heights.curves;
    let [of_roc, of_precision, of_gain] = found.bands;
    let [of_area, of_average] = found.areas;
    let shape = |(area, interval): (Option<f64>, _), heights: Option<Vec<f64>>, band| CurveShape {
        area,
        interval,
        band: if heights.is_some() { band } else { Vec::new() },
        heights: heights.unwrap_or_default(),
    };
    report.roc = shape((heights.areas[0], of_area), roc, of_roc);
    report.precision_recall = shape(
        (heights.areas[1], of_average),
        precision_recall,
        of_precision,
    );
    report.gain = shape((None, None), gain, of_gain);
    report.resamples = found.resamples;
    report
        .notes
        .extend(match (found.resamples, found.undefined) {
            (0, _) => Some(
                "There are no bands: with so many rows and classes they would take too long."
                    .into(),
            ),
            (_, 0) => None,
            (resamples, undefined) => Some(format!(
                "{} of {} without rows of both kinds left out of the bands{}.",
                count(undefined),
                counted(resamples, "resample is", "resamples are"),
                if undefined * 2 >= resamples {
                    ", which leaves too few for any"
                } else {
                    ""
                }
            )),
        });
}
