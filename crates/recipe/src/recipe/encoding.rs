//! How a column is encoded into features.

use serde::{Deserialize, Serialize};

use crate::columns::ColumnKind;
use crate::parameters::{Fields, Misfit};
use crate::{CategoryImputation, Featurize, NumericImputation, options, parameters};

options! {
    /// The encodings of a column.
    pub enum Encoding or "as for all columns" {
        /// Numbers as they are; 1 for true and 0 for false.
        Passthrough = "passthrough" "as they are",
        /// Mean 0 and variance 1.
        Standard = "standard" "standard scale",
        /// Median 0 and quartiles that are 1 apart.
        Robust = "robust" "robust scale",
        /// sign(x) · ln(1 + |x|).
        Log = "log" "logarithm",
        /// Bins of about as many train rows each.
        QuantileBins = "quantile_bins" "quantile bins",
        /// A 0/1 feature for each category.
        OneHot = "one_hot" "one-hot",
        /// The category's number, in no order; missing and unseen ones stay missing. Only for models that take
        /// categories as they are.
        Categorical = "categorical" "as categories (gradient boosting)",
        /// The category's place in alphabetical order, from 0.
        Ordinal = "ordinal" "ordinal",
        /// The share of train rows with the same category.
        Frequency = "frequency" "frequency",
        /// The target's mean among the train rows with the same category.
        Target = "target" "target mean",
        /// Year, month, day, weekday, hour, minute.
        DateParts = "date_parts" "date parts",
        /// Sine and cosine of month, day of the year, weekday and hour.
        Cyclic = "cyclic" "cyclic parts",
        /// Days since the earliest train row.
        Elapsed = "elapsed" "days elapsed",
        /// Term frequency times inverse document frequency, for each of the most frequent terms.
        TfIdf = "tf_idf" "TF-IDF",
        /// Counts of n-grams in a fixed number of places.
        Hashed = "hashed" "hashed n-grams",
    }
}

impl Encoding {
    /// Returns the encodings for columns of a kind; none for an empty column.
    pub const fn of(kind: ColumnKind) -> &'static [Self] {
        use Encoding::{
            Categorical, Cyclic, DateParts, Elapsed, Frequency, Hashed, Log, OneHot, Ordinal,
            Passthrough, QuantileBins, Robust, Standard, Target, TfIdf,
        };
        match kind {
            ColumnKind::Integer | ColumnKind::Decimal => &[
                Passthrough,
                Standard,
                Robust,
                Log,
                QuantileBins,
                OneHot,
                Categorical,
                Frequency,
                Target,
            ],
            ColumnKind::Boolean => &[OneHot, Passthrough, Categorical, Ordinal, Frequency, Target],
            ColumnKind::Category | ColumnKind::Identifier => &[
                OneHot,
                Categorical,
                Ordinal,
                Frequency,
                Target,
                TfIdf,
                Hashed,
            ],
            ColumnKind::Date | ColumnKind::DateTime => &[DateParts, Cyclic, Elapsed],
            ColumnKind::Text => &[
                TfIdf,
                Hashed,
                OneHot,
                Categorical,
                Ordinal,
                Frequency,
                Target,
            ],
            ColumnKind::Empty => &[],
        }
    }

    /// Those of numbers and moments, of which a missing one is imputed as such.
    pub const OF_NUMBERS: [Self; 8] = [
        Self::Passthrough,
        Self::Standard,
        Self::Robust,
        Self::Log,
        Self::QuantileBins,
        Self::DateParts,
        Self::Cyclic,
        Self::Elapsed,
    ];

    /// Those of categories for which a missing category is imputed.
    pub const OF_CATEGORIES: [Self; 4] =
        [Self::OneHot, Self::Ordinal, Self::Frequency, Self::Target];

    /// Returns whether the values are numbers or dates; otherwise they are categories or texts.
    pub fn gives_numbers(self) -> bool {
        Self::OF_NUMBERS.contains(&self)
    }
}

options! {
    /// How the bins of a number are encoded.
    pub enum BinEncoding {
        /// The bin's place, from 0, as one feature.
        Ordinal = "ordinal" "ordinal numbers",
        /// A 0/1 feature for each bin.
        OneHot = "one_hot" "one-hot features",
    }
}

