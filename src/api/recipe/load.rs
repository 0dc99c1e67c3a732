//! How a file's bytes are read as a table.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::api::columns::ColumnKind;
use crate::api::parameters as p;

/// What becomes of a row that has not as many values as there are columns, and of a cell that is no value of its
/// column's type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnBadLines {
    /// The row is set aside, the cell is missing; both are counted and listed.
    Warn,
    Error,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Load {
    pub trim: bool,
    /// Texts that count as missing besides the empty cell, compared after trimming.
    pub missing_values: Vec<String>,
    pub on_bad_lines: OnBadLines,
    /// Types that were chosen by hand; those of other columns are proposed from all rows.
    pub kinds: BTreeMap<String, ColumnKind>,
}

impl Default for Load {
    fn default() -> Self {
        Self {
            trim: p::TRIM.default,
            missing_values: p::MISSING_VALUES.map(String::from).to_vec(),
            on_bad_lines: p::ON_BAD_LINES.default(),
            kinds: BTreeMap::new(),
        }
    }
}
