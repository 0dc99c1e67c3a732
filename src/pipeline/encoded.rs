//! Encoded: the rows of each part as the model sees them.

use crate::api::error::StageError;
use crate::api::recipe::Recipe;
use crate::api::report::StageReport;
use crate::forest::Matrix;

use super::clean::Cleaned;
use super::featurize::Featurizer;
use super::report;
use super::split::Parts;
use super::table::Kinds;
use super::target::{Target, target_of};

/// Rows as the model sees them, part by part.
pub struct Encoded {
    pub featurizer: Featurizer,
    pub train: Part,
    pub validation: Option<Part>,
    pub test: Part,
    /// Positions of the test rows in the file.
    pub test_rows: Vec<u32>,
}

pub struct Part {
    pub matrix: Matrix,
    pub target: Target,
}

impl Part {
    /// The rows at these positions.
    pub fn take(&self, positions: &[u32]) -> Self {
        let pick = |column: &Vec<f64>| positions.iter().map(|&p| column[p as usize]).collect();
        let columns = self.matrix.columns().iter().map(pick).collect();
        Self {
            matrix: Matrix::new(columns).expect("rows of a matrix"),
            target: self.target.take(positions),
        }
    }
}

/// Fits the encodings on the train rows and applies them to every part.
pub fn encode(
    cleaned: &Cleaned,
    parts: &Parts,
    recipe: &Recipe,
) -> Result<(Encoded, StageReport), StageError> {
    let left_out = |name: &String| {
        *name == recipe.target || recipe.leave_out.contains(name) || recipe.deals_by(name)
    };
    let kinds: Kinds = cleaned
        .table
        .kinds()
        .into_iter()
        .filter(|(name, _)| !left_out(name))
        .collect();
    let train = cleaned.table.take(&parts.train);
    let (featurizer, detail) = Featurizer::fit(&train, &kinds, &recipe.featurize)?;
    let target = target_of(&cleaned.table, recipe);
    let part = |positions: &[u32]| -> Result<Part, StageError> {
        let matrix = featurizer.apply(&cleaned.table.take(positions))?.matrix;
        Ok(Part {
            matrix,
            target: target.take(positions),
        })
    };
    let encoded = Encoded {
        train: part(&parts.train)?,
        validation: match parts.validation.as_slice() {
            [] => None,
            positions => Some(part(positions)?),
        },
        test: part(&parts.test)?,
        test_rows: parts
            .test
            .iter()
            .map(|&p| cleaned.table.rows[p as usize])
            .collect(),
        featurizer,
    };
    let report = report::featurize(cleaned.table.height(), kinds.len() as u32, detail);
    Ok((encoded, report))
}
