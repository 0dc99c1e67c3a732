//! Plain types that cross a boundary: between the page and the worker, or between Grove and a file.
//! Nothing here knows polars, smartcore or the web.

pub mod closest;
pub mod columns;
pub mod count;
pub mod cut;
pub mod day;
pub mod error;
pub mod expression;
pub mod limits;
pub mod link;
pub mod onnx;
pub mod parameters;
pub mod path;
pub mod profile;
pub mod protocol;
pub mod provenance;
pub mod recipe;
pub mod report;
pub mod similar;
pub mod stage;
pub mod synthetic;
pub mod take_home;
pub mod tracking;
