//! What the trees say of a row, reduced to what is shown.

use grove_forest::Matrix;
use grove_models::{Model, TreeVotes, decided};
use grove_protocol::report::{ANATOMY_BINS, SUM_POINTS, Votes};

use super::binned;

/// Reduces the votes of the trees on the first row. `class` is that whose shares, or whose sum, are told. `None` for a model
/// without trees.
pub fn votes(model: &Model, row: &Matrix, class: u32) -> Option<Votes> {
    Some(match model.votes(row)? {
        TreeVotes::Mean(answers) => match model.n_classes() {
            0 => of_values(&answers),
            classes => of_classes(&answers, classes, class.min(classes - 1)),
        },
        TreeVotes::Sums { classes, sums } => of_sums(&classes, &sums, class),
    })
}

/// The mean is summed in the order of the trees, as the model sums it, so that it is the model's answer to the bit.
fn of_classes(answers: &[f64], classes: u32, class: u32) -> Votes {
    let mut trees = vec![0; classes as usize];
    let mut mean = vec![0.0; classes as usize];
    let each = || answers.chunks_exact(classes as usize);
    for shares in each() {
        trees[decided(shares, None) as usize] += 1;
        mean.iter_mut()
            .zip(shares)
            .for_each(|(sum, share)| *sum += share);
    }
    let count = each().len() as f64;
    mean.iter_mut().for_each(|sum| *sum /= count);
    let shares = each().map(|shares| shares[class as usize]);
    Votes::Classes {
        class,
        trees,
        counts: binned(shares, (0.0, 1.0), ANATOMY_BINS),
        mean,
    }
}

fn of_values(values: &[f64]) -> Votes {
    let min = values.iter().copied().fold(f64::INFINITY, f64::min);
    let max = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut sum = 0.0;
    values.iter().for_each(|value| sum += value);
    Votes::Values {
        min,
        max,
        counts: binned(values.iter().copied(), (min, max), ANATOMY_BINS),
        mean: sum / values.len() as f64,
    }
}

fn of_sums(classes: &[u32], sums: &[f64], class: u32) -> Votes {
    let each = classes.len().max(1);
    let iterations = sums.len() / each - 1;
    let place = match classes {
        // Of values, or of the second of two classes.
        [] | [_] => Some(0),
        classes => classes.iter().position(|of| *of == class),
    };
    let every = iterations.div_ceil(SUM_POINTS).max(1);
    let points = place.map_or(Vec::new(), |place| {
        (0..=iterations)
            .filter(|done| done % every == 0 || *done == iterations)
            .map(|done| (done as u32, sums[done * each + place]))
            .collect()
    });
    Votes::Sums {
        class: place.and_then(|place| classes.get(place).copied()),
        iterations: iterations as u32,
        points,
    }
}
