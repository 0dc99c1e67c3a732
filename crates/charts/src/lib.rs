//! Pictures as data. A function per picture makes a [`scene::Scene`] of a report: plain marks with classes of the style
//! sheets. The page draws it; [`markup`] writes it into the report and into files. This crate needs no browser.
//!
//! ```
//! use grove_charts::confusion_matrix::{MatrixView, scene};
//!
//! let classes = ["cat".to_owned(), "dog".to_owned()];
//! let counts = [vec![8, 1], vec![0, 7]];
//! let scene = scene(&classes, &counts, MatrixView::Counts, None, false);
//! let figure = grove_charts::markup::figure(&scene);
//! assert!(figure.contains("data-actual=\"cat\" data-predicted=\"dog\" data-count=\"1\""));
//! ```
//!
//! Why: `docs/decisions/0024-pictures-are-scenes.md`.

pub mod axis;
pub mod bar;
pub mod bins;
mod boosted_node;
mod calibration;
pub mod calibration_map;
pub mod column;
pub mod confusion_matrix;
pub mod corrected;
pub mod corrections;
pub mod curves;
pub mod decision;
pub mod dependence;
pub mod difference;
pub mod distribution;
pub mod effect;
pub mod fit;
pub mod folds;
pub mod forest;
pub mod heat_map;
pub mod importances;
pub mod learning_curve;
pub mod loss_curve;
pub mod mark;
pub mod markup;
pub mod metric_names;
pub mod minimap;
pub mod moves;
pub mod numbers;
pub mod oob_curve;
pub mod parallel;
pub mod plane;
mod plane_field;
mod plane_legend;
pub mod plane_marks;
pub mod plane_words;
pub mod predicted_actual;
pub mod residuals;
pub mod residuals_along;
pub mod ribbons;
pub mod river;
pub mod run_scores;
pub mod scale;
pub mod scene;
pub mod split;
pub mod swarm;
pub mod tree;
pub mod tree_layout;
mod tree_words;
pub mod votes;
pub mod waterfall;
