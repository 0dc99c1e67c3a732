//! Evaluate, numbers: how large the errors are and to which side.

use std::rc::Rc;

use yew::{AttrValue, Html, Properties, component, html};

use super::picture::Picture;
use super::width::use_width;
use grove_charts::residuals::scene;

#[derive(Properties, PartialEq)]
pub struct ResidualHistogramProps {
    /// Lower end of the first bin and upper end of the last, in the target's unit.
    pub min: f64,
    pub max: f64,
    pub counts: Vec<u32>,
    /// Name of the target column.
    pub target: AttrValue,
}

#[component]
pub fn ResidualHistogram(props: &ResidualHistogramProps) -> Html {
    let (node, width) = use_width();
    let scene = scene(props.min, props.max, &props.counts, &props.target, width);
    html! { <Picture scene={Rc::new(scene)} frame="measured" {node} /> }
}
