//! A recipe in a link, and the source of its data.

use serde::{Deserialize, Serialize};

use super::synthetic::SyntheticSpec;
use crate::Recipe;

/// The data sets that come with the page, by their file names without the ending.
pub const SAMPLES: [&str; 5] = ["iris", "wine", "breast_cancer", "diabetes", "messy"];

/// The targets of the samples.
const TARGETS: [&str; SAMPLES.len()] =
    ["species", "cultivar", "diagnosis", "progression", "outcome"];

/// The start of a link's fragment.
pub const FRAGMENT: &str = "recipe=";

/// Some programs cut off longer links, in characters.
pub const LENGTH_FOR_ALL: usize = 2000;

/// The source of data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum DataSource {
    /// A file of the person's own. It is not in the link: the recipe has its name and hash.
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
    /// Returns the target of data that comes with Grove or is made by it.
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

/// The content of a link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// The source of the recipe's data.
    pub source: DataSource,
    /// The recipe for that data.
    pub recipe: Recipe,
}
