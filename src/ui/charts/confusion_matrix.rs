//! Evaluate: how often each class was predicted as each class.

use std::rc::Rc;

use yew::{Html, html};

use super::picture::Picture;
pub use grove_charts::confusion_matrix::MatrixView;
use grove_charts::confusion_matrix::scene;

/// Draws `confusion[actual][predicted]`; `of` names the model if there are several. Cells that open hold a button.
pub fn confusion_matrix(
    classes: &[String],
    confusion: &[Vec<u32>],
    view: MatrixView,
    of: Option<&str>,
    opens: bool,
) -> Html {
    let scene = Rc::new(scene(classes, confusion, view, of, opens));
    html! { <Picture {scene} frame="matrix-frame" scrolls=true /> }
}
