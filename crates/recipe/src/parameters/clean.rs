//! Limits of cleaning, and how similar values are looked for.

use super::{Choice, Real};
use crate::columns::ColumnKind;
use crate::similar::SimilarMethod;

/// More steps than anyone reads.
pub const STEPS_AT_MOST: usize = 200;
/// Values that one step merges.
pub const MERGED_AT_MOST: usize = 10_000;

/// The types that a column can be cast to, and what forms call them.
pub const CAST_KINDS: &[(ColumnKind, &str)] = &[
    (ColumnKind::Category, "category"),
    (ColumnKind::Decimal, "decimal"),
    (ColumnKind::Integer, "integer"),
    (ColumnKind::Boolean, "boolean"),
    (ColumnKind::Date, "date"),
    (ColumnKind::DateTime, "date-time"),
    (ColumnKind::Text, "text"),
];
/// How values to merge are found.
pub const SIMILAR_METHOD: Choice<SimilarMethod> = Choice {
    name: "similar_method",
    label: "Similar are values",
    help: "Nothing is merged before you have confirmed it.",
    options: &[
        (
            SimilarMethod::KeyCollision,
            "of the same words, whatever case, accents and order",
        ),
        (
            SimilarMethod::NearestNeighbour,
            "that differ by a few letters",
        ),
    ],
};
/// The least similarity of [`NearestNeighbour`](SimilarMethod::NearestNeighbour); 1 is for equal values.
pub const SIMILARITY: Real = Real {
    name: "similarity",
    label: "At least as similar as",
    help: "1 less the share of letters that must be changed, added, left out or swapped.",
    min: 0.5,
    max: 1.0,
    step: 0.05,
    default: 0.8,
};
