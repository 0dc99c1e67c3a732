//! Times growing and predicting: `cargo run --release -p grove-boosting --example time -- FILE classes|values [max_leaf_nodes
//! [min_samples_leaf [max_iter]]]`. FILE has a row per line, the target last.
#![allow(
    clippy::disallowed_methods,
    reason = "a native program that measures time"
)]

use std::time::Duration;

use grove_boosting::{BoosterBuilder, Parameters};
use grove_forest::{Matrix, Target};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().expect("a file");
    let classes = arguments.next().as_deref() == Some("classes");
    let mut number = |usual: u32| {
        arguments
            .next()
            .map_or(usual, |word| word.parse().expect("a number"))
    };
    let (max_leaf_nodes, min_samples_leaf, max_iter) = (Some(number(31)), number(20), number(100));
    let text = std::fs::read_to_string(file).expect("a readable file");
    let mut columns: Vec<Vec<f64>> = Vec::new();
    for line in text.lines() {
        for (place, cell) in line.split(',').enumerate() {
            if columns.len() == place {
                columns.push(Vec::new());
            }
            columns[place].push(cell.parse().expect("a number"));
        }
    }
    let values = columns.pop().expect("a column");
    let labels: Vec<u32> = values.iter().map(|value| *value as u32).collect();
    let n_classes = labels.iter().max().expect("a row") + 1;
    let matrix = Matrix::new(columns).expect("a table");
    let target = match classes {
        true => Target::Classes {
            labels: &labels,
            n_classes,
        },
        false => Target::Values(&values),
    };
    let parameters = Parameters {
        early_stopping: Some(false),
        max_leaf_nodes,
        min_samples_leaf,
        max_iter,
        ..Parameters::default()
    };
    let start = cpu();
    let mut builder =
        BoosterBuilder::new(&matrix, target, None, None, &parameters).expect("a sound table");
    while builder.advance(&matrix, None) {}
    let mut booster = builder.finish();
    let binned = cpu() - start;
    while booster.advance(u64::MAX).is_some() {}
    let grown = cpu() - start;
    let model = booster.model();
    let start = cpu();
    let sums = model.sums(&matrix, u32::MAX).expect("the same columns");
    println!(
        "bin {:.3} s, grow {:.3} s, predict {:.3} s, train loss {:.9}, {:.1} bytes a row, first sum {}",
        binned.as_secs_f64(),
        (grown - binned).as_secs_f64(),
        (cpu() - start).as_secs_f64(),
        booster
            .iterations()
            .last()
            .expect("an iteration")
            .train_loss,
        booster.bytes() as f64 / f64::from(matrix.rows()),
        sums[0]
    );
}

/// The time that this process has run, which other processes do not change much.
fn cpu() -> Duration {
    let text = std::fs::read_to_string("/proc/self/schedstat").expect("Linux");
    let nanoseconds = text.split(' ').next().and_then(|word| word.parse().ok());
    Duration::from_nanos(nanoseconds.expect("a number"))
}
