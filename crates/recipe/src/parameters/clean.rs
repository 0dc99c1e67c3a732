//! The parameters of cleaning.

use super::{Choice, Real, Text};
use crate::columns::ColumnKind;
use crate::similar::SimilarMethod;
use crate::{Case, FillStrategy, MissingTarget, OutlierAction, OutlierMethod, Within};

/// More steps than anyone reads.
pub const STEPS_AT_MOST: usize = 200;
/// Values that one step merges.
pub const MERGED_AT_MOST: usize = 10_000;

pub const MISSING_TARGET: Choice<MissingTarget> = Choice {
    name: "missing_target",
    label: "Rows without a target",
    help: "A row whose target is missing can neither be learned from nor be scored.",
    options: &[
        (MissingTarget::DropRows, "drop them"),
        (MissingTarget::Stop, "stop the run"),
    ],
};
pub const CAST_KIND: Choice<ColumnKind> = Choice {
    name: "kind",
    label: "New type",
    help: "What cannot be read as this becomes missing.",
    options: &[
        (ColumnKind::Category, "category"),
        (ColumnKind::Decimal, "decimal"),
        (ColumnKind::Integer, "integer"),
        (ColumnKind::Boolean, "boolean"),
        (ColumnKind::Date, "date"),
        (ColumnKind::DateTime, "date-time"),
        (ColumnKind::Text, "text"),
    ],
};
pub const CASE: Choice<Case> = Choice {
    name: "case",
    label: "Letters",
    help: "Values that differ by their letters' case alone become one.",
    options: &[
        (Case::Lower, "lower case"),
        (Case::Upper, "UPPER CASE"),
        (Case::Title, "Title Case"),
    ],
};
pub const WITHIN: Choice<Within> = Choice {
    name: "within",
    label: "Where",
    help: "A part of a value can be replaced in columns of text alone.",
    options: &[
        (Within::Value, "the whole value"),
        (Within::Part, "any part of a value"),
    ],
};
pub const FILL_STRATEGY: Choice<FillStrategy> = Choice {
    name: "strategy",
    label: "Fill with",
    help: "The first three are learned from train rows. Featurize fills what is left, whatever the model needs.",
    options: &[
        (FillStrategy::Median, "the median"),
        (FillStrategy::Mean, "the mean"),
        (FillStrategy::MostFrequent, "the most frequent value"),
        (FillStrategy::Constant, "a value of your own"),
    ],
};
pub const OUTLIER_METHOD: Choice<OutlierMethod> = Choice {
    name: "method",
    label: "An outlier is far from",
    help: "Limits are learned from train rows.",
    options: &[
        (OutlierMethod::Iqr, "the middle half of the values (IQR)"),
        (OutlierMethod::ZScore, "the mean (z-score)"),
    ],
};
pub const OUTLIER_ACTION: Choice<OutlierAction> = Choice {
    name: "action",
    label: "What becomes of it",
    help: "New rows are clipped alike, and never dropped.",
    options: &[
        (OutlierAction::Clip, "clip it to the limit"),
        (OutlierAction::Drop, "drop its row"),
    ],
};
pub const IQR_FACTOR: Real = Real {
    name: "iqr_factor",
    label: "Times the width of the middle half",
    help: "How far below the first quartile or above the third a value may lie. Usual is 1.5.",
    min: 0.0,
    max: 100.0,
    step: 0.5,
    default: 1.5,
};
pub const Z_SCORE: Real = Real {
    name: "z_score",
    label: "Standard deviations",
    help: "How far from the mean a value may lie. Usual is 3.",
    min: 0.1,
    max: 100.0,
    step: 0.5,
    default: 3.0,
};
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
pub const SIMILARITY: Real = Real {
    name: "similarity",
    label: "At least as similar as",
    help: "1 less the share of letters that must be changed, added, left out or swapped.",
    min: 0.5,
    max: 1.0,
    step: 0.05,
    default: 0.8,
};
pub const NEW_NAME: Text = Text {
    name: "name",
    label: "New name",
    help: "",
};
pub const TO_REPLACE: Text = Text {
    name: "to_replace",
    label: "Replace",
    help: "",
};
pub const REPLACEMENT: Text = Text {
    name: "value",
    label: "By",
    help: "Empty: the cell becomes missing, or the part is taken out.",
};
pub const FILL_WITH: Text = Text {
    name: "fill_value",
    label: "Value",
    help: "",
};
pub const DERIVED_COLUMN: Text = Text {
    name: "column",
    label: "Name of the column",
    help: "A name that is there already gets new values.",
};
