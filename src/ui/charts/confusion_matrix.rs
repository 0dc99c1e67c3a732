//! Evaluate: which class was taken for which, as a table that reads without its shading.

use std::rc::Rc;

use yew::{Html, html};

use super::picture::Picture;
pub use grove_charts::confusion_matrix::MatrixView;
use grove_charts::confusion_matrix::scene;

/// `confusion[actual][predicted]`; `of` tells whose it is, where there are several.
pub fn confusion_matrix(
    classes: &[String],
    confusion: &[Vec<u32>],
    view: MatrixView,
    of: Option<&str>,
) -> Html {
    let scene = Rc::new(scene(classes, confusion, view, of));
    html! { <Picture {scene} frame="matrix-frame" scrolls=true /> }
}
