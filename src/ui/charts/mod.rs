//! The pictures. Each is a component that draws a part of a report and knows nothing else.

pub mod axis;
pub mod bar;
pub mod class_scores;
pub mod column_tile;
pub mod confusion_matrix;
pub mod figure;
pub mod metric_names;
pub mod metric_tiles;
pub mod number;
pub mod save;
pub mod scale;
pub mod width;
