//! What the train stage reports of gradient boosting: losses, importances, and how the predictions of a few rows changed.

use grove_boosting::{Booster, GradientBoosting, Loss, Parameters};
use grove_forest::Matrix;
use grove_models::{BoostedModel, Fitted};
use grove_protocol::report::{
    BoostingReport, EXAMPLE_ROWS, ExampleRow, Importance, Losses, TrainReport, TreeShape, Watched,
};
use grove_recipe::ModelName;

use crate::featurize::Featurizer;
use crate::featurize::encoded_rows::EncodedRows;
use crate::table::target::TargetValues;
use crate::train::largest_first;

/// Returns the importances of columns by gain: the sums over their features, largest first.
pub fn column_importances(model: &GradientBoosting, featurizer: &Featurizer) -> Vec<Importance> {
    let (columns, groups) = featurizer.origins();
    let mut values = vec![0.0; columns.len()];
    for (group, importance) in groups.into_iter().zip(model.importances()) {
        values[group as usize] += importance;
    }
    let spreads = vec![0.0; columns.len()];
    largest_first(columns, values, spreads)
}

/// Reports a model that has grown.
pub fn report(
    model: ModelName,
    fitted: &BoostedModel,
    parameters: &Parameters,
    booster: &Booster,
    encoded: &EncodedRows,
    trees: Vec<TreeShape>,
) -> TrainReport {
    let train = &encoded.train;
    let (train_loss, validation_loss) = booster.baseline_loss();
    let losses = || trees.iter().map(|tree| tree.losses?.validation);
    let best = validation_loss.map(|baseline| {
        let mut best = (0, baseline);
        for (iteration, loss) in (1..).zip(losses().flatten()) {
            if loss < best.1 {
                best = (iteration, loss);
            }
        }
        best.0
    });
    let boosting = BoostingReport {
        loss: loss_name(fitted.model.n_classes(), parameters.loss).into(),
        rows: booster.rows(),
        watched: match (validation_loss, &encoded.validation) {
            (None, _) => Watched::Nothing,
            (Some(_), Some(_)) => Watched::Split {
                rows: booster.validation_rows(),
            },
            (Some(_), None) => Watched::Drawn {
                rows: booster.validation_rows(),
            },
        },
        baseline: Losses {
            train: train_loss,
            corrected: 0.0,
            validation: validation_loss,
        },
        per_iteration: fitted.model.trees_per_iteration(),
        asked: parameters.max_iter,
        stopped_early: booster.stopped_early(),
        best,
        examples: examples(&fitted.model, encoded),
    };
    TrainReport {
        model,
        rows: train.matrix.rows(),
        features: train.matrix.features(),
        features_per_split: None,
        bytes: u32::try_from(fitted.bytes()).unwrap_or(u32::MAX),
        out_of_bag: None,
        note: None,
        workers: 1,
        boosting: Some(boosting),
        trees,
    }
}

/// Returns the name of the loss, as scikit-learn has it.
fn loss_name(n_classes: u32, loss: Loss) -> &'static str {
    match loss {
        _ if n_classes > 0 => "log_loss",
        Loss::SquaredError => "squared_error",
        Loss::AbsoluteError => "absolute_error",
        Loss::Poisson => "poisson",
        Loss::Gamma => "gamma",
        Loss::Quantile(_) => "quantile",
    }
}

/// Returns a few train rows with their predictions before the first iteration and after each.
fn examples(model: &GradientBoosting, encoded: &EncodedRows) -> Vec<ExampleRow> {
    let train = &encoded.train;
    let rows = example_rows(&train.target);
    let pick = |column: &Vec<f64>| rows.iter().map(|&row| column[row]).collect();
    let columns = train.matrix.columns().iter().map(pick).collect();
    let Ok(matrix) = Matrix::new(columns) else {
        return Vec::new();
    };
    let stages = model.staged(&matrix).unwrap_or_default();
    let classes = model.n_classes() as usize;
    let example = |(place, &row): (usize, &usize)| {
        let (class, truth, output) = match &train.target {
            TargetValues::Classes { labels, classes } => {
                let label = labels[row] as usize;
                (classes.get(label).cloned(), 1.0, label)
            }
            TargetValues::Values(values) => (None, values[row], 0),
        };
        let at = place * classes.max(1) + output;
        ExampleRow {
            row: encoded.train_rows.get(row).copied().unwrap_or_default(),
            class,
            truth,
            predicted: stages.iter().map(|stage| stage[at]).collect(),
        }
    };
    rows.iter().enumerate().map(example).collect()
}

/// Chooses rows whose targets differ: those at quantiles of the values, or the first row of each class.
fn example_rows(target: &TargetValues) -> Vec<usize> {
    match target {
        TargetValues::Classes { labels, classes } => {
            let first = |class| labels.iter().position(|label| *label == class);
            let rows = (0..classes.len() as u32).filter_map(first);
            rows.take(EXAMPLE_ROWS).collect()
        }
        TargetValues::Values(values) => {
            let mut order: Vec<usize> = (0..values.len()).collect();
            order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
            let last = order.len().saturating_sub(1);
            let place = |part: usize| last * part / (EXAMPLE_ROWS - 1);
            let rows = (0..EXAMPLE_ROWS).filter_map(|part| order.get(place(part)).copied());
            let mut rows: Vec<usize> = rows.collect();
            rows.dedup();
            rows
        }
    }
}
