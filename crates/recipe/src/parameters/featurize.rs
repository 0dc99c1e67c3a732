//! The parameters of featurizing.

use super::{Choice, Integer, Real};
use crate::{
    Analyzer, BinEncoding, CategoryImputation, Encoding, Featurize, NumericImputation, Role,
    Smoothing,
};

/// What single columns can have in place of the stage's defaults. A form shows both, so that their names differ.
pub const COLUMN_NUMERIC_IMPUTATION: Choice<Option<NumericImputation>> = Choice {
    name: "column_numeric_imputation",
    label: "Missing numbers become",
    help: "Learned from the train rows alone.",
    options: &[
        (None, "as for all columns"),
        (Some(NumericImputation::Median), "the median"),
        (Some(NumericImputation::Mean), "the mean"),
        (
            Some(NumericImputation::MostFrequent),
            "the most frequent value",
        ),
        (Some(NumericImputation::Constant), "the constant"),
        (
            Some(NumericImputation::Keep),
            "nothing: trees learn from them",
        ),
    ],
};
/// What one column can have in place of the stage's imputation of categories.
pub const COLUMN_CATEGORY_IMPUTATION: Choice<Option<CategoryImputation>> = Choice {
    name: "column_category_imputation",
    label: "Missing categories become",
    help: "Learned from the train rows alone.",
    options: &[
        (None, "as for all columns"),
        (
            Some(CategoryImputation::Constant),
            "a category of their own",
        ),
        (
            Some(CategoryImputation::MostFrequent),
            "the most frequent category",
        ),
    ],
};
/// Whether one column marks missing values, in place of the stage's default.
pub const COLUMN_MISSING_INDICATOR: Choice<Option<bool>> = Choice {
    name: "column_missing_indicator",
    label: "Mark what was missing",
    help: "Adds a 0/1 feature if the column has missing values in the train rows.",
    options: &[
        (None, "as for all columns"),
        (Some(true), "yes"),
        (Some(false), "no"),
    ],
};
/// The most categories of one column in [`Encoding::OneHot`], in place of the stage's default.
pub const COLUMN_MAX_CATEGORIES: Integer = Integer {
    name: "column_max_categories",
    ..*Featurize::max_categories
};

/// What a column is there for.
pub const COLUMN_ROLE: Choice<Role> = Choice {
    name: "role",
    label: "Role",
    help: "The model learns from features what the target is. A weight says how much a row counts, a group which rows belong together.",
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
    help: "What the column's values become.",
    options: &[
        (Encoding::Passthrough, "as they are"),
        (Encoding::Standard, "standard scale"),
        (Encoding::Robust, "robust scale"),
        (Encoding::Log, "logarithm"),
        (Encoding::QuantileBins, "quantile bins"),
        (Encoding::OneHot, "one-hot"),
        (Encoding::Ordinal, "ordinal"),
        (Encoding::Frequency, "frequency"),
        (Encoding::Target, "target mean"),
        (Encoding::DateParts, "date parts"),
        (Encoding::Cyclic, "cyclic parts"),
        (Encoding::Elapsed, "days elapsed"),
        (Encoding::TfIdf, "TF-IDF"),
        (Encoding::Hashed, "hashed n-grams"),
    ],
};
/// Bins of [`Encoding::QuantileBins`].
pub const N_BINS: Integer = Integer {
    name: "n_bins",
    label: "Bins",
    help: "Each holds about as many train rows; equal edges are joined.",
    min: 2,
    max: 255,
    default: 5,
};
/// What the bins of [`Encoding::QuantileBins`] become.
pub const BIN_ENCODING: Choice<BinEncoding> = Choice {
    name: "bin_encoding",
    label: "Bins become",
    help: "One number that rises from bin to bin, or a 0/1 feature for each bin.",
    options: &[
        (BinEncoding::Ordinal, "ordinal numbers"),
        (BinEncoding::OneHot, "one-hot features"),
    ],
};
/// How [`Encoding::Target`] treats rare categories.
pub const SMOOTHING: Choice<Smoothing> = Choice {
    name: "smoothing",
    label: "Rare categories",
    help: "The fewer rows a category has, the more it is given the mean of all rows.",
    options: &[
        (Smoothing::Auto, "by how the target varies"),
        (Smoothing::Fixed, "by a number of rows"),
    ],
};
/// Rows of [`Smoothing::Fixed`].
pub const SMOOTH: Real = Real {
    name: "smooth",
    label: "Rows of smoothing",
    help: "As if each category had so many more rows, with the mean of all.",
    min: 0.0,
    max: 1e6,
    step: 1.0,
    default: 10.0,
};
/// Folds of [`Encoding::Target`].
pub const TARGET_CV: Integer = Integer {
    name: "cv",
    label: "Folds",
    help: "A train row is given the means of the rows in the other folds, so that its own target does not leak into it.",
    min: 2,
    max: 20,
    default: 5,
};
/// The most terms of [`Encoding::TfIdf`].
pub const MAX_TEXT_FEATURES: Integer = Integer {
    name: "max_features",
    label: "Terms at most",
    help: "The most frequent terms of the train rows are kept.",
    min: 1,
    max: 1000,
    default: 100,
};
/// Features of [`Encoding::Hashed`].
pub const N_FEATURES: Integer = Integer {
    name: "n_features",
    label: "Places",
    help: "A power of two. Terms are dealt to places by a fixed hash, so that several may share one.",
    min: 2,
    max: 1024,
    default: 256,
};
/// What the terms of a text are made of.
pub const ANALYZER: Choice<Analyzer> = Choice {
    name: "analyzer",
    label: "Terms are made of",
    help: "Words have at least two letters or digits. Upper and lower case are the same.",
    options: &[
        (Analyzer::Word, "words"),
        (Analyzer::CharWb, "characters within words"),
    ],
};
/// The shortest term, in words or characters.
pub const NGRAM_MIN: Integer = Integer {
    name: "ngram_min",
    label: "Shortest term",
    help: "In words or characters.",
    min: 1,
    max: 6,
    default: 1,
};
/// The longest term, in words or characters.
pub const NGRAM_MAX: Integer = Integer {
    name: "ngram_max",
    label: "Longest term",
    help: "In words or characters.",
    min: 1,
    max: 6,
    default: 1,
};
