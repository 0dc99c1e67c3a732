//! The parameters of splitting.

use super::ColumnName;

/// The column whose equal values keep rows together.
pub const GROUP: ColumnName = ColumnName {
    name: "group",
    label: "Group",
    help: "Rows with the same value here stay together, such as those of a patient. A row without a value is a group of its own. It is no feature.",
};
