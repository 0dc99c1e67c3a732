//! Tables at the edge of what can be learned, and what is refused.

use grove_forest::{ForestError, ForestPredictError, Leaf, Matrix, Node, Parameters, Target};

use crate::tools::{classes, grow, matrix, only_class, plain, try_grow};

#[test]
fn adjacent_floats_are_told_apart() {
    for low in [1.0f64, -1.0, 0.0, 1e-300, 1e300, f64::from_bits(1)] {
        let table = matrix(&[&[low, low.next_up()]]);
        let forest = grow(&table, classes(&[0, 1]), plain(1));
        assert_eq!(forest.predict_classes(&table).unwrap(), [0, 1], "{low:e}");
    }
}

#[test]
fn minus_zero_equals_zero() {
    let table = matrix(&[&[-0.0, 0.0, 1.0]]);
    let forest = grow(&table, classes(&[0, 1, 2]), plain(1));
    assert_eq!(
        forest.predict_proba(&table).unwrap(),
        [0.5, 0.5, 0.0, 0.5, 0.5, 0.0, 0.0, 0.0, 1.0]
    );
    let below = grow(&matrix(&[&[-1.0, 1.0]]), classes(&[0, 1]), plain(1));
    let zeros = matrix(&[&[-0.0, 0.0]]);
    assert_eq!(below.predict_classes(&zeros).unwrap(), [0, 0]);
}

#[test]
fn equal_rows_with_different_labels_share_a_leaf_and_ties_go_to_the_lowest_class() {
    let table = matrix(&[&[1.0, 1.0, 1.0, 1.0], &[2.0, 2.0, 2.0, 2.0]]);
    let forest = grow(&table, classes(&[2, 1, 2, 1]), plain(2));
    let tree = forest.tree(0).unwrap();
    assert_eq!(tree.len(), 1);
    assert_eq!(
        tree.node(0),
        Some(Node::Leaf(Leaf::Shares {
            classes: &[1, 2],
            shares: &[0.5, 0.5]
        }))
    );
    assert_eq!(forest.predict_classes(&table).unwrap(), [1; 4]);
    assert_eq!(forest.importances().mean, [0.0, 0.0]);
}

#[test]
fn drawing_goes_on_past_constant_columns() {
    let constant = [7.0; 6];
    let varied = [3.0, 1.0, 2.0, 6.0, 5.0, 4.0];
    let mut columns = vec![constant.as_slice(); 40];
    columns[23] = &varied;
    let table = matrix(&columns);
    let labels = [0, 0, 0, 1, 1, 1];
    for seed in 0..20 {
        let parameters = Parameters {
            max_features: 1,
            seed,
            ..plain(40)
        };
        let forest = grow(&table, classes(&labels), parameters);
        assert_eq!(forest.predict_classes(&table).unwrap(), labels);
        assert_eq!(forest.importances().mean[23], 1.0);
    }
}

#[test]
fn one_row_is_a_leaf() {
    let table = matrix(&[&[5.0], &[6.0]]);
    let forest = grow(&table, classes(&[3]), plain(2));
    assert_eq!(forest.predict_proba(&table).unwrap(), [0.0, 0.0, 0.0, 1.0]);
    let forest = grow(&table, Target::Values(&[0.1]), plain(2));
    assert_eq!(forest.predict_values(&table).unwrap(), [0.1]);
}

#[test]
fn a_class_for_every_row() {
    let rows = 3000;
    let column: Vec<f64> = (0..rows).map(f64::from).collect();
    let labels: Vec<u32> = (0..rows).rev().collect();
    let table = matrix(&[&column]);
    let forest = grow(&table, classes(&labels), plain(1));
    let tree = forest.tree(0).unwrap();
    assert_eq!(forest.shapes()[0].leaves, rows);
    let found: Vec<u32> = tree
        .nodes()
        .filter_map(|node| match node {
            Node::Leaf(leaf) => Some(only_class(leaf)),
            Node::Split { .. } => None,
        })
        .collect();
    assert_eq!(found, labels);
}

#[test]
fn a_thousand_classes_keep_their_shares() {
    // Two rows of each class and one column that tells only every ten classes apart.
    let labels: Vec<u32> = (0..2000).map(|row| row % 1000).collect();
    let column: Vec<f64> = labels.iter().map(|label| f64::from(label / 10)).collect();
    let table = matrix(&[&column]);
    for balanced in [false, true] {
        let parameters = Parameters {
            balanced,
            ..plain(1)
        };
        let forest = grow(&table, classes(&labels), parameters);
        assert_eq!(forest.n_classes(), 1000);
        assert_eq!(forest.shapes()[0].leaves, 100);
        let proba = forest.predict_proba(&table).unwrap();
        for (shares, label) in proba.chunks_exact(1000).zip(&labels) {
            for (class, share) in (0..).zip(shares) {
                let expected = if class / 10 == label / 10 { 0.1 } else { 0.0 };
                assert!((share - expected).abs() < 1e-12, "{class} {share}");
            }
        }
    }
}

