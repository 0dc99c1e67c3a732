//! The parameters of cleaning.

use super::{Choice, Switch};
use crate::api::recipe::MissingTarget;

pub const DROP_DUPLICATES: Switch = Switch {
    name: "drop_duplicates",
    label: "Drop duplicate rows",
    help: "Keeps the first of rows that are equal in every column, so that no row is in train and test at once.",
    default: false,
};
pub const MISSING_TARGET: Choice<MissingTarget> = Choice {
    name: "missing_target",
    label: "Rows without a target",
    help: "A row whose target is missing can neither be learned from nor be scored.",
    options: &[
        (MissingTarget::DropRows, "drop them"),
        (MissingTarget::Stop, "stop the run"),
    ],
};
