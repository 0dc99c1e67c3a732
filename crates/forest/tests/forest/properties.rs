//! What holds for every table and every setting.

use grove_forest::{Forest, Leaf, Matrix, Node, Parameters, Stream, Target};
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof};
use proptest::test_runner::Config as ProptestConfig;
use proptest::{collection, option, proptest};
use serde_json::Value;

use crate::tools::{classes, grow, leaf_index, plain, row};

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        (-3i8..3).prop_map(f64::from),
        any::<f64>().prop_filter("finite", |x| x.is_finite()),
        Just(1.0f64.next_up()),
        Just(-0.0),
    ]
}

#[derive(Debug)]
struct Table {
    matrix: Matrix,
    labels: Vec<u32>,
    values: Vec<f64>,
}

fn table() -> impl Strategy<Value = Table> {
    (1usize..30, 1usize..5).prop_flat_map(|(rows, features)| {
        let columns = collection::vec(collection::vec(number(), rows), features);
        let labels = collection::vec(0u32..4, rows);
        let values = collection::vec(-1e100..1e100, rows);
        (columns, labels, values).prop_map(|(columns, labels, values)| Table {
            matrix: Matrix::new(columns).unwrap(),
            labels,
            values,
        })
    })
}

fn parameters() -> impl Strategy<Value = Parameters> {
    let limits = (option::of(1u32..5), 2u32..8, 1u32..5);
    let rest = (1u32..4, 1u32..5, any::<bool>(), any::<bool>(), any::<u64>());
    (limits, rest).prop_map(|(limits, rest)| Parameters {
        max_depth: limits.0,
        min_samples_split: limits.1,
        min_samples_leaf: limits.2,
        n_estimators: rest.0,
        bootstrap: rest.2,
        balanced: rest.3,
        seed: rest.4,
        ..Parameters::new(rest.1)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn forests_are_sound(table in table(), parameters in parameters()) {
        let matrix = &table.matrix;
        let parameters = Parameters {
            max_features: parameters.max_features.min(matrix.features()),
            ..parameters
        };
        for target in [classes(&table.labels), Target::Values(&table.values)] {
            let forest = grow(matrix, target, parameters.clone());
            prop_assert_eq!(forest.validate(), Ok(()));
            let text = serde_json::to_string(&forest).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Forest>(&text).unwrap(), &forest);
            for (index, shape) in (0..).zip(forest.shapes()) {
                let tree = forest.tree(index).unwrap();
                let leaves = tree.nodes().filter(|node| matches!(node, Node::Leaf(_))).count();
                prop_assert_eq!(shape.leaves as usize, leaves);
                prop_assert_eq!(2 * shape.leaves - 1, tree.len());
                prop_assert!(parameters.max_depth.is_none_or(|max| shape.depth <= max));
                let mut reached = vec![0; tree.len() as usize];
                for index in 0..matrix.rows() as usize {
                    reached[leaf_index(tree, &row(matrix, index)) as usize] += 1;
                }
                // The bootstrap leaves rows out, but no leaf without a row.
                let (used, least) = (reached.iter().filter(|rows| **rows > 0), parameters.min_samples_leaf);
                prop_assert_eq!(used.clone().count(), leaves);
                prop_assert!(leaves == 1 || used.clone().all(|rows| *rows >= least));
            }
        }
    }

    #[test]
    fn predictions_average_the_leaves(table in table(), parameters in parameters()) {
        let matrix = &table.matrix;
        let parameters = Parameters { max_features: 1, ..parameters };
        let forest = grow(matrix, classes(&table.labels), parameters.clone());
        let regression = grow(matrix, Target::Values(&table.values), parameters.clone());
        let proba = forest.predict_proba(matrix).unwrap();
        let values = regression.predict_values(matrix).unwrap();
        let n_classes = forest.n_classes() as usize;
        for index in 0..matrix.rows() as usize {
            let cells = row(matrix, index);
            let mut sums = vec![0.0; n_classes];
            let mut sum = 0.0;
            for tree in 0..parameters.n_estimators {
                let view = forest.tree(tree).unwrap();
                if let Some(Node::Leaf(Leaf::Shares { classes, shares })) = view.node(leaf_index(view, &cells)) {
                    for (class, share) in classes.iter().zip(shares) {
                        sums[*class as usize] += share;
                    }
                }
                let view = regression.tree(tree).unwrap();
                if let Some(Node::Leaf(Leaf::Value(value))) = view.node(leaf_index(view, &cells)) {
                    sum += value;
                }
            }
            let trees = f64::from(parameters.n_estimators);
            let expected: Vec<f64> = sums.iter().map(|sum| sum / trees).collect();
            prop_assert_eq!(&proba[index * n_classes..(index + 1) * n_classes], expected.as_slice());
            prop_assert!((expected.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert_eq!(values[index], sum / trees);
        }
    }

    #[test]
    fn distinct_train_rows_are_learned_by_heart(table in table(), seed in any::<u64>()) {
        let matrix = &table.matrix;
        // -0.0 and 0.0 are one value.
        let mut rows: Vec<Vec<u64>> = (0..matrix.rows() as usize)
            .map(|index| row(matrix, index).iter().map(|x| (x + 0.0).to_bits()).collect())
            .collect();
        rows.sort();
        rows.dedup();
        proptest::prop_assume!(rows.len() == matrix.rows() as usize);
        let parameters = Parameters { max_features: 1, seed, ..plain(1) };
        let forest = grow(matrix, classes(&table.labels), parameters.clone());
        prop_assert_eq!(forest.predict_classes(matrix).unwrap(), table.labels);
        let forest = grow(matrix, Target::Values(&table.values), parameters.clone());
        prop_assert_eq!(forest.predict_values(matrix).unwrap(), table.values);
    }

    #[test]
    fn a_changed_model_is_refused_or_predicts(table in table(), at in any::<proptest::sample::Index>(), to in 0u64..40) {
        let matrix = &table.matrix;
        for target in [classes(&table.labels), Target::Values(&table.values)] {
            let forest = grow(matrix, target, Parameters { n_estimators: 2, ..plain(1) });
            let mut model = serde_json::to_value(&forest).unwrap();
            let mut numbers = Vec::new();
            collect(&mut model, &mut numbers);
            let place = at.index(numbers.len());
            *numbers[place] = Value::from(to);
            if let Ok(changed) = serde_json::from_value::<Forest>(model)
                && changed.n_features() == matrix.features()
            {
                let proba = changed.predict_proba(matrix).or_else(|_| changed.predict_values(matrix));
                prop_assert!(proba.unwrap().iter().all(|value| value.is_finite()));
                changed.shapes();
            }
        }
    }
}

/// All numbers of a JSON value.
fn collect<'a>(value: &'a mut Value, numbers: &mut Vec<&'a mut Value>) {
    match value {
        Value::Number(_) => numbers.push(value),
        Value::Array(items) => items.iter_mut().for_each(|item| collect(item, numbers)),
        Value::Object(fields) => fields.values_mut().for_each(|item| collect(item, numbers)),
        _ => {}
    }
}

#[test]
fn trees_that_may_have_a_leaf_for_each_row_learn_every_row() {
    // Columns of few values are constant in many nodes, each in others.
    for seed in 0..20 {
        let bits = 9;
        let column = |bit: u32| {
            (0..1 << bits)
                .map(|row: u32| f64::from(row >> bit & 1))
                .collect()
        };
        let matrix = Matrix::new((0..bits).map(column).collect()).unwrap();
        let mut random = Stream::new(seed, "targets", 0);
        let values: Vec<f64> = (0..matrix.rows()).map(|_| random.unit()).collect();
        for (max_features, max_leaf_nodes) in [
            (bits, None),
            (bits, Some(1 << bits)),
            (2, None),
            (2, Some(1 << bits)),
        ] {
            let parameters = Parameters {
                n_estimators: 1,
                bootstrap: false,
                max_leaf_nodes,
                seed,
                ..Parameters::new(max_features)
            };
            let forest = grow(&matrix, Target::Values(&values), parameters);
            assert_eq!(
                forest.predict_values(&matrix).unwrap(),
                values,
                "{max_features} {max_leaf_nodes:?}"
            );
        }
    }
}
