//! What a model predicts is what its trees say.

use grove_boosting::{
    BoostingPredictError, GradientBoosting, Link, Loss, Node, Parameters, SplitTest, Tree,
};
use grove_forest::{Matrix, Stream, Target};

use crate::tools::{classes, labels, matrix, model, random_table, small};

/// The value of the leaf that a row falls into, found by walking the tree that is open to look at.
pub fn walk(tree: Tree, row: &[f64], seen: impl Fn(u32, u32) -> bool) -> f64 {
    let mut at = 0;
    loop {
        let (feature, test, missing_left, left, right) = match tree.node(at).unwrap() {
            Node::Leaf { value, .. } => return value,
            Node::Split {
                feature,
                test,
                missing_left,
                left,
                right,
                ..
            } => (feature, test, missing_left, left, right),
        };
        let cell = row[feature as usize];
        let goes_left = match test {
            _ if cell.is_nan() => missing_left,
            SplitTest::AtMost(threshold) => cell <= threshold,
            SplitTest::In(categories) => {
                let known = cell >= 0.0 && cell.fract() == 0.0 && seen(feature, cell as u32);
                if known {
                    categories.contains(&(cell as u32))
                } else {
                    missing_left
                }
            }
        };
        at = if goes_left { left } else { right };
    }
}

fn check(model: &GradientBoosting, matrix: &Matrix) {
    assert_eq!(model.validate(), Ok(()));
    let seen = |feature, category: u32| {
        let seen = model.seen(feature).unwrap();
        seen.binary_search(&category).is_ok()
    };
    let width = model.trees_per_iteration();
    let iterations = model.n_iter();
    let mut sums = Vec::new();
    for row in 0..matrix.rows() as usize {
        let row: Vec<f64> = matrix.columns().iter().map(|column| column[row]).collect();
        for class in 0..width {
            let trees = (0..iterations).map(|iteration| model.tree(iteration, class).unwrap());
            let begin = model.baseline()[class as usize];
            sums.push(trees.fold(begin, |sum, tree| sum + walk(tree, &row, seen)));
        }
    }
    assert_eq!(model.sums(matrix, u32::MAX), Ok(sums.clone()));
    assert!(model.tree(iterations, 0).is_none() && model.tree(0, width).is_none());
    let stages = model.staged(matrix).unwrap();
    assert_eq!(stages.len(), iterations as usize + 1);
    let last = stages.last().unwrap();
    match model.link() {
        Link::Identity => assert_eq!(model.predict_values(matrix), Ok(sums)),
        Link::Log => {
            for (value, sum) in model.predict_values(matrix).unwrap().iter().zip(&sums) {
                assert!((value - libm::exp(*sum)).abs() <= 1e-13 * value);
            }
        }
        Link::Logit | Link::Softmax => {
            let proba = model.predict_proba(matrix).unwrap();
            assert_eq!(*last, proba);
            let width = width as usize;
            let of_sum = |sums: &[f64]| match sums {
                [sum] => {
                    let second = 1.0 / (1.0 + libm::exp(-sum));
                    vec![1.0 - second, second]
                }
                sums => {
                    let total: f64 = sums.iter().map(|sum| libm::exp(*sum)).sum();
                    sums.iter().map(|sum| libm::exp(*sum) / total).collect()
                }
            };
            let expected: Vec<f64> = sums.chunks_exact(width).flat_map(of_sum).collect();
            assert_eq!(expected.len(), proba.len());
            for (found, expected) in proba.iter().zip(expected) {
                assert!((found - expected).abs() < 1e-12);
            }
        }
    }
}

/// A table with missing values and categories, of which the first are not seen while learning.
fn mixed(rows: u32, seed: u64) -> Matrix {
    let (table, _) = random_table(rows, 4, 60, seed);
    let mut columns = table.into_columns();
    let mut random = Stream::new(seed, "holes", 0);
    for column in &mut columns[1..3] {
        for cell in column {
            if random.below(5) == 0 {
                *cell = f64::NAN;
            }
        }
    }
    columns[3]
        .iter_mut()
        .for_each(|cell| *cell = (*cell / 6.0).floor() + 3.0);
    columns[2]
        .iter_mut()
        .for_each(|cell| *cell = (*cell / 7.0).floor());
    Matrix::new(columns).unwrap()
}

