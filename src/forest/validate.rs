//! Checks a forest that comes from outside, so that no bytes can make it panic or loop.

use super::leaves::Leaves;
use super::model::{PackedNode, Stored};
use super::{Forest, LARGEST_N_CLASSES, LARGEST_TARGET};

impl TryFrom<Stored> for Forest {
    type Error = String;

    fn try_from(stored: Stored) -> Result<Self, String> {
        let forest = Self { stored };
        forest.validate()?;
        Ok(forest)
    }
}

impl Forest {
    /// Whether every index is in range, every node of a tree is reached once with children after
    /// their parents, thresholds ascend and are finite, and leaves hold shares that sum to 1 or
    /// finite values. Deserialising calls this. `Err` says what is wrong. O(size of the forest).
    pub fn validate(&self) -> Result<(), String> {
        let Stored {
            cuts,
            trees,
            leaves,
            importances,
        } = &self.stored;
        if cuts.is_empty() || trees.is_empty() || leaves.len() == 0 {
            return Err("A forest needs features, trees and leaves.".into());
        }
        for (feature, cuts) in cuts.iter().enumerate() {
            let finite = cuts.iter().all(|cut| cut.is_finite());
            if !finite || !cuts.is_sorted_by(|a, b| a < b) {
                return Err(format!(
                    "The thresholds of feature {feature} do not ascend."
                ));
            }
        }
        for (index, tree) in trees.iter().enumerate() {
            check_tree(tree, cuts, leaves.len())
                .map_err(|node| format!("Node {node} of tree {index} leads nowhere."))?;
        }
        check_leaves(leaves)?;
        let all = [&importances.mean, &importances.spread];
        // The sum of shares may be rounded past 1.
        let sane = |values: &Vec<f64>| {
            values.len() == cuts.len() && values.iter().all(|value| (0.0..=2.0).contains(value))
        };
        if !all.into_iter().all(sane) {
            return Err("The importances do not fit the features.".into());
        }
        Ok(())
    }
}

/// `Err` is the first node that is not what preorder asks for.
fn check_tree(nodes: &[PackedNode], cuts: &[Vec<f64>], leaves: usize) -> Result<(), usize> {
    // Where the right children begin that are still to come, the next one last.
    let mut rights: Vec<usize> = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let next = at + 1;
        if let Some(feature) = node.feature() {
            let known = cuts
                .get(feature as usize)
                .is_some_and(|cuts| (node.value as usize) < cuts.len());
            // The left side lies between the two children, and all of it before the next right side.
            let end = rights.last().copied().unwrap_or(nodes.len());
            let right = at.saturating_add(node.right as usize);
            if !known || right <= next || right >= end {
                return Err(at);
            }
            rights.push(right);
        } else {
            let follows = rights.pop().unwrap_or(nodes.len());
            if node.value as usize >= leaves || node.right != 0 || follows != next {
                return Err(at);
            }
        }
    }
    // After the last node nothing may be awaited; an empty tree has no root.
    if nodes.is_empty() || !rights.is_empty() {
        return Err(nodes.len());
    }
    Ok(())
}

fn check_leaves(leaves: &Leaves) -> Result<(), String> {
    match leaves {
        Leaves::Values { values } => {
            // A mean may be rounded past the largest target.
            let range = -2.0 * LARGEST_TARGET..=2.0 * LARGEST_TARGET;
            if values.iter().all(|value| range.contains(value)) {
                return Ok(());
            }
            Err("A leaf's value is out of range.".into())
        }
        Leaves::Shares {
            n_classes,
            ends,
            classes,
            shares,
        } => {
            if !(1..=LARGEST_N_CLASSES).contains(n_classes) {
                return Err(format!("{n_classes} classes are out of range."));
            }
            if ends.last().map(|end| *end as usize) != Some(classes.len())
                || classes.len() != shares.len()
            {
                return Err("The leaves' tables differ in length.".into());
            }
            let mut start = 0;
            for (leaf, end) in ends.iter().enumerate() {
                let wrong = || format!("Leaf {leaf} holds no class shares that sum to 1.");
                let range = start..*end as usize;
                start = *end as usize;
                let classes = classes.get(range.clone()).ok_or_else(wrong)?;
                let shares = shares.get(range).ok_or_else(wrong)?;
                let known = classes.iter().all(|class| class < n_classes);
                let positive = shares.iter().all(|share| *share > 0.0);
                let sum: f64 = shares.iter().sum();
                let whole = (0.999_999..1.000_001).contains(&sum);
                let ascending = classes.is_sorted_by(|a, b| a < b);
                if !known || !positive || !ascending || !whole {
                    return Err(wrong());
                }
            }
            Ok(())
        }
    }
}
