//! Evaluate: which class was taken for which, as a table that reads without its shading.

use std::rc::Rc;

use yew::{AttrValue, Html, Properties, component, html};

use super::picture::Picture;
pub use grove_charts::confusion_matrix::MatrixView;
use grove_charts::confusion_matrix::scene;

#[derive(Properties, PartialEq)]
pub struct ConfusionMatrixProps {
    pub classes: Vec<String>,
    /// `confusion[actual][predicted]`.
    pub confusion: Vec<Vec<u32>>,
    #[prop_or_default]
    pub view: MatrixView,
    /// Whose it is, where there are several.
    #[prop_or_default]
    pub of: Option<AttrValue>,
}

#[component]
pub fn ConfusionMatrix(props: &ConfusionMatrixProps) -> Html {
    let of = props.of.as_deref();
    let scene = scene(&props.classes, &props.confusion, props.view, of);
    html! { <Picture scene={Rc::new(scene)} frame="matrix-frame" scrolls=true /> }
}
