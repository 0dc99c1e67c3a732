//! The featurize stage: fits encoders on train rows, and turns columns into features.

pub mod dates;
pub mod encoded_rows;
pub mod encoder;
pub mod stage;

use serde::{Deserialize, Serialize};

use grove_forest::Matrix;
use grove_protocol::report::{Feature, FeaturizeReport};
use grove_recipe::columns::ColumnKind;
use grove_recipe::count::count;
use grove_recipe::error::StageError;
use grove_recipe::parameters::COLUMN_ENCODING;
use grove_recipe::stage::Stage;
use grove_recipe::{Encoding, Featurize, Plan};

use crate::featurize::encoder::{FeatureBlock, FittedColumn, UnseenCategories};
use crate::pace::{Pace, block_on};
use crate::table::target::TargetValues;
use crate::table::{Kinds, Table};

/// The most values of a matrix: in a browser, what is computed from them must fit into memory, too.
const CELLS_AT_MOST: u64 = 1 << 28;

/// The fitted encodings, in the order of their columns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Featurizer {
    columns: Vec<FittedColumn>,
}

/// Encodings that were just fitted, with their train rows.
pub struct FittedFeatures {
    /// The encodings to apply to other rows.
    pub featurizer: Featurizer,
    /// The encoded train rows. They can differ from [`Featurizer::apply`]'s result, since no train row is encoded by
    /// its own target.
    pub matrix: Matrix,
    /// The features, and the columns without a feature.
    pub report: FeaturizeReport,
}

/// Encoded rows, and the unseen categories.
pub struct FeatureRows {
    /// Rows × features.
    pub matrix: Matrix,
    /// One entry per column with unseen categories.
    pub unseen: Vec<UnseenCategories>,
}

impl Featurizer {
    /// Fits every encoding to these rows, which must be train rows, and their target. Columns with one value or none
    /// give no feature; the report says so. `Err` if no column gives one, or if an encoding does not suit its column's
    /// kind. `seed` decides which train rows are encoded together. O(cells · log rows), and O(letters) for texts.
    pub fn fit(
        train: &Table,
        kinds: &Kinds,
        target: &TargetValues,
        parameters: &Featurize,
        seed: u32,
    ) -> Result<FittedFeatures, StageError> {
        let pace = Pace::default();
        block_on(Self::fit_at_pace(
            train, kinds, target, parameters, seed, &pace,
        ))
    }

    /// Fits as [`Featurizer::fit`], and breathes after each column.
    ///
    /// # Errors
    /// As [`Featurizer::fit`].
    pub async fn fit_at_pace(
        train: &Table,
        kinds: &Kinds,
        target: &TargetValues,
        parameters: &Featurize,
        seed: u32,
        pace: &Pace,
    ) -> Result<FittedFeatures, StageError> {
        let total = 2 * kinds.len() as u32;
        let mut columns: Vec<(FittedColumn, Plan)> = Vec::new();
        let mut unused = Vec::new();
        for ((name, kind), done) in kinds.iter().zip(0..) {
            pace.breathe(done, total).await;
            let Some(column) = train.column(name) else {
                continue;
            };
            let plan = parameters.plan(name, *kind);
            if *kind != ColumnKind::Empty && !Encoding::of(*kind).contains(&plan.encoding) {
                return Err(unfit(name, *kind, plan.encoding));
            }
            match FittedColumn::fit(column, *kind, &plan, target) {
                Ok(fitted) => columns.push((fitted, plan)),
                Err(reason) => unused.push((name.clone(), reason.to_owned())),
            }
        }
        if columns.is_empty() {
            return Err(StageError::new(
                Stage::Featurize,
                "No column produces features: each is empty or constant in the train rows.",
                "Use more columns, or keep a larger share of rows for training.",
            ));
        }
        let width = columns.iter().map(|(fitted, _)| fitted.width()).sum();
        check_size(width, train)?;
        let mut block = FeatureBlock::new();
        for ((fitted, plan), done) in columns.iter().zip(total / 2..) {
            pace.breathe(done, total).await;
            let column = train.column(&fitted.column).expect("it was fitted");
            block.extend(fitted.apply_to_train(column, plan, target, seed));
        }
        let columns = columns.into_iter().map(|(fitted, _)| fitted).collect();
        let featurizer = Self { columns };
        Ok(FittedFeatures {
            matrix: matrix(block)?,
            report: FeaturizeReport {
                features: featurizer.features(),
                unused,
            },
            featurizer,
        })
    }

