//! The pictures whose scene depends only on a report and on their width.

use std::rc::Rc;

use yew::{Html, Properties, component, html};

use super::number::count;
use super::picture::{Picture, WriteNumbers};
use super::width::use_width;
use grove_charts::curves::CurveKind;
use grove_charts::numbers::{self, Numbers};
use grove_charts::parallel::Search;
use grove_charts::ribbons::COLUMNS_SHOWN;
use grove_charts::run_scores::{self, RunScore};
use grove_charts::{
    calibration_map, corrections, curves, decision, dependence, effect, learning_curve, moves,
    parallel, residuals, residuals_along, ribbons, split, swarm, votes,
};
use grove_protocol::report::{
    CurvesReport, DecisionReport, Detail, EffectReport, ExampleRow, FeaturizeReport, LearningCurve,
    MapPoints, ResidualsReport, RowAnatomy, ShapleyReport, SplitReport, StageReport,
};

/// The content of a plot. One component draws them all, since each component adds code.
#[derive(Clone, PartialEq)]
pub enum Plotted {
    /// Evaluate, numbers: how large the errors are, and their sign.
    Residuals {
        /// The lower end of the first bin and the upper end of the last, in the target's unit.
        min: f64,
        max: f64,
        counts: Vec<u32>,
        /// The name of the target column.
        target: String,
        /// Whether bars can be chosen.
        opens: bool,
    },
    /// Evaluate, a threshold: the cost of the test rows, marked at the point of this place.
    Cost(Rc<StageReport>, Option<usize>),
    /// Evaluate, calibration: the map at this place.
    Calibration(Rc<StageReport>, usize),
    /// Evaluate: a curve of the test rows, marked in the same way.
    Curve(Rc<CurvesReport>, CurveKind, Option<usize>),
    /// Evaluate: how the answers depend on a column; the number is that of the class, or 0.
    Effect(Rc<EffectReport>, usize),
    /// Evaluate: the score by the number of rows that were learned from.
    LearningCurve(Rc<LearningCurve>),
    /// Evaluate: what moves the answers of many rows; the number is that of the class, or 0.
    Swarm(Rc<ShapleyReport>, usize),
    /// Evaluate: what the column at this place moves, by its value.
    Dependence(Rc<ShapleyReport>, usize, usize),
    /// Predict: what the trees say of a row, and the names of the classes.
    Votes(Rc<RowAnatomy>, Rc<Vec<String>>),
    /// Predict: how common such rows are.
    Commonness(Rc<RowAnatomy>),
    /// Evaluate, numbers: the residuals along a column.
    ResidualsAlong(Rc<ResidualsReport>),
    /// Split: whether the target column of this name is distributed alike in train, validation and test rows.
    Split(SplitReport, String),
    /// Featurize: which features each column became.
    Features(FeaturizeReport),
    /// Train: how the predictions of some rows of gradient boosting changed, and the name of the target column.
    Corrections(Vec<ExampleRow>, String),
    /// Runs: the candidates of a search.
    Search(Search),
    /// Runs: the score of each, and whether a higher one is better.
    Runs {
        metric: String,
        higher_is_better: bool,
        runs: Vec<RunScore>,
    },
}

#[derive(Properties, PartialEq)]
pub struct PlotProps {
    pub of: Plotted,
}

