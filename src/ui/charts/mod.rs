//! The pictures. Each is a component that draws a scene of `grove_charts` with Yew and handles its events.

pub mod bar;
pub mod class_scores;
pub mod confusion_matrix;
#[cfg(test)]
mod contrast;
pub mod difference;
pub mod distribution;
pub mod figure;
pub mod fold_scores;
pub mod grove;
pub mod heat_map;
pub mod importance_bars;
pub mod loss_curve;
pub mod metric_tiles;
pub mod minimap;
pub mod moons;
pub mod oob_curve;
pub mod picture;
pub mod plane;
pub mod plot;
pub mod predicted_actual;
pub mod river;
pub mod save;
pub mod scene;
pub mod tree_view;
pub mod width;

pub use grove_charts::metric_names;
pub use grove_recipe::number;
