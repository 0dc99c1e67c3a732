//! Draws the rows that one tree learns from.

use super::dataset::Dataset;
use super::parameters::Parameters;
use super::rng::Stream;

/// A row of a tree's sample.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SampleRow {
    /// The row's index into per-row tables: its number in the data set, or in a node above (see `renumber.rs`).
    pub place: u32,
    /// What the criterion needs of the row.
    pub payload: u32,
}

/// Starts the random numbers of a tree, of which the sample takes the first.
pub(super) fn stream(parameters: &Parameters, tree: u32) -> Stream {
    Stream::new(parameters.seed, "tree", u64::from(tree))
}

/// Returns how often each train row counted for a tree of a forest that was grown on this data set with these parameters; 0 for
/// rows out of the bag. O(rows), or O(rows × log rows) with weights.
pub fn in_bag(dataset: &Dataset, parameters: &Parameters, tree: u32) -> Vec<u16> {
    draw(dataset, parameters, &mut stream(parameters, tree))
}

/// Returns how often each row of the table counts for a tree; 0 for rows out of the bag. O(rows), or
/// O(rows × log rows) with weights.
pub(super) fn draw(dataset: &Dataset, parameters: &Parameters, random: &mut Stream) -> Vec<u16> {
    let rows = dataset.rows();
    if !parameters.bootstrap {
        return (0..rows)
            .map(|row| u16::from(dataset.has_weight(row)))
            .collect();
    }
    let mut counts = vec![0u16; rows as usize];
    let mut count = |row: usize| {
        // More than 65,535 draws of one row are less likely than 1 in 10^287,000.
        counts[row] = counts[row].saturating_add(1);
    };
    let draws = ((f64::from(rows) * parameters.max_samples) as u32).max(1);
    match &dataset.weights {
        None => {
            for _ in 0..draws {
                count(random.below(rows) as usize);
            }
        }
        Some(weights) => {
            let mut total = 0.0;
            let ends: Vec<f64> = weights
                .iter()
                .map(|weight| {
                    total += weight;
                    total
                })
                .collect();
            // Where rounding leads past the end, takes the last row with weight.
            let last = ends.partition_point(|end| *end < total);
            for _ in 0..draws {
                let drawn = random.unit() * total;
                count(ends.partition_point(|end| *end <= drawn).min(last));
            }
        }
    }
    counts
}
