//! Feature importances by mean decrease in impurity.

use serde::{Deserialize, Serialize};

use super::grown::GrownTree;

/// The importance of each feature: its mean decrease in impurity, as scikit-learn's `feature_importances_`.
///
/// A tree's importance of a feature is the weighted decrease in impurity over the splits on that feature, divided by the
/// decrease over all splits. Trees without a split are left out. This measure favours features with many distinct values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Importances {
    /// The mean over the trees. Sums to 1, or is all 0 where no split decreased the impurity.
    pub mean: Vec<f64>,
    /// The standard deviation over the trees, with the number of trees as divisor.
    pub spread: Vec<f64>,
}

impl Importances {
    /// Sums the decreases by group: `groups[feature]` is the feature's group, numbered from 0.
    pub(super) fn new(trees: &[GrownTree], groups: &[u32]) -> Self {
        let members = groups.iter().max().map_or(0, |last| *last as usize + 1);
        let shares: Vec<Vec<f64>> = trees
            .iter()
            .filter(|tree| tree.shape.leaves > 1)
            .map(|tree| {
                let mut sums = vec![0.0; members];
                for (decrease, group) in tree.decreases.iter().zip(groups) {
                    sums[*group as usize] += decrease;
                }
                normalized(&sums)
            })
            .collect();
        let count = shares.len().max(1) as f64;
        let average = |value: &dyn Fn(&[f64], usize) -> f64| -> Vec<f64> {
            (0..members)
                .map(|feature| shares.iter().map(|tree| value(tree, feature)).sum::<f64>() / count)
                .collect()
        };
        let mean = average(&|tree, feature| tree[feature]);
        let variance = average(&|tree, feature| {
            let deviation = tree[feature] - mean[feature];
            deviation * deviation
        });
        Self {
            spread: variance.into_iter().map(f64::sqrt).collect(),
            mean: normalized(&mean),
        }
    }
}

/// Divides by the sum, unless that is 0.
fn normalized(values: &[f64]) -> Vec<f64> {
    let sum: f64 = values.iter().sum();
    let divisor = if sum > 0.0 { sum } else { 1.0 };
    values.iter().map(|value| value / divisor).collect()
}
