//! k nearest neighbours.

use super::{About, Sklearn, Trees};
use crate::{options, parameters};

options! {
    /// How much each neighbour counts.
    pub enum NeighborWeights {
        /// Every neighbour counts 1.
        Uniform = "uniform" "equally",
        /// A neighbour counts by the inverse of its distance.
        Distance = "distance" "by distance",
    }
}

parameters! {
    /// The parameters of k nearest neighbours.
    pub struct Parameters {
        /// How many of the nearest train rows make a prediction.
        n_neighbors: u32 = Integer {
            label: "Neighbours",
            help: "The number of most similar train rows to use. Few neighbours can overfit, many give smoother predictions.",
            min: 1, max: 10_000, default: 5,
        },
        /// The weight of each of them.
        weights: NeighborWeights = Choice {
            label: "Neighbours are weighted",
            help: "By distance, a neighbour at half the distance counts twice as much.",
            options: NeighborWeights::OPTIONS,
        },
    }
}

/// The declaration of k nearest neighbours.
pub const ABOUT: About = About {
    label: "k nearest neighbours",
    title: "k nearest neighbours",
    what_it_does: "Stores all train rows and predicts from the most similar ones. It has no training step, and depends on how the features are scaled.",
    only_task: None,
    takes_missing: false,
    takes_categories: false,
    refuses_weights: Some("its neighbours are weighted equally or by distance"),
    trees: Trees::None,
    sklearn: Sklearn {
        module: "sklearn.neighbors",
        classifier: "KNeighborsClassifier",
        regressor: "KNeighborsRegressor",
        standardised: true,
    },
};
