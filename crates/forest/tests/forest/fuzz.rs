//! Any table at all is refused with an error or learned from, and what is learned adds up.

use grove_forest::{Forest, Matrix, Node, Parameters, Splitter, Target};
use proptest::prelude::{
    Just, Strategy, TestCaseError, any, prop_assert, prop_assert_eq, prop_oneof,
};
use proptest::test_runner::Config as ProptestConfig;
use proptest::{collection, option, proptest};

use crate::tools::{leaf_index, row, try_grow};

/// What may be no table: of no rows or columns, with columns of two lengths, with infinite cells.
#[derive(Debug)]
struct Input {
    columns: Vec<Vec<f64>>,
    labels: Vec<u32>,
    n_classes: u32,
    values: Vec<f64>,
    weights: Option<Vec<f64>>,
}

fn cell() -> impl Strategy<Value = f64> {
    prop_oneof![
        1500 => (0i8..4).prop_map(f64::from),
        500 => prop_oneof![Just(-0.0), Just(f64::MIN_POSITIVE), Just(f64::MAX), Just(-f64::MAX)],
        300 => Just(f64::NAN),
        1 => prop_oneof![Just(f64::INFINITY), Just(f64::NEG_INFINITY)],
    ]
}

fn weight() -> impl Strategy<Value = f64> {
    prop_oneof![
        500 => (0i8..3).prop_map(f64::from),
        500 => 0.0..1e3,
        1 => prop_oneof![Just(-1.0), Just(f64::NAN), Just(f64::INFINITY)],
    ]
}

fn input() -> impl Strategy<Value = Input> {
    let ragged = prop_oneof![30 => Just(0usize), 1 => Just(1)];
    let sizes = (0usize..=40, 0usize..=6, 1u32..=1000, ragged);
    sizes.prop_flat_map(|(rows, features, n_classes, more)| {
        // Few classes for most tables, and now and then a label that is one too large.
        let label =
            prop_oneof![200 => 0..n_classes.min(3), 200 => 0..n_classes, 1 => Just(n_classes)];
        let value =
            prop_oneof![100 => -2.0..2.0, 100 => (0i8..3).prop_map(f64::from), 1 => Just(f64::NAN)];
        (
            collection::vec(collection::vec(cell(), rows..=rows + more), features),
            collection::vec(label, rows),
            collection::vec(value, rows),
            option::of(collection::vec(weight(), rows)),
        )
            .prop_map(move |(columns, labels, values, weights)| Input {
                columns,
                labels,
                n_classes,
                values,
                weights,
            })
    })
}

fn parameters() -> impl Strategy<Value = Parameters> {
    let limits = (option::of(1u32..6), 2u32..9, 1u32..6, option::of(2u32..9));
    let decreases = (
        prop_oneof![Just(0.0), 0.0..0.2],
        prop_oneof![Just(0.0), 0.0..0.1],
    );
    let draws = (1u32..4, 1u32..6, any::<bool>(), 0.01..1.0, any::<u64>());
    let splitter = prop_oneof![Just(Splitter::Best), Just(Splitter::Random)];
    let rest = (splitter, any::<bool>());
    (limits, decreases, draws, rest).prop_map(|(limits, decreases, draws, rest)| Parameters {
        max_depth: limits.0,
        min_samples_split: limits.1,
        min_samples_leaf: limits.2,
        max_leaf_nodes: limits.3,
        min_impurity_decrease: decreases.0,
        ccp_alpha: decreases.1,
        n_estimators: draws.0,
        bootstrap: draws.2,
        max_samples: draws.3,
        seed: draws.4,
        splitter: rest.0,
        balanced: rest.1,
        ..Parameters::new(draws.1)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn any_table_is_refused_or_learned(input in input(), parameters in parameters()) {
        let rows = input.labels.len();
        let cells = || input.columns.iter().flatten();
        let sound = input.columns.first().is_some_and(|column| !column.is_empty())
            && input.columns.iter().all(|column| column.len() == input.columns[0].len())
            && cells().all(|cell| !cell.is_infinite());
        let matrix = Matrix::new(input.columns.clone());
        prop_assert_eq!(matrix.is_ok(), sound, "{:?}", matrix.as_ref().err());
        let Ok(matrix) = matrix else {
            return Ok(());
        };
        let weights = input.weights.as_deref();
        let weighs = weights.is_none_or(|weights| {
            weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0)
                && weights.iter().any(|weight| *weight > 0.0)
        });
        let fits = weighs
            && matrix.rows() as usize == rows
            && parameters.max_features <= matrix.features();

        let target = Target::Classes { labels: &input.labels, n_classes: input.n_classes };
        let grown = try_grow(&matrix, target, weights, parameters.clone());
        let known = input.labels.iter().all(|label| *label < input.n_classes);
        prop_assert_eq!(grown.is_ok(), fits && known, "{:?}", grown.as_ref().err());
        if let Ok(forest) = grown {
            assert_sound(&forest, &matrix)?;
            let proba = forest.predict_proba(&matrix).unwrap();
            for shares in proba.chunks_exact(input.n_classes as usize) {
                prop_assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
                prop_assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            }
        }

        let grown = try_grow(&matrix, Target::Values(&input.values), weights, parameters);
        let known = input.values.iter().all(|value| value.is_finite());
        prop_assert_eq!(grown.is_ok(), fits && known, "{:?}", grown.as_ref().err());
        if let Ok(forest) = grown {
            assert_sound(&forest, &matrix)?;
            let lowest = input.values.iter().fold(f64::MAX, |a, b| a.min(*b)) - 1e-9;
            let highest = input.values.iter().fold(f64::MIN, |a, b| a.max(*b)) + 1e-9;
            for value in forest.predict_values(&matrix).unwrap() {
                prop_assert!((lowest..=highest).contains(&value));
            }
        }
    }
}

fn assert_sound(forest: &Forest, matrix: &Matrix) -> Result<(), TestCaseError> {
    prop_assert_eq!(forest.validate(), Ok(()));
    let importances = &forest.importances().mean;
    let sum: f64 = importances.iter().sum();
    prop_assert!(importances.iter().all(|share| *share >= 0.0));
    prop_assert!(sum == 0.0 || (sum - 1.0).abs() < 1e-9, "{importances:?}");
    let mut splits = 0;
    for (index, shape) in (0..).zip(forest.shapes()) {
        let tree = forest.tree(index).unwrap();
        // Every node but the root is the child of one split.
        let mut parents = vec![0; tree.len() as usize];
        let mut leaves = 0;
        for node in tree.nodes() {
            match node {
                Node::Split { left, right, .. } => {
                    parents[left as usize] += 1;
                    parents[right as usize] += 1;
                    splits += 1;
                }
                Node::Leaf(_) => leaves += 1,
            }
        }
        prop_assert_eq!(parents[0], 0);
        prop_assert!(parents[1..].iter().all(|count| *count == 1));
        prop_assert_eq!(shape.leaves, leaves);
        for index in 0..matrix.rows() as usize {
            let reached = tree.node(leaf_index(tree, &row(matrix, index)));
            prop_assert!(matches!(reached, Some(Node::Leaf(_))));
        }
    }
    prop_assert!(sum == 0.0 || splits > 0);
    Ok(())
}