options! {
    /// How much a category's mean target is moved towards the mean of all rows.
    pub enum Smoothing {
        /// By the variance within the category and over all rows.
        Auto = "auto" "by the variance of the target",
        /// As if the category had this many more rows with the mean of all rows.
        Fixed = "fixed" "by a number of rows",
    }
}

options! {
    /// The units of n-grams.
    pub enum Analyzer {
        /// Words of at least two letters or digits.
        Word = "word" "words",
        /// Characters within words, including the space before and after a word.
        CharWb = "char_wb" "characters within words",
    }
}

/// Encodings of texts.
const OF_TEXTS: [Encoding; 2] = [Encoding::TfIdf, Encoding::Hashed];

parameters! {
    /// The choices for one column. Each encoding reads its own parameters; in a recipe's JSON form, those that are not
    /// named have their defaults.
    #[derive(Serialize, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    pub struct ColumnEncoding {
        /// `None`, here and below, means the choice for all columns.
        encoding: Option<Encoding> = Choice {
            label: "Encoding",
            help: "How the column's values are turned into features. Gradient boosting needs no one-hot features.",
            options: Encoding::OR_NONE,
        },
        /// The replacement of a missing number.
        numeric_imputation as "column_numeric_imputation": Option<NumericImputation> = Choice {
            label: Featurize::numeric_imputation.label,
            help: Featurize::numeric_imputation.help,
            options: &[
                (None, "as for all columns"),
                (Some(NumericImputation::Median), "the median"),
                (Some(NumericImputation::Mean), "the mean"),
                (Some(NumericImputation::MostFrequent), "the most frequent value"),
                (Some(NumericImputation::Constant), "the constant"),
                (Some(NumericImputation::Keep), "nothing: trees learn from them"),
            ],
        }.only_where("encoding", Encoding::OF_NUMBERS).shown_at(1),
        /// The replacement of a missing category.
        category_imputation as "column_category_imputation": Option<CategoryImputation> = Choice {
            label: Featurize::category_imputation.label,
            help: Featurize::category_imputation.help,
            options: CategoryImputation::OR_NONE,
        }.only_where("encoding", Encoding::OF_CATEGORIES).shown_at(1),
        /// Whether a 0/1 feature marks the rows where the value was missing.
        missing_indicator as "column_missing_indicator": Option<bool> = Choice {
            label: Featurize::missing_indicator.label,
            help: "Adds a 0/1 feature if the column has missing values in the train rows.",
            options: &[(None, "as for all columns"), (Some(true), "yes"), (Some(false), "no")],
        }.shown_at(1),
        /// The most categories of [`Encoding::OneHot`]; the rest share one feature.
        max_categories as "column_max_categories": Option<u32> = Integer {
            label: Featurize::max_categories.label,
            help: Featurize::max_categories.help,
            min: Featurize::max_categories.min,
            max: Featurize::max_categories.max,
            default: Featurize::max_categories.default,
        }.only_where("encoding", [Encoding::OneHot]),
        /// Bins of [`Encoding::QuantileBins`].
        n_bins: u32 = Integer {
            label: "Bins",
            help: "Each bin has about the same number of train rows; equal edges are merged.",
            min: 2, max: 255, default: 5,
        }.only_where("encoding", [Encoding::QuantileBins]),
        /// How the bins of [`Encoding::QuantileBins`] are encoded.
        bin_encoding: BinEncoding = Choice {
            label: "Bins become",
            help: "One number that rises from bin to bin, or a 0/1 feature for each bin.",
            options: BinEncoding::OPTIONS,
        }.only_where("encoding", [Encoding::QuantileBins]),
        /// How [`Encoding::Target`] treats rare categories.
        smoothing: Smoothing = Choice {
            label: "Rare categories",
            help: "The fewer rows a category has, the closer its value is to the mean of all rows.",
            options: Smoothing::OPTIONS,
        }.only_where("encoding", [Encoding::Target]),
        /// The number of rows of [`Smoothing::Fixed`].
        smooth: f64 = Real {
            label: "Rows of smoothing",
            help: "Counts this many more rows for each category, with the mean of all rows.",
            min: 0.0, max: 1e6, step: 1.0, default: 10.0,
        }.only_where("encoding", [Encoding::Target]).only_where("smoothing", [Smoothing::Fixed]),
        /// Folds of [`Encoding::Target`]: a train row gets the means of the other folds.
        cv: u32 = Integer {
            label: "Folds",
            help: "A train row gets the mean of the rows in the other folds, so that its own target does not leak into its feature.",
            min: 2, max: 20, default: 5,
        }.only_where("encoding", [Encoding::Target]),
        /// The most terms of [`Encoding::TfIdf`].
        max_features: u32 = Integer {
            label: "Terms at most",
            help: "The most frequent terms of the train rows are kept.",
            min: 1, max: 1000, default: 100,
        }.only_where("encoding", [Encoding::TfIdf]),
        /// Features of [`Encoding::Hashed`], a power of two.
        n_features: u32 = Integer {
            label: "Hash features",
            help: "A power of two. A fixed hash assigns each term to a feature; several terms may share one.",
            min: 2, max: 1024, default: 256,
        }.only_where("encoding", [Encoding::Hashed]),
        /// The units of a text's terms.
        analyzer: Analyzer = Choice {
            label: "Terms consist of",
            help: "Words have at least two letters or digits. Upper and lower case are the same.",
            options: Analyzer::OPTIONS,
        }.only_where("encoding", OF_TEXTS),
        /// The shortest term, in words or characters.
        ngram_min: u32 = Integer {
            label: "Shortest term",
            help: "In words or characters.",
            min: 1, max: 6, default: 1,
        }.only_where("encoding", OF_TEXTS),
        /// The longest term, in words or characters.
        ngram_max: u32 = Integer {
            label: "Longest term",
            help: "In words or characters.",
            min: 1, max: 6, default: 1,
        }.only_where("encoding", OF_TEXTS),
    }
}

