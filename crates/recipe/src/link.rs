//! A recipe in a link, and where its data comes from.

use serde::{Deserialize, Serialize};

use super::synthetic::SyntheticSpec;
use crate::Recipe;

/// The data sets that come with the page, by their files' names without the ending.
pub const SAMPLES: [&str; 5] = ["iris", "wine", "breast_cancer", "diabetes", "messy"];

/// What is to be predicted of each of them.
const TARGETS: [&str; SAMPLES.len()] =
    ["species", "cultivar", "diagnosis", "progression", "outcome"];

/// What a link's fragment begins with.
pub const FRAGMENT: &str = "recipe=";

/// Some programs cut off what is longer, in characters.
pub const LENGTH_FOR_ALL: usize = 2000;

/// Where data comes from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DataSource {
    /// A file of the person's own. It is in no link: the recipe names it and its hash.
    #[default]
    Own,
    /// One of [`SAMPLES`].
    Sample {
        /// The file's name without the ending.
        name: String,
    },
    /// Data that Grove makes from this specification.
    Synthetic(SyntheticSpec),
}

impl DataSource {
    /// What is to be predicted of data that comes with Grove or is made by it.
    pub fn target(&self) -> Option<&'static str> {
        match self {
            Self::Own => None,
            Self::Sample { name } => {
                let place = SAMPLES.iter().position(|sample| sample == name);
                place.and_then(|place| TARGETS.get(place)).copied()
            }
            Self::Synthetic(spec) => Some(spec.name.set().target),
        }
    }
}

/// All that a link holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Where the recipe's data comes from.
    pub source: DataSource,
    /// The recipe for that data.
    pub recipe: Recipe,
}
