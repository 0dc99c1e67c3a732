//! Predict stands beside the path: it replays a fitted pipeline on new rows.

use super::About;

/// The declaration of the predict stage.
pub const ABOUT: About = About {
    title: "Predict",
    does: "Predicts the target of new rows with a model.",
    part: "",
    version: 1,
    needs: &[],
    reads: &[],
    reads_less: None,
    check: |_| Ok(()),
    parameters: |_| Vec::new(),
    quick: false,
};
