//! Checks forests that are read from bytes, so that no bytes can make a prediction panic or loop.

use super::leaves::Leaves;
use super::model::{ForestParts, PackedNode, TestLayout};
use super::{Forest, LARGEST_N_CLASSES, LARGEST_TARGET};

impl TryFrom<ForestParts> for Forest {
    type Error = String;

    fn try_from(parts: ForestParts) -> Result<Self, String> {
        let forest = Self { parts };
        forest.validate()?;
        Ok(forest)
    }
}

impl Forest {
    /// Checks the forest. Deserialising calls this. O(size of the forest).
    ///
    /// # Errors
    /// A sentence about what is wrong: an index is out of range, a tree is not in preorder, thresholds are not finite or
    /// do not ascend, a leaf's shares do not sum to 1, or its values are not finite.
    pub fn validate(&self) -> Result<(), String> {
        let ForestParts {
            cuts,
            trees,
            leaves,
            importances,
        } = &self.parts;
        if cuts.is_empty() || trees.is_empty() || leaves.len() == 0 {
            return Err("A forest needs features, trees and leaves.".into());
        }
        let layout = self.parts.layout();
        for (feature, cuts) in cuts.iter().enumerate() {
            let finite = cuts.iter().all(|cut| cut.is_finite());
            if !finite || !cuts.is_sorted_by(|a, b| a < b) {
                return Err(format!(
                    "The thresholds of feature {feature} do not ascend."
                ));
            }
            if cuts.len() > layout.most_cuts() {
                return Err(format!("Feature {feature} has too many thresholds."));
            }
        }
        for (index, tree) in trees.iter().enumerate() {
            check_tree(tree, layout, cuts, leaves.len())
                .map_err(|node| format!("Node {node} of tree {index} leads nowhere."))?;
        }
        check_leaves(leaves)?;
        let all = [&importances.mean, &importances.spread];
        // Rounding can bring a sum of shares above 1.
        let sane = |values: &Vec<f64>| {
            values.len() == cuts.len() && values.iter().all(|value| (0.0..=2.0).contains(value))
        };
        if !all.into_iter().all(sane) {
            return Err("The importances do not fit the features.".into());
        }
        Ok(())
    }
}

/// Checks that the nodes are one tree in preorder. The error is the first node that is out of place.
fn check_tree(
    nodes: &[PackedNode],
    layout: TestLayout,
    cuts: &[Vec<f64>],
    leaves: usize,
) -> Result<(), usize> {
    // The positions of the right children that are not yet reached, the next one last.
    let mut rights: Vec<usize> = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        let next = at + 1;
        if node.is_leaf() {
            let follows = rights.pop().unwrap_or(nodes.len());
            if node.test as usize >= leaves || follows != next {
                return Err(at);
            }
        } else {
            let known = cuts
                .get(layout.feature(node.test) as usize)
                .is_some_and(|cuts| (layout.cut(node.test) as usize) < cuts.len());
            // The left side is between the two children; all of this node's side ends before the next right child.
            let end = rights.last().copied().unwrap_or(nodes.len());
            let right = at.saturating_add(node.right as usize);
            if !known || right <= next || right >= end {
                return Err(at);
            }
            rights.push(right);
        }
    }
    // At the end no right child may be missing; an empty tree has no root.
    if nodes.is_empty() || !rights.is_empty() {
        return Err(nodes.len());
    }
    Ok(())
}

