//! Runs: the candidates of a search, each a line through what it was made of to what it scored.

use std::rc::Rc;

use yew::{Html, Properties, component, html};

use super::picture::Picture;
use super::width::use_width;
use grove_charts::parallel::{Search, scene};

#[derive(Properties, PartialEq)]
pub struct ParallelProps {
    pub search: Search,
}

#[component]
pub fn Parallel(props: &ParallelProps) -> Html {
    let (node, width) = use_width();
    html! { <Picture scene={Rc::new(scene(&props.search, width))} frame="measured" {node} /> }
}
