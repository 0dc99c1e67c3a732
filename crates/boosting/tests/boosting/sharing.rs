//! The same bits, whoever shares the rows.

use grove_boosting::{Booster, BoosterBuilder, GradientBoosting, Loss, Parameters, Share};
use grove_forest::{Matrix, Target};

use crate::tools::{booster, classes, labels, random_table};

/// As few rows as are shared.
const ROWS: u32 = 1 << 18;

fn parameters() -> Parameters {
    Parameters {
        max_iter: 2,
        max_leaf_nodes: Some(9),
        max_features: 0.7,
        early_stopping: Some(false),
        categorical: vec![false, true, false],
        monotonic_cst: vec![1, 0, 0],
        ..Parameters::default()
    }
}

/// A table of numbers, categories and numbers with missing ones, and values.
fn table() -> (Matrix, Vec<f64>) {
    let (table, values) = random_table(ROWS, 3, 200, 4);
    let mut columns = table.columns().to_vec();
    for cell in columns[2].iter_mut().filter(|cell| **cell < 20.0) {
        *cell = f64::NAN;
    }
    (Matrix::new(columns).unwrap(), values)
}

/// The shares, and how many messages were answered.
#[derive(Default)]
struct Others {
    shares: Vec<Share>,
    answered: u64,
}

impl Others {
    fn of(booster: &mut Booster, workers: usize) -> Self {
        let shares = booster.share(workers);
        Self {
            shares: shares
                .iter()
                .map(|bytes| Share::new(bytes).unwrap())
                .collect(),
            answered: 0,
        }
    }

    /// Lets the booster work, then the others. What they answer comes in the reverse order.
    fn advance(&mut self, booster: &mut Booster, visits: u64) {
        booster.advance(visits);
        let mut answers = Vec::new();
        for (worker, message) in booster.messages() {
            let answer = self.shares[worker].answer(&message).unwrap();
            answers.push((worker, answer));
        }
        answers.retain(|(_, answer)| !answer.is_empty());
        for (worker, answer) in answers.into_iter().rev() {
            self.answered += 1;
            booster.receive(worker, answer);
        }
    }

    fn finish(&mut self, booster: &mut Booster) -> GradientBoosting {
        while !booster.is_complete() {
            self.advance(booster, 10_000_000);
        }
        booster.model()
    }
}

#[test]
fn any_number_of_workers_gives_the_same_bits() {
    let (table, values) = table();
    let (halves, thirds) = (labels(&values, 2), labels(&values, 3));
    let counts: Vec<f64> = values.iter().map(|value| value.abs().floor()).collect();
    let weights: Vec<f64> = (0..ROWS).map(|row| f64::from(row % 5 + 1)).collect();
    let by = |loss| Parameters {
        loss,
        ..parameters()
    };
    let unconstrained = Parameters {
        monotonic_cst: Vec::new(),
        ..parameters()
    };
    for (target, weights, parameters) in [
        (Target::Values(&values), None, parameters()),
        (Target::Values(&values), None, by(Loss::Quantile(0.3))),
        (Target::Values(&counts), None, by(Loss::Poisson)),
        (classes(&halves), None, parameters()),
        (classes(&thirds), Some(weights.as_slice()), unconstrained),
    ] {
        let model = |workers| {
            let mut booster = booster(&table, target, weights, None, &parameters).unwrap();
            let mut others = Others::of(&mut booster, workers);
            let model = others.finish(&mut booster);
            (model, others)
        };
        let (alone, nobody) = model(0);
        assert!(nobody.shares.is_empty() && alone.n_iter() == 2);
        for workers in [1, 2, 3, 9] {
            let (shared, others) = model(workers);
            assert!(shared == alone, "{:?} with {workers}", parameters.loss);
            assert_eq!(others.shares.len(), workers.min(3));
            assert!(others.answered > 8 * others.shares.len() as u64);
        }
    }
}

#[test]
fn sharing_begins_and_ends_at_any_time() {
    let (table, values) = table();
    let new = || booster(&table, Target::Values(&values), None, None, &parameters()).unwrap();
    let alone = Others::default().finish(&mut new());
    for step in 0..30 {
        let mut booster = new();
        let mut others = Others::default();
        for _ in 0..step {
            others.advance(&mut booster, 1);
        }
        others = Others::of(&mut booster, 1 + step % 3);
        for _ in 0..step {
            others.advance(&mut booster, 1);
        }
        // A worker is lost, whatever was under way.
        booster.messages();
        booster.go_alone();
        assert!(!booster.is_shared() && !booster.is_waiting());
        assert_eq!(Others::default().finish(&mut booster), alone);
    }
}

#[test]
fn an_answer_of_another_kind_ends_the_sharing() {
    let (table, values) = table();
    let new = || booster(&table, Target::Values(&values), None, None, &parameters()).unwrap();
    let alone = Others::default().finish(&mut new());
    for steps in [0, 1, 2, 3, 5, 8, 11, 14, 17] {
        let mut booster = new();
        let mut others = Others::of(&mut booster, 1);
        for _ in 0..steps {
            others.advance(&mut booster, u64::MAX);
        }
        while booster.is_shared() {
            assert!(!booster.is_complete());
            booster.advance(u64::MAX);
            for _ in booster.messages() {
                booster.receive(0, vec![7; 5]);
            }
        }
        assert_eq!(Others::default().finish(&mut booster), alone);
    }
    let mut booster = new();
    let bytes = booster.share(1).remove(0);
    for end in [0, 1, 5, 11, bytes.len() / 2, bytes.len() - 1] {
        assert!(Share::new(&bytes[..end]).is_none(), "{end}");
    }
    let mut share = Share::new(&bytes).unwrap();
    for message in [&[][..], &[0], &[0, 0, 1, 2, 3, 4], &[1, 1], &[9]] {
        assert!(share.answer(message).is_none(), "{message:?}");
    }
}

#[test]
fn few_rows_are_not_shared() {
    let (table, values) = random_table(10_000, 3, 200, 4);
    let target = Target::Values(&values);
    let builder = BoosterBuilder::new(&table, target, None, None, &parameters());
    let mut builder = builder.unwrap();
    while builder.advance(&table, None) {}
    assert!(builder.finish().share(3).is_empty());
}
