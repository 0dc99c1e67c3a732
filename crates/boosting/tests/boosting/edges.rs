//! Tables and targets at the edges of what can be learned from.

use grove_boosting::{Loss, Node, Parameters, SplitTest, fit};
use grove_forest::{Matrix, Stream, Target};

use crate::tools::{classes, grown, labels, matrix, model, random_table, small};

#[test]
fn one_row_and_one_column_predict_the_target() {
    let one = matrix(&[&[3.0]]);
    for loss in [
        Loss::SquaredError,
        Loss::AbsoluteError,
        Loss::Quantile(0.3),
        Loss::Quantile(0.0),
        Loss::Quantile(1.0),
    ] {
        let parameters = Parameters { loss, ..small() };
        let model = model(&one, Target::Values(&[0.1]), &parameters);
        assert_eq!(model.predict_values(&one), Ok(vec![0.1]), "{loss:?}");
    }
    for loss in [Loss::Poisson, Loss::Gamma] {
        let parameters = Parameters { loss, ..small() };
        let model = model(&one, Target::Values(&[2.5]), &parameters);
        let value = model.predict_values(&one).unwrap()[0];
        assert!((value - 2.5).abs() < 1e-14, "{loss:?}: {value}");
    }
    let only = model(&one, classes(&[0]), &small());
    assert_eq!(only.predict_proba(&one), Ok(vec![1.0]));
}

