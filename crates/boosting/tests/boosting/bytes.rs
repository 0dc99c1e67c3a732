//! A model from any bytes is refused or predicts finite numbers.

use grove_boosting::{GradientBoosting, Loss, Parameters, fit};
use grove_forest::{Matrix, Target};
use proptest::prelude::{Strategy, any, prop_assert};
use proptest::sample::Index;
use proptest::test_runner::Config as ProptestConfig;
use proptest::{collection, proptest};

use crate::tools::{classes, labels, random_table, small};

fn models() -> Vec<(GradientBoosting, Matrix)> {
    let (table, values) = random_table(120, 3, 12, 1);
    let mut columns = table.into_columns();
    columns[0]
        .iter_mut()
        .step_by(9)
        .for_each(|cell| *cell = f64::NAN);
    let table = Matrix::new(columns).unwrap();
    let (halves, thirds) = (labels(&values, 2), labels(&values, 3));
    let of = |target, loss| {
        let parameters = Parameters {
            loss,
            max_iter: 3,
            max_leaf_nodes: Some(6),
            categorical: vec![false, false, true],
            ..small()
        };
        (
            fit(&table, target, None, &parameters).unwrap(),
            table.clone(),
        )
    };
    vec![
        of(Target::Values(&values), Loss::SquaredError),
        of(Target::Values(&values), Loss::Poisson),
        of(classes(&halves), Loss::SquaredError),
        of(classes(&thirds), Loss::SquaredError),
    ]
}

/// Predicts in every way; an error is as good as finite numbers.
fn assert_harmless(bytes: &[u8], table: &Matrix) {
    let Ok(model) = postcard::from_bytes::<GradientBoosting>(bytes) else {
        return;
    };
    assert_eq!(model.validate(), Ok(()));
    let table = match model.n_features() {
        3 => table.clone(),
        features @ ..100 => Matrix::new(vec![vec![1.0, f64::NAN]; features as usize]).unwrap(),
        _ => return,
    };
    let sums = model.sums(&table, u32::MAX).unwrap();
    assert!(sums.iter().all(|sum| sum.is_finite()));
    if model.n_classes() == 0 {
        let values = model.predict_values(&table).unwrap();
        assert!(values.iter().all(|value| value.is_finite()));
    } else {
        let proba = model.predict_proba(&table).unwrap();
        for row in proba.chunks_exact(model.n_classes() as usize) {
            assert!(row.iter().all(|share| (0.0..=1.0).contains(share)));
            assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }
    assert_eq!(model.importances().len(), model.n_features() as usize);
    assert!(model.importances().iter().all(|share| share.is_finite()));
    for iteration in 0..model.n_iter() {
        for class in 0..model.trees_per_iteration() {
            let tree = model.tree(iteration, class).unwrap();
            assert_eq!(tree.nodes().count(), tree.len() as usize);
        }
    }
    assert!(model.bytes() > 0 && model.shapes().len() as u32 >= model.n_iter());
}

#[test]
fn models_are_read_as_they_were_written() {
    for (model, _) in models() {
        let bytes = postcard::to_allocvec(&model).unwrap();
        assert_eq!(postcard::from_bytes(&bytes), Ok(model.clone()));
        let text = serde_json::to_string(&model).unwrap();
        assert_eq!(
            serde_json::from_str::<GradientBoosting>(&text).unwrap(),
            model
        );
    }
}

#[test]
fn every_byte_may_be_any_other() {
    for (model, table) in models() {
        let bytes = postcard::to_allocvec(&model).unwrap();
        for place in 0..bytes.len() {
            for value in [0, 1, 2, 127, 128, 255, bytes[place] ^ 1, bytes[place] ^ 64] {
                let mut changed = bytes.clone();
                changed[place] = value;
                assert_harmless(&changed, &table);
            }
            assert_harmless(&bytes[..place], &table);
        }
    }
}

/// A few changes of a model's bytes: at a place, either another byte, or one more, or one less.
fn changes() -> impl Strategy<Value = Vec<(Index, u8, u8)>> {
    collection::vec((any::<Index>(), any::<u8>(), 0u8..3), 1..6)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_harmless(which in 0usize..4, changes in changes()) {
        let (model, table) = &models_once()[which];
        let mut bytes = postcard::to_allocvec(model).unwrap();
        for (place, value, kind) in changes {
            let place = place.index(bytes.len());
            match kind {
                0 => bytes[place] = value,
                1 => bytes.insert(place, value),
                _ => drop(bytes.remove(place)),
            }
        }
        assert_harmless(&bytes, table);
        prop_assert!(bytes.len() > 10);
    }
}

fn models_once() -> &'static [(GradientBoosting, Matrix)] {
    static MODELS: std::sync::OnceLock<Vec<(GradientBoosting, Matrix)>> =
        std::sync::OnceLock::new();
    MODELS.get_or_init(models)
}
