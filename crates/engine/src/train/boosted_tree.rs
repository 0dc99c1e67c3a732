//! Prepares a tree of gradient boosting for drawing, down to a depth that can be shown. Its leaves are corrections.

use grove_boosting::{GradientBoosting, Node, SplitTest};
use grove_protocol::report::{Correction, TreeNode, TreePicture, TreeSplit, TreeTest};

use crate::featurize::Featurizer;
use crate::table::target::TargetValues;
use crate::train::tree_picture::{DEEPEST, adopt};

/// Draws tree `index`: of an iteration, all its trees come before those of the next. `None` if there is no such tree.
/// O(nodes).
pub fn picture(
    model: &GradientBoosting,
    featurizer: &Featurizer,
    target: &TargetValues,
    index: u32,
) -> Option<TreePicture> {
    let each = model.trees_per_iteration().max(1);
    let (iteration, class) = (index / each, index % each);
    let tree = model.tree(iteration, class)?;
    let (features, categories) = (featurizer.features(), featurizer.categories());
    let mut nodes: Vec<TreeNode> = Vec::new();
    // The nodes to draw: the node, its depth, and its parent's position in the picture.
    let mut waiting = vec![(0, 0, None)];
    while let Some((node, depth, parent)) = waiting.pop() {
        let place = nodes.len() as u32;
        if let Some(parent) = parent {
            adopt(&mut nodes, parent, place);
        }
        let cut = depth == DEEPEST;
        nodes.push(match tree.node(node)? {
            Node::Leaf { value, rows } => TreeNode {
                depth,
                rows,
                values: vec![value],
                split: None,
                cut: false,
            },
            Node::Split {
                feature,
                test,
                missing_left,
                left,
                right,
                rows,
                ..
            } => {
                if !cut {
                    // The right side is pushed first, so that the left one is drawn first.
                    waiting.push((right, depth + 1, Some(place)));
                    waiting.push((left, depth + 1, Some(place)));
                }
                let split = TreeSplit {
                    feature: features.get(feature as usize)?.name.clone(),
                    test: named(test, categories[feature as usize]),
                    missing_left: Some(missing_left),
                    left: 0,
                    right: 0,
                };
                TreeNode {
                    depth,
                    rows,
                    values: Vec::new(),
                    split: (!cut).then_some(split),
                    cut,
                }
            }
        });
    }
    let classes = match target {
        TargetValues::Classes { classes, .. } => classes.clone(),
        TargetValues::Values(_) => Vec::new(),
    };
    // The only sum of two classes is that of the second one.
    let occurring = model.classes();
    let corrected = occurring.get(if each == 1 { 1 } else { class as usize });
    let corrected = corrected.and_then(|class| classes.get(*class as usize));
    Some(TreePicture {
        index,
        correction: Some(Correction {
            iteration: iteration + 1,
            class: corrected.cloned(),
        }),
        classes,
        nodes,
    })
}

/// Returns the test with the names of categories.
fn named(test: SplitTest, categories: Option<&[String]>) -> TreeTest {
    let name = |number: u32| {
        let name = categories.and_then(|categories| categories.get(number as usize));
        name.map_or_else(|| number.to_string(), Clone::clone)
    };
    match test {
        SplitTest::AtMost(threshold) => TreeTest::AtMost(threshold),
        SplitTest::In(numbers) => TreeTest::In(numbers.into_iter().map(name).collect()),
    }
}
