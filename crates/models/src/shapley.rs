//! Exact Shapley values of models whose answer is a sum of parts that can be explained one by one.

/// Explains rows by a model, part by part. What all parts add is the Shapley values of the row, against the background rows
/// for which it was prepared.
pub trait ShapleyParts {
    /// Returns the number of parts: trees, or one.
    fn parts(&self) -> u32;

    /// Sets the row to explain, by its features.
    fn set_row(&mut self, row: &[f64]);

    /// Adds what a part contributes: players × outputs, player by player. Outputs are the classes' probabilities, or a
    /// single value.
    fn add(&mut self, part: u32, values: &mut [f64]);
}
