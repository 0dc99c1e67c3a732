//! Predicts the train rows of a finished forest, each by the trees whose bootstrap left it out.

use super::bootstrap::draw;
use super::dataset::{Dataset, DatasetBuilder, Target};
use super::leaves::Leaf;
use super::model::{Node, Tree};
use super::oob::MOST_SUMS;
use super::rng::Stream;
use super::{Forest, ForestError, Matrix, Parameters};

/// Class probabilities or values of the train rows by the trees that did not learn from them, as these trees predict new rows.
/// It needs nothing that is only there while a forest grows: the samples are drawn again from the seed.
pub struct LeftOut<'a> {
    forest: &'a Forest,
    matrix: &'a Matrix,
    parameters: Parameters,
    /// The rows' weights; it has no columns.
    dataset: Dataset,
    /// Rows × classes, or rows: the summed shares or values of the trees.
    sums: Vec<f64>,
    /// By row: how many trees have predicted it.
    trees: Vec<u32>,
    next: u32,
}

impl<'a> LeftOut<'a> {
    /// Prepares to predict the rows that the forest was grown on with these parameters. `None` for a forest
    /// without bootstrap or of another number of classes or features, and where rows × classes exceed 100 million.
    ///
    /// # Errors
    /// As [`Dataset::new`].
    pub fn new(
        forest: &'a Forest,
        (matrix, target): (&'a Matrix, Target),
        sample_weight: Option<&[f64]>,
        parameters: &Parameters,
    ) -> Result<Option<Self>, ForestError> {
        let n_classes = match target {
            Target::Classes { n_classes, .. } => n_classes,
            Target::Values(_) => 0,
        };
        let sums = u64::from(matrix.rows()) * u64::from(n_classes.max(1));
        let fits = forest.n_classes() == n_classes && forest.n_features() == matrix.features();
        if !parameters.bootstrap || !fits || sums > MOST_SUMS {
            return Ok(None);
        }
        let coding = DatasetBuilder::new(matrix, target, sample_weight, parameters)?;
        Ok(Some(Self {
            forest,
            matrix,
            parameters: parameters.clone(),
            dataset: coding.finish(),
            sums: vec![0.0; sums as usize],
            trees: vec![0; matrix.rows() as usize],
            next: 0,
        }))
    }

    /// Adds the predictions of the next tree; returns false when there is none. O(rows × depth).
    pub fn advance(&mut self) -> bool {
        let Some(tree) = self.forest.tree(self.next) else {
            return false;
        };
        let mut random = Stream::new(self.parameters.seed, "tree", u64::from(self.next));
        let counts = draw(&self.dataset, &self.parameters, &mut random);
        let width = self.forest.n_classes().max(1) as usize;
        for (row, count) in (0..).zip(counts) {
            if count > 0 || !self.dataset.has_weight(row) {
                continue;
            }
            let row = row as usize;
            let sums = &mut self.sums[row * width..][..width];
            match leaf(tree, self.matrix, row) {
                Some(Leaf::Shares { classes, shares }) => {
                    for (class, share) in classes.iter().zip(shares) {
                        sums[*class as usize] += share;
                    }
                }
                Some(Leaf::Value(value)) => sums[0] += value,
                None => continue,
            }
            self.trees[row] += 1;
        }
        self.next += 1;
        true
    }

    /// Returns the positions of the rows that some tree left out, and their class probabilities, rows × classes, or values.
    pub fn finish(self) -> (Vec<u32>, Vec<f64>) {
        let (mut positions, mut values) = (Vec::new(), Vec::new());
        let width = (self.forest.n_classes() as usize).max(1);
        let rows = self.sums.chunks_exact(width).zip(&self.trees);
        for ((sums, trees), row) in rows.zip(0..) {
            if *trees > 0 {
                positions.push(row);
                values.extend(sums.iter().map(|sum| sum / f64::from(*trees)));
            }
        }
        (positions, values)
    }
}

/// Returns the leaf that a row reaches.
fn leaf<'t>(tree: Tree<'t>, matrix: &Matrix, row: usize) -> Option<Leaf<'t>> {
    let mut at = 0;
    loop {
        match tree.node(at)? {
            Node::Leaf(leaf) => return Some(leaf),
            Node::Split {
                feature,
                threshold,
                missing_left,
                left,
                right,
            } => {
                let value = matrix.columns()[feature as usize][row];
                let goes_left = value <= threshold || value.is_nan() && missing_left;
                at = if goes_left { left } else { right };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::LeftOut;
    use crate::{Assembler, Dataset, Grower, Matrix, OutOfBag, Parameters, Stream, Target};

    const ROWS: u32 = 90;

    struct Grown {
        positions: Vec<u32>,
        values: Vec<f64>,
        /// What was summed while the forest grew.
        summed: OutOfBag,
        /// What the whole forest says of all rows.
        whole: Vec<f64>,
    }

    fn grown(columns: Vec<Vec<f64>>, parameters: &Parameters, weights: Option<&[f64]>) -> Grown {
        let matrix = Matrix::new(columns).unwrap();
        let labels: Vec<u32> = (0..ROWS).map(|row| row * row % 7 % 3).collect();
        let target = || Target::Classes {
            labels: &labels,
            n_classes: 3,
        };
        let dataset = Arc::new(Dataset::new(&matrix, target(), weights, parameters).unwrap());
        let mut grower = Grower::new(Arc::clone(&dataset), parameters.clone());
        let mut assembler = Assembler::new(dataset, parameters.bootstrap);
        for index in 0..parameters.n_estimators {
            grower.begin(index);
            assembler.add(grower.advance(u64::MAX).unwrap());
        }
        let summed = assembler.out_of_bag().unwrap().clone();
        let forest = assembler.finish().unwrap();
        let left_out = LeftOut::new(&forest, (&matrix, target()), weights, parameters);
        let mut left_out = left_out.unwrap().unwrap();
        while left_out.advance() {}
        let (positions, values) = left_out.finish();
        Grown {
            positions,
            values,
            summed,
            whole: forest.predict_proba(&matrix).unwrap(),
        }
    }

    fn columns(count: u32, value: impl Fn(&mut Stream) -> f64) -> Vec<Vec<f64>> {
        let mut random = Stream::new(5, "rows", 0);
        let mut column = || (0..ROWS).map(|_| value(&mut random)).collect();
        (0..count).map(|_| column()).collect()
    }

    /// With weights, with classes of equal weight on few bins, and with neither.
    fn settings(n_estimators: u32) -> [(Parameters, Option<Vec<f64>>); 3] {
        let parameters = Parameters {
            n_estimators,
            seed: 9,
            ..Parameters::new(2)
        };
        let balanced = Parameters {
            balanced: true,
            max_bins: Some(8),
            max_samples: 0.5,
            ..parameters.clone()
        };
        let weights = (0..ROWS).map(|row| f64::from(row % 4)).collect();
        [
            (parameters.clone(), None),
            (parameters, Some(weights)),
            (balanced, None),
        ]
    }

    /// Without a value between two that a tree has seen, the sums of both are the same.
    #[test]
    fn a_finished_forest_gives_what_was_summed_while_it_grew() {
        for (parameters, weights) in settings(6) {
            let of_two = columns(6, |random| f64::from(random.below(2)));
            let grown = grown(of_two, &parameters, weights.as_deref());
            let expected: Vec<Option<Vec<f64>>> = grown.summed.predictions().collect();
            let there = (0..).zip(&expected).filter(|(_, row)| row.is_some());
            assert_eq!(
                grown.positions,
                there.map(|(row, _)| row).collect::<Vec<u32>>()
            );
            let expected: Vec<f64> = expected.into_iter().flatten().flatten().collect();
            assert_eq!(grown.values, expected);
        }
    }

    #[test]
    fn a_row_is_predicted_as_the_trees_predict_a_new_one() {
        for (parameters, weights) in settings(1) {
            let gaps = columns(3, |random| match random.below(9) {
                0 => f64::NAN,
                _ => (random.unit() * 40.0).round(),
            });
            let grown = grown(gaps, &parameters, weights.as_deref());
            assert!((20..80).contains(&grown.positions.len()));
            for (row, found) in grown.positions.iter().zip(grown.values.chunks_exact(3)) {
                assert_eq!(found, &grown.whole[3 * *row as usize..][..3]);
            }
        }
    }

    #[test]
    fn values_are_what_was_summed_while_the_forest_grew() {
        let matrix = Matrix::new(columns(6, |random| f64::from(random.below(2)))).unwrap();
        let values: Vec<f64> = (0..ROWS).map(|row| f64::from(row * row % 17)).collect();
        let target = || Target::Values(&values);
        let parameters = Parameters {
            n_estimators: 6,
            seed: 9,
            ..Parameters::new(2)
        };
        let dataset = Arc::new(Dataset::new(&matrix, target(), None, &parameters).unwrap());
        let mut grower = Grower::new(Arc::clone(&dataset), parameters.clone());
        let mut assembler = Assembler::new(dataset, true);
        for index in 0..parameters.n_estimators {
            grower.begin(index);
            assembler.add(grower.advance(u64::MAX).unwrap());
        }
        let summed: Vec<Option<Vec<f64>>> = assembler.out_of_bag().unwrap().predictions().collect();
        let forest = assembler.finish().unwrap();
        let left_out = LeftOut::new(&forest, (&matrix, target()), None, &parameters);
        let mut left_out = left_out.unwrap().unwrap();
        while left_out.advance() {}
        let (positions, found) = left_out.finish();
        assert_eq!(positions.len(), found.len());
        for (row, value) in positions.iter().zip(found) {
            let expected = summed[*row as usize].as_ref().unwrap()[0];
            assert!((value - expected).abs() < 1e-12, "{value} and {expected}");
        }
        let never = summed.iter().filter(|row| row.is_none()).count();
        assert_eq!(positions.len() + never, ROWS as usize);
    }
}
