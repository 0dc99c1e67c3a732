//! Features whose values are the numbers of categories.

use grove_boosting::{GradientBoosting, Node, Parameters, SplitTest, fit};
use grove_forest::{Matrix, Stream, Target};

use crate::tools::small;

/// A column of categories with an effect each, the values, and a constant column.
fn table(rows: u32, categories: u32, seed: u64) -> (Matrix, Vec<f64>) {
    let mut random = Stream::new(seed, "categories", 0);
    let column: Vec<f64> = (0..rows)
        .map(|_| f64::from(random.below(categories)))
        .collect();
    let effect: Vec<f64> = (0..categories).map(|_| random.unit()).collect();
    let value = |category: &f64| effect[*category as usize];
    let values = column.iter().map(value).collect();
    (
        Matrix::new(vec![column, vec![1.0; rows as usize]]).unwrap(),
        values,
    )
}

fn parameters() -> Parameters {
    Parameters {
        categorical: vec![true, false],
        max_iter: 60,
        learning_rate: 0.5,
        ..small()
    }
}

fn error(model: &GradientBoosting, table: &Matrix, values: &[f64]) -> f64 {
    let predicted = model.predict_values(table).unwrap();
    let errors = predicted.iter().zip(values).map(|(a, b)| (a - b).powi(2));
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let spread: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    errors.sum::<f64>() / spread
}

#[test]
fn effects_of_a_few_categories_are_learned_whatever_their_numbers() {
    let (table, values) = table(2000, 50, 1);
    let model = fit(&table, Target::Values(&values), None, &parameters()).unwrap();
    assert!(error(&model, &table, &values) < 1e-3);
    assert_eq!(model.categorical(), [true, false]);
    let seen: Vec<u32> = (0..50).collect();
    assert_eq!(model.seen(0), Some(seen.as_slice()));
    assert_eq!((model.seen(1), model.seen(2)), (None, None));
    // The first split has on one side all categories with less than some effect.
    let Some(Node::Split {
        test: SplitTest::In(left),
        ..
    }) = model.tree(0, 0).unwrap().node(0)
    else {
        panic!("no split by categories");
    };
    let effect = |category: u32| {
        let rows = table.columns()[0].iter().zip(&values);
        let mut of_category = rows.filter(|row| *row.0 == f64::from(category));
        *of_category.next().unwrap().1
    };
    let (inside, outside): (Vec<u32>, Vec<u32>) =
        (0..50).partition(|category| left.contains(category));
    let range = |categories: &[u32]| {
        let effects = categories.iter().map(|category| effect(*category));
        effects.fold((f64::MAX, f64::MIN), |range, x| {
            (range.0.min(x), range.1.max(x))
        })
    };
    let (inside, outside) = (range(&inside), range(&outside));
    assert!(inside.1 < outside.0 || outside.1 < inside.0);
}

#[test]
fn numbers_that_are_far_apart_are_categories_all_the_same() {
    let (dense, values) = table(1500, 20, 2);
    let mut columns = dense.columns().to_vec();
    let sparse = |category: f64| 4_294_967_294.0 - category * 7_654_321.0;
    columns[0].iter_mut().for_each(|cell| *cell = sparse(*cell));
    let spread = Matrix::new(columns).unwrap();
    let few = fit(&dense, Target::Values(&values), None, &parameters()).unwrap();
    let far = fit(&spread, Target::Values(&values), None, &parameters()).unwrap();
    // Their order is the reverse one, and only equal statistics are decided by it.
    let close = few.predict_values(&dense).unwrap();
    for (a, b) in close.iter().zip(far.predict_values(&spread).unwrap()) {
        assert!((a - b).abs() < 1e-6);
    }
}

#[test]
fn the_most_frequent_of_many_have_bins_of_their_own() {
    for (categories, rows) in [(1_000, 8_000), (70_000, 90_000)] {
        let (table, _) = table(rows, categories, 3);
        let mut columns = table.into_columns();
        // Ten frequent categories with an effect, and all others without one.
        for (row, cell) in columns[0].iter_mut().enumerate() {
            *cell += 10.0;
            if row % 3 == 0 {
                *cell = (row % 10) as f64;
            }
        }
        let effect = |cell: &f64| if *cell < 10.0 { *cell + 5.0 } else { 0.0 };
        let values: Vec<f64> = columns[0].iter().map(effect).collect();
        let table = Matrix::new(columns).unwrap();
        let model = fit(&table, Target::Values(&values), None, &parameters()).unwrap();
        assert!(error(&model, &table, &values) < 1e-3);
        assert_eq!(model.validate(), Ok(()));
        // All categories that were there are known, so that none of them goes where missing values go.
        let seen = model.seen(0).unwrap().len() as u32;
        assert!(seen > categories / 2 && seen <= categories + 10);
        let rare = Matrix::new(vec![vec![3.0, f64::from(categories / 2)], vec![1.0; 2]]).unwrap();
        let predicted = model.predict_values(&rare).unwrap();
        assert!(
            (predicted[0] - 8.0).abs() < 0.5 && predicted[1].abs() < 0.5,
            "{predicted:?}"
        );
    }
}

#[test]
fn regularisation_of_categories_shrinks_their_leaves() {
    let (table, values) = table(400, 30, 4);
    let of = |cat_l2, cat_smooth| {
        let parameters = Parameters {
            cat_l2,
            cat_smooth,
            max_iter: 1,
            ..parameters()
        };
        fit(&table, Target::Values(&values), None, &parameters).unwrap()
    };
    let largest = |model: &GradientBoosting| {
        let nodes = model.tree(0, 0).unwrap().nodes().collect::<Vec<_>>();
        nodes.iter().fold(0.0, |largest: f64, node| match node {
            Node::Leaf { value, .. } => largest.max(value.abs()),
            Node::Split { .. } => largest,
        })
    };
    assert!(largest(&of(50.0, 10.0)) < 0.7 * largest(&of(0.0, 10.0)));
    assert_ne!(of(0.0, 0.0), of(0.0, 1000.0));
}

#[test]
fn missing_categories_take_a_learned_side_and_new_ones_follow() {
    let (table, values) = table(600, 6, 5);
    let mut columns = table.into_columns();
    let mut values = values;
    for row in (0..600).step_by(4) {
        columns[0][row] = f64::NAN;
        values[row] = 9.0;
    }
    let table = Matrix::new(columns).unwrap();
    let model = fit(&table, Target::Values(&values), None, &parameters()).unwrap();
    let new = Matrix::new(vec![vec![f64::NAN, 77.0, 0.5, -3.0], vec![1.0; 4]]).unwrap();
    for predicted in model.predict_values(&new).unwrap() {
        assert!((predicted - 9.0).abs() < 1e-3, "{predicted}");
    }
}
