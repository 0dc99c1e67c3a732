//! Copies of the codes of a node's rows: what grows below the node reads memory that is close together.

use super::super::codes::Codes;
use super::super::dataset::Dataset;
use super::super::parameters::Parameters;
use super::super::sample::Sample;
use super::near::{Near, number};

/// Where more columns than this are copied for each that a node looks at, copies are not read often enough.
const MOST_UNREAD: u32 = 16;

/// The columns that the rows of the present node are looked up in: the table's, or copies for a node above it, or
/// copies of those.
pub(super) struct Copies {
    worthwhile: bool,
    near: Near,
    /// Of each node whose rows have numbers of their own: their codes by feature.
    columns: Vec<Vec<Codes>>,
}

impl Copies {
    pub fn new(dataset: &Dataset, parameters: &Parameters) -> Self {
        let looked_at = parameters.max_features;
        Self {
            worthwhile: dataset.features() <= looked_at.saturating_mul(MOST_UNREAD),
            near: Near::new(dataset.rows(), parameters),
            columns: Vec::new(),
        }
    }

    pub fn start_tree(&mut self) {
        self.near.start_tree();
        self.columns.clear();
    }

    /// Comes to a node whose rows are the tree's from `start` on. Where it pays, their codes are copied and they are
    /// numbered by their places in the copies.
    pub fn approach(&mut self, dataset: &Dataset, start: u32, samples: &mut [Sample]) {
        if !self.worthwhile {
            return;
        }
        if !self.near.renumbers(start, samples.len() as u32) {
            self.columns.truncate(self.near.depth());
            return;
        }
        self.columns.truncate(self.near.depth() - 1);
        let features = 0..dataset.features();
        let copies = features.map(|feature| self.codes(dataset, feature).of(samples));
        self.columns.push(copies.collect());
        number(samples);
    }

    /// The codes of a feature, by the places of the rows of the node that was come to last.
    pub fn codes<'a>(&'a self, dataset: &'a Dataset, feature: u32) -> &'a Codes {
        match self.columns.last() {
            Some(columns) => &columns[feature as usize],
            None => &dataset.columns[feature as usize].codes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{Matrix, Target};
    use super::{Copies, Dataset, Parameters, Sample};

    #[test]
    fn copies_and_copies_of_copies_hold_the_tables_codes() {
        let rows = 4096;
        let column = |factor: u32| {
            (0..rows)
                .map(|row| f64::from(row * factor % 1009))
                .collect()
        };
        let matrix = Matrix::new(vec![column(7), column(11)]).expect("two columns");
        let labels = vec![0; rows as usize];
        let target = Target::Classes {
            labels: &labels,
            n_classes: 1,
        };
        let parameters = Parameters::new(1);
        let dataset = Dataset::new(&matrix, target, None, &parameters).expect("a data set");
        let mut copies = Copies::new(&dataset, &parameters);
        // Of every other row, the payload is the row.
        let sample = |row| Sample {
            place: row,
            payload: row,
        };
        let mut samples: Vec<Sample> = (0..rows).step_by(2).map(sample).collect();
        let mut held = Vec::new();
        for (start, length) in [
            (0, 512),
            (0, 64),
            (64, 64),
            (128, 63),
            (512, 256),
            (768, 32),
        ] {
            let node = &mut samples[start..start + length];
            copies.approach(&dataset, start as u32, node);
            held.push(copies.columns.len());
            for feature in 0..2 {
                for sample in &*node {
                    let expected = dataset.columns[feature as usize].codes.get(sample.payload);
                    assert_eq!(copies.codes(&dataset, feature).get(sample.place), expected);
                }
            }
        }
        assert_eq!(held, [1, 2, 2, 1, 1, 0]);
    }
}