impl ColumnEncoding {
    /// Checks that every parameter is in its range. The error names the first that is not.
    pub(crate) fn check(&self) -> Result<(), Misfit> {
        if let Some(categories) = self.max_categories {
            Featurize::max_categories.check(categories)?;
        }
        Fields::check(self)?;
        if !self.n_features.is_power_of_two() {
            let found = self.n_features;
            let problem = format!(
                "n_features is {found}; it must be a power of two, such as {}.",
                found.next_power_of_two()
            );
            return Err(Misfit::new(Self::n_features.name, problem));
        }
        if self.ngram_min > self.ngram_max {
            let problem = format!(
                "ngram_min is {} and ngram_max {}; the largest must not be below the smallest.",
                self.ngram_min, self.ngram_max
            );
            return Err(Misfit::new(Self::ngram_max.name, problem));
        }
        Ok(())
    }
}

/// The choices for a column: its own, and the stage's where it has none.
pub struct Plan {
    /// The encoding.
    pub encoding: Encoding,
    /// The replacement of a missing number.
    pub numeric_imputation: NumericImputation,
    /// The value of [`NumericImputation::Constant`].
    pub fill_value: f64,
    /// The replacement of a missing category.
    pub category_imputation: CategoryImputation,
    /// Whether a 0/1 feature marks the rows where the value was missing.
    pub missing_indicator: bool,
    /// The most categories of [`Encoding::OneHot`]; the rest share one feature.
    pub max_categories: u32,
    /// The column's own parameters, for which the stage has no defaults.
    pub own: ColumnEncoding,
}

impl Featurize {
    /// Returns the encoding of a column of this kind for which nothing is chosen.
    pub fn default_encoding(&self, kind: ColumnKind) -> Encoding {
        match kind {
            ColumnKind::Integer | ColumnKind::Decimal => Encoding::Passthrough,
            ColumnKind::Date | ColumnKind::DateTime => Encoding::DateParts,
            ColumnKind::Text => Encoding::TfIdf,
            ColumnKind::Boolean
            | ColumnKind::Category
            | ColumnKind::Identifier
            | ColumnKind::Empty => self.encoding,
        }
    }

    /// Returns the choices for this column, which is of this kind.
    pub fn plan(&self, column: &str, kind: ColumnKind) -> Plan {
        let own = self.columns.get(column).cloned().unwrap_or_default();
        Plan {
            encoding: own.encoding.unwrap_or(self.default_encoding(kind)),
            numeric_imputation: own.numeric_imputation.unwrap_or(self.numeric_imputation),
            fill_value: self.fill_value,
            category_imputation: own.category_imputation.unwrap_or(self.category_imputation),
            missing_indicator: own.missing_indicator.unwrap_or(self.missing_indicator),
            max_categories: own.max_categories.unwrap_or(self.max_categories),
            own,
        }
    }
}
