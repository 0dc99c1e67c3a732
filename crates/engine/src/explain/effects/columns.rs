//! The columns of the file along which answers can be asked for.

use grove_protocol::report::{EffectColumn, Evaluation};
use grove_recipe::error::StageError;

use super::super::players::Players;
use crate::predict::fitted::FittedPipeline;

/// Lists the columns of the file that can change an answer, the most important first, by permutation or else by the trees;
/// without an evaluation in the order of the file. An evaluation has importances of columns as they are after cleaning: they
/// are summed by the column of the file, and what is made of several columns counts for each with an equal part.
///
/// # Errors
/// Where the steps of a model file do not fit each other.
pub fn effect_columns(
    fitted: &FittedPipeline,
    evaluation: Option<&Evaluation>,
) -> Result<Vec<EffectColumn>, StageError> {
    let players = Players::new(fitted)?;
    let active = players.active.iter();
    let mut columns: Vec<EffectColumn> = active
        .map(|place| EffectColumn {
            name: players.columns[*place as usize].clone(),
            importance: 0.0,
        })
        .collect();
    let Some(evaluation) = evaluation else {
        return Ok(columns);
    };
    let lineage = fitted.preparation.lineage()?;
    let permutation = evaluation.permutation.as_ref().map(|of| &of.columns);
    for importance in permutation.unwrap_or(&evaluation.importances) {
        let sources = lineage.of(&importance.column);
        let part = importance.value / sources.len().max(1) as f64;
        for column in columns.iter_mut().filter(|of| sources.contains(&of.name)) {
            column.importance += part;
        }
    }
    columns.sort_by(|a, b| b.importance.total_cmp(&a.importance));
    Ok(columns)
}
