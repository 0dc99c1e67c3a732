//! k nearest neighbours.

use super::{About, Sklearn, Trees};
use crate::{options, parameters};

options! {
    /// How much each neighbour counts.
    pub enum NeighborWeights {
        /// Every neighbour counts 1.
        Uniform = "uniform" "all the same",
        /// A neighbour counts by the inverse of its distance.
        Distance = "distance" "by nearness",
    }
}

parameters! {
    /// The parameters of k nearest neighbours.
    pub struct Parameters {
        /// How many of the nearest train rows make a prediction.
        n_neighbors: u32 = Integer {
            label: "Neighbours",
            help: "How many of the most similar train rows are used. Few follow every detail, many smooth.",
            min: 1, max: 10_000, default: 5,
        },
        /// The weight of each of them.
        weights: NeighborWeights = Choice {
            label: "Neighbours count",
            help: "By distance, a neighbour twice as near counts twice as much.",
            options: NeighborWeights::OPTIONS,
        },
    }
}

/// The declaration of k nearest neighbours.
pub const ABOUT: About = About {
    label: "k nearest neighbours",
    title: "k nearest neighbours",
    what_it_does: "Stores every train row and predicts from the most similar ones: nothing is learned in advance, and everything depends on what counts as similar.",
    only_task: None,
    takes_missing: false,
    refuses_weights: Some("neighbours count by their number or their distance"),
    trees: Trees::None,
    sklearn: Sklearn {
        module: "sklearn.neighbors",
        classifier: "KNeighborsClassifier",
        regressor: "KNeighborsRegressor",
        standardised: true,
    },
};
