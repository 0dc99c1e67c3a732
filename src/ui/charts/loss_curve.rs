//! Train: the loss of gradient boosting while it grows.

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html, use_state_eq};

use super::picture::{Picture, WriteNumbers};
use super::scene::Listeners;
use super::width::use_width;
use grove_charts::loss_curve::{LossPlot, scene};
use grove_charts::numbers::of_losses;
use grove_protocol::report::{BoostingReport, TreeShape};

#[derive(Properties, PartialEq)]
pub struct LossCurveProps {
    /// The iterations so far, in order.
    pub shapes: Vec<TreeShape>,
    /// The most iterations.
    pub asked: u32,
    /// The report, once growing has ended.
    #[prop_or_default]
    pub report: Option<BoostingReport>,
}

#[component]
pub fn LossCurve(props: &LossCurveProps) -> Html {
    let (node, width) = use_width();
    let pointed = use_state_eq(|| None::<f64>);
    let plot = LossPlot::of(&props.shapes, props.asked, props.report.as_ref(), width);
    let onpoint = {
        let pointed = pointed.setter();
        Callback::from(move |place: Option<(f64, f64)>| pointed.set(place.map(|(x, _)| x)))
    };
    let listeners = Listeners {
        onpoint: Some(onpoint),
        onkey: None,
    };
    let last = plot.last().map(|losses| losses.train.to_string());
    let best = plot.best().map(|(iteration, _)| iteration.to_string());
    let numbers: WriteNumbers = {
        let shapes = props.shapes.clone();
        Rc::new(move || of_losses(&shapes))
    };
    html! {
        <Picture scene={Rc::new(scene(&plot, width))} frame="measured" {node} {listeners} {numbers}
            over={pointed.map_or(Vec::new(), |x| plot.read_out(x))}>
            <p class="figure-readout" data-testid="loss" data-value={last} data-best={best}>{ plot.told() }</p>
        </Picture>
    }
}