#[test]
fn more_distinct_values_than_sixteen_bits_number() {
    for distinct in [65_535u32, 65_536, 65_537] {
        // 40,503 has no divisor in common with any of them, so that every value comes up once.
        let values =
            (0..u64::from(distinct)).map(|row| (row * 40_499 % u64::from(distinct)) as f64);
        let column: Vec<f64> = values.collect();
        let table = matrix(&[&column]);
        let forest = grow(&table, Target::Values(&column), plain(1));
        assert_eq!(forest.shapes()[0].leaves, distinct);
        assert_eq!(forest.predict_values(&table).unwrap(), column);
        let last = f64::from(distinct - 1);
        let labels: Vec<u32> = column.iter().map(|x| u32::from(*x == last)).collect();
        let forest = grow(&table, classes(&labels), plain(1));
        let root = forest.tree(0).unwrap().node(0);
        assert!(matches!(root, Some(Node::Split { threshold, .. }) if threshold == last - 0.5));
        assert_eq!(forest.predict_classes(&table).unwrap(), labels);
    }
}

#[test]
fn whole_numbers_beyond_two_to_the_53_are_told_apart() {
    for exponent in [53, 54, 63, 200, 1023] {
        let start = 2f64.powi(exponent);
        let column: Vec<f64> = std::iter::successors(Some(start), |x| Some(x.next_up()))
            .take(9)
            .collect();
        let labels: Vec<u32> = (0..9).map(|row| row % 3).collect();
        let negative: Vec<f64> = column.iter().map(|x| -x).collect();
        for column in [column, negative] {
            let table = matrix(&[&column]);
            let forest = grow(&table, classes(&labels), plain(1));
            assert_eq!(forest.predict_classes(&table).unwrap(), labels);
        }
    }
    // As targets they come back as they are.
    let targets = [2f64.powi(53), 2f64.powi(53) + 2.0, 2f64.powi(60) + 256.0];
    let table = matrix(&[&[1.0, 2.0, 3.0]]);
    let forest = grow(&table, Target::Values(&targets), plain(1));
    assert_eq!(forest.predict_values(&table).unwrap(), targets);
}

#[test]
fn alternating_labels_grow_a_chain() {
    // The best cut parts a single row from one end, again and again.
    let rows = 3000;
    let column: Vec<f64> = (0..rows).map(f64::from).collect();
    let labels: Vec<u32> = (0..rows).map(|row| row % 2).collect();
    let table = matrix(&[&column]);
    let forest = grow(&table, classes(&labels), plain(1));
    assert_eq!(forest.shapes()[0].leaves, rows);
    assert!(forest.shapes()[0].depth > 1000, "{:?}", forest.shapes());
    assert_eq!(forest.predict_classes(&table).unwrap(), labels);
}

#[test]
fn a_constant_offset_costs_no_precision() {
    let column: Vec<f64> = (0..200).map(f64::from).collect();
    let small: Vec<f64> = (0..200)
        .map(|row| f64::from(row * 37 % 101) / 128.0)
        .collect();
    let offset = 2f64.powi(36);
    let large: Vec<f64> = small.iter().map(|y| y + offset).collect();
    let table = matrix(&[&column]);
    let thresholds = |targets: &[f64]| -> Vec<f64> {
        let parameters = Parameters {
            max_depth: Some(6),
            ..plain(1)
        };
        let forest = grow(&table, Target::Values(targets), parameters);
        let tree = forest.tree(0).unwrap();
        tree.nodes()
            .filter_map(|node| match node {
                Node::Split { threshold, .. } => Some(threshold),
                Node::Leaf(_) => None,
            })
            .collect()
    };
    assert_eq!(thresholds(&small), thresholds(&large));
}

#[test]
fn the_largest_targets_stay_finite() {
    let table = matrix(&[&[1.0, 2.0, 3.0, 4.0]]);
    let targets = [-1e100, 1e100, -1e100, 1e100];
    let forest = grow(&table, Target::Values(&targets), plain(1));
    assert_eq!(forest.predict_values(&table).unwrap(), targets);
    assert_eq!(forest.importances().mean, [1.0]);
}

