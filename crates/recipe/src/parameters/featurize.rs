//! What a single column is there for, and how it is encoded.

use super::Choice;
use crate::{Encoding, Role};

/// What a column is there for.
pub const COLUMN_ROLE: Choice<Role> = Choice {
    name: "role",
    label: "Role",
    help: "The model predicts the target from the features. A weight sets how much a row counts, a group which rows belong together.",
    options: &[
        (Role::Feature, "feature"),
        (Role::Target, "target"),
        (Role::Weight, "weight"),
        (Role::Group, "group"),
        (Role::Ignored, "ignore"),
    ],
};
/// What each encoding is called in a list.
pub const COLUMN_ENCODING: Choice<Encoding> = Choice {
    name: "column_encoding",
    label: "Encoding",
    help: "How the column's values are turned into features. Gradient boosting needs no one-hot features.",
    options: Encoding::OPTIONS,
};