#[test]
fn sums_are_those_of_the_trees() {
    let table = mixed(500, 1);
    let values: Vec<f64> = (0..500)
        .map(|row| {
            let cell = |column: usize| match table.columns()[column][row] {
                cell if cell.is_nan() => 20.0,
                cell => cell,
            };
            cell(0) / 10.0 + cell(1) / 20.0 + (cell(2) * 7.0) % 5.0 + (cell(3) * 3.0) % 7.0
        })
        .collect();
    let mut strange = mixed(1300, 2).into_columns();
    // Categories that were never seen, and cells that are no categories.
    for (row, cell) in [0.0, 1.0, 1e9, 4e9, 1e300, -1.0, 3.5]
        .into_iter()
        .enumerate()
    {
        strange[3][row] = cell;
        strange[2][row] = cell;
    }
    let strange = Matrix::new(strange).unwrap();
    let (halves, fifths) = (labels(&values, 2), labels(&values, 5));
    let parameters = |loss| Parameters {
        loss,
        categorical: vec![false, false, true, true],
        min_samples_leaf: 5,
        ..small()
    };
    for loss in [
        Loss::SquaredError,
        Loss::Poisson,
        Loss::Gamma,
        Loss::Quantile(0.4),
    ] {
        let positive: Vec<f64> = values.iter().map(|value| value + 0.1).collect();
        let model = model(&table, Target::Values(&positive), &parameters(loss));
        check(&model, &table);
        check(&model, &strange);
    }
    for labels in [&halves, &fifths] {
        let model = model(&table, classes(labels), &parameters(Loss::SquaredError));
        check(&model, &table);
        check(&model, &strange);
    }
}

#[test]
fn rows_of_nodes_add_up_and_follow_the_rows() {
    let (table, values) = random_table(700, 3, 100, 7);
    let model = model(&table, Target::Values(&values), &small());
    for iteration in 0..model.n_iter() {
        let tree = model.tree(iteration, 0).unwrap();
        let shape = model.shapes()[iteration as usize];
        let rows = |node: &Node| match node {
            Node::Split { rows, .. } | Node::Leaf { rows, .. } => *rows,
        };
        let nodes: Vec<Node> = tree.nodes().collect();
        assert_eq!(rows(&nodes[0]), 700);
        assert_eq!((shape.leaves as usize + 1) * 2 - 3, nodes.len());
        assert!(shape.leaves <= 31);
        for node in &nodes {
            if let Node::Split {
                left, right, gain, ..
            } = node
            {
                let (left, right) = (&nodes[*left as usize], &nodes[*right as usize]);
                assert_eq!(rows(left) + rows(right), rows(node));
                assert!(*gain > 0.0);
            }
        }
    }
}

#[test]
fn limits_of_trees_are_kept() {
    let (table, values) = random_table(2000, 4, 500, 8);
    for (leaves, depth, rows) in [(Some(5), None, 20), (None, Some(3), 7), (None, None, 150)] {
        let parameters = Parameters {
            max_leaf_nodes: leaves,
            max_depth: depth,
            min_samples_leaf: rows,
            ..small()
        };
        let model = model(&table, Target::Values(&values), &parameters);
        for (iteration, shape) in (0..).zip(model.shapes()) {
            assert!(shape.leaves <= leaves.unwrap_or(2000 / rows));
            assert!(shape.depth <= depth.unwrap_or(u32::MAX));
            assert!(shape.leaves > 3);
            for node in model.tree(iteration, 0).unwrap().nodes() {
                if let Node::Leaf { rows: found, .. } = node {
                    assert!(found >= rows);
                }
            }
        }
    }
}

#[test]
fn predictions_ask_for_the_model_s_features_and_task() {
    let table = matrix(&[&[1.0, 2.0], &[1.0, 2.0]]);
    let one = matrix(&[&[1.0, 2.0]]);
    let values = model(&table, Target::Values(&[1.0, 2.0]), &small());
    let both = model(&table, classes(&[0, 1]), &small());
    let (expected, found) = (2, 1);
    let features = BoostingPredictError::Features { expected, found };
    assert_eq!(values.sums(&one, 1), Err(features.clone()));
    assert_eq!(values.staged(&one), Err(features.clone()));
    assert_eq!(values.predict_values(&one), Err(features.clone()));
    assert_eq!(both.predict_proba(&one), Err(features));
    let task = |asked| BoostingPredictError::Task { asked };
    assert_eq!(values.predict_proba(&table), Err(task("classes")));
    assert_eq!(both.predict_values(&table), Err(task("values")));
}
