//! The parameters of splitting.

use super::{Text, TextKind};

/// The column whose equal values keep rows together.
pub const GROUP: Text = Text {
    name: "group",
    label: "Group",
    help: "Rows with the same value stay in the same part, such as all rows of a patient. A row without a value is a group of its own. The column is not a feature.",
    holds: TextKind::Expected,
};