#[test]
fn a_class_without_rows_has_the_probability_0() {
    let table = matrix(&[&[1.0, 2.0, 3.0, 4.0]]);
    for (labels, occurring) in [
        (&[1, 1, 1, 1], &[1][..]),
        (&[1, 3, 3, 1], &[1, 3]),
        (&[4, 1, 3, 1], &[1, 3, 4]),
    ] {
        let target = Target::Classes {
            labels,
            n_classes: 6,
        };
        let model = model(&table, target, &small());
        assert_eq!((model.classes(), model.n_classes()), (occurring, 6));
        for row in model.predict_proba(&table).unwrap().chunks_exact(6) {
            for (class, share) in (0..).zip(row) {
                assert_eq!(*share > 0.0, occurring.contains(&class), "{row:?}");
            }
            assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }
}

#[test]
fn constant_columns_are_never_split() {
    let (table, values) = random_table(300, 3, 50, 1);
    let mut columns = table.into_columns();
    columns[1] = vec![7.0; 300];
    columns.push(vec![f64::NAN; 300]);
    let table = Matrix::new(columns).unwrap();
    let model = model(&table, Target::Values(&values), &small());
    let importances = model.importances();
    assert_eq!((importances[1], importances[3]), (0.0, 0.0));
    assert!(importances[0] > 0.1 && importances[2] > 0.1);
    assert!((importances.iter().sum::<f64>() - 1.0).abs() < 1e-12);

    let nothing = matrix(&[&[5.0; 8]]);
    let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
    let model = fit(&nothing, Target::Values(&values), None, &small()).unwrap();
    assert_eq!(model.predict_values(&nothing), Ok(vec![4.5; 8]));
    assert_eq!(model.importances(), [0.0]);
    assert!(model.shapes().iter().all(|shape| shape.leaves == 1));
}

#[test]
fn rows_that_are_alike_are_not_split() {
    // Rounding makes the gain of splitting them positive now and then.
    let (table, _) = random_table(400, 6, 300, 3);
    let constant = vec![0.1; 400];
    for loss in [Loss::SquaredError, Loss::Poisson, Loss::Gamma] {
        let parameters = Parameters { loss, ..small() };
        let model = model(&table, Target::Values(&constant), &parameters);
        assert!(model.shapes().iter().all(|shape| shape.leaves == 1));
        for value in model.predict_values(&table).unwrap() {
            assert!((value - 0.1).abs() < 1e-12, "{loss:?}: {value}");
        }
    }
    let halves: Vec<u32> = table.columns()[0]
        .iter()
        .map(|x| u32::from(*x < 150.0))
        .collect();
    let model = model(&table, classes(&halves), &small());
    assert!(model.shapes().iter().all(|shape| shape.leaves == 2));
}

/// All thresholds of a model that was fitted on a column of so many different values.
fn thresholds(distinct: u32, max_bins: u32) -> (Vec<f64>, Vec<f64>) {
    let column: Vec<f64> = (0..distinct).map(f64::from).collect();
    // Neighbours differ, and so do the halves.
    let value = |x: &f64| f64::from(*x as u32 % 2) + x / 1e6;
    let values: Vec<f64> = column.iter().map(value).collect();
    let table = Matrix::new(vec![column]).unwrap();
    let parameters = Parameters {
        max_leaf_nodes: None,
        max_iter: 1,
        learning_rate: 1.0,
        early_stopping: Some(false),
        max_bins,
        ..small()
    };
    let model = model(&table, Target::Values(&values), &parameters);
    let mut found: Vec<f64> = model
        .tree(0, 0)
        .unwrap()
        .nodes()
        .filter_map(|node| match node {
            Node::Split {
                test: SplitTest::AtMost(threshold),
                ..
            } => Some(threshold),
            _ => None,
        })
        .collect();
    found.sort_by(f64::total_cmp);
    (found, model.predict_values(&table).unwrap())
}

#[test]
fn as_many_values_as_bins_are_all_told_apart() {
    let (found, predicted) = thresholds(255, 255);
    let halves: Vec<f64> = (0..254).map(|x| f64::from(x) + 0.5).collect();
    assert_eq!(found, halves);
    assert!((predicted[1] - 1.0).abs() < 1e-3 && predicted[2].abs() < 1e-3);
    // One more, and two of them share a bin.
    assert_eq!(thresholds(256, 255).0.len(), 254);
    // 254 thresholds of 255 bins are at whole percentiles of the 70,000 values.
    let (found, _) = thresholds(70_000, 255);
    assert!(found.len() <= 254 && found.len() > 200);
    for (place, cut) in found.iter().enumerate() {
        let rank = cut / 70_000.0 * 255.0;
        assert!((rank - rank.round()).abs() < 0.01, "{place}: {cut}");
    }
    assert_eq!(thresholds(70_000, 2).0, [34_999.5]);
}

#[test]
fn cells_of_any_size_are_told_apart() {
    let tiny = f64::from_bits(1);
    let column = [
        f64::MIN,
        -1e300,
        -tiny,
        -0.0,
        0.0,
        tiny,
        1.0,
        1.0 + f64::EPSILON,
        f64::MAX,
    ];
    let values = [1.0, 2.0, 3.0, 4.0, 4.0, 5.0, 6.0, 7.0, 8.0];
    let parameters = Parameters {
        max_iter: 400,
        learning_rate: 0.5,
        ..small()
    };
    let table = matrix(&[&column]);
    let model = model(&table, Target::Values(&values), &parameters);
    for (predicted, value) in model.predict_values(&table).unwrap().iter().zip(values) {
        assert!((predicted - value).abs() < 1e-6, "{predicted} for {value}");
    }
}

#[test]
fn targets_of_any_size_scale_with_the_model() {
    let (table, values) = random_table(200, 3, 30, 5);
    for loss in [Loss::SquaredError, Loss::AbsoluteError, Loss::Quantile(0.7)] {
        let parameters = Parameters { loss, ..small() };
        let usual = model(&table, Target::Values(&values), &parameters);
        let usual = usual.predict_values(&table).unwrap();
        for power in [300, -300] {
            // A power of two changes no digit.
            let factor = libm::ldexp(1.0, power);
            let scaled: Vec<f64> = values.iter().map(|value| value * factor).collect();
            let booster = grown(&table, Target::Values(&scaled), None, None, &parameters);
            let model = booster.model();
            assert_eq!(model.validate(), Ok(()));
            let predicted = model.predict_values(&table).unwrap();
            let expected: Vec<f64> = usual.iter().map(|value| value * factor).collect();
            assert_eq!(predicted, expected, "{loss:?}");
            assert!(booster.iterations()[9].train_loss.is_finite());
        }
    }
}

#[test]
fn a_target_of_1e100_among_small_ones_stays_finite() {
    let (table, mut values) = random_table(200, 3, 30, 5);
    values[7] = 1e100;
    for loss in [Loss::SquaredError, Loss::AbsoluteError, Loss::Gamma] {
        let positive: Vec<f64> = values.iter().map(|value| value + 1e-3).collect();
        let parameters = Parameters { loss, ..small() };
        let booster = grown(&table, Target::Values(&positive), None, None, &parameters);
        let model = booster.model();
        assert_eq!(model.validate(), Ok(()));
        let predicted = model.predict_values(&table).unwrap();
        assert!(predicted.iter().all(|value| value.is_finite()), "{loss:?}");
        assert!(
            booster
                .iterations()
                .iter()
                .all(|iteration| iteration.train_loss.is_finite())
        );
    }
    let counts: Vec<f64> = (0..200)
        .map(|row| if row == 7 { 1e15 } else { 0.0 })
        .collect();
    let parameters = Parameters {
        loss: Loss::Poisson,
        max_iter: 50,
        ..small()
    };
    let booster = grown(&table, Target::Values(&counts), None, None, &parameters);
    let predicted = booster.model().predict_values(&table).unwrap();
    assert!(predicted.iter().all(|value| value.is_finite()));
}

#[test]
fn one_in_a_thousand_is_found() {
    let mut random = Stream::new(4, "rare", 0);
    let rows = 20_000;
    let column: Vec<f64> = (0..rows).map(|_| random.unit()).collect();
    let noise: Vec<f64> = (0..rows).map(|_| random.unit()).collect();
    let labels: Vec<u32> = column.iter().map(|x| u32::from(*x < 0.001)).collect();
    let table = Matrix::new(vec![column.clone(), noise]).unwrap();
    for balanced in [false, true] {
        let parameters = Parameters {
            early_stopping: Some(false),
            balanced,
            min_samples_leaf: 5,
            ..Parameters::default()
        };
        let model = model(&table, classes(&labels), &parameters);
        let proba = model.predict_proba(&table).unwrap();
        let mean = |wanted: u32| {
            let rows = proba.chunks_exact(2).zip(&labels);
            let of_class: Vec<f64> = rows
                .filter(|row| *row.1 == wanted)
                .map(|row| row.0[1])
                .collect();
            of_class.iter().sum::<f64>() / of_class.len() as f64
        };
        // The bin of the rare class has other rows too: a share of 1 / 255 of all.
        assert!(mean(1) > 0.15 && mean(0) < 0.05, "{} {}", mean(1), mean(0));
    }
}

#[test]
fn rows_of_weight_0_are_as_if_absent() {
    let (table, values) = random_table(260, 3, 40, 8);
    let kept: Vec<usize> = (0..260).filter(|row| row % 4 > 0).collect();
    let pick = |all: &[f64]| kept.iter().map(|row| all[*row]).collect::<Vec<f64>>();
    let columns = table.columns().iter().map(|column| pick(column));
    let less = Matrix::new(columns.collect()).unwrap();
    let fewer_values = pick(&values);
    let fit = |table, values, weights: Option<&[f64]>| {
        fit(table, Target::Values(values), weights, &small()).unwrap()
    };
    let weights: Vec<f64> = (0..260).map(|row| f64::from(row % 4)).collect();
    let without = fit(&less, &fewer_values, Some(&pick(&weights)));
    assert_eq!(fit(&table, &values, Some(&weights)), without);
    let ones: Vec<f64> = weights.iter().map(|weight| weight.min(1.0)).collect();
    let unweighted = fit(&less, &fewer_values, None);
    assert_eq!(fit(&table, &values, Some(&ones)), unweighted);
}

#[test]
fn weights_of_1_are_no_weights_and_huge_and_tiny_ones_stay_finite() {
    let (table, values) = random_table(200, 3, 40, 9);
    let ones = vec![1.0; 200];
    let weighted = fit(&table, Target::Values(&values), Some(&ones), &small()).unwrap();
    assert_eq!(weighted, model(&table, Target::Values(&values), &small()));
    let uneven: Vec<f64> = (0..200)
        .map(|row| if row % 2 == 0 { 1e15 } else { 1e-300 })
        .collect();
    let halves = labels(&values, 3);
    for target in [Target::Values(&values), classes(&halves)] {
        let booster = grown(&table, target, Some(&uneven), None, &small());
        let model = booster.model();
        assert_eq!(model.validate(), Ok(()));
        let sums = model.sums(&table, u32::MAX).unwrap();
        assert!(sums.iter().all(|sum| sum.is_finite()));
        assert!(booster.iterations()[9].train_loss.is_finite());
    }
}

#[test]
fn classes_that_are_balanced_weigh_the_same() {
    let (table, values) = random_table(200, 3, 40, 10);
    let rare: Vec<u32> = values.iter().map(|value| u32::from(*value > 1.8)).collect();
    let count = rare.iter().filter(|label| **label == 1).count() as f64;
    let weights: Vec<f64> = rare
        .iter()
        .map(|label| 200.0 / (2.0 * if *label == 1 { count } else { 200.0 - count }))
        .collect();
    let balanced = Parameters {
        balanced: true,
        ..small()
    };
    let by_hand = fit(&table, classes(&rare), Some(&weights), &small()).unwrap();
    assert_eq!(model(&table, classes(&rare), &balanced), by_hand);
    assert!(by_hand.baseline()[0].abs() < 1e-12);
}

#[test]
fn a_class_that_hardly_weighs_is_balanced_too() {
    let (table, values) = random_table(100, 3, 40, 10);
    let labels: Vec<u32> = values.iter().map(|value| u32::from(*value > 1.0)).collect();
    let weight = |label: &u32| if *label == 1 { 1e-300 } else { 1e15 };
    let weights: Vec<f64> = labels.iter().map(weight).collect();
    let balanced = Parameters {
        balanced: true,
        ..small()
    };
    let model = fit(&table, classes(&labels), Some(&weights), &balanced).unwrap();
    assert!(model.baseline()[0].abs() < 1e-9);
    let sums = model.sums(&table, u32::MAX).unwrap();
    assert!(sums.iter().all(|sum| sum.is_finite()));
    assert!(sums.iter().any(|sum| *sum > 0.0) && sums.iter().any(|sum| *sum < 0.0));
}
