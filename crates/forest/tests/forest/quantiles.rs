//! Quantiles of the targets in the leaves: beside scikit-learn's and NumPy's (`tests/reference/quantiles.py` made
//! them), beside trees that are walked row by row, and beside the truth.

use grove_forest::{Forest, ForestPredictError, Matrix, Parameters, Splitter, Stream, Target};
use serde::Deserialize;

use crate::tools::{classes, grow, leaf_index, plain, random_table, row, try_grow};
use crate::trees::regressions;

#[derive(Deserialize)]
struct Reference {
    quantiles: Vec<f64>,
    trees: Vec<TreeQuantiles>,
}

#[derive(Deserialize)]
struct TreeQuantiles {
    /// The place in `trees.json`.
    tree: usize,
    /// Of each new row: the quantiles.
    rows: Vec<Vec<f64>>,
}

#[test]
fn quantiles_of_leaves_are_scikit_learns_and_numpys() {
    let text = include_str!("../../../../tests/reference/quantiles.json");
    let reference: Reference = serde_json::from_str(text).unwrap();
    let regressions = regressions();
    assert_eq!(regressions.len(), reference.trees.len());
    for ((place, case), expected) in regressions.iter().zip(&reference.trees) {
        assert_eq!(*place, expected.tree);
        // New rows: the cells of column i come from i + 1 rows above.
        let mut columns = case.columns();
        for (by, column) in (1..).zip(&mut columns) {
            column.rotate_right(by);
            column.truncate(expected.rows.len());
        }
        let table = Matrix::new(columns).unwrap();
        let found = case.grow().predict_quantiles(&table, &reference.quantiles);
        assert_eq!(found.unwrap(), expected.rows.concat(), "tree {place}");
    }
}

/// A table with noise, and few enough distinct targets for ties.
fn noisy(rows: u32, seed: u64) -> (Matrix, Vec<f64>) {
    let (table, _) = random_table(rows, 4, 500, seed);
    let mut random = Stream::new(seed, "noise", 0);
    let targets = (0..rows as usize).map(|at| {
        let [a, b] = [table.columns()[0][at], table.columns()[1][at]];
        // The noise grows with the first column.
        let noise: f64 = (0..4).map(|_| random.unit() - 0.5).sum();
        (a / 4.0 + b / 10.0 + noise * (100.0 + a)).round()
    });
    let targets = targets.collect();
    (table, targets)
}

/// Quantiles by the definition: the weights of all rows that the trees learned from, summed in the order of their
/// targets.
fn walked(
    forest: &Forest,
    (table, targets): (&Matrix, &[f64]),
    weights: &[f64],
    new: &[f64],
    quantile: f64,
) -> f64 {
    let mut shares = vec![0.0; targets.len()];
    for index in 0..forest.n_estimators() {
        let tree = forest.tree(index).unwrap();
        let reached = leaf_index(tree, new);
        let members: Vec<usize> = (0..targets.len())
            .filter(|at| leaf_index(tree, &row(table, *at)) == reached)
            .collect();
        let whole: f64 = members.iter().map(|at| weights[*at]).sum();
        for at in members {
            shares[at] += weights[at] / whole / f64::from(forest.n_estimators());
        }
    }
    let mut order: Vec<usize> = (0..targets.len()).filter(|at| shares[*at] > 0.0).collect();
    order.sort_by(|a, b| targets[*a].total_cmp(&targets[*b]));
    let mut reached = 0.0;
    for at in &order {
        reached += shares[*at];
        if reached >= quantile - 1e-9 {
            return targets[*at];
        }
    }
    panic!("the shares sum to {reached}");
}