#[test]
fn sample_limits_count_distinct_rows() {
    let column: Vec<f64> = (0..100).map(f64::from).collect();
    let labels: Vec<u32> = (0..100).map(|row| row % 2).collect();
    let table = matrix(&[&column]);
    let leaf_sizes = |parameters: Parameters| -> Vec<u32> {
        let forest = grow(&table, classes(&labels), parameters);
        let tree = forest.tree(0).unwrap();
        let mut sizes = vec![0; tree.len() as usize];
        for value in &column {
            sizes[crate::tools::leaf_index(tree, &[*value]) as usize] += 1;
        }
        sizes.retain(|size| *size > 0);
        sizes
    };
    let leaf = leaf_sizes(Parameters {
        min_samples_leaf: 7,
        ..plain(1)
    });
    assert!(leaf.iter().all(|size| (7..14).contains(size)), "{leaf:?}");
    let split = leaf_sizes(Parameters {
        min_samples_split: 20,
        ..plain(1)
    });
    assert!(split.iter().all(|size| *size < 20), "{split:?}");
    let parameters = Parameters {
        max_depth: Some(3),
        ..plain(1)
    };
    let forest = grow(&table, classes(&labels), parameters);
    assert_eq!(forest.shapes()[0].depth, 3);
}

#[test]
fn what_is_missing_everywhere_tells_nothing() {
    let nothing = [f64::NAN; 4];
    let labels = [0, 0, 1, 1];
    let table = matrix(&[&nothing, &nothing]);
    let forest = grow(&table, classes(&labels), plain(2));
    assert_eq!(forest.shapes()[0].leaves, 1);
    assert_eq!(forest.predict_proba(&table).unwrap(), [0.5; 8]);
    assert_eq!(forest.importances().mean, [0.0, 0.0]);
    // Beside a column that tells, whichever is drawn first.
    let table = matrix(&[&nothing, &[1.0, 2.0, 3.0, 4.0]]);
    for seed in 0..20 {
        let parameters = Parameters {
            max_features: 1,
            seed,
            ..plain(2)
        };
        let forest = grow(&table, classes(&labels), parameters);
        assert_eq!(forest.predict_classes(&table).unwrap(), labels);
        assert_eq!(forest.importances().mean, [0.0, 1.0]);
    }
}

#[test]
fn that_a_value_is_missing_can_be_all_there_is_to_know() {
    let labels = [0, 1, 0, 1];
    for present in [0.0, -0.0, f64::MAX, -f64::MAX] {
        let table = matrix(&[&[present, f64::NAN, present, f64::NAN]]);
        let forest = grow(&table, classes(&labels), plain(1));
        assert_eq!(
            forest.predict_classes(&table).unwrap(),
            labels,
            "{present:e}"
        );
    }
    let table = matrix(&[&[f64::NAN]]);
    let forest = grow(&table, Target::Values(&[2.0]), plain(1));
    assert_eq!(forest.predict_values(&table).unwrap(), [2.0]);
}

#[test]
fn rows_that_weigh_nothing_are_as_if_they_were_not_there() {
    let column: Vec<f64> = (0..60).map(|row| f64::from(row * 37 % 61)).collect();
    let labels: Vec<u32> = (0..60).map(|row| row % 7 % 3).collect();
    let values: Vec<f64> = (0..60).map(|row| f64::from(row * 13 % 29)).collect();
    let weights: Vec<f64> = (0..60).map(|row| f64::from(row % 4)).collect();
    let kept = || (0..60).filter(|row| row % 4 > 0);
    let table = matrix(&[&column]);
    let rest = matrix(&[&kept().map(|row| column[row]).collect::<Vec<_>>()]);
    let rest_labels: Vec<u32> = kept().map(|row| labels[row]).collect();
    let rest_values: Vec<f64> = kept().map(|row| values[row]).collect();
    let rest_weights: Vec<f64> = kept().map(|row| weights[row]).collect();
    let pairs = [
        (classes(&labels), classes(&rest_labels)),
        (Target::Values(&values), Target::Values(&rest_values)),
    ];
    for (all, some) in pairs {
        let parameters = || Parameters {
            min_samples_leaf: 3,
            ..plain(1)
        };
        let whole = try_grow(&table, all, Some(&weights), parameters()).unwrap();
        let part = try_grow(&rest, some, Some(&rest_weights), parameters()).unwrap();
        assert_eq!(whole, part);
    }
}

