//! The players of Shapley values: the columns of the file.

use grove_recipe::error::StageError;

use crate::predict::fitted::FittedPipeline;

/// Which features belong to which column of the file.
pub struct Players {
    /// The columns that the model needs, in the order of the file.
    pub columns: Vec<String>,
    /// By feature, the place of its column among them. `None` where a feature is made of several columns, as a step of
    /// cleaning can derive one: then only whole rows can be put together.
    pub of_feature: Option<Vec<u32>>,
    /// The places of the columns that some feature is made of, ascending. The others change no answer.
    pub active: Vec<u32>,
}

impl Players {
    /// Follows the features back through featurize and clean.
    ///
    /// # Errors
    /// Where the steps of a model file do not fit each other.
    pub fn new(fitted: &FittedPipeline) -> Result<Self, StageError> {
        let columns: Vec<String> = fitted
            .preparation
            .columns()
            .iter()
            .map(|(name, _)| name.clone())
            .collect();
        let lineage = fitted.preparation.lineage()?;
        let (cleaned, origins) = fitted.featurizer.origins();
        let place = |source: &String| columns.iter().position(|name| name == source);
        let sources: Vec<Vec<u32>> = cleaned
            .iter()
            .map(|column| {
                let sources = lineage.of(column).iter().filter_map(place);
                sources.map(|place| place as u32).collect()
            })
            .collect();
        let mut active: Vec<u32> = sources.iter().flatten().copied().collect();
        active.sort_unstable();
        active.dedup();
        let single = |column: &u32| match sources[*column as usize].as_slice() {
            [source] => Some(*source),
            _ => None,
        };
        let of_feature = origins.iter().map(single).collect();
        Ok(Self {
            columns,
            of_feature,
            active,
        })
    }
}
