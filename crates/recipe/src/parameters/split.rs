//! The parameters of splitting.

use super::{Text, TextKind};

/// The column whose equal values keep rows together.
pub const GROUP: Text = Text {
    name: "group",
    label: "Group",
    help: "Rows with the same value here stay together, such as those of a patient. A row without a value is a group of its own. It is no feature.",
    holds: TextKind::Expected,
};
