//! Our single trees beside scikit-learn's, node by node (`tests/reference/trees.py` made them).

use grove_forest::{Forest, Leaf, Matrix, Node, Target};
use serde::Deserialize;

use crate::reference::Changes;
use crate::tools::{classes, plain, try_grow};

#[derive(Deserialize)]
struct Reference {
    trees: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
pub struct TreeCase {
    parameters: Changes,
    columns: Vec<Vec<Option<f64>>>,
    sample_weight: Option<Vec<f64>>,
    labels: Option<Vec<u32>>,
    values: Option<Vec<f64>>,
    feature: Vec<i64>,
    /// `None`: beyond every number, so that what is missing goes right and all else goes left.
    threshold: Vec<Option<f64>>,
    left: Vec<i64>,
    right: Vec<i64>,
    leaf: Vec<Vec<f64>>,
    importances: Vec<f64>,
    missing_go_to_left: Option<Vec<bool>>,
    /// Where each row ends, counted in nodes, without its cell in column (row modulo columns).
    leaf_of_blanked: Option<Vec<usize>>,
}

impl TreeCase {
    pub fn columns(&self) -> Vec<Vec<f64>> {
        let cells = |column: &Vec<Option<f64>>| {
            column.iter().map(|cell| cell.unwrap_or(f64::NAN)).collect()
        };
        self.columns.iter().map(cells).collect()
    }

    pub fn grow(&self) -> Forest {
        let table = Matrix::new(self.columns()).unwrap();
        let parameters = self.parameters.apply(plain(table.features()));
        let target = match (&self.labels, &self.values) {
            (Some(labels), None) => classes(labels),
            (None, Some(values)) => Target::Values(values),
            _ => panic!("a case has either labels or values"),
        };
        try_grow(&table, target, self.sample_weight.as_deref(), parameters).unwrap()
    }
}

/// The regressions of all kinds, with their places.
pub fn regressions() -> Vec<(usize, TreeCase)> {
    let cases = read().into_iter().enumerate();
    cases
        .filter(|(_, case)| case.get("values").is_some())
        .map(|(place, case)| (place, serde_json::from_value(case).unwrap()))
        .collect()
}

fn read() -> Vec<serde_json::Value> {
    let reference: Reference =
        serde_json::from_str(include_str!("../../../../tests/reference/trees.json")).unwrap();
    reference.trees
}

/// The trees of a kind.
fn cases(kind: &str) -> Vec<TreeCase> {
    let of_kind = read().into_iter().filter(|case| case["kind"] == kind);
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

#[test]
fn trees_on_missing_values_are_scikit_learns() {
    let cases = assert_same_trees("missing", 6);
    let apart = |case: &TreeCase| case.threshold.contains(&None);
    assert!(cases.iter().filter(|case| apart(case)).count() > 3);
    for case in &cases {
        let forest = case.grow();
        let mut columns = case.columns();
        let count = columns.len();
        for (at, column) in columns.iter_mut().enumerate() {
            column
                .iter_mut()
                .skip(at)
                .step_by(count)
                .for_each(|cell| *cell = f64::NAN);
        }
        let table = Matrix::new(columns).unwrap();
        let predicted = forest
            .predict_proba(&table)
            .or_else(|_| forest.predict_values(&table));
        let predicted = predicted.unwrap();
        let leaves = case.leaf_of_blanked.as_ref().unwrap();
        for (said, leaf) in predicted
            .chunks_exact(predicted.len() / leaves.len())
            .zip(leaves)
        {
            assert_same_numbers(*leaf, said, &case.leaf[*leaf]);
        }
    }
}

fn assert_same_trees(kind: &str, count: usize) -> Vec<TreeCase> {
    let cases = cases(kind);
    assert_eq!(cases.len(), count);
    for (number, case) in cases.iter().enumerate() {
        println!("{kind}, tree {number}");
        let forest = case.grow();
        assert_same_tree(&forest, case);
        let importances = forest.importances();
        for (ours, theirs) in importances.mean.iter().zip(&case.importances) {
            assert!((ours - theirs).abs() < 1e-9, "{ours} {theirs}");
        }
        assert!(importances.spread.iter().all(|spread| *spread == 0.0));
    }
    cases
}

fn assert_same_tree(forest: &Forest, case: &TreeCase) {
    let tree = forest.tree(0).unwrap();
    assert_eq!(tree.len() as usize, case.feature.len());
    for (index, node) in tree.nodes().enumerate() {
        match node {
            Node::Split {
                feature,
                threshold,
                missing_left,
                left,
                right,
            } => {
                assert_eq!(i64::from(feature), case.feature[index], "node {index}");
                let expected = case.threshold[index].unwrap_or(f64::MAX);
                assert_eq!(threshold, expected, "node {index}");
                if let Some(expected) = &case.missing_go_to_left {
                    assert_eq!(missing_left, expected[index], "node {index}");
                }
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
    assert_same_numbers(index, &found, expected);
}

fn assert_same_numbers(index: usize, found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (ours, theirs) in found.iter().zip(expected) {
        let tolerance = 1e-12 * theirs.abs().max(1.0);
        assert!(
            (ours - theirs).abs() < tolerance,
            "node {index}: {ours} {theirs}"
        );
    }
}
