//! Our single trees beside scikit-learn's, node by node (`tests/reference/trees.py` made them).

use grove::forest::{Forest, Leaf, Matrix, Node, Target};
use serde::Deserialize;

use crate::reference::Changes;
use crate::tools::{classes, plain, try_grow};

#[derive(Deserialize)]
struct Reference {
    trees: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct TreeCase {
    parameters: Changes,
    columns: Vec<Vec<f64>>,
    sample_weight: Option<Vec<f64>>,
    labels: Option<Vec<u32>>,
    values: Option<Vec<f64>>,
    feature: Vec<i64>,
    threshold: Vec<f64>,
    left: Vec<i64>,
    right: Vec<i64>,
    leaf: Vec<Vec<f64>>,
    importances: Vec<f64>,
}

/// The trees of a kind.
fn cases(kind: &str) -> Vec<TreeCase> {
    let reference: Reference =
        serde_json::from_str(include_str!("../reference/trees.json")).unwrap();
    let of_kind = reference
        .trees
        .into_iter()
        .filter(|case| case["kind"] == kind);
    of_kind
        .map(|case| serde_json::from_value(case).unwrap())
        .collect()
}

#[test]
fn limited_trees_are_scikit_learns() {
    assert_same_trees("limits", 10);
}

#[test]
fn best_first_trees_are_scikit_learns() {
    assert_same_trees("leaf nodes", 5);
}

#[test]
fn trees_of_large_decreases_are_scikit_learns() {
    assert_same_trees("impurity", 3);
}

#[test]
fn weighted_trees_are_scikit_learns() {
    assert_same_trees("weights", 5);
}

#[test]
fn pruned_trees_are_scikit_learns() {
    assert_same_trees("pruning", 3);
}

#[test]
fn monotonic_trees_are_scikit_learns() {
    assert_same_trees("monotonic", 4);
}

fn assert_same_trees(kind: &str, count: usize) {
    let cases = cases(kind);
    assert_eq!(cases.len(), count);
    for (number, case) in cases.iter().enumerate() {
        println!("{kind}, tree {number}");
        let table = Matrix::new(case.columns.clone()).unwrap();
        let parameters = case.parameters.apply(plain(table.features()));
        let target = match (&case.labels, &case.values) {
            (Some(labels), None) => classes(labels),
            (None, Some(values)) => Target::Values(values),
            _ => panic!("a case has either labels or values"),
        };
        let weights = case.sample_weight.as_deref();
        let forest = try_grow(&table, target, weights, parameters).unwrap();
        assert_same_tree(&forest, case);
        let importances = forest.importances();
        for (ours, theirs) in importances.mean.iter().zip(&case.importances) {
            assert!((ours - theirs).abs() < 1e-9, "{ours} {theirs}");
        }
        assert!(importances.spread.iter().all(|spread| *spread == 0.0));
    }
}

fn assert_same_tree(forest: &Forest, case: &TreeCase) {
    let tree = forest.tree(0).unwrap();
    assert_eq!(tree.len() as usize, case.feature.len());
    for (index, node) in tree.nodes().enumerate() {
        match node {
            Node::Split {
                feature,
                threshold,
                left,
                right,
                ..
            } => {
                assert_eq!(i64::from(feature), case.feature[index], "node {index}");
                assert_eq!(threshold, case.threshold[index], "node {index}");
                assert_eq!(i64::from(left), case.left[index], "node {index}");
                assert_eq!(i64::from(right), case.right[index], "node {index}");
            }
            Node::Leaf(leaf) => {
                assert_eq!(case.left[index], -1, "node {index}");
                assert_same_leaf(index, leaf, &case.leaf[index]);
            }
        }
    }
}

fn assert_same_leaf(index: usize, leaf: Leaf, expected: &[f64]) {
    let found = match leaf {
        Leaf::Value(value) => vec![value],
        Leaf::Shares { classes, shares } => {
            let mut all = vec![0.0; expected.len()];
            for (class, share) in classes.iter().zip(shares) {
                all[*class as usize] = *share;
            }
            all
        }
    };
    assert_eq!(found.len(), expected.len());
    for (ours, theirs) in found.iter().zip(expected) {
        let tolerance = 1e-12 * theirs.abs().max(1.0);
        assert!(
            (ours - theirs).abs() < tolerance,
            "node {index}: {ours} {theirs}"
        );
    }
}
