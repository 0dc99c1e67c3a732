//! Train: grows the forest a slice at a time, so that whoever drives it can show progress and stop.

use crate::api::error::StageError;
use crate::api::recipe::{ClassWeight, MaxFeatures, Task, Train};
use crate::api::report::{Importance, TrainReport, TreeShape};
use crate::api::stage::Stage;
use crate::forest::{self, Forest, Grower, Importances, Matrix, Shape};

use super::featurize::Featurizer;
use super::target::Target;

/// Row × feature visits in a slice: a few hundredths of a second in a browser.
const SLICE: u64 = 2_000_000;

/// A forest that is growing.
pub struct Training {
    grower: Grower,
    rows: u32,
    features: u32,
    features_per_split: u32,
}

impl Training {
    /// Prepares to grow a forest on train rows. O(rows · log rows × features).
    pub fn begin(
        matrix: &Matrix,
        target: &Target,
        parameters: &Train,
        seed: u32,
    ) -> Result<Self, StageError> {
        let (task, target) = match target {
            Target::Classes { labels, classes } => (
                Task::Classification,
                forest::Target::Classes {
                    labels,
                    n_classes: classes.len() as u32,
                },
            ),
            Target::Values(values) => (Task::Regression, forest::Target::Values(values)),
        };
        let features_per_split =
            features_per_split(parameters.max_features, task, matrix.features());
        let grower = Grower::new(
            matrix,
            target,
            forest::Parameters {
                n_estimators: parameters.n_estimators,
                max_depth: parameters.max_depth,
                min_samples_split: parameters.min_samples_split,
                min_samples_leaf: parameters.min_samples_leaf,
                max_features: features_per_split,
                bootstrap: parameters.bootstrap,
                balanced: parameters.class_weight == ClassWeight::Balanced
                    && task == Task::Classification,
                seed: u64::from(seed),
            },
        )
        .map_err(|e| {
            StageError::new(
                Stage::Train,
                e.to_string(),
                "Change the parameter and run again.",
            )
        })?;
        let (rows, features) = (matrix.rows(), matrix.features());
        Ok(Self {
            grower,
            rows,
            features,
            features_per_split,
        })
    }

    /// Grows for one slice; `true` when every tree has grown.
    pub fn advance(&mut self) -> bool {
        self.grower.advance(SLICE)
    }

    /// The trees that have grown so far, from the given one on.
    pub fn shapes_from(&self, first: usize) -> Vec<TreeShape> {
        self.grower
            .shapes()
            .iter()
            .skip(first)
            .map(tree_shape)
            .collect()
    }

    /// The forest, what it tells about itself, and the importances of the columns behind its features.
    pub fn finish(self, featurizer: &Featurizer) -> (Forest, TrainReport, Vec<Importance>) {
        let importances = column_importances(&self.grower, featurizer);
        let forest = self.grower.finish();
        let report = TrainReport {
            trees: forest.shapes().iter().map(tree_shape).collect(),
            rows: self.rows,
            features: self.features,
            features_per_split: self.features_per_split,
            bytes: forest.bytes() as u32,
        };
        (forest, report, importances)
    }
}

/// Importances of columns: the sum over the features that came from each, largest first.
fn column_importances(grower: &Grower, featurizer: &Featurizer) -> Vec<Importance> {
    let mut columns: Vec<String> = Vec::new();
    let mut groups: Vec<u32> = Vec::new();
    for feature in featurizer.features() {
        if columns.last() != Some(&feature.column) {
            columns.push(feature.column);
        }
        groups.push(columns.len() as u32 - 1);
    }
    let Importances { mean, spread } = grower.importances_by(&groups);
    let mut importances: Vec<Importance> = columns
        .into_iter()
        .zip(mean)
        .zip(spread)
        .map(|((column, value), spread)| Importance {
            column,
            value,
            spread,
        })
        .collect();
    importances.sort_by(|a, b| b.value.total_cmp(&a.value));
    importances
}

fn tree_shape(shape: &Shape) -> TreeShape {
    TreeShape {
        depth: shape.depth,
        leaves: shape.leaves,
    }
}

/// scikit-learn's rules, rounded down, at least one feature.
fn features_per_split(rule: MaxFeatures, task: Task, features: u32) -> u32 {
    let count = match (rule, task) {
        (MaxFeatures::Auto, Task::Classification) | (MaxFeatures::Sqrt, _) => features.isqrt(),
        (MaxFeatures::Auto, Task::Regression) | (MaxFeatures::All, _) => features,
        (MaxFeatures::Log2, _) => features.max(1).ilog2(),
        (MaxFeatures::Third, _) => features / 3,
    };
    count.max(1)
}
