//! The parameters of cleaning.

use super::{Choice, Real, Text};
use crate::columns::ColumnKind;
use crate::similar::SimilarMethod;
use crate::{Case, FillStrategy, MissingTarget, OutlierAction, OutlierMethod, Within};

/// More steps than anyone reads.
pub const STEPS_AT_MOST: usize = 200;
/// Values that one step merges.
pub const MERGED_AT_MOST: usize = 10_000;

/// What becomes of rows whose target is missing.
pub const MISSING_TARGET: Choice<MissingTarget> = Choice {
    name: "missing_target",
    label: "Rows without a target",
    help: "A row whose target is missing can neither be learned from nor be scored.",
    options: &[
        (MissingTarget::DropRows, "drop them"),
        (MissingTarget::Stop, "stop the run"),
    ],
};
/// The new type of [`Cast`](crate::Operation::Cast).
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
/// The letters of [`ChangeCase`](crate::Operation::ChangeCase).
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
/// Where [`Replace`](crate::Operation::Replace) looks for the text.
pub const WITHIN: Choice<Within> = Choice {
    name: "within",
    label: "Where",
    help: "A part of a value can be replaced in columns of text alone.",
    options: &[
        (Within::Value, "the whole value"),
        (Within::Part, "any part of a value"),
    ],
};
/// Where [`FillMissing`](crate::Operation::FillMissing) takes the value from.
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
/// How [`Outliers`](crate::Operation::Outliers) sets its limits.
pub const OUTLIER_METHOD: Choice<OutlierMethod> = Choice {
    name: "method",
    label: "An outlier is far from",
    help: "Limits are learned from train rows.",
    options: &[
        (OutlierMethod::Iqr, "the middle half of the values (IQR)"),
        (OutlierMethod::ZScore, "the mean (z-score)"),
    ],
};
/// What [`Outliers`](crate::Operation::Outliers) does with a value outside of its limits.
pub const OUTLIER_ACTION: Choice<OutlierAction> = Choice {
    name: "action",
    label: "What becomes of it",
    help: "New rows are clipped alike, and never dropped.",
    options: &[
        (OutlierAction::Clip, "clip it to the limit"),
        (OutlierAction::Drop, "drop its row"),
    ],
};
/// The limit of [`Iqr`](OutlierMethod::Iqr), in widths between the quartiles.
pub const IQR_FACTOR: Real = Real {
    name: "iqr_factor",
    label: "Times the width of the middle half",
    help: "How far below the first quartile or above the third a value may lie. Usual is 1.5.",
    min: 0.0,
    max: 100.0,
    step: 0.5,
    default: 1.5,
};
/// The limit of [`ZScore`](OutlierMethod::ZScore), in standard deviations.
pub const Z_SCORE: Real = Real {
    name: "z_score",
    label: "Standard deviations",
    help: "How far from the mean a value may lie. Usual is 3.",
    min: 0.1,
    max: 100.0,
    step: 0.5,
    default: 3.0,
};
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
/// The new name of [`RenameColumn`](crate::Operation::RenameColumn).
pub const NEW_NAME: Text = Text {
    name: "name",
    label: "New name",
    help: "",
};
/// The text that [`Replace`](crate::Operation::Replace) looks for.
pub const TO_REPLACE: Text = Text {
    name: "to_replace",
    label: "Replace",
    help: "",
};
/// What [`Replace`](crate::Operation::Replace) puts in its place.
pub const REPLACEMENT: Text = Text {
    name: "value",
    label: "By",
    help: "Empty: the cell becomes missing, or the part is taken out.",
};
/// The value of [`FillMissing`](crate::Operation::FillMissing) with a constant.
pub const FILL_WITH: Text = Text {
    name: "fill_value",
    label: "Value",
    help: "",
};
/// The column that [`Derive`](crate::Operation::Derive) makes.
pub const DERIVED_COLUMN: Text = Text {
    name: "column",
    label: "Name of the column",
    help: "A name that is there already gets new values.",
};
