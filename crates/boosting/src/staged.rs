//! Predicts after each iteration, to show how the sum of the trees comes to its end.

use grove_forest::Matrix;

use super::BoostingPredictError;
use super::model::GradientBoosting;
use super::predict::fill;

impl GradientBoosting {
    /// Returns the predictions before the first iteration and after each, as scikit-learn's `staged_predict` and
    /// `staged_predict_proba`: for each of `n_iter` + 1 stages one value per row, or rows × classes probabilities.
    ///
    /// O(rows × (features × log bins + trees × (depth + classes))). Holds all of them: meant for a few rows.
    ///
    /// # Errors
    /// Another number of features.
    pub fn staged(&self, matrix: &Matrix) -> Result<Vec<Vec<f64>>, BoostingPredictError> {
        let mut sums = self.sums(matrix, 0)?;
        let parts = &self.parts;
        let (rows, features) = (matrix.rows() as usize, parts.bins.len());
        let mut codes = vec![0; rows * features];
        for (feature, bins) in parts.bins.iter().enumerate() {
            fill(
                &mut codes,
                feature,
                features,
                bins,
                &matrix.columns()[feature],
            );
        }
        let is_set = self.categorical();
        let per_row = parts.baseline.len();
        let mut stages = vec![self.predictions(sums.clone())];
        for iteration in parts.trees.chunks_exact(per_row) {
            let rows = codes.chunks_exact(features);
            for (sums, codes) in sums.chunks_exact_mut(per_row).zip(rows) {
                for (sum, tree) in sums.iter_mut().zip(iteration) {
                    *sum += tree.value(codes, &is_set, &parts.sets);
                }
            }
            stages.push(self.predictions(sums.clone()));
        }
        Ok(stages)
    }
}
