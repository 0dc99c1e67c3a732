//! A run's predictions of its test rows, for comparing runs row by row.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::run::TestRows;

/// Test rows, what they are, and what a model said of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TestPredictions {
    /// The data rows in the file, counted from 1 below the header.
    pub rows: Vec<u32>,
    /// The true target of each row.
    pub actual: ActualTargets,
    /// What the model predicted for each row.
    pub predicted: PredictedTargets,
}

/// What rows are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActualTargets {
    /// Of each row, its class as an index into `classes`.
    Classes {
        /// One index per row, from 0.
        labels: Vec<u32>,
        /// Names of the classes.
        classes: Vec<String>,
    },
    /// In the target's units.
    Values(Vec<f64>),
}

/// What a model said of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PredictedTargets {
    /// Of a classification.
    Classes {
        /// Of each row, the class that the model says: by its threshold, or the most probable one. An index into the
        /// classes of [`ActualTargets`].
        labels: Vec<u32>,
        /// Rows × classes, row by row.
        probabilities: Vec<f64>,
    },
    /// In the target's units.
    Values(Vec<f64>),
}

impl TestPredictions {
    /// Whether every list is as long as it must be and every label names a class, as in a file that was changed may not
    /// be so. O(rows).
    pub fn check(&self) -> Result<(), String> {
        let rows = self.rows.len();
        let fits = match (&self.actual, &self.predicted) {
            (
                ActualTargets::Classes { labels, classes },
                PredictedTargets::Classes {
                    labels: said,
                    probabilities,
                },
            ) => {
                let named = |label: &u32| (*label as usize) < classes.len();
                labels.len() == rows
                    && said.len() == rows
                    && Some(probabilities.len()) == rows.checked_mul(classes.len())
                    && labels.iter().all(named)
                    && said.iter().all(named)
            }
            (ActualTargets::Values(actual), PredictedTargets::Values(said)) => {
                actual.len() == rows && said.len() == rows
            }
            _ => false,
        };
        match fits {
            true => Ok(()),
            false => Err("the predictions contradict themselves".into()),
        }
    }

    /// Identifies the rows and their targets, without the predictions: two runs with the same identifier were scored on the same rows. Needs
    /// what [`TestPredictions::check`] finds right. O(rows).
    pub fn test_rows(&self) -> TestRows {
        let mut hash = Sha256::new();
        for (index, row) in self.rows.iter().enumerate() {
            hash.update(row.to_le_bytes());
            match &self.actual {
                ActualTargets::Classes { labels, classes } => {
                    let class = &classes[labels[index] as usize];
                    hash.update((class.len() as u64).to_le_bytes());
                    hash.update(class);
                }
                ActualTargets::Values(values) => hash.update(values[index].to_le_bytes()),
            }
        }
        let sha256 = hash.finalize();
        TestRows {
            count: self.rows.len() as u32,
            sha256: sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
        }
    }
}