#[test]
fn weights_that_do_not_fit_are_refused() {
    let table = matrix(&[&[1.0, 2.0]]);
    let targets = [classes(&[0, 1]), Target::Values(&[0.0, 1.0])];
    for target in targets {
        for weights in [
            &[1.0][..],
            &[0.0, 0.0],
            &[1.0, -1.0],
            &[f64::NAN, 1.0],
            &[1.0, f64::INFINITY],
        ] {
            let grown = try_grow(&table, target, Some(weights), plain(1));
            assert!(grown.is_err(), "{weights:?}");
        }
        // One row that counts is a leaf, with a bootstrap as well.
        for bootstrap in [false, true] {
            let parameters = Parameters {
                bootstrap,
                n_estimators: 20,
                ..plain(1)
            };
            let forest = try_grow(&table, target, Some(&[0.0, 2.0]), parameters).unwrap();
            assert!(forest.shapes().iter().all(|shape| shape.leaves == 1));
            let said = forest
                .predict_proba(&table)
                .or_else(|_| forest.predict_values(&table));
            assert_eq!(said.unwrap().last(), Some(&1.0));
        }
    }
}

#[test]
fn a_matrix_is_finite_and_rectangular() {
    assert_eq!(
        Matrix::new(vec![]),
        Err(ForestError::Empty {
            rows: 0,
            columns: 0
        })
    );
    assert_eq!(
        Matrix::new(vec![vec![], vec![]]),
        Err(ForestError::Empty {
            rows: 0,
            columns: 2
        })
    );
    assert_eq!(
        Matrix::new(vec![vec![1.0], vec![1.0, 2.0]]),
        Err(ForestError::Length {
            column: Some(1),
            rows: 1,
            found: 2
        })
    );
    let error = Matrix::new(vec![vec![1.0, f64::NEG_INFINITY]]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Feature 0 is -inf in row 1; a forest needs finite numbers or missing ones."
    );
}

#[test]
fn parameters_out_of_range_are_named() {
    let table = matrix(&[&[1.0, 2.0]]);
    let refused = |change: fn(&mut Parameters)| {
        let mut parameters = plain(1);
        change(&mut parameters);
        let error = try_grow(&table, classes(&[0, 1]), None, parameters).err();
        error.unwrap().to_string()
    };
    assert_eq!(
        refused(|p| p.n_estimators = 0),
        "n_estimators is 0; it must be from 1 to 4294967295."
    );
    assert_eq!(
        refused(|p| p.max_features = 2),
        "max_features is 2; it must be from 1 to 1."
    );
    assert!(refused(|p| p.max_depth = Some(0)).starts_with("max_depth is 0;"));
    assert!(refused(|p| p.min_samples_split = 1).starts_with("min_samples_split is 1;"));
    assert!(refused(|p| p.min_samples_leaf = 0).starts_with("min_samples_leaf is 0;"));
    assert!(refused(|p| p.n_estimators = u32::MAX).contains("more than 4294967295 splits"));
}

#[test]
fn targets_that_do_not_fit_are_refused() {
    let table = matrix(&[&[1.0, 2.0]]);
    let refused = |target| try_grow(&table, target, None, plain(1)).err().unwrap();
    let labels = |labels, n_classes| Target::Classes { labels, n_classes };
    assert_eq!(
        refused(labels(&[0, 2], 2)),
        ForestError::Label {
            row: 1,
            value: 2,
            n_classes: 2
        }
    );
    assert_eq!(
        refused(labels(&[0], 2)).to_string(),
        "The target has 1 values for 2 rows."
    );
    assert!(matches!(
        refused(labels(&[0, 0], 0)),
        ForestError::Parameter {
            name: "n_classes",
            ..
        }
    ));
    assert!(matches!(
        refused(Target::Values(&[0.0, f64::NAN])),
        ForestError::Target { row: 1, .. }
    ));
    assert_eq!(
        refused(Target::Values(&[2e100, 0.0])).to_string(),
        "The target is 2e100 in row 0; it must be from -1e100 to 1e100."
    );
}

#[test]
fn predictions_check_features_and_task() {
    let table = matrix(&[&[1.0, 2.0]]);
    let wide = matrix(&[&[1.0], &[2.0]]);
    let classifier = grow(&table, classes(&[0, 1]), plain(1));
    let regressor = grow(&table, Target::Values(&[0.0, 1.0]), plain(1));
    assert_eq!(
        classifier.predict_proba(&wide),
        Err(ForestPredictError::Features {
            expected: 1,
            found: 2
        })
    );
    assert!(matches!(
        classifier.predict_values(&table),
        Err(ForestPredictError::Task { .. })
    ));
    assert!(matches!(
        regressor.predict_classes(&table),
        Err(ForestPredictError::Task { .. })
    ));
}
