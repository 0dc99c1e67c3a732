//! The encoded rows of train, validation and test: features, target and weights.

use grove_forest::Matrix;
use grove_protocol::report::FeaturizeReport;
use grove_recipe::error::StageError;
use grove_recipe::{Recipe, Role};

use crate::featurize::Featurizer;
use crate::pace::Pace;
use crate::split::SplitParts;
use crate::table::target::{TargetValues, target_of};
use crate::table::weights::weights_of;
use crate::table::{Kinds, Table};

/// The encoded rows of each part.
pub struct EncodedRows {
    /// The encodings, learned from the train rows.
    pub featurizer: Featurizer,
    /// The train rows.
    pub train: EncodedPart,
    /// `None` without a validation part.
    pub validation: Option<EncodedPart>,
    /// The test rows.
    pub test: EncodedPart,
    /// Numbers of the train rows in the file, from 1.
    pub train_rows: Vec<u32>,
    /// Positions of the test rows in the file.
    pub test_rows: Vec<u32>,
}

/// Rows in the form that models take.
pub struct EncodedPart {
    /// Rows × features.
    pub matrix: Matrix,
    /// The true target of each row.
    pub target: TargetValues,
    /// The weight of each row in training; `None` if all rows count the same.
    pub weights: Option<Vec<f64>>,
}

impl EncodedRows {
    /// Returns the size in memory, in bytes, without the encodings, which are small beside the rows.
    pub fn bytes(&self) -> u64 {
        let parts = [
            Some(&self.train),
            self.validation.as_ref(),
            Some(&self.test),
        ];
        let rows: u64 = parts.into_iter().flatten().map(EncodedPart::bytes).sum();
        rows + 4 * (self.train_rows.len() + self.test_rows.len()) as u64
    }
}

impl EncodedPart {
    fn bytes(&self) -> u64 {
        let a_row = 8 * u64::from(self.matrix.features())
            + match &self.target {
                TargetValues::Classes { .. } => 4,
                TargetValues::Values(_) => 8,
            }
            + if self.weights.is_some() { 8 } else { 0 };
        u64::from(self.matrix.rows()) * a_row
    }

    /// Returns the rows at these positions.
    pub fn take(&self, positions: &[u32]) -> Self {
        let pick = |values: &Vec<f64>| positions.iter().map(|&p| values[p as usize]).collect();
        let columns = self.matrix.columns().iter().map(pick).collect();
        Self {
            matrix: Matrix::new(columns).expect("rows of a matrix"),
            target: self.target.take(positions),
            weights: self.weights.as_ref().map(pick),
        }
    }
}

/// A cleaned table with the target and the weights of its rows.
pub struct TrainingSet<'a> {
    table: &'a Table,
    recipe: &'a Recipe,
    /// The columns that may become features.
    kinds: Kinds,
    target: TargetValues,
    weights: Option<Vec<f64>>,
}

impl<'a> TrainingSet<'a> {
    /// Reads target and weights of all rows of a cleaned table. Refuses weights that are out of range.
    ///
    /// # Errors
    /// Where a weight is out of range.
    pub fn new(table: &'a Table, recipe: &'a Recipe) -> Result<Self, StageError> {
        let kinds = table.kinds().into_iter();
        Ok(Self {
            table,
            recipe,
            kinds: kinds
                .filter(|(name, _)| recipe.role(name) == Role::Feature)
                .collect(),
            target: target_of(table, recipe),
            weights: weights_of(table, recipe)?,
        })
    }

    /// Fits the encodings on the rows at these positions, which must be train rows.
    ///
    /// # Errors
    /// As [`Featurizer::fit`].
    pub async fn fit(
        &self,
        train: &[u32],
        pace: &Pace,
    ) -> Result<(Featurizer, EncodedPart, FeaturizeReport), StageError> {
        let fitting = Featurizer::fit_at_pace(
            &self.table.take(train),
            &self.kinds,
            &self.target.take(train),
            &self.recipe.featurize,
            self.recipe.seed,
            pace,
        )
        .await?;
        let part = self.part(train, fitting.matrix);
        Ok((fitting.featurizer, part, fitting.report))
    }

    /// Encodes the rows at these positions.
    ///
    /// # Errors
    /// As [`Featurizer::apply`].
    pub async fn apply(
        &self,
        featurizer: &Featurizer,
        rows: &[u32],
        pace: &Pace,
    ) -> Result<EncodedPart, StageError> {
        let table = self.table.take(rows);
        let applied = featurizer.apply_at_pace(&table, pace).await?;
        Ok(self.part(rows, applied.matrix))
    }

    fn part(&self, positions: &[u32], matrix: Matrix) -> EncodedPart {
        let pick = |values: &Vec<f64>| positions.iter().map(|&p| values[p as usize]).collect();
        EncodedPart {
            matrix,
            target: self.target.take(positions),
            weights: self.weights.as_ref().map(pick),
        }
    }
}

/// Fits the encodings on the train rows and applies them to every part. Returns the rows, and the number of columns that
/// may become features.
///
/// # Errors
/// As [`Featurizer::fit`] and [`Featurizer::apply`].
pub async fn encode(
    table: &Table,
    parts: &SplitParts,
    recipe: &Recipe,
    pace: &Pace,
) -> Result<(EncodedRows, u32, FeaturizeReport), StageError> {
    let training_set = TrainingSet::new(table, recipe)?;
    let [fitting, validating, testing] = [0..60, 60..80, 80..100].map(|part| pace.part(part, 100));
    let (featurizer, train, detail) = training_set.fit(&parts.train, &fitting).await?;
    let in_file = |positions: &[u32]| positions.iter().map(|&p| table.rows[p as usize]).collect();
    let encoded = EncodedRows {
        train,
        validation: match parts.validation.as_slice() {
            [] => None,
            positions => Some(
                training_set
                    .apply(&featurizer, positions, &validating)
                    .await?,
            ),
        },
        test: training_set
            .apply(&featurizer, &parts.test, &testing)
            .await?,
        train_rows: in_file(&parts.train),
        test_rows: in_file(&parts.test),
        featurizer,
    };
    Ok((encoded, training_set.kinds.len() as u32, detail))
}