#[component]
pub fn Plot(props: &PlotProps) -> Html {
    let (node, width) = use_width();
    let (scene, columns) = match &props.of {
        Plotted::Residuals {
            min,
            max,
            counts,
            target,
            opens,
        } => {
            let scene = residuals::scene((*min, *max), counts, target, width, *opens);
            (scene, 0)
        }
        Plotted::Cost(report, place) => match decided(report) {
            Some(of) => (decision::scene(of, *place, width), 0),
            None => return Html::default(),
        },
        Plotted::Calibration(report, place) => match map(report, *place) {
            Some(map) => (calibration_map::scene(map, width), 0),
            None => return Html::default(),
        },
        Plotted::Curve(report, kind, place) => (curves::scene(report, *kind, *place, width), 0),
        Plotted::Effect(report, output) => (effect::scene(report, *output, width), 0),
        Plotted::LearningCurve(curve) => (learning_curve::scene(curve, width), 0),
        Plotted::Swarm(report, output) => (swarm::scene(report, *output, width), 0),
        Plotted::Dependence(report, column, output) => {
            (dependence::scene(report, *column, *output, width), 0)
        }
        Plotted::Votes(row, classes) => match &row.votes {
            Some(of) => (votes::scene(of, classes, width), 0),
            None => return Html::default(),
        },
        Plotted::Commonness(row) => match &row.commonness {
            Some(of) => (votes::commonness(of, width), 0),
            None => return Html::default(),
        },
        Plotted::ResidualsAlong(report) => (residuals_along::scene(report, width), 0),
        Plotted::Split(report, target) => (split::scene(report, target, width, usize::MAX), 0),
        Plotted::Features(report) => ribbons::scene(report, width),
        Plotted::Corrections(rows, target) => (corrections::scene(rows, target, width), 0),
        Plotted::Search(search) => (parallel::scene(search, width), 0),
        Plotted::Runs {
            metric,
            higher_is_better,
            runs,
        } => (run_scores::scene(metric, *higher_is_better, runs, width), 0),
    };
    let numbers: WriteNumbers = {
        let of = props.of.clone();
        Rc::new(move || numbers(&of))
    };
    let scrolls = matches!(props.of, Plotted::Features(_));
    let frame = if scrolls {
        "measured ribbon-frame"
    } else {
        "measured"
    };
    html! {
        <Picture scene={Rc::new(scene)} {frame} {scrolls} {node} {numbers}>
            if columns > COLUMNS_SHOWN {
                <p class="figure-note">{ format!("The first {COLUMNS_SHOWN} of {} columns are drawn.", count(columns as u64)) }</p>
            }
        </Picture>
    }
}

fn decided(report: &StageReport) -> Option<&DecisionReport> {
    match &report.detail {
        Detail::Evaluate(evaluation) => evaluation.decision.as_ref(),
        _ => None,
    }
}

fn map(report: &StageReport, place: usize) -> Option<&MapPoints> {
    match &report.detail {
        Detail::Evaluate(evaluation) => evaluation.calibration.as_ref()?.maps.get(place),
        _ => None,
    }
}

fn numbers(of: &Plotted) -> Numbers {
    match of {
        Plotted::Residuals {
            min, max, counts, ..
        } => numbers::of_bins((*min, *max), &[("Test rows", counts)]),
        Plotted::Cost(report, _) => {
            decided(report).map_or_else(Numbers::default, decision::numbers)
        }
        Plotted::Calibration(report, place) => {
            map(report, *place).map_or_else(Numbers::default, calibration_map::numbers)
        }
        Plotted::Curve(report, kind, _) => curves::numbers(report, *kind),
        Plotted::Effect(report, output) => effect::numbers(report, *output),
        Plotted::LearningCurve(curve) => learning_curve::numbers(curve),
        Plotted::Swarm(report, output) => moves::dot_numbers(report, None, *output),
        Plotted::Dependence(report, column, output) => {
            moves::dot_numbers(report, Some(*column), *output)
        }
        Plotted::Votes(row, classes) => {
            (row.votes.as_ref()).map_or_else(Numbers::default, |of| votes::numbers(of, classes))
        }
        Plotted::Commonness(row) => match &row.commonness {
            Some(of) => numbers::of_bins(of.range, &[("Train rows", &of.counts)]),
            None => Numbers::default(),
        },
        Plotted::ResidualsAlong(report) => residuals_along::numbers(report),
        Plotted::Split(report, _) => numbers::of_split(report),
        Plotted::Features(report) => numbers::of_features(report),
        Plotted::Corrections(rows, _) => numbers::of_corrections(rows),
        Plotted::Search(search) => numbers::of_candidates(search),
        Plotted::Runs { metric, runs, .. } => numbers::of_runs(metric, runs),
    }
}
