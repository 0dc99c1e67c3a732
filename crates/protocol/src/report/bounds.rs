//! Limits the size of reports that are read from files to what Grove itself writes, because charts draw all of it.

use grove_recipe::limits::{MAX_CLASSES, MAX_COLUMNS};
use grove_recipe::models::trees::TREES_AT_MOST;

use super::{
    Detail, Evaluation, EvaluationOutcome, POINTS_AT_MOST, StageReport, TargetDistribution,
};

/// The most bars of a histogram, bands of a table, folds, and other marks that are drawn side by side.
const MARKS_AT_MOST: usize = 2000;
/// The most features, findings and other items of lists of which a page shows a part.
const LISTED_AT_MOST: usize = 1 << 20;

impl StageReport {
    /// Checks the sizes. The error says which part is too large, or does not fit the others.
    pub fn check(&self) -> Result<(), String> {
        match &self.detail {
            Detail::Load(summary) => at_most("columns", summary.columns.len(), MAX_COLUMNS),
            Detail::Clean(clean) => {
                at_most("columns", clean.columns.len(), MAX_COLUMNS)?;
                at_most("steps", clean.steps.len(), MARKS_AT_MOST)?;
                at_most("bands", clean.minimap.bands.len(), MARKS_AT_MOST)?;
                let columns = clean.minimap.columns.len();
                at_most("columns", columns, 2 * MAX_COLUMNS)?;
                let mut bands = clean.minimap.bands.iter();
                fit(bands
                    .all(|band| band.changed.len() == columns && band.missing.len() == columns))
            }
            Detail::Check(check) => at_most("findings", check.expectations.len(), LISTED_AT_MOST),
            Detail::Split(split) => match &split.target {
                TargetDistribution::Classes {
                    labels,
                    train,
                    validation,
                    test,
                } => {
                    at_most("classes", labels.len(), MAX_CLASSES)?;
                    let of_all = |counts: &Vec<u32>| counts.len() == labels.len();
                    let none_or_all = validation.is_empty() || of_all(validation);
                    fit(of_all(train) && of_all(test) && none_or_all)
                }
                TargetDistribution::Numbers {
                    train,
                    validation,
                    test,
                    ..
                } => {
                    at_most("bars", train.len(), MARKS_AT_MOST)?;
                    let none_or_all = validation.is_empty() || validation.len() == train.len();
                    fit(test.len() == train.len() && none_or_all)
                }
            },
            Detail::Featurize(features) => {
                at_most("features", features.features.len(), LISTED_AT_MOST)?;
                at_most("columns", features.unused.len(), MAX_COLUMNS)
            }
            Detail::Train(train) => at_most("trees", train.trees.len(), TREES_AT_MOST as usize),
            Detail::Evaluate(evaluation) => evaluated(evaluation),
        }
    }
}

fn evaluated(evaluation: &Evaluation) -> Result<(), String> {
    at_most("metrics", evaluation.metrics.len(), MARKS_AT_MOST)?;
    at_most("columns", evaluation.importances.len(), MAX_COLUMNS)?;
    if let Some(permutation) = &evaluation.permutation {
        at_most("columns", permutation.columns.len(), MAX_COLUMNS)?;
    }
    for scores in evaluation
        .cross_validation
        .iter()
        .flat_map(|report| &report.scores)
    {
        at_most("folds", scores.folds.len(), MARKS_AT_MOST)?;
    }
    match &evaluation.outcome {
        EvaluationOutcome::Classes {
            classes,
            confusion,
            per_class,
            ..
        } => {
            at_most("classes", classes.len(), MAX_CLASSES)?;
            let square = confusion.len() == classes.len()
                && confusion.iter().all(|row| row.len() == classes.len());
            fit(square && per_class.len() == classes.len())
        }
        EvaluationOutcome::Numbers {
            points,
            residual_counts,
            ..
        } => {
            at_most("points", points.len(), POINTS_AT_MOST)?;
            at_most("bars", residual_counts.len(), MARKS_AT_MOST)
        }
    }
}

fn at_most(what: &str, found: usize, most: usize) -> Result<(), String> {
    match found > most {
        true => Err(format!("it has {found} {what}, and at most {most} can be")),
        false => Ok(()),
    }
}

fn fit(fits: bool) -> Result<(), String> {
    match fits {
        true => Ok(()),
        false => Err("its parts do not fit each other".into()),
    }
}
