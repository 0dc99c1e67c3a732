//! Shapley values beside their definition: the forest's answers for every subset of the players.

use grove_forest::{Forest, ForestShapley, Matrix, Parameters, Stream, Target, fit};

/// Rows of four features, of which the second has gaps, and a target that needs them together.
fn rows(rows: u32, seed: u64) -> (Matrix, Vec<f64>, Vec<u32>) {
    let mut stream = Stream::new(seed, "rows", 0);
    let mut columns = vec![Vec::new(); 4];
    for _ in 0..rows {
        for column in &mut columns {
            column.push(f64::from(stream.below(8)));
        }
    }
    for value in columns[1].iter_mut().step_by(5) {
        *value = f64::NAN;
    }
    let sum = |row: usize| {
        let second = if columns[1][row].is_nan() {
            9.0
        } else {
            columns[1][row]
        };
        columns[0][row] * second + columns[2][row] * columns[3][row]
    };
    let values: Vec<f64> = (0..rows as usize).map(sum).collect();
    let classes = values
        .iter()
        .map(|value| (*value / 25.0) as u32 % 3)
        .collect();
    (Matrix::new(columns).unwrap(), values, classes)
}

fn answers(forest: &Forest, rows: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let columns = (0..4).map(|feature| rows.iter().map(|row| row[feature]).collect());
    let matrix = Matrix::new(columns.collect()).unwrap();
    match forest.n_classes() {
        0 => forest
            .predict_values(&matrix)
            .unwrap()
            .into_iter()
            .map(|value| vec![value])
            .collect(),
        classes => {
            let all = forest.predict_proba(&matrix).unwrap();
            all.chunks_exact(classes as usize)
                .map(<[f64]>::to_vec)
                .collect()
        }
    }
}

fn row(matrix: &Matrix, row: usize) -> Vec<f64> {
    matrix.columns().iter().map(|column| column[row]).collect()
}

fn check(forest: &Forest, matrix: &Matrix, player_of: &[u32; 4], players: usize) {
    let background = matrix.slice(0, 7);
    let outputs = forest.n_classes().max(1) as usize;
    let mut explained = ForestShapley::new(forest, &background, player_of).unwrap();
    for place in [8, 11, 30] {
        let own = row(matrix, place);
        let mut found = vec![0.0; players * outputs];
        explained.set_row(&own);
        (0..forest.n_estimators()).for_each(|tree| explained.add_tree(tree, &mut found));

        let mean = |subset: usize| {
            let mixed = (0..7).map(|other| {
                let other = row(&background, other);
                let pick = |feature: usize| match subset >> player_of[feature] & 1 {
                    1 => own[feature],
                    _ => other[feature],
                };
                (0..4).map(pick).collect()
            });
            let answers = answers(forest, mixed.collect());
            let of = |output: usize| answers.iter().map(|of| of[output]).sum::<f64>() / 7.0;
            (0..outputs).map(of).collect::<Vec<f64>>()
        };
        let means: Vec<Vec<f64>> = (0..1 << players).map(mean).collect();
        let factorial = |n: usize| (1..=n).map(|i| i as f64).product::<f64>();
        for player in 0..players {
            for output in 0..outputs {
                let without = (0usize..1 << players).filter(|subset| subset >> player & 1 == 0);
                let terms = without.map(|subset| {
                    let size = subset.count_ones() as usize;
                    let weight = factorial(size) * factorial(players - size - 1);
                    let gain = means[subset | 1 << player][output] - means[subset][output];
                    weight / factorial(players) * gain
                });
                let expected: f64 = terms.sum();
                let found = found[player * outputs + output];
                assert!((found - expected).abs() < 1e-11, "{found} {expected}");
            }
        }
    }
}

#[test]
fn values_are_those_of_the_definition_for_features_alone_and_in_groups() {
    let (matrix, values, classes) = rows(60, 1);
    let parameters = Parameters {
        n_estimators: 12,
        ..Parameters::new(2)
    };
    let of_values = fit(&matrix, Target::Values(&values), None, &parameters).unwrap();
    let target = Target::Classes {
        labels: &classes,
        n_classes: 3,
    };
    let of_classes = fit(&matrix, target, None, &parameters).unwrap();
    for forest in [of_values, of_classes] {
        check(&forest, &matrix, &[0, 1, 2, 3], 4);
        check(&forest, &matrix, &[0, 1, 0, 1], 2);
        check(&forest, &matrix, &[2, 1, 0, 0], 3);
        check(&forest, &matrix, &[0, 0, 0, 0], 1);
    }
}

#[test]
fn a_deep_tree_loses_no_digits() {
    // Nearly every split takes one row off.
    let columns = vec![(0..200).map(f64::from).collect(), vec![0.0; 200]];
    let matrix = Matrix::new(columns).unwrap();
    let values: Vec<f64> = (0..200).map(|row| 3.0f64.powi(row)).collect();
    let parameters = Parameters {
        n_estimators: 1,
        bootstrap: false,
        ..Parameters::new(2)
    };
    let forest = fit(&matrix, Target::Values(&values), None, &parameters).unwrap();
    assert!(forest.shapes()[0].depth > 150, "{:?}", forest.shapes());
    let mut explained = ForestShapley::new(&forest, &matrix.slice(0, 1), &[0, 1]).unwrap();
    explained.set_row(&[199.0, 0.0]);
    let mut found = vec![0.0; 2];
    explained.add_tree(0, &mut found);
    assert_eq!(found, [values[199] - values[0], 0.0]);
}

#[test]
fn rows_of_another_width_are_refused() {
    let (matrix, values, _) = rows(30, 2);
    let forest = fit(&matrix, Target::Values(&values), None, &Parameters::new(2)).unwrap();
    let narrow = Matrix::new(vec![vec![1.0]]).unwrap();
    assert!(ForestShapley::new(&forest, &narrow, &[0]).is_none());
    assert!(ForestShapley::new(&forest, &matrix, &[0, 1]).is_none());
}
