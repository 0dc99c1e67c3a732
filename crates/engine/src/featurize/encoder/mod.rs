//! A fitted encoder: turns one column into features.
//!
//! Why: `docs/decisions/0011-encodings-follow-scikit-learn.md`.

pub mod categories;
pub mod dates;
mod impute;
pub mod numbers;
pub mod target_mean;
pub mod texts;
mod tokens;

use serde::{Deserialize, Serialize};

use grove_protocol::report::Feature;
use grove_recipe::columns::ColumnKind;
use grove_recipe::{Encoding, Plan};

use crate::table::column::Column;
use crate::table::target::TargetValues;
use categories::CategoryEncoder;
use dates::DateEncoder;
use numbers::NumberEncoder;
use texts::TextEncoder;

/// A column with its kind and its encoder, as learned from the train rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FittedColumn {
    /// The name in the cleaned table.
    pub column: String,
    /// The kind that the column was learned as; rows to encode must have it.
    pub kind: ColumnKind,
    /// How values are encoded.
    pub encoder: Encoder,
    /// Whether one more feature is 1 where the value is missing.
    pub indicator: bool,
}

/// What was learned for a column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Encoder {
    /// For numbers and truth values.
    Numbers(NumberEncoder),
    /// For every kind except dates, with values as categories.
    Categories(CategoryEncoder),
    /// For dates, with or without a time.
    Dates(DateEncoder),
    /// For texts, by their terms.
    Texts(TextEncoder),
}

/// A feature's name and what was learned for it.
type NamedFeature = (String, String);

/// Some features of some rows: a list of values per feature.
pub type FeatureBlock = Vec<Vec<f64>>;

/// Rows with an unseen category: the column, the number of rows, and the first such value.
pub type UnseenCategories = (String, u32, String);

