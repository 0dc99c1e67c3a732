//! How a column is encoded into features.

use serde::{Deserialize, Serialize};

use crate::columns::ColumnKind;
use crate::parameters as p;
use crate::{CategoryImputation, Featurize, NumericImputation};

/// The encodings of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// Numbers as they are; 1 for true and 0 for false.
    Passthrough,
    /// Mean 0 and variance 1.
    Standard,
    /// Median 0 and quartiles that are 1 apart.
    Robust,
    /// sign(x) · ln(1 + |x|).
    Log,
    /// Bins of about as many train rows each.
    QuantileBins,
    /// A 0/1 feature for each category.
    OneHot,
    /// The category's place in alphabetical order, from 0.
    Ordinal,
    /// The share of train rows with the same category.
    Frequency,
    /// The target's mean among the train rows with the same category.
    Target,
    /// Year, month, day, weekday, hour, minute.
    DateParts,
    /// Sine and cosine of month, day of the year, weekday and hour.
    Cyclic,
    /// Days since the earliest train row.
    Elapsed,
    /// Term frequency times inverse document frequency, for each of the most frequent terms.
    TfIdf,
    /// Counts of n-grams in a fixed number of places.
    Hashed,
}

impl Encoding {
    /// Returns the encodings for columns of a kind; none for an empty column.
    pub const fn of(kind: ColumnKind) -> &'static [Self] {
        use Encoding::{
            Cyclic, DateParts, Elapsed, Frequency, Hashed, Log, OneHot, Ordinal, Passthrough,
            QuantileBins, Robust, Standard, Target, TfIdf,
        };
        match kind {
            ColumnKind::Integer | ColumnKind::Decimal => &[
                Passthrough,
                Standard,
                Robust,
                Log,
                QuantileBins,
                OneHot,
                Frequency,
                Target,
            ],
            ColumnKind::Boolean => &[OneHot, Passthrough, Ordinal, Frequency, Target],
            ColumnKind::Category | ColumnKind::Identifier => {
                &[OneHot, Ordinal, Frequency, Target, TfIdf, Hashed]
            }
            ColumnKind::Date | ColumnKind::DateTime => &[DateParts, Cyclic, Elapsed],
            ColumnKind::Text => &[TfIdf, Hashed, OneHot, Ordinal, Frequency, Target],
            ColumnKind::Empty => &[],
        }
    }

    /// Returns whether the values are numbers or dates, so that a missing one is imputed as a number; otherwise they
    /// are categories or texts.
    pub const fn gives_numbers(self) -> bool {
        use Encoding::{
            Cyclic, DateParts, Elapsed, Log, Passthrough, QuantileBins, Robust, Standard,
        };
        matches!(
            self,
            Passthrough | Standard | Robust | Log | QuantileBins | DateParts | Cyclic | Elapsed
        )
    }

    /// Returns whether the values are categories.
    pub const fn takes_categories(self) -> bool {
        use Encoding::{Frequency, OneHot, Ordinal, Target};
        matches!(self, OneHot | Ordinal | Frequency | Target)
    }
}

/// How the bins of a number are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BinEncoding {
    /// The bin's place, from 0, as one feature.
    Ordinal,
    /// A 0/1 feature for each bin.
    OneHot,
}

/// How much a category's mean target is moved towards the mean of all rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Smoothing {
    /// By the variance within the category and over all rows.
    Auto,
    /// As if the category had this many more rows with the mean of all rows.
    Fixed,
}

/// The units of n-grams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Analyzer {
    /// Words of at least two letters or digits.
    Word,
    /// Characters within words, including the space before and after a word.
    CharWb,
}

/// The choices for one column. Each encoding reads its own parameters; in a recipe's JSON form, those that are not
/// named have their defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ColumnEncoding {
    /// `None`, here and below, means the choice for all columns.
    pub encoding: Option<Encoding>,
    /// The replacement of a missing number.
    pub numeric_imputation: Option<NumericImputation>,
    /// The replacement of a missing category.
    pub category_imputation: Option<CategoryImputation>,
    /// Whether a 0/1 feature marks the rows where the value was missing.
    pub missing_indicator: Option<bool>,
    /// The most categories of [`Encoding::OneHot`]; the rest share one feature.
    pub max_categories: Option<u32>,
    /// Bins of [`Encoding::QuantileBins`].
    pub n_bins: u32,
    /// How the bins of [`Encoding::QuantileBins`] are encoded.
    pub bin_encoding: BinEncoding,
    /// How [`Encoding::Target`] treats rare categories.
    pub smoothing: Smoothing,
    /// The number of rows of [`Smoothing::Fixed`].
    pub smooth: f64,
    /// Folds of [`Encoding::Target`]: a train row gets the means of the other folds.
    pub cv: u32,
    /// The most terms of [`Encoding::TfIdf`].
    pub max_features: u32,
    /// Features of [`Encoding::Hashed`], a power of two.
    pub n_features: u32,
    /// The units of a text's terms.
    pub analyzer: Analyzer,
    /// The shortest term, in words or characters.
    pub ngram_min: u32,
    /// The longest term, in words or characters.
    pub ngram_max: u32,
}

impl Default for ColumnEncoding {
    fn default() -> Self {
        Self {
            encoding: None,
            numeric_imputation: None,
            category_imputation: None,
            missing_indicator: None,
            max_categories: None,
            n_bins: p::N_BINS.default,
            bin_encoding: p::BIN_ENCODING.default(),
            smoothing: p::SMOOTHING.default(),
            smooth: p::SMOOTH.default,
            cv: p::TARGET_CV.default,
            max_features: p::MAX_TEXT_FEATURES.default,
            n_features: p::N_FEATURES.default,
            analyzer: p::ANALYZER.default(),
            ngram_min: p::NGRAM_MIN.default,
            ngram_max: p::NGRAM_MAX.default,
        }
    }
}

impl ColumnEncoding {
    /// Checks that every parameter is in its range. The error names the first that is not.
    pub(crate) fn check(&self) -> Result<(), p::Misfit> {
        if let Some(categories) = self.max_categories {
            Featurize::max_categories.check(categories)?;
        }
        p::N_BINS.check(self.n_bins)?;
        p::SMOOTH.check(self.smooth)?;
        p::TARGET_CV.check(self.cv)?;
        p::MAX_TEXT_FEATURES.check(self.max_features)?;
        p::N_FEATURES.check(self.n_features)?;
        if !self.n_features.is_power_of_two() {
            let found = self.n_features;
            let problem = format!(
                "n_features is {found}; it must be a power of two, such as {}.",
                found.next_power_of_two()
            );
            return Err(p::Misfit::new(p::N_FEATURES.name, problem));
        }
        p::NGRAM_MIN.check(self.ngram_min)?;
        p::NGRAM_MAX.check(self.ngram_max)?;
        if self.ngram_min > self.ngram_max {
            let problem = format!(
                "ngram_min is {} and ngram_max {}; the largest must not be below the smallest.",
                self.ngram_min, self.ngram_max
            );
            return Err(p::Misfit::new(p::NGRAM_MAX.name, problem));
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
