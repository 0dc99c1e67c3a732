//! Makes a model of the grown trees: with the thresholds and categories alone that they use.

use super::binning::FeatureBins;
use super::booster::Booster;
use super::model::{GradientBoosting, ModelParts};
use super::tree::PackedTree;

/// Makes the model of some trees of a booster. O(nodes + bins).
pub(super) fn model(booster: &Booster, trees: &[PackedTree]) -> GradientBoosting {
    // By feature and bin, whether a split is there.
    let mut used: Vec<[bool; 256]> = vec![[false; 256]; booster.bins.len()];
    let mut sets = 0;
    for node in trees.iter().flat_map(|tree| &tree.nodes) {
        if node.is_leaf() {
            continue;
        }
        let feature = node.feature as usize;
        if booster.bins[feature].is_categorical() {
            used[feature][0] = true;
            sets = sets.max(node.index() as usize + 1);
        } else {
            used[feature][node.index() as usize] = true;
        }
    }
    let bins = booster.bins.iter().zip(&used);
    let bins: Vec<FeatureBins> = bins.map(|(bins, used)| only_used(bins, used)).collect();
    let trees = trees.iter().map(|tree| {
        let mut tree = tree.clone();
        for (node, number) in tree.nodes.iter_mut().zip(&mut tree.numbers) {
            *number = booster.in_unit(*number, node.is_leaf());
            let feature = node.feature as usize;
            if !node.is_leaf() && !bins[feature].is_categorical() {
                let earlier = &used[feature][..node.index() as usize];
                let place = earlier.iter().filter(|used| **used).count() as u32;
                node.test = place << 1 | u32::from(node.missing_left());
            }
        }
        tree
    });
    let parts = ModelParts {
        link: booster.link(),
        n_classes: booster.n_classes,
        classes: booster.classes.clone(),
        baseline: booster.baseline.clone(),
        trees: trees.collect(),
        bins,
        sets: booster.sets[..sets].to_vec(),
    };
    GradientBoosting { parts }
}

fn only_used(bins: &FeatureBins, used: &[bool; 256]) -> FeatureBins {
    match bins {
        FeatureBins::Numbers(cuts) => {
            // Past the last threshold all numbers go left, and missing values right.
            let all = cuts.iter().copied().chain([f64::MAX]);
            let kept = all.zip(used).filter(|(_, used)| **used);
            FeatureBins::Numbers(kept.map(|(cut, _)| cut).collect())
        }
        FeatureBins::Categories { .. } if used[0] => bins.clone(),
        FeatureBins::Categories { .. } => FeatureBins::Categories {
            categories: Vec::new(),
            bins: Vec::new(),
        },
    }
}
