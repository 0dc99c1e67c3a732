//! Groups of values that probably mean the same, for a person to confirm.

use serde::{Deserialize, Serialize};

use super::cut::TEXT;

/// How values are compared to find similar ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SimilarMethod {
    /// Values with the same key: their words in lower case without accents and punctuation, each once, sorted.
    KeyCollision,
    /// Values joined by a chain of small differences.
    NearestNeighbour,
}

/// At least two values, the most frequent first, each with its number of rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cluster {
    /// The values with their numbers of rows.
    pub values: Vec<(String, u32)>,
}

/// The clusters of a column, those with most rows first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Similar {
    /// The column whose values were compared.
    pub column: String,
    /// Groups of similar values; no value is in two.
    pub clusters: Vec<Cluster>,
    /// What to know, such as that only some of the values were compared.
    pub note: Option<String>,
}

impl Similar {
    /// Removes values that are too long for a person to read.
    pub fn without_long(mut self) -> Self {
        let short = |(value, _): &(String, u32)| value.len() <= TEXT;
        (self.clusters).retain(|cluster| cluster.values.iter().all(short));
        self
    }
}
