//! Copies of the codes of a node's rows, so that the search in the nodes below reads memory that is close together.

use super::super::bootstrap::SampleRow;
use super::super::codes::Codes;
use super::super::criterion::Criterion;
use super::super::dataset::Dataset;
use super::super::parameters::Parameters;
use super::renumber::{Renumbering, number_by_order};

/// With more columns per searched column than this, copies would not be read often enough to pay.
const MOST_UNREAD: u32 = 16;

/// Of how many rows of a numbering a node has one, at most, where its codes are copied.
const SPARSE: u32 = 8;

/// The codes of the present node's rows: the data set's, or a copy made for this node or one above.
pub(super) struct LocalCodes {
    worthwhile: bool,
    numbering: Renumbering,
    /// A stack of copies, one per renumbered node: codes by feature. Those above `held` wait to be used again, since new
    /// memory costs more than a copy.
    columns: Vec<Vec<Codes>>,
    held: usize,
}

impl LocalCodes {
    pub fn new(dataset: &Dataset, parameters: &Parameters) -> Self {
        let searched = parameters.max_features;
        Self {
            worthwhile: dataset.features() <= searched.saturating_mul(MOST_UNREAD),
            numbering: Renumbering::new(dataset.rows(), SPARSE, parameters),
            columns: Vec::new(),
            held: 0,
        }
    }

    pub fn start_tree(&mut self) {
        self.numbering.start_tree();
        self.held = 0;
    }

    /// Enters the node whose rows begin at `start` in the tree's sample. Where it pays, copies their codes and renumbers
    /// the rows by their positions in the copy, also in the criterion. Returns the number of renumbered nodes down to
    /// this one.
    pub fn prepare<C: Criterion>(
        &mut self,
        dataset: &Dataset,
        (start, samples): (u32, &mut [SampleRow]),
        criterion: &mut C,
    ) -> usize {
        if !self.worthwhile {
            return 0;
        }
        let renumbers = self.numbering.renumbers(start, samples.len() as u32);
        self.held = self.numbering.depth();
        if !renumbers {
            return self.held;
        }
        criterion.renumber(self.held, samples);
        if self.columns.len() < self.held {
            let columns = dataset.columns.iter();
            let none = columns.map(|column| column.codes.none());
            self.columns.push(none.collect());
        }
        let (above, copies) = self.columns.split_at_mut(self.held - 1);
        for (feature, copy) in copies[0].iter_mut().enumerate() {
            let codes = match above.last() {
                Some(columns) => &columns[feature],
                None => &dataset.columns[feature].codes,
            };
            codes.copy(samples, copy);
        }
        number_by_order(samples);
        self.held
    }

    /// Returns the codes of a feature, indexed by the places of the present node's rows.
    pub fn codes<'a>(&'a self, dataset: &'a Dataset, feature: u32) -> &'a Codes {
        match self.columns[..self.held].last() {
            Some(columns) => &columns[feature as usize],
            None => &dataset.columns[feature as usize].codes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::criterion::{Binary, CountedLabels};
    use super::super::super::{Matrix, Target};
    use super::{Dataset, LocalCodes, Parameters, SampleRow};

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
        let mut copies = LocalCodes::new(&dataset, &parameters);
        // Every other row; the payload is the row's number.
        let sample = |row| SampleRow {
            place: row,
            payload: row,
        };
        let mut samples: Vec<SampleRow> = (0..rows).step_by(2).map(sample).collect();
        let mut criterion = Binary::new(CountedLabels::new(&labels, 1));
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
            held.push(copies.prepare(&dataset, (start as u32, node), &mut criterion));
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
