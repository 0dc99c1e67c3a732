//! Any table at all is refused with an error or learned from, and what is learned is sound.

use grove_boosting::{Loss, Parameters};
use grove_forest::{Matrix, Target};
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof};
use proptest::test_runner::Config as ProptestConfig;
use proptest::{collection, option, proptest};

use crate::tools::booster;

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
        1500 => (0i8..5).prop_map(f64::from),
        500 => prop_oneof![Just(-0.0), Just(f64::MIN_POSITIVE), Just(f64::MAX), Just(-f64::MAX)],
        400 => Just(f64::NAN),
        300 => -1e3..1e3,
    ]
}

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        300 => -2.0..2.0,
        300 => (0i8..3).prop_map(f64::from),
        20 => prop_oneof![Just(1e100), Just(-1e100), Just(1e-100), Just(1e15), Just(5e-324)],
        1 => prop_oneof![Just(f64::NAN), Just(1e101)],
    ]
}

fn weight() -> impl Strategy<Value = f64> {
    prop_oneof![
        500 => (0i8..3).prop_map(f64::from),
        500 => 0.0..1e3,
        50 => prop_oneof![Just(1e15), Just(1e-300), Just(1e-20)],
        1 => prop_oneof![Just(-1.0), Just(f64::NAN), Just(f64::INFINITY)],
    ]
}

fn input() -> impl Strategy<Value = Input> {
    (1usize..=50, 1usize..=6, 1u32..=6).prop_flat_map(|(rows, features, n_classes)| {
        (
            collection::vec(collection::vec(cell(), rows), features),
            collection::vec(0..n_classes, rows),
            collection::vec(value(), rows),
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
    let loss = prop_oneof![
        Just(Loss::SquaredError),
        Just(Loss::AbsoluteError),
        Just(Loss::Poisson),
        Just(Loss::Gamma),
        (0.0..=1.0).prop_map(Loss::Quantile),
    ];
    let limits = (option::of(2u32..9), option::of(1u32..6), 1u32..6, 2u32..20);
    let rates = (0.01..=1.0, prop_oneof![Just(0.0), 0.0..10.0], 0.01..=1.0);
    let stops = (option::of(any::<bool>()), 0.01..=1.0, 1u32..4);
    let categories = (collection::vec(any::<bool>(), 6), 0.0..20.0, 0.0..5.0);
    let rest = (
        collection::vec(-1i8..=1, 6),
        any::<bool>(),
        any::<bool>(),
        any::<u64>(),
    );
    (loss, limits, rates, stops, categories, rest).prop_map(
        |(loss, limits, rates, stops, categories, rest)| Parameters {
            loss,
            max_iter: 8,
            max_leaf_nodes: limits.0,
            max_depth: limits.1,
            min_samples_leaf: limits.2,
            max_bins: limits.3,
            learning_rate: rates.0,
            l2_regularization: rates.1,
            max_features: rates.2,
            early_stopping: stops.0,
            validation_fraction: stops.1,
            n_iter_no_change: stops.2,
            categorical: categories.0,
            cat_smooth: categories.1,
            cat_l2: categories.2,
            monotonic_cst: if rest.1 { rest.0 } else { Vec::new() },
            balanced: rest.2,
            seed: rest.3,
            ..Parameters::default()
        },
    )
}

/// Whether a value is the number of a category, or missing.
fn is_category(cell: f64) -> bool {
    cell.is_nan() || ((0.0..4e9).contains(&cell) && cell.fract() == 0.0)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn any_table_is_refused_or_learned(input in input(), parameters in parameters()) {
        let matrix = Matrix::new(input.columns.clone()).unwrap();
        let features = input.columns.len();
        let mut parameters = parameters;
        parameters.categorical.truncate(features);
        parameters.monotonic_cst.truncate(features);
        for (direction, categorical) in parameters.monotonic_cst.iter_mut().zip(&parameters.categorical) {
            *direction *= i8::from(!categorical);
        }
        let of_categories = input.columns.iter().zip(&parameters.categorical).filter(|column| *column.1);
        let are_categories = of_categories.flat_map(|column| column.0).all(|cell| is_category(*cell));
        let weighs = input.weights.as_ref().is_none_or(|weights| {
            weights.iter().all(|weight| (0.0..=1e15).contains(weight))
                && weights.iter().any(|weight| *weight > 0.0)
        });
        let sound = are_categories && weighs;
        let weights = input.weights.as_deref();

        let in_range = |value: &f64| match parameters.loss {
            Loss::Poisson => (0.0..=1e15).contains(value),
            Loss::Gamma => (1e-100..=1e100).contains(value),
            _ => (-1e100..=1e100).contains(value),
        };
        let fits = sound && input.values.iter().all(in_range);
        let grown = booster(&matrix, Target::Values(&input.values), weights, None, &parameters);
        // Under the Poisson loss what is drawn to learn from may be all 0.
        let may_fail = !fits || parameters.loss == Loss::Poisson;
        prop_assert!(grown.is_ok() != may_fail || parameters.loss == Loss::Poisson, "{:?}", grown.err());
        if let Ok(mut booster) = grown {
            prop_assert!(fits);
            while booster.advance(300).is_some() || !booster.is_complete() {}
            let model = booster.model();
            prop_assert_eq!(model.validate(), Ok(()));
            let values = model.predict_values(&matrix).unwrap();
            prop_assert!(values.iter().all(|value| value.is_finite()));
            let losses = booster.iterations().iter().map(|iteration| iteration.train_loss);
            prop_assert!(losses.into_iter().all(f64::is_finite));
        }

        let fits = sound && (parameters.monotonic_cst.iter().all(|d| *d == 0) || input.n_classes <= 2);
        let n_classes = input.n_classes;
        let target = Target::Classes { labels: &input.labels, n_classes };
        let grown = booster(&matrix, target, weights, None, &parameters);
        prop_assert_eq!(grown.is_ok(), fits, "{:?}", grown.err());
        if let Ok(mut booster) = grown {
            while booster.advance(300).is_some() || !booster.is_complete() {}
            let model = booster.model();
            prop_assert_eq!(model.validate(), Ok(()));
            for shares in model.predict_proba(&matrix).unwrap().chunks_exact(n_classes as usize) {
                prop_assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
                prop_assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            }
        }
    }
}
