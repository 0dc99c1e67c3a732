//! Split: whether train, validation and test rows are alike in what is to be predicted.

use std::rc::Rc;

use yew::{AttrValue, Html, Properties, component, html};

use super::picture::Picture;
use super::width::use_width;
use grove_charts::split::scene;
use grove_protocol::report::SplitReport;

#[derive(Properties, PartialEq)]
pub struct SplitBarsProps {
    pub report: SplitReport,
    /// Name of the target column.
    pub target: AttrValue,
}

#[component]
pub fn SplitBars(props: &SplitBarsProps) -> Html {
    let (node, width) = use_width();
    let scene = scene(&props.report, &props.target, width, usize::MAX);
    html! { <Picture scene={Rc::new(scene)} frame="measured" {node} /> }
}
