//! The pictures of a report: those of the page, at a fixed width.

use grove_charts::confusion_matrix::{self, MatrixView};
use grove_charts::curves::{self, CurveKind};
use grove_charts::importances::{self, SHOWN};
use grove_charts::scene::{Body, Scene};
use grove_charts::{
    calibration_map, corrections, decision, loss_curve, oob_curve, predicted_actual, residuals,
    split,
};
use grove_engine::evaluate::curves::{AnsweredRows, curves as computed};
use grove_engine::pace::{Pace, block_on};
use grove_protocol::report::TargetDistribution;
use grove_protocol::report::{
    Detail, Evaluation, EvaluationOutcome, SplitReport, StageReport, TrainReport,
};
use grove_protocol::tracking::{ActualTargets, PredictedTargets, TestPredictions};
use grove_recipe::models::Trees;
use grove_recipe::{Recipe, ThresholdBy};

/// The width in pixels; the browser scales them to the available width.
const WIDTH: f64 = 560.0;
/// The most classes that are drawn; more would be unreadable.
const CLASSES_AT_MOST: usize = 20;

/// Draws the charts of a run: the distribution of the target, the out-of-bag score while a forest grew or the loss of
/// gradient boosting, the importances of columns, and the predictions. O(size of the reports + test rows · log test rows × classes).
pub fn scenes(
    recipe: &Recipe,
    stages: &[StageReport],
    predicted: Option<&TestPredictions>,
) -> Vec<Scene> {
    let split = stages.iter().find_map(|report| match &report.detail {
        Detail::Split(split) => Some(split),
        _ => None,
    });
    let mut scenes = Vec::new();
    for report in stages {
        match &report.detail {
            Detail::Split(report) => {
                scenes.push(split::scene(report, &recipe.target, WIDTH, CLASSES_AT_MOST));
            }
            Detail::Train(report) => {
                scenes.extend(split.and_then(|split| curve(report, split)));
                scenes.extend(boosted(report, &recipe.target).into_iter().flatten());
            }
            Detail::Evaluate(report) => {
                let trees = recipe.train.about().trees;
                let (target, seed) = (&recipe.target, recipe.seed);
                scenes.extend(evaluated(report, trees, target, predicted, seed));
            }
            _ => {}
        }
    }
    scenes
}

/// Draws the out-of-bag score by the number of trees, if there is one.
fn curve(report: &TrainReport, split: &SplitReport) -> Option<Scene> {
    report.out_of_bag.as_ref()?;
    let metric = match split.target {
        TargetDistribution::Classes { .. } => "accuracy",
        TargetDistribution::Numbers { .. } => "r2",
    };
    let trees = report.trees.len() as u32;
    let plot = oob_curve::CurvePlot::of(&report.trees, trees, metric, WIDTH);
    let scene = oob_curve::scene(&plot, WIDTH);
    scene.drawing().is_some().then_some(scene)
}

/// Draws the loss by iteration, and the sum of small corrections, of gradient boosting.
fn boosted(report: &TrainReport, target: &str) -> Option<[Scene; 2]> {
    let boosting = report.boosting.as_ref()?;
    let plot = loss_curve::LossPlot::of(&report.trees, boosting.asked, Some(boosting), WIDTH);
    let corrections = corrections::scene(&boosting.examples, target, WIDTH);
    Some([loss_curve::scene(&plot, WIDTH), corrections])
}

fn evaluated(
    evaluation: &Evaluation,
    trees: Trees,
    target: &str,
    predicted: Option<&TestPredictions>,
    seed: u32,
) -> Vec<Scene> {
    let measures = importances::measures(evaluation, trees).into_iter();
    let scene = |(measure, _)| importances::scene(evaluation, measure, SHOWN);
    let mut scenes: Vec<Scene> = measures.map(scene).collect();
    match &evaluation.outcome {
        EvaluationOutcome::Classes {
            classes, confusion, ..
        } => {
            let counts = MatrixView::Counts;
            let mut matrix = confusion_matrix::scene(classes, confusion, counts, None, false);
            if classes.len() > CLASSES_AT_MOST {
                matrix.body = Body::Nothing("There are too many classes to draw the matrix here.");
            }
            scenes.push(matrix);
            let curved = predicted.and_then(|predicted| curved(evaluation, predicted, seed));
            scenes.extend(curved.into_iter().flatten());
            let maps = evaluation.calibration.iter().flat_map(|of| &of.maps);
            scenes.extend(maps.map(|map| calibration_map::scene(map, WIDTH)));
            let decision = evaluation.decision.iter();
            scenes.extend(decision.filter(|of| of.by != ThresholdBy::None).map(|of| {
                let place = of.chosen.map(|place| place as usize);
                decision::scene(of, place, WIDTH)
            }));
        }
        EvaluationOutcome::Numbers {
            points,
            residual_min,
            residual_max,
            residual_counts,
        } => {
            let ends = (*residual_min, *residual_max);
            scenes.push(predicted_actual::scene(points, target, WIDTH));
            scenes.push(residuals::scene(
                ends,
                residual_counts,
                target,
                WIDTH,
                false,
            ));
        }
    }
    scenes
}

/// Draws the curves of the positive class of two, or the mean over several. `None` for a regression. O(resamples × rows).
fn curved(evaluation: &Evaluation, predicted: &TestPredictions, seed: u32) -> Option<[Scene; 4]> {
    let (
        ActualTargets::Classes { labels, classes },
        PredictedTargets::Classes { probabilities, .. },
    ) = (&predicted.actual, &predicted.predicted)
    else {
        return None;
    };
    let rows = AnsweredRows {
        labels,
        classes,
        probabilities,
    };
    let report = block_on(computed(
        rows,
        None,
        Some(evaluation),
        seed,
        &Pace::default(),
    ));
    let place = report.chosen.map(|place| place as usize);
    Some(CurveKind::OF_REPORT.map(|kind| curves::scene(&report, kind, place, WIDTH)))
}
