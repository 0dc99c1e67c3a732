//! The tables that every peer reads: little-endian 64-bit floats, column after column, the target last.

use std::error::Error;
use std::fmt::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

use grove_recipe::Task;

use super::Job;

/// The column that says which rows are learned.
pub const PART: &str = "part";

pub struct Table {
    /// The features.
    pub columns: Vec<Vec<f64>>,
    pub target: Vec<f64>,
}

/// Where this bench's own files are; its tables are below.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers")
}

impl Table {
    pub fn read(job: &Job) -> Result<Self, Box<dyn Error>> {
        let bytes = std::fs::read(folder().join("data").join(&job.file))?;
        let (numbers, _) = bytes.as_chunks::<8>();
        let rows = numbers.len() / (job.features as usize + 1);
        let mut columns: Vec<Vec<f64>> = numbers
            .chunks_exact(rows)
            .map(|column| column.iter().map(|n| f64::from_le_bytes(*n)).collect())
            .collect();
        let target = columns.pop().ok_or("a table without columns")?;
        Ok(Self { columns, target })
    }

    pub fn rows(&self) -> usize {
        self.target.len()
    }

    /// Some rows of the features.
    pub fn part(&self, rows: Range<usize>) -> Vec<Vec<f64>> {
        self.columns
            .iter()
            .map(|column| column[rows.clone()].to_vec())
            .collect()
    }

    /// As a person would have it in a file: names, classes as words, and the part of each row.
    pub fn csv(&self, job: &Job) -> String {
        let class = if job.task == Task::Classification {
            "class "
        } else {
            ""
        };
        let mut text = String::new();
        for column in 0..self.columns.len() {
            write!(text, "x{column},").expect("text grows");
        }
        writeln!(text, "y,{PART}").expect("text grows");
        for (row, y) in self.target.iter().enumerate() {
            for column in &self.columns {
                write!(text, "{},", column[row]).expect("text grows");
            }
            let part = if row < job.train as usize {
                "train"
            } else {
                "test"
            };
            writeln!(text, "{class}{y},{part}").expect("text grows");
        }
        text
    }
}

/// Accuracy.
pub fn accuracy(predicted: &[u32], truth: &[f64]) -> f64 {
    let pairs = predicted.iter().zip(truth);
    let hits = pairs.filter(|(p, y)| f64::from(**p) == **y).count();
    hits as f64 / truth.len() as f64
}

/// R².
pub fn r2(predicted: &[f64], truth: &[f64]) -> f64 {
    let mean = truth.iter().sum::<f64>() / truth.len() as f64;
    let errors: f64 = predicted
        .iter()
        .zip(truth)
        .map(|(p, y)| (p - y).powi(2))
        .sum();
    1.0 - errors / truth.iter().map(|y| (y - mean).powi(2)).sum::<f64>()
}
