//! Train: the out-of-bag score of the forest while it grows.

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html, use_state_eq};

use super::picture::{Picture, WriteNumbers};
use super::scene::Listeners;
use super::width::use_width;
use grove_charts::numbers::of_scores;
use grove_charts::oob_curve::{CurvePlot, describe, scene};
use grove_protocol::report::{OutOfBagReport, TreeShape};

#[derive(Properties, PartialEq)]
pub struct OobCurveProps {
    /// The trees grown so far, in order.
    pub shapes: Vec<TreeShape>,
    /// The number of trees that will grow.
    pub expected: u32,
    /// scikit-learn's name of the score: `accuracy` or `r2`.
    pub metric: &'static str,
    /// The report, once all trees have grown.
    #[prop_or_default]
    pub report: Option<OutOfBagReport>,
    /// The number of train rows, once all trees have grown.
    #[prop_or_default]
    pub rows: u32,
}

#[component]
pub fn OobCurve(props: &OobCurveProps) -> Html {
    let (node, width) = use_width();
    let pointed = use_state_eq(|| None::<f64>);
    let plot = CurvePlot::of(&props.shapes, props.expected, props.metric, width);
    let score = match &props.report {
        Some(report) => report.score,
        None => plot.last(),
    };
    let onpoint = {
        let pointed = pointed.setter();
        Callback::from(move |place: Option<(f64, f64)>| pointed.set(place.map(|(x, _)| x)))
    };
    let listeners = Listeners {
        onpoint: Some(onpoint),
        onkey: None,
    };
    let trees = props.shapes.len() as u32;
    let words = describe(
        props.metric,
        score,
        trees,
        props.report.as_ref(),
        props.rows,
    );
    let numbers: WriteNumbers = {
        let (shapes, metric) = (props.shapes.clone(), props.metric);
        Rc::new(move || of_scores(&shapes, metric))
    };
    html! {
        <Picture scene={Rc::new(scene(&plot, width))} frame="measured" {node} {listeners} {numbers}
            over={pointed.map_or(Vec::new(), |x| plot.read_out(x))}>
            <p class="figure-readout" data-testid="oob-score" data-value={score.map(|score| score.to_string())}>{ words }</p>
        </Picture>
    }
}