#[test]
fn a_forests_quantiles_are_those_of_its_trees_members() {
    // No more than any leaf keeps.
    let (table, targets) = noisy(128, 1);
    let (new, _) = noisy(40, 2);
    let ones = vec![1.0; targets.len()];
    let whole = |at: usize| [0.0, 1.0, 3.0][at % 3];
    let real = |at: usize| (at % 7) as f64 * 0.37 + 0.01;
    let weights = [
        ones.clone(),
        (0..128).map(whole).collect(),
        (0..128).map(real).collect(),
    ];
    let quantiles = [0.0, 0.05, 0.1, 0.5, 0.75, 0.95, 1.0];
    for (splitter, min_samples_leaf, weights) in [
        (Splitter::Best, 1, &weights[0]),
        (Splitter::Best, 5, &weights[0]),
        (Splitter::Random, 20, &weights[0]),
        (Splitter::Best, 4, &weights[1]),
        (Splitter::Random, 4, &weights[2]),
    ] {
        let parameters = Parameters {
            n_estimators: 12,
            max_features: 2,
            splitter,
            min_samples_leaf,
            ..plain(4)
        };
        let weighted = (*weights != ones).then_some(weights.as_slice());
        let forest = try_grow(&table, Target::Values(&targets), weighted, parameters).unwrap();
        let found = forest.predict_quantiles(&new, &quantiles).unwrap();
        for (at, found) in found.chunks_exact(quantiles.len()).enumerate() {
            let new = row(&new, at);
            for (quantile, found) in quantiles.iter().zip(found) {
                let expected = walked(&forest, (&table, &targets), weights, &new, *quantile);
                assert_eq!(*found, expected, "row {at}, {quantile}");
            }
        }
    }
}

/// A row that is drawn twice counts twice: the mean of all quantiles is the mean.
#[test]
fn members_count_as_often_as_they_were_drawn() {
    let (table, targets) = noisy(400, 3);
    let parameters = Parameters {
        n_estimators: 1,
        min_samples_leaf: 6,
        ..Parameters::new(4)
    };
    let forest = grow(&table, Target::Values(&targets), parameters);
    let steps = 27_720;
    let quantiles: Vec<f64> = (0..steps)
        .map(|step| (f64::from(step) + 0.5) / f64::from(steps))
        .collect();
    let means = forest.predict_values(&table).unwrap();
    let found = forest.predict_quantiles(&table, &quantiles).unwrap();
    for (mean, row) in means.iter().zip(found.chunks_exact(quantiles.len())) {
        assert!(row.is_sorted());
        let sum: f64 = row.iter().sum();
        // At most 400 members, each within half a step of its share.
        assert!((sum / f64::from(steps) - mean).abs() < 0.5, "{sum} {mean}");
    }
}

#[test]
fn nine_in_ten_unseen_targets_lie_in_their_intervals() {
    let (table, targets) = noisy(2000, 4);
    let (new, truth) = noisy(2000, 5);
    let forest = |min_samples_leaf, max_depth, splitter| {
        let parameters = Parameters {
            n_estimators: 60,
            min_samples_leaf,
            max_depth,
            splitter,
            seed: 7,
            ..Parameters::new(3)
        };
        grow(&table, Target::Values(&targets), parameters)
    };
    for forest in [
        forest(5, None, Splitter::Best),
        forest(5, None, Splitter::Random),
        // Leaves of more members than are kept.
        forest(200, Some(4), Splitter::Best),
    ] {
        let intervals = forest.predict_quantiles(&new, &[0.05, 0.95]).unwrap();
        let held = intervals
            .chunks_exact(2)
            .zip(&truth)
            .filter(|(interval, truth)| (interval[0]..=interval[1]).contains(truth))
            .count();
        // Four standard deviations of a binomial are 0.027; the forest's own error comes on top.
        let coverage = held as f64 / 2000.0;
        assert!((coverage - 0.9).abs() < 0.05, "{coverage}");
        // Where the noise is large, intervals are wide.
        let width = |low: f64, high: f64| {
            let inside = |at: &usize| (low..high).contains(&new.columns()[0][*at]);
            let rows: Vec<usize> = (0..2000).filter(inside).collect();
            let widths = rows
                .iter()
                .map(|at| intervals[2 * at + 1] - intervals[2 * at]);
            widths.sum::<f64>() / rows.len() as f64
        };
        assert!(width(400.0, 500.0) > 1.7 * width(0.0, 100.0));
    }
}

