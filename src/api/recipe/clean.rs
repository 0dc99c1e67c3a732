//! How cells and rows are repaired.

use serde::{Deserialize, Serialize};

use crate::api::parameters as p;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingTarget {
    DropRows,
    Stop,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clean {
    pub drop_duplicates: bool,
    pub missing_target: MissingTarget,
}

impl Default for Clean {
    fn default() -> Self {
        Self {
            drop_duplicates: p::DROP_DUPLICATES.default,
            missing_target: p::MISSING_TARGET.default(),
        }
    }
}
