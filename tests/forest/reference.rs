//! Our forests beside scikit-learn's (`tests/reference/make.py` made the numbers).

use grove::forest::{Forest, Leaf, Matrix, Node, Parameters, Target};
use serde::Deserialize;

use crate::tools::{grow, plain};

#[derive(Deserialize)]
struct Reference {
    test_rows: std::collections::BTreeMap<String, Vec<Vec<u32>>>,
    forests: Vec<ForestCase>,
    trees: Vec<TreeCase>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Changes {
    max_depth: Option<u32>,
    min_samples_split: Option<u32>,
    min_samples_leaf: Option<u32>,
    class_weight: Option<String>,
}

#[derive(Deserialize)]
struct ForestCase {
    sample: String,
    parameters: Changes,
    score: Vec<f64>,
    leaves: Vec<f64>,
    depth: Vec<f64>,
}

#[derive(Deserialize)]
struct TreeCase {
    parameters: Changes,
    columns: Vec<Vec<f64>>,
    labels: Option<Vec<u32>>,
    values: Option<Vec<f64>>,
    feature: Vec<i64>,
    threshold: Vec<f64>,
    left: Vec<i64>,
    right: Vec<i64>,
    leaf: Vec<Vec<f64>>,
    importances: Vec<f64>,
}

impl Changes {
    fn apply(&self, to: Parameters) -> Parameters {
        Parameters {
            max_depth: self.max_depth,
            min_samples_split: self.min_samples_split.unwrap_or(2),
            min_samples_leaf: self.min_samples_leaf.unwrap_or(1),
            balanced: self.class_weight.is_some(),
            ..to
        }
    }
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("../reference/forest.json")).unwrap()
}