#[test]
fn rows_without_weight_are_no_members() {
    let (table, mut targets) = noisy(200, 6);
    let weights: Vec<f64> = (0..200).map(|at| f64::from(u8::from(at % 4 > 0))).collect();
    let mut parameters = Parameters {
        n_estimators: 20,
        min_samples_leaf: 5,
        ..Parameters::new(2)
    };
    for bootstrap in [true, false] {
        parameters.bootstrap = bootstrap;
        let forest = |targets: &[f64]| {
            let target = Target::Values(targets);
            try_grow(&table, target, Some(&weights), parameters.clone()).unwrap()
        };
        let before = forest(&targets);
        for target in targets.iter_mut().step_by(4) {
            *target -= 1e6;
        }
        let after = forest(&targets);
        assert_eq!(before, after);
        let lowest = after.predict_quantiles(&table, &[0.0]).unwrap();
        assert!(lowest.iter().all(|target| *target > -1e5));
    }
}

#[test]
fn quantiles_of_a_row_do_not_depend_on_the_other_rows() {
    let (table, targets) = noisy(2500, 8);
    let parameters = Parameters {
        n_estimators: 11,
        min_samples_leaf: 3,
        ..Parameters::new(2)
    };
    let forest = grow(&table, Target::Values(&targets), parameters);
    let quantiles = [0.9, 0.1];
    let whole = forest.predict_quantiles(&table, &quantiles).unwrap();
    for start in [0, 700, 1023, 1024, 2499] {
        let slice = |column: &Vec<f64>| column[start..2500.min(start + 90)].to_vec();
        let part = Matrix::new(table.columns().iter().map(slice).collect()).unwrap();
        let found = forest.predict_quantiles(&part, &quantiles).unwrap();
        assert_eq!(found, whole[2 * start..][..found.len()]);
    }
}

#[test]
fn quantiles_are_asked_of_regressions_and_from_0_to_1() {
    let (table, labels) = random_table(50, 3, 100, 9);
    let forest = grow(&table, classes(&labels), plain(3));
    let asked = "quantiles";
    let refused = forest.predict_quantiles(&table, &[0.5]).unwrap_err();
    assert_eq!(refused, ForestPredictError::Task { asked });
    let targets = table.columns()[0].clone();
    let forest = grow(&table, Target::Values(&targets), plain(3));
    for value in [-0.1, 1.1, f64::INFINITY, f64::NAN] {
        let refused = forest.predict_quantiles(&table, &[0.5, value]).unwrap_err();
        assert!(
            refused.to_string().contains(&value.to_string()),
            "{refused}"
        );
    }
    assert!(forest.predict_quantiles(&table, &[]).unwrap().is_empty());
    let narrow = Matrix::new(table.columns()[1..].to_vec()).unwrap();
    let refused = forest.predict_quantiles(&narrow, &[0.5]).unwrap_err();
    let (expected, found) = (3, 2);
    assert_eq!(refused, ForestPredictError::Features { expected, found });
}

#[test]
fn a_forest_from_a_file_gives_the_same_quantiles() {
    let (table, targets) = noisy(300, 10);
    let parameters = Parameters {
        n_estimators: 5,
        min_samples_leaf: 4,
        ..Parameters::new(2)
    };
    let forest = grow(&table, Target::Values(&targets), parameters);
    let bytes = postcard::to_allocvec(&forest).unwrap();
    let read: Forest = postcard::from_bytes(&bytes).unwrap();
    assert_eq!(read, forest);
    // Whatever byte changes: another forest that can predict, or none.
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        if let Ok(forest) = postcard::from_bytes::<Forest>(&changed)
            && forest.n_features() == 4
        {
            let found = forest.predict_quantiles(&table, &[0.05, 0.95]);
            assert!(found.unwrap().iter().all(|target| target.is_finite()));
        }
    }
}
