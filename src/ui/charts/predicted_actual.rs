//! Evaluate, numbers: each test row's prediction against its actual value.

use std::rc::Rc;

use yew::{AttrValue, Callback, Html, Properties, component, html, use_memo, use_state_eq};

use grove_protocol::report::TestRow;

use super::picture::{Picture, WriteNumbers};
use super::scene::Listeners;
use super::width::use_width;
use grove_charts::numbers::of_predictions;
use grove_charts::predicted_actual::{ScatterPlot, scene};

#[derive(Properties, PartialEq)]
pub struct PredictedActualProps {
    /// The rows, each with its interval if the model has intervals.
    pub points: Vec<TestRow>,
    /// The name of the target column.
    pub target: AttrValue,
}

#[component]
pub fn PredictedActual(props: &PredictedActualProps) -> Html {
    let (node, width) = use_width();
    let chosen = use_state_eq(|| None::<usize>);
    let drawn = use_memo(
        (props.points.clone(), props.target.clone(), width),
        |(points, target, width)| {
            let scene = Rc::new(scene(points, target, *width));
            (scene, ScatterPlot::of(points, *width))
        },
    );
    let onpoint = {
        let (drawn, chosen) = (drawn.clone(), chosen.setter());
        Callback::from(move |place: Option<(f64, f64)>| {
            chosen.set(place.and_then(|(x, y)| drawn.1.nearest(x, y)));
        })
    };
    let over = chosen.map_or(Vec::new(), |index| drawn.1.read_out(&props.points, index));
    let listeners = Listeners {
        onpoint: Some(onpoint),
        onkey: None,
    };
    let numbers: WriteNumbers = {
        let points = props.points.clone();
        Rc::new(move || of_predictions(&points))
    };
    html! { <Picture scene={drawn.0.clone()} frame="measured" {node} {over} {listeners} {numbers} /> }
}