fn check_leaves(leaves: &Leaves) -> Result<(), String> {
    match leaves {
        Leaves::Values {
            targets,
            means,
            members,
        } => {
            // Rounding can bring a mean above the largest target.
            let range = -2.0 * LARGEST_TARGET..=2.0 * LARGEST_TARGET;
            let inside = |values: &[f64]| values.iter().all(|value| range.contains(value));
            if !inside(targets) || !inside(means) {
                return Err("A leaf's value is out of range.".into());
            }
            if !targets.is_sorted_by(|a, b| a < b) {
                return Err("The targets of the leaves do not ascend.".into());
            }
            members.validate(means.len(), targets.len())
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

#[cfg(test)]
mod tests {
    use super::super::leaf_members::LeafMembersTable;
    use super::super::{Forest, Matrix, Parameters, Target, fit};
    use super::{ForestParts, Leaves, PackedNode, TestLayout};

    fn parts(target: Target) -> ForestParts {
        let matrix = Matrix::new(vec![vec![1.0, 2.0, 3.0, 4.0], vec![0.0; 4]]).unwrap();
        let parameters = Parameters {
            n_estimators: 2,
            bootstrap: false,
            ..Parameters::new(2)
        };
        fit(&matrix, target, None, &parameters).unwrap().parts
    }

    fn classes() -> ForestParts {
        let labels = &[0, 1, 1, 0];
        parts(Target::Classes {
            labels,
            n_classes: 2,
        })
    }

    fn values() -> ForestParts {
        parts(Target::Values(&[0.0, 1.0, 1.0, 0.0]))
    }

    /// Leaves of the targets 1 and 2 with a mean, beside one of the target 0.
    fn mixed() -> ForestParts {
        let matrix = Matrix::new(vec![vec![1.0, 1.0, 2.0]]).unwrap();
        let parameters = Parameters {
            n_estimators: 1,
            bootstrap: false,
            ..Parameters::new(1)
        };
        let target = Target::Values(&[1.0, 2.0, 0.0]);
        fit(&matrix, target, None, &parameters).unwrap().parts
    }

    /// Why a changed forest is refused.
    fn refused(mut parts: ForestParts, change: impl FnOnce(&mut ForestParts)) -> String {
        assert!(Forest::try_from(parts.clone()).is_ok());
        change(&mut parts);
        Forest::try_from(parts).expect_err("a malformed forest was accepted")
    }

    #[test]
    fn trees_must_be_in_preorder() {
        // The grown tree: split, leaf, split, leaf, leaf.
        assert_eq!(classes().trees[1].len(), 5);
        let node = |at: usize, node: PackedNode| {
            let problem = refused(classes(), |forest| forest.trees[1][at] = node);
            assert!(problem.ends_with("of tree 1 leads nowhere."), "{problem}");
        };
        let split = |feature, cut, right| PackedNode {
            test: TestLayout::new(2).test(feature, cut, false),
            right,
        };
        let leaf = |leaf| PackedNode {
            test: leaf,
            right: 0,
        };
        node(0, split(1, 0, 2)); // a feature without cuts
        node(0, split(0, 2, 2)); // no such cut
        for right in [0, 1, 3, 4, 5, u32::MAX] {
            node(0, split(0, 0, right));
        }
        node(0, leaf(0)); // nodes that nothing reaches
        node(1, leaf(2)); // no such leaf
        node(1, split(0, 0, 1));
        node(4, split(0, 0, 1)); // children past the end
        refused(classes(), |forest| forest.trees[0].clear());
        refused(classes(), |forest| forest.trees[0].truncate(4));
        refused(classes(), |forest| forest.trees.clear());
    }

    #[test]
    fn thresholds_must_be_finite_and_ascend() {
        for cut in [f64::NAN, f64::INFINITY, 3.5, 4.0] {
            refused(classes(), |forest| forest.cuts[0][0] = cut);
        }
        refused(classes(), |forest| forest.cuts.clear());
    }

    #[test]
    fn leaves_must_be_distributions_or_numbers() {
        type SharesParts<'a> = (
            &'a mut u32,
            &'a mut Vec<u32>,
            &'a mut Vec<u32>,
            &'a mut Vec<f64>,
        );
        let table = |change: fn(SharesParts)| {
            refused(classes(), |forest| {
                if let Leaves::Shares {
                    n_classes,
                    ends,
                    classes,
                    shares,
                } = &mut forest.leaves
                {
                    change((n_classes, ends, classes, shares));
                }
            })
        };
        table(|(n_classes, ..)| *n_classes = 1);
        table(|(n_classes, ..)| *n_classes = u32::MAX);
        table(|(_, ends, ..)| ends[0] = 0);
        table(|(_, ends, ..)| ends[0] = 7);
        table(|(_, ends, ..)| ends[1] = 1);
        table(|(_, ends, ..)| ends.clear());
        table(|(_, _, classes, _)| classes[0] = 2);
        table(|(_, _, classes, _)| classes.push(0));
        table(|(.., shares)| shares[0] = f64::NAN);
        table(|(.., shares)| shares[0] = 0.5);
        table(|(.., shares)| shares[0] = -1.0);
        table(|(.., shares)| shares.clear());
    }

    #[test]
    fn leaves_of_values_must_have_members() {
        type ValuesParts<'a> = (&'a mut Vec<f64>, &'a mut Vec<f64>, &'a mut LeafMembersTable);
        let table = |change: &dyn Fn(ValuesParts)| {
            refused(mixed(), |forest| {
                if let Leaves::Values {
                    targets,
                    means,
                    members,
                } = &mut forest.leaves
                {
                    change((targets, means, members));
                }
            })
        };
        for value in [f64::NAN, f64::INFINITY, f64::MAX] {
            table(&|(targets, ..)| targets[2] = value);
            table(&|(_, means, _)| means[0] = value);
        }
        table(&|(targets, ..)| targets[0] = 1.0);
        table(&|(targets, ..)| targets.truncate(2));
        table(&|(targets, ..)| targets.clear());
        table(&|(_, means, _)| means.push(0.0));
        table(&|(_, means, _)| means.clear());
        table(&|(.., members)| members.ranks[1] = 3);
    }

    #[test]
    fn importances_must_fit_the_features() {
        refused(values(), |forest| forest.importances.mean[0] = f64::NAN);
        refused(values(), |forest| forest.importances.mean.clear());
        refused(values(), |forest| forest.importances.spread.push(0.0));
    }
}
