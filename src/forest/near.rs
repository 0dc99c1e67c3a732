//! Copies of the codes of a node's rows: what grows below the node reads memory that is close together.

use super::codes::Codes;
use super::dataset::Dataset;
use super::parameters::{Parameters, Splitter};
use super::sample::Sample;

/// A node is copied that has at most one in so many of the rows that it would be looked up among.
const SPARSE: usize = 8;

/// Below so many rows, and where more than so many columns are copied for each that a node looks at, a copy is
/// not read often enough to be worth making.
const FEWEST_ROWS: usize = 64;
const MOST_UNREAD: u32 = 16;

/// The columns that the rows of the present node are looked up in: the table's, or copies for a node above
/// it, or copies of those.
pub(super) struct Near {
    worthwhile: bool,
    /// Each within the one before.
    copies: Vec<Copied>,
}

struct Copied {
    /// Which of the tree's rows are copied.
    start: u32,
    end: u32,
    columns: Vec<Codes>,
}

impl Near {
    pub fn new(dataset: &Dataset, parameters: &Parameters) -> Self {
        Self {
            worthwhile: worthwhile(dataset, parameters),
            copies: Vec::new(),
        }
    }

    /// Comes to a node whose rows are the tree's from `start` on. Where that pays they are copied, and from
    /// then on found by their places in the copy. Nodes must come depth first.
    pub fn approach(&mut self, dataset: &Dataset, start: u32, samples: &mut [Sample]) {
        if !self.worthwhile {
            return;
        }
        while self.copies.last().is_some_and(|copy| copy.end <= start) {
            self.copies.pop();
        }
        let rows = match self.copies.last() {
            Some(copy) => copy.end - copy.start,
            None => dataset.rows(),
        };
        if !(FEWEST_ROWS..=rows as usize / SPARSE).contains(&samples.len()) {
            return;
        }
        let features = 0..dataset.features();
        let columns = features.map(|feature| self.codes(dataset, feature).of(samples));
        self.copies.push(Copied {
            start,
            end: start + samples.len() as u32,
            columns: columns.collect(),
        });
        for (place, sample) in (0..).zip(samples) {
            sample.place = place;
        }
    }

    /// The codes of a feature, by the places of the rows of the node that was come to last.
    pub fn codes<'a>(&'a self, dataset: &'a Dataset, feature: u32) -> &'a Codes {
        let feature = feature as usize;
        match self.copies.last() {
            Some(copy) => &copy.columns[feature],
            None => &dataset.columns[feature].codes,
        }
    }
}

/// Whether copied codes are read often enough.
fn worthwhile(dataset: &Dataset, parameters: &Parameters) -> bool {
    // Orders that are sorted but once need no codes; and where the next node may be anywhere in the tree,
    // nothing is near.
    let features = dataset.features();
    let looked_up = parameters.splitter == Splitter::Random || !parameters.looks_at_all(features);
    looked_up
        && parameters.max_leaf_nodes.is_none()
        && features <= parameters.max_features.saturating_mul(MOST_UNREAD)
}

#[cfg(test)]
mod tests {
    use super::super::{Matrix, Target};
    use super::{Dataset, FEWEST_ROWS, Near, Parameters, SPARSE, Sample};

    #[test]
    fn copies_and_copies_of_copies_hold_the_tables_codes() {
        let rows = (FEWEST_ROWS * SPARSE * SPARSE) as u32;
        let column = |factor: u32| {
            (0..rows)
                .map(|row| f64::from(row * factor % 1009))
                .collect()
        };
        let matrix = Matrix::new(vec![column(7), column(11)]).expect("two columns");
        let mut parameters = Parameters::new(1);
        parameters.max_features = 1;
        let labels = vec![0; rows as usize];
        let target = Target::Classes {
            labels: &labels,
            n_classes: 1,
        };
        let dataset = Dataset::new(&matrix, target, None, &parameters).expect("a data set");

        let mut near = Near::new(&dataset, &parameters);
        // Of every other row, the payload is the row.
        let sample = |row| Sample {
            place: row,
            payload: row,
        };
        let mut samples: Vec<Sample> = (0..rows).step_by(2).map(sample).collect();
        let mut copied = Vec::new();
        // Depth first: a node within another, the next within the same, one after it, one too small to copy.
        for (start, length) in [
            (0, 512),
            (0, 64),
            (64, 64),
            (128, 64),
            (512, 256),
            (768, 32),
        ] {
            let node = &mut samples[start..start + length];
            near.approach(&dataset, start as u32, node);
            copied.push(near.copies.len());
            for feature in 0..2 {
                for sample in &*node {
                    let expected = dataset.columns[feature as usize].codes.get(sample.payload);
                    assert_eq!(near.codes(&dataset, feature).get(sample.place), expected);
                }
            }
        }
        assert_eq!(copied, [1, 2, 2, 2, 1, 0]);
    }
}
