//! Drives the built site in a real browser, the way a person would. `make build` makes the site first.
#![allow(
    clippy::disallowed_methods,
    reason = "these tests run natively, where clocks, threads and files are at hand"
)]

mod accessibility;
mod axe;
mod behind;
mod belief;
mod boosting;
mod browsers;
mod cache;
mod calibration;
mod cleaning;
mod columns;
mod curves;
mod engine;
mod expectations;
mod explain;
mod first_visit;
mod folds;
mod frame;
mod harness;
mod hostile;
mod learning;
mod loading;
mod models;
mod nothing_lost;
mod offline;
mod plane;
mod privacy;
mod profile;
mod question;
mod recipe;
mod run;
mod runs;
mod same_bits;
mod serve;
mod slices;
mod storage;
mod synthetic;
mod take_home;
mod threshold;
mod trainers;
mod trials;
mod trouble;
