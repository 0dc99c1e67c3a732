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
    label: "Similar values",
    help: "Nothing is merged until you confirm it.",
    options: &[
        (
            SimilarMethod::KeyCollision,
            "have the same words, ignoring case, accents and order",
        ),
        (SimilarMethod::NearestNeighbour, "differ by a few letters"),
    ],
};
/// The least similarity of [`NearestNeighbour`](SimilarMethod::NearestNeighbour); 1 is for equal values.
pub const SIMILARITY: Real = Real {
    name: "similarity",
    label: "Least similarity",
    help: "1 minus the share of letters that must be changed, added, removed or swapped.",
    min: 0.5,
    max: 1.0,
    step: 0.05,
    default: 0.8,
};
