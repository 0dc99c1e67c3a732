//! Writes a forest: the leaf of each tree, and the mean of what the leaves say, computed as in Grove, with the same bits.

use grove_forest::{Forest, Leaf, Node, Tree};
use grove_recipe::error::StageError;

use super::ensemble::{Ensemble, EnsembleNode, EnsembleSplit, EnsembleTest, check_size, of_trees};
use super::graph::{GraphBuilder, Name};

/// Writes a forest, and returns rows × classes, or a list of values. `features` has a column per feature.
pub fn export(
    graph: &mut GraphBuilder,
    forest: &Forest,
    features: &str,
) -> Result<Name, StageError> {
    let width = forest.n_classes().max(1) as usize;
    let shapes = forest.shapes();
    let nodes = shapes.iter().map(|shape| u64::from(shape.leaves)).sum();
    let size = (nodes, u64::from(forest.n_leaves()));
    check_size("The forest", size, width, 0)?;
    let leaves: Vec<f64> = (0..forest.n_leaves())
        .flat_map(|place| leaf_values(forest.leaf(place), width))
        .collect();
    let count = forest.n_leaves() as usize;
    let leaves = match forest.n_classes() {
        0 => graph.numbers(&leaves, &[count]),
        _ => graph.numbers(&leaves, &[count, width]),
    };
    let mut ensemble = Ensemble::default();
    let trees = forest.n_estimators();
    for tree in (0..trees).filter_map(|index| forest.tree(index)) {
        ensemble.add(nodes_of(&tree));
    }
    let places = ensemble.places(graph, features);
    let mut sum: Option<Name> = None;
    for tree in of_trees(graph, &places, &vec![1; trees as usize]) {
        let says = graph.node("Gather", &[&leaves, &tree]);
        sum = Some(match sum {
            None => says,
            Some(sum) => graph.node("Add", &[&sum, &says]),
        });
    }
    let sum = sum.expect("a forest has a tree");
    let trees = graph.number(f64::from(trees));
    let mean = graph.node("Div", &[&sum, &trees]);
    let sizes = match forest.n_classes() {
        0 => graph.whole(&[-1]),
        _ => graph.whole(&[-1, width as i64]),
    };
    Ok(graph.node("Reshape", &[&mean, &sizes]))
}

/// Returns the share of each class, or the value.
fn leaf_values(leaf: Leaf, width: usize) -> Vec<f64> {
    let mut said = vec![0.0; width];
    match leaf {
        Leaf::Value(value) => said[0] = value,
        Leaf::Shares { classes, shares } => {
            for (class, share) in classes.iter().zip(shares) {
                said[*class as usize] = *share;
            }
        }
    }
    said
}

fn nodes_of(tree: &Tree) -> Vec<EnsembleNode> {
    let node = |(index, node)| match node {
        Node::Split {
            feature,
            threshold,
            missing_left,
            left,
            right,
        } => EnsembleNode::Split(EnsembleSplit {
            feature,
            test: EnsembleTest::AtMost(threshold),
            missing_left,
            left,
            right,
        }),
        Node::Leaf { .. } => EnsembleNode::Leaf(tree.place(index).expect("it is a leaf")),
    };
    (0..).zip(tree.nodes()).map(node).collect()
}
