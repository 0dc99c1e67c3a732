//! The messages between the page and the worker. Files go with them as handles, never inside.

pub mod build;
pub mod call;
pub mod calls;
pub mod expression;
pub mod interval;
pub mod onnx;
pub mod profile;
pub mod report;
pub mod take_home;
pub mod tracking;

pub use calls::{Download, Request, Response, TableName, TableRow};