impl FittedColumn {
    /// Learns a column's encoding from train rows with this target. `Err` says why the column gives no feature.
    pub fn fit(
        column: &Column,
        kind: ColumnKind,
        plan: &Plan,
        target: &TargetValues,
    ) -> Result<Self, &'static str> {
        if column.null_count() == column.len() {
            return Err("no value in the train rows");
        }
        use Encoding::{Categorical, Frequency, OneHot, Ordinal};
        use Encoding::{Cyclic, DateParts, Elapsed, Hashed, TfIdf};
        use Encoding::{Log, Passthrough, QuantileBins, Robust, Standard};
        let wanted = plan.missing_indicator && column.null_count() > 0;
        let encoder = match plan.encoding {
            Passthrough | Standard | Robust | Log | QuantileBins => {
                Encoder::Numbers(NumberEncoder::fit(column, kind, plan)?)
            }
            OneHot | Categorical | Ordinal | Frequency | Encoding::Target => {
                Encoder::Categories(CategoryEncoder::fit(column, plan, target)?)
            }
            DateParts | Cyclic | Elapsed => match DateEncoder::fit(column, plan) {
                dates if dates.width() > 0 || wanted => Encoder::Dates(dates),
                _ => return Err("the same date in every train row"),
            },
            TfIdf | Hashed => Encoder::Texts(TextEncoder::fit(column, plan)?),
        };
        let told =
            matches!(&encoder, Encoder::Categories(categories) if categories.tells_missing());
        Ok(Self {
            column: column.name().to_owned(),
            kind,
            encoder,
            indicator: wanted && !told,
        })
    }

    /// Returns whether the encoder suits the column's kind, and gives finite numbers.
    pub fn is_sound(&self) -> bool {
        let (kind, truth) = (self.kind, self.kind == ColumnKind::Boolean);
        match &self.encoder {
            Encoder::Numbers(numbers) => (kind.is_number() || truth) && numbers.is_sound(),
            Encoder::Categories(categories) => !kind.is_date() && categories.is_sound(),
            Encoder::Dates(dates) => kind.is_date() && dates.is_sound(),
            Encoder::Texts(texts) => !kind.is_number() && !kind.is_date() && texts.is_sound(),
        }
    }

    /// Returns the number of features.
    pub fn width(&self) -> usize {
        let width = match &self.encoder {
            Encoder::Numbers(numbers) => numbers.width(),
            Encoder::Categories(categories) => categories.width(),
            Encoder::Dates(dates) => dates.width(),
            Encoder::Texts(texts) => texts.width(),
        };
        width + usize::from(self.indicator)
    }

    /// Returns the matrix's columns that come from this one, in order.
    pub fn features(&self) -> Vec<Feature> {
        let column = &self.column;
        let mut named = match &self.encoder {
            Encoder::Numbers(numbers) => numbers.features(column),
            Encoder::Categories(categories) => categories.features(column),
            Encoder::Dates(dates) => dates.features(column),
            Encoder::Texts(texts) => texts.features(column),
        };
        named.extend(self.indicator.then(|| was_missing(column)));
        let categorical = self.categories();
        let categorical = categorical
            .into_iter()
            .map(|of_feature| of_feature.is_some());
        let feature = |((name, fitted), categorical)| Feature {
            name,
            column: column.clone(),
            fitted,
            categorical,
        };
        named.into_iter().zip(categorical).map(feature).collect()
    }

    /// Returns whether a feature may be missing.
    pub fn leaves_missing(&self) -> bool {
        match &self.encoder {
            Encoder::Numbers(numbers) => numbers.leaves_missing(),
            Encoder::Dates(dates) => dates.leaves_missing(),
            Encoder::Categories(categories) => categories.is_categorical(),
            Encoder::Texts(_) => false,
        }
    }

    /// Returns for each feature the categories that it numbers from 0, in no order; `None` for the others.
    pub fn categories(&self) -> Vec<Option<&[String]>> {
        let mut of_features = vec![None; self.width()];
        if let Encoder::Categories(categories) = &self.encoder
            && categories.is_categorical()
        {
            of_features[0] = Some(categories.names());
        }
        of_features
    }

    /// Returns for each feature whether it rises (or stays) when the column's number rises.
    pub fn rises(&self) -> Vec<bool> {
        let mut rises = vec![false; self.width()];
        if let Encoder::Numbers(numbers) = &self.encoder
            && numbers.rises()
        {
            rises[0] = true;
        }
        rises
    }

    /// Returns each feature's values for these rows, and adds the unseen categories.
    pub fn apply(&self, column: &Column, unseen: &mut Vec<UnseenCategories>) -> FeatureBlock {
        let block = match &self.encoder {
            Encoder::Numbers(numbers) => numbers.apply(column, self.kind),
            Encoder::Categories(categories) => categories.apply(column, unseen),
            Encoder::Dates(dates) => dates.apply(column),
            Encoder::Texts(texts) => texts.apply(column),
        };
        self.marked(block, column)
    }

    /// Returns each feature's values for the train rows that it was learned from. They differ from
    /// [`FittedColumn::apply`]'s if a row's own target must not be used.
    pub fn apply_to_train(
        &self,
        column: &Column,
        plan: &Plan,
        target: &TargetValues,
        seed: u32,
    ) -> FeatureBlock {
        match &self.encoder {
            Encoder::Categories(categories) => {
                let crossed = categories.cross_fitted(column, plan, target, seed);
                crossed.map(|block| self.marked(block, column))
            }
            _ => None,
        }
        .unwrap_or_else(|| self.apply(column, &mut Vec::new()))
    }

    fn marked(&self, mut block: FeatureBlock, column: &Column) -> FeatureBlock {
        if self.indicator {
            let present = column.present().into_iter();
            block.push(present.map(|there| f64::from(u8::from(!there))).collect());
        }
        block
    }
}

fn was_missing(column: &str) -> NamedFeature {
    (
        format!("{column} is missing"),
        "1 where it was missing".into(),
    )
}

/// Describes the replacement of a missing number.
fn filled(fill: f64) -> String {
    if fill.is_nan() {
        "missing stays missing".into()
    } else {
        format!("missing → {fill}")
    }
}
