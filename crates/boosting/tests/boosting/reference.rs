//! Our trees beside scikit-learn's (`tests/reference/boosting.py` made the numbers).

use grove_boosting::{GradientBoosting, Loss, Node, Parameters, SplitTest};
use grove_forest::{Matrix, Target};
use serde::Deserialize;

use crate::tools::grown;

/// Sums of 32-bit gradients differ by so much where hessians are rounded in another way.
const RELATIVE: f64 = 2e-6;

#[derive(Deserialize)]
struct Reference {
    iterations: Vec<u32>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    /// A missing cell is null.
    columns: Vec<Vec<Option<f64>>>,
    target: Vec<f64>,
    /// 0 for values.
    classes: u32,
    parameters: Changes,
    #[serde(default)]
    categorical: Vec<usize>,
    weight: Option<Vec<f64>>,
    baseline: Vec<f64>,
    /// By iteration and class, the nodes in preorder.
    trees: Vec<Vec<Vec<ReferenceNode>>>,
    /// By iteration of `iterations`, of the first rows.
    sums: Vec<Vec<f64>>,
    /// Of the train rows before the first and after each iteration of `iterations`.
    losses: Vec<f64>,
    probabilities: Option<Vec<f64>>,
    predicted: Option<Vec<f64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Changes {
    max_iter: u32,
    min_samples_leaf: u32,
    max_leaf_nodes: Option<u32>,
    max_depth: Option<u32>,
    loss: Option<String>,
    quantile: Option<f64>,
    learning_rate: Option<f64>,
    l2_regularization: Option<f64>,
    max_bins: Option<u32>,
    class_weight: Option<String>,
    #[serde(default)]
    monotonic_cst: Vec<i8>,
}

/// A leaf has (rows, value), a split (rows, gain, feature, test, whether missing values go left).
#[derive(Deserialize)]
#[serde(untagged)]
enum ReferenceNode {
    Leaf(u32, f64),
    Split(u32, f64, u32, ReferenceTest, u8),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ReferenceTest {
    Threshold(f64),
    Categories(Vec<u32>),
    /// Missing values go right, all others left.
    Missing(Option<()>),
}

impl Case {
    fn matrix(&self) -> Matrix {
        let column = |column: &Vec<Option<f64>>| {
            let cells = column.iter().map(|cell| cell.unwrap_or(f64::NAN));
            cells.collect()
        };
        Matrix::new(self.columns.iter().map(column).collect()).unwrap()
    }