    /// Returns the columns that rows must have, with the kinds that they were learned as.
    pub fn kinds(&self) -> Kinds {
        self.columns
            .iter()
            .map(|c| (c.column.clone(), c.kind))
            .collect()
    }

    /// Returns each column with its encoder, in the order of their features.
    pub fn fitted(&self) -> &[FittedColumn] {
        &self.columns
    }

    /// Returns the matrix's columns, in order.
    pub fn features(&self) -> Vec<Feature> {
        self.columns
            .iter()
            .flat_map(FittedColumn::features)
            .collect()
    }

    /// Returns for each feature whether it rises (or stays) when the number in its column rises.
    pub fn rises(&self) -> Vec<bool> {
        self.columns.iter().flat_map(FittedColumn::rises).collect()
    }

    /// Returns for each feature the categories that it numbers from 0, in no order; `None` for the others.
    pub fn categories(&self) -> Vec<Option<&[String]>> {
        let all = self.columns.iter().flat_map(FittedColumn::categories);
        all.collect()
    }

    /// Returns whether a feature may be missing, which some models do not take.
    pub fn leaves_missing(&self) -> bool {
        self.columns.iter().any(FittedColumn::leaves_missing)
    }

    /// Returns the columns with features, in order, and for each feature the position of its column among them.
    pub fn origins(&self) -> (Vec<String>, Vec<u32>) {
        let with_features = || self.columns.iter().filter(|fitted| fitted.width() > 0);
        let places = (0..).zip(with_features());
        let places = places.flat_map(|(place, fitted)| vec![place; fitted.width()]);
        let columns = with_features().map(|fitted| fitted.column.clone());
        (columns.collect(), places.collect())
    }

    /// Checks that each encoding suits its column's kind. This may not hold for those read from a file.
    ///
    /// # Errors
    /// Names the first column whose encoding does not suit its kind.
    pub fn validate(&self) -> Result<(), String> {
        match self.columns.iter().find(|fitted| !fitted.is_sound()) {
            Some(fitted) => Err(format!(
                "the encoding of column {} does not fit it",
                fitted.column
            )),
            None => Ok(()),
        }
    }

    /// Encodes rows of a cleaned table that has every column of [`Featurizer::kinds`]. O(rows × features).
    ///
    /// # Errors
    /// Where the matrix would have too many numbers.
    pub fn apply(&self, table: &Table) -> Result<FeatureRows, StageError> {
        block_on(self.apply_at_pace(table, &Pace::default()))
    }

    /// Encodes as [`Featurizer::apply`], and breathes after each column.
    ///
    /// # Errors
    /// As [`Featurizer::apply`].
    pub async fn apply_at_pace(
        &self,
        table: &Table,
        pace: &Pace,
    ) -> Result<FeatureRows, StageError> {
        check_size(self.columns.iter().map(FittedColumn::width).sum(), table)?;
        let mut block = FeatureBlock::new();
        let mut unseen = Vec::new();
        let total = self.columns.len() as u32;
        for (fitted, done) in self.columns.iter().zip(0..) {
            pace.breathe(done, total).await;
            let column = table
                .column(&fitted.column)
                .expect("the caller has every column");
            block.extend(fitted.apply(column, &mut unseen));
        }
        Ok(FeatureRows {
            matrix: matrix(block)?,
            unseen,
        })
    }
}

fn matrix(block: FeatureBlock) -> Result<Matrix, StageError> {
    Matrix::new(block).map_err(|e| StageError::new(Stage::Featurize, e.to_string(), ""))
}

fn check_size(features: usize, table: &Table) -> Result<(), StageError> {
    let (features, rows) = (features as u64, u64::from(table.height()));
    if features * rows <= CELLS_AT_MOST {
        return Ok(());
    }
    Err(StageError::new(
        Stage::Featurize,
        format!(
            "{} features of {} rows need more memory than there is.",
            count(features),
            count(rows)
        ),
        "Reduce the number of features of texts and categories, or use fewer columns or rows.",
    ))
}

fn unfit(column: &str, kind: ColumnKind, encoding: Encoding) -> StageError {
    let possible: Vec<&str> = Encoding::of(kind)
        .iter()
        .map(|encoding| COLUMN_ENCODING.label_of(*encoding))
        .collect();
    StageError::new(
        Stage::Featurize,
        format!(
            "Column {column} is {} column, which cannot be encoded as {}.",
            kind.with_article(),
            COLUMN_ENCODING.label_of(encoding)
        ),
        format!("Choose one of these: {}.", possible.join(", ")),
    )
    .in_column(column)
}
