//! The pictures. Each is a component that draws a part of a report and knows nothing else.

pub mod axis;
pub mod bar;
pub mod class_scores;
pub mod column_tile;
pub mod confusion_matrix;
#[cfg(test)]
mod contrast;
pub mod difference;
pub mod distribution;
pub mod figure;
pub mod fold_scores;
pub mod grove;
pub mod heat_map;
pub mod histogram;
pub mod importance_bars;
pub mod metric_names;
pub mod metric_tiles;
pub mod minimap;
pub mod number;
pub mod oob_curve;
pub mod parallel;
pub mod predicted_actual;
pub mod residual_histogram;
pub mod ribbons;
pub mod river;
pub mod save;
pub mod scale;
pub mod split_bars;
pub mod text;
pub mod tree_layout;
pub mod tree_view;
pub mod width;