    fn parameters(&self) -> Parameters {
        let changes = &self.parameters;
        let usual = Parameters::default();
        let has_categories = !self.categorical.is_empty();
        let features = if has_categories {
            self.columns.len()
        } else {
            0
        };
        Parameters {
            loss: match changes.loss.as_deref() {
                None => Loss::SquaredError,
                Some("absolute_error") => Loss::AbsoluteError,
                Some("poisson") => Loss::Poisson,
                Some("gamma") => Loss::Gamma,
                Some("quantile") => Loss::Quantile(changes.quantile.unwrap()),
                Some(other) => panic!("no such loss: {other}"),
            },
            learning_rate: changes.learning_rate.unwrap_or(usual.learning_rate),
            max_iter: changes.max_iter,
            max_leaf_nodes: changes.max_leaf_nodes,
            max_depth: changes.max_depth,
            min_samples_leaf: changes.min_samples_leaf,
            l2_regularization: changes.l2_regularization.unwrap_or(0.0),
            max_bins: changes.max_bins.unwrap_or(usual.max_bins),
            categorical: (0..features)
                .map(|feature| self.categorical.contains(&feature))
                .collect(),
            monotonic_cst: changes.monotonic_cst.clone(),
            balanced: changes.class_weight.is_some(),
            ..usual
        }
    }
}

#[track_caller]
fn close(what: &str, ours: f64, theirs: f64) {
    let near = (ours - theirs).abs() <= RELATIVE * theirs.abs().max(0.05);
    assert!(near, "{what}: {ours} where scikit-learn has {theirs}");
}

#[track_caller]
fn all_close(what: &str, ours: &[f64], theirs: &[f64]) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (place, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
        close(&format!("{what}, {place}"), *ours, *theirs);
    }
}

fn check_trees(case: &Case, model: &GradientBoosting) {
    for (iteration, trees) in (0..).zip(&case.trees) {
        assert_eq!(trees.len(), model.trees_per_iteration() as usize);
        for (class, theirs) in (0..).zip(trees) {
            let tree = model.tree(iteration, class).unwrap();
            let what = format!("{}, tree {iteration} of class {class}", case.name);
            assert_eq!(tree.len() as usize, theirs.len(), "{what}: nodes");
            for (place, (ours, theirs)) in tree.nodes().zip(theirs).enumerate() {
                let what = format!("{what}, node {place}");
                check_node(&what, &ours, theirs);
            }
        }
    }
}

fn check_node(what: &str, ours: &Node, theirs: &ReferenceNode) {
    match (ours, theirs) {
        (Node::Leaf { value, rows }, ReferenceNode::Leaf(count, their_value)) => {
            assert_eq!(rows, count, "{what}: rows");
            close(&format!("{what}: value"), *value, *their_value);
        }
        (
            Node::Split {
                feature,
                test,
                missing_left,
                gain,
                rows,
                ..
            },
            ReferenceNode::Split(count, their_gain, their_feature, their_test, left),
        ) => {
            assert_eq!((rows, feature), (count, their_feature), "{what}: split");
            assert_eq!(*missing_left, *left == 1, "{what}: missing values");
            close(&format!("{what}: gain"), *gain, *their_gain);
            match (test, their_test) {
                (SplitTest::AtMost(ours), ReferenceTest::Threshold(theirs)) => {
                    close(&format!("{what}: threshold"), *ours, *theirs);
                }
                (SplitTest::AtMost(ours), ReferenceTest::Missing(None)) => {
                    assert_eq!(*ours, f64::MAX, "{what}: threshold");
                }
                (SplitTest::In(ours), ReferenceTest::Categories(theirs)) => {
                    assert_eq!(ours, theirs, "{what}: categories");
                }
                _ => panic!("{what}: another kind of test, {test:?}"),
            }
        }
        _ => panic!("{what}: a leaf where the other has a split, {ours:?}"),
    }
}

fn check(case: &Case, iterations: &[u32]) {
    let matrix = case.matrix();
    let labels: Vec<u32> = case.target.iter().map(|value| *value as u32).collect();
    let target = match case.classes {
        0 => Target::Values(&case.target),
        n_classes => Target::Classes {
            labels: &labels,
            n_classes,
        },
    };
    let parameters = case.parameters();
    let booster = grown(&matrix, target, case.weight.as_deref(), None, &parameters);
    let model = booster.model();
    let name = &case.name;
    all_close(
        &format!("{name}: baseline"),
        model.baseline(),
        &case.baseline,
    );
    check_trees(case, &model);

    let shown = case.sums[0].len() / case.baseline.len();
    let rows = matrix.slice(0, shown as u32);
    for (iteration, theirs) in iterations.iter().zip(&case.sums) {
        let ours = model.sums(&rows, *iteration).unwrap();
        all_close(&format!("{name}: sums after {iteration}"), &ours, theirs);
    }
    if let Some(theirs) = &case.probabilities {
        let ours = model.predict_proba(&rows).unwrap();
        all_close(&format!("{name}: probabilities"), &ours, theirs);
    }
    if let Some(theirs) = &case.predicted {
        let ours = model.predict_values(&rows).unwrap();
        all_close(&format!("{name}: values"), &ours, theirs);
    }
    let loss = |iteration: &u32| booster.iterations()[*iteration as usize - 1].train_loss;
    let mut ours = vec![booster.baseline_loss().0];
    ours.extend(iterations.iter().map(loss));
    all_close(&format!("{name}: losses"), &ours, &case.losses);
}

#[test]
fn trees_sums_and_losses_are_scikit_learns() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/reference/boosting.json"
    );
    let text = std::fs::read_to_string(path).unwrap();
    let reference: Reference = serde_json::from_str(&text).unwrap();
    assert!(reference.cases.len() >= 25);
    for case in &reference.cases {
        check(case, &reference.iterations);
    }
}
