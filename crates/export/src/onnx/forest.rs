//! Writes a forest: one operator that gives the leaf of each tree, and a sum over the leaves' predictions.
//!
//! Readers sum in different orders and precisions, so the operator does not sum. Leaves are whole numbers, which no
//! reader rounds, and the sum over the trees is computed as in Grove, with the same bits.

use grove_forest::{Forest, Leaf, Node};
use grove_recipe::error::StageError;

use super::graph::{GraphBuilder, Name, doubles, held, int, ints, small};
use super::proto::ElementKind;
use super::refused;

/// The largest file: few readers take larger ones, a browser has little memory for them, and protobuf ends at 2 GB.
const BYTES_AT_MOST: u64 = 1 << 29;

/// The size of a split and a leaf in the file, and in memory while it is made.
const BYTES_PER_NODE: u64 = 64;

/// The attributes of the tree operator, which returns the leaf of each tree for each row.
#[derive(Default)]
struct Ensemble {
    roots: Vec<i64>,
    thresholds: Vec<f64>,
    features: Vec<i64>,
    missing_left: Vec<i64>,
    /// By split, the node for rows that go left, or right.
    left: Vec<i64>,
    right: Vec<i64>,
    /// By split, whether that node is a leaf.
    left_is_leaf: Vec<i64>,
    right_is_leaf: Vec<i64>,
    /// By leaf, its tree and its place among the forest's leaves.
    trees: Vec<i64>,
    places: Vec<f64>,
}

/// Writes a forest, and returns rows × classes, or a list of values. `features` has a column per feature.
pub fn export(
    graph: &mut GraphBuilder,
    forest: &Forest,
    features: &str,
) -> Result<Name, StageError> {
    let width = forest.n_classes().max(1) as usize;
    let shapes = forest.shapes();
    let nodes = shapes.iter().map(|shape| u64::from(shape.leaves)).sum();
    check_size(nodes, u64::from(forest.n_leaves()), width)?;
    let leaves: Vec<f64> = (0..forest.n_leaves())
        .flat_map(|place| leaf_values(forest.leaf(place), width))
        .collect();
    let count = forest.n_leaves() as usize;
    let leaves = match forest.n_classes() {
        0 => graph.numbers(&leaves, &[count]),
        _ => graph.numbers(&leaves, &[count, width]),
    };
    let trees = forest.n_estimators();
    let ensemble = ensemble(forest);
    let places = graph.with("TreeEnsemble", &[features], ensemble.attributes(trees));
    let places = graph.cast(&places, ElementKind::Int64);
    // Trees × rows, so that the rows of a tree are adjacent.
    let places = graph.node("Transpose", &[&places]);
    let each: Vec<Name> = (0..trees)
        .map(|tree| graph.named(&format!("tree_{tree}")))
        .collect();
    let one = graph.whole(&vec![1; trees as usize]);
    graph.put(
        "Split",
        &[&places, &one],
        each.clone(),
        vec![int("axis", 0)],
    );
    let mut sum: Option<Name> = None;
    for tree in &each {
        let says = graph.node("Gather", &[&leaves, tree]);
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

fn check_size(nodes: u64, leaves: u64, width: usize) -> Result<(), StageError> {
    let bytes = BYTES_PER_NODE * nodes + 8 * leaves * width as u64;
    if bytes <= BYTES_AT_MOST {
        return Ok(());
    }
    Err(refused(
        format!(
            "The forest would take about {} MB as ONNX, and at most {} MB can be written.",
            bytes >> 20,
            BYTES_AT_MOST >> 20
        ),
        "Train fewer trees, limit their depth, or let leaves hold more rows.",
    ))
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

fn ensemble(forest: &Forest) -> Ensemble {
    let mut ensemble = Ensemble::default();
    for (index, tree) in (0..).zip((0..forest.n_estimators()).filter_map(|i| forest.tree(i))) {
        ensemble.roots.push(ensemble.thresholds.len() as i64);
        if let Some(place) = tree.place(0) {
            // A tree without a split gets one with two equal leaves.
            let (left, right) = (ensemble.leaf(index, place), ensemble.leaf(index, place));
            ensemble.split(0, f64::MAX, true, (left, true), (right, true));
            continue;
        }
        // The position of each node: splits and leaves are counted separately.
        let mut splits = ensemble.thresholds.len() as i64;
        let lies: Vec<(i64, bool)> = (0..tree.len())
            .map(|node| match tree.place(node) {
                Some(place) => (ensemble.leaf(index, place), true),
                None => {
                    splits += 1;
                    (splits - 1, false)
                }
            })
            .collect();
        for node in tree.nodes() {
            if let Node::Split {
                feature,
                threshold,
                missing_left,
                left,
                right,
            } = node
            {
                let (left, right) = (lies[left as usize], lies[right as usize]);
                ensemble.split(feature, threshold, missing_left, left, right);
            }
        }
    }
    ensemble
}

impl Ensemble {
    fn leaf(&mut self, tree: i64, place: u32) -> i64 {
        self.trees.push(tree);
        self.places.push(f64::from(place));
        self.places.len() as i64 - 1
    }

    fn split(
        &mut self,
        feature: u32,
        threshold: f64,
        missing_left: bool,
        left: (i64, bool),
        right: (i64, bool),
    ) {
        self.features.push(i64::from(feature));
        self.thresholds.push(threshold);
        self.missing_left.push(i64::from(missing_left));
        self.left.push(left.0);
        self.left_is_leaf.push(i64::from(left.1));
        self.right.push(right.0);
        self.right_is_leaf.push(i64::from(right.1));
    }

    fn attributes(self, trees: u32) -> Vec<super::proto::AttributeProto> {
        // Values of the operator's own enumerations.
        const SUM: i64 = 1;
        const AT_MOST: u8 = 0;
        let splits = self.thresholds.len();
        vec![
            int("n_targets", i64::from(trees)),
            int("aggregate_function", SUM),
            int("post_transform", 0),
            ints("tree_roots", self.roots),
            ints("nodes_featureids", self.features),
            held("nodes_splits", doubles(&self.thresholds, &[splits])),
            held("nodes_modes", small(&vec![AT_MOST; splits])),
            ints("nodes_missing_value_tracks_true", self.missing_left),
            ints("nodes_truenodeids", self.left),
            ints("nodes_trueleafs", self.left_is_leaf),
            ints("nodes_falsenodeids", self.right),
            ints("nodes_falseleafs", self.right_is_leaf),
            ints("leaf_targetids", self.trees),
            held("leaf_weights", doubles(&self.places, &[self.places.len()])),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::{BYTES_AT_MOST, check_size};

    #[test]
    fn a_file_that_would_be_too_large_is_refused_before_it_is_made() {
        let most = BYTES_AT_MOST / 8 / 1000;
        assert!(check_size(0, most, 1000).is_ok());
        let refusal = check_size(0, most + 1, 1000).unwrap_err();
        assert!(refusal.problem.contains("512 MB"), "{refusal}");
        assert!(refusal.advice.contains("fewer trees"), "{refusal}");
    }
}