fn sample(name: &str) -> (Vec<Vec<f64>>, Vec<String>) {
    let path = format!("{}/www/samples/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let rows: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    let features = rows[0].len() - 1;
    let columns = (0..features)
        .map(|feature| {
            rows.iter()
                .map(|row| row[feature].parse().unwrap())
                .collect()
        })
        .collect();
    (
        columns,
        rows.iter().map(|row| row[features].to_string()).collect(),
    )
}

#[derive(Clone, Copy)]
struct Fit {
    score: f64,
    leaves: f64,
    depth: f64,
}

/// Grows on the rows that are not in `test` and scores on those that are.
fn fit(columns: &[Vec<f64>], target: &[String], test: &[u32], seed: u64, changes: &Changes) -> Fit {
    let rows = target.len() as u32;
    let train: Vec<u32> = (0..rows)
        .filter(|row| test.binary_search(row).is_err())
        .collect();
    let take = |rows: &[u32]| {
        let pick = |column: &Vec<f64>| rows.iter().map(|row| column[*row as usize]).collect();
        Matrix::new(columns.iter().map(pick).collect()).unwrap()
    };
    let features = columns.len() as u32;
    let mut parameters = Parameters {
        n_estimators: 100,
        bootstrap: true,
        seed,
        ..changes.apply(plain(features))
    };
    let numbers: Result<Vec<f64>, _> = target.iter().map(|text| text.parse()).collect();
    let (forest, score) = if let Ok(numbers) = numbers {
        let pick =
            |rows: &[u32]| -> Vec<f64> { rows.iter().map(|r| numbers[*r as usize]).collect() };
        let (known, truth) = (pick(&train), pick(test));
        let forest = grow(&take(&train), Target::Values(&known), parameters);
        let predicted = forest.predict_values(&take(test)).unwrap();
        let mean = truth.iter().sum::<f64>() / truth.len() as f64;
        let spread: f64 = truth.iter().map(|y| (y - mean).powi(2)).sum();
        let error: f64 = truth
            .iter()
            .zip(&predicted)
            .map(|(y, p)| (y - p).powi(2))
            .sum();
        (forest, 1.0 - error / spread)
    } else {
        let names: std::collections::BTreeSet<&String> = target.iter().collect();
        let label = |row: &u32| {
            names
                .iter()
                .position(|n| **n == target[*row as usize])
                .unwrap() as u32
        };
        let known: Vec<u32> = train.iter().map(label).collect();
        let n_classes = names.len() as u32;
        parameters.max_features = features.isqrt();
        let forest = grow(
            &take(&train),
            Target::Classes {
                labels: &known,
                n_classes,
            },
            parameters,
        );
        let predicted = forest.predict_classes(&take(test)).unwrap();
        let hits = test
            .iter()
            .zip(&predicted)
            .filter(|(row, p)| label(row) == **p)
            .count();
        (forest, hits as f64 / test.len() as f64)
    };
    let mean = |value: fn(&grove::forest::Shape) -> u32| {
        forest
            .shapes()
            .iter()
            .map(|shape| f64::from(value(shape)))
            .sum::<f64>()
            / 100.0
    };
    Fit {
        score,
        leaves: mean(|shape| shape.leaves),
        depth: mean(|shape| shape.depth),
    }
}

/// Both were measured on the same splits, so the difference of the means is the mean of the
/// differences, and its standard error comes from their spread.
fn assert_same_mean(what: &str, errors: f64, ours: &[f64], theirs: &[f64]) {
    let count = ours.len() as f64;
    let differences: Vec<f64> = ours.iter().zip(theirs).map(|(a, b)| a - b).collect();
    let mean = differences.iter().sum::<f64>() / count;
    let variance = differences.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let error = (variance / count).sqrt();
    println!("{what}: difference {mean:.5}, standard error {error:.5}");
    assert!(
        mean.abs() <= errors * error,
        "{what} differs from scikit-learn's by {mean} with a standard error of {error}"
    );
}

#[test]
fn forests_score_and_grow_as_scikit_learns() {
    let reference = reference();
    assert_eq!(reference.forests.len(), 6);
    for case in &reference.forests {
        let (columns, target) = sample(&case.sample);
        let splits = &reference.test_rows[&case.sample];
        assert_eq!(splits.len(), 20);
        let fits: Vec<Fit> = (0..)
            .zip(splits)
            .map(|(seed, test)| fit(&columns, &target, test, seed, &case.parameters))
            .collect();
        let compare = |measure, errors, value: fn(&Fit) -> f64, theirs: &[f64]| {
            let ours: Vec<f64> = fits.iter().map(value).collect();
            assert_same_mean(
                &format!("{measure} on {}", case.sample),
                errors,
                &ours,
                theirs,
            );
        };
        compare("score", 2.0, |fit| fit.score, &case.score);
        // Nobody reads these sizes, but they show a wrong rule long before a score does.
        compare("leaves", 3.0, |fit| fit.leaves, &case.leaves);
        compare("depth", 3.0, |fit| fit.depth, &case.depth);
    }
}

#[test]
fn single_trees_are_scikit_learns_node_for_node() {
    let reference = reference();
    assert_eq!(reference.trees.len(), 6);
    for case in &reference.trees {
        let table = Matrix::new(case.columns.clone()).unwrap();
        let parameters = case.parameters.apply(plain(table.features()));
        let forest = match (&case.labels, &case.values) {
            (Some(labels), None) => grow(&table, crate::tools::classes(labels), parameters),
            (None, Some(values)) => grow(&table, Target::Values(values), parameters),
            _ => panic!("a case has either labels or values"),
        };
        assert_same_tree(&forest, case);
        for (ours, theirs) in forest.importances().mean.iter().zip(&case.importances) {
            assert!((ours - theirs).abs() < 1e-9, "{ours} {theirs}");
        }
        assert!(
            forest
                .importances()
                .spread
                .iter()
                .all(|spread| *spread == 0.0)
        );
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
            } => {
                assert_eq!(i64::from(feature), case.feature[index], "node {index}");
                assert_eq!(threshold, case.threshold[index], "node {index}");
                assert_eq!(i64::from(left), case.left[index], "node {index}");
                assert_eq!(i64::from(right), case.right[index], "node {index}");
            }
            Node::Leaf(leaf) => {
                assert_eq!(case.left[index], -1, "node {index}");
                let expected = &case.leaf[index];
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
                for (ours, theirs) in found.iter().zip(expected) {
                    let tolerance = 1e-12 * theirs.abs().max(1.0);
                    assert!(
                        (ours - theirs).abs() < tolerance,
                        "node {index}: {ours} {theirs}"
                    );
                }
            }
        }
    }
}
