//! One peer at a time: takes jobs as lines of JSON, does each, answers each with a line: `peers.py` asks.
//!
//! `peers grove|boosting|smartcore|page|ydf_training|ml_random_forest`
#![allow(
    clippy::disallowed_methods,
    reason = "a native program that measures with the clock"
)]

mod boosting;
mod grove;
mod npm;
mod page;
mod process;
mod smartcore;
mod table;

use std::error::Error;
use std::io::{BufRead, Write};

use ::grove_recipe::Task;
use serde::{Deserialize, Serialize};

#[path = "../../tests/e2e/harness/mod.rs"]
#[allow(dead_code, reason = "the end-to-end tests use the rest")]
mod harness;

/// What is to be trained, on which rows.
#[derive(Serialize, Deserialize)]
struct Job {
    /// In `benches/peers/data`: see `table.rs`.
    file: String,
    task: Task,
    /// 0 for a regression.
    classes: u32,
    features: u32,
    /// The first rows are learned, all others are predicted.
    train: u32,
    trees: u16,
    max_depth: Option<u16>,
    min_samples_leaf: u32,
    max_features: u32,
    /// The same as Grove's page calls it.
    max_features_rule: String,
    /// Grove's own: `None` is exact, and all that the others have.
    max_bins: Option<u32>,
    seed: u32,
    /// Threads, or workers in a browser.
    threads: u32,
    /// Seconds after which a peer in the browser is ended.
    limit: u32,
    /// Whether the model is saved to see how large it is.
    size: bool,
    /// Grove's page: whether the same page has trained before, so that the browser has compiled all that it takes.
    #[serde(default)]
    again: bool,
    /// To boost; what is of forests alone is then not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    boosting: Option<Boosting>,
}

/// How to boost, without early stopping and with Grove's defaults else.
#[derive(Serialize, Deserialize)]
struct Boosting {
    learning_rate: f64,
    max_leaf_nodes: u32,
    /// By feature, whether its values are the numbers of categories. Empty: none is.
    categorical: Vec<bool>,
}

/// What came of it. Times are in seconds, sizes in bytes; what a peer cannot tell is left out.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Answer {
    /// Training: time on the clock, and of the processor.
    #[serde(skip_serializing_if = "Option::is_none")]
    wall: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu: Option<f64>,
    /// Predicting the unseen rows, on the clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    predict: Option<f64>,
    /// Accuracy or R² on the unseen rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model_bytes: Option<u64>,
    /// The most memory that the process has held, data and program included.
    #[serde(skip_serializing_if = "Option::is_none")]
    peak_bytes: Option<u64>,
    /// How far training raised the process's memory at its peak. Grove, native: beside the coded table in it, or what
    /// boosting holds at its end without the model.
    #[serde(skip_serializing_if = "Option::is_none")]
    raised_bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coded_bytes: Option<u64>,
    /// Why there is nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    failed: Option<String>,
}

type Outcome = Result<Answer, Box<dyn Error>>;

fn main() -> Result<(), Box<dyn Error>> {
    let peer = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    let mut answer: Box<dyn FnMut(&Job) -> Outcome> = match peer.as_deref() {
        Some("grove") => Box::new(grove::answer),
        Some("boosting") => Box::new(boosting::answer),
        Some("smartcore") => Box::new(smartcore::answer),
        Some("page") => Box::new(page::answer),
        Some(name @ ("ydf_training" | "ml_random_forest")) => Box::new(npm::peer(name.to_owned())),
        _ => return Err("which peer?".into()),
    };
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let answer = answer(&serde_json::from_str(&line?)?).unwrap_or_else(|error| Answer {
            failed: Some(error.to_string()),
            ..Answer::default()
        });
        serde_json::to_writer(&mut out, &answer)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
