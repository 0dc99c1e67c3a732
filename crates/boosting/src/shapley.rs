//! Interventional Shapley values of models whose prediction is the sum of their trees; see [`grove_forest::shapley`].

use grove_forest::Matrix;
use grove_forest::shapley::{LeafPlayers, PairStep, PairWalk, ShapleyWeights};

use super::model::{GradientBoosting, Link};
use super::predict::fill;
use super::tree::step;

/// Explains rows by a model whose link is [`Link::Identity`].
pub struct BoostingShapley<'a> {
    model: &'a GradientBoosting,
    /// By feature, whether its values are the numbers of categories.
    is_set: Vec<bool>,
    player_of: Vec<u32>,
    /// Background rows × features: the bins of the values.
    background: Vec<u8>,
    /// The same of the explained row.
    row: Vec<u8>,
    walk: PairWalk,
    weights: ShapleyWeights,
}

impl<'a> BoostingShapley<'a> {
    /// Prepares for rows of `background.features()` features; `player_of` has the player of each, numbered from 0. `None`
    /// if the prediction is not the sum of the trees, or the model has another number of features.
    /// O(background rows × features × log bins).
    pub fn new(
        model: &'a GradientBoosting,
        background: &Matrix,
        player_of: &[u32],
    ) -> Option<Self> {
        let features = model.n_features() as usize;
        if model.link() != Link::Identity
            || background.features() as usize != features
            || player_of.len() != features
        {
            return None;
        }
        let mut codes = vec![0; background.rows() as usize * features];
        for (feature, values) in background.columns().iter().enumerate() {
            fill(
                &mut codes,
                feature,
                features,
                &model.parts.bins[feature],
                values,
            );
        }
        let players = player_of.iter().max().map_or(0, |last| last + 1);
        Some(Self {
            model,
            is_set: model.categorical(),
            player_of: player_of.to_vec(),
            background: codes,
            row: vec![0; features],
            walk: PairWalk::new(players),
            weights: ShapleyWeights::default(),
        })
    }

    /// Returns the number of trees.
    pub fn trees(&self) -> u32 {
        self.model.parts.trees.len() as u32
    }

    /// Sets the row to explain, by its features. O(features × log bins).
    pub fn set_row(&mut self, row: &[f64]) {
        let bins = &self.model.parts.bins;
        for ((code, value), bins) in self.row.iter_mut().zip(row).zip(bins) {
            *code = bins.bin(*value);
        }
    }

    /// Adds what a tree contributes to the Shapley values of the row, by player. O(background rows × leaves that pairs of
    /// rows reach).
    ///
    /// # Panics
    /// Where there is no such tree, or `values` is too short.
    pub fn add_tree(&mut self, tree: u32, values: &mut [f64]) {
        let parts = &self.model.parts;
        let tree = &parts.trees[tree as usize];
        let features = self.row.len();
        let (row, is_set, weights) = (&self.row, &self.is_set, &mut self.weights);
        let scale = features as f64 / self.background.len() as f64;
        for other in self.background.chunks_exact(features) {
            let pair = |at: u32| {
                let node = tree.nodes[at as usize];
                if node.is_leaf() {
                    return PairStep::Leaf;
                }
                let child = |codes: &[u8]| at + step(node, codes, is_set, &parts.sets) as u32;
                PairStep::Split {
                    feature: node.feature,
                    own: child(row),
                    other: child(other),
                }
            };
            let leaf = |at: u32, players: LeafPlayers| {
                let value = tree.numbers[at as usize] * scale;
                players.share(weights, |player, weight| {
                    values[player as usize] += weight * value;
                });
            };
            self.walk.walk(&self.player_of, pair, leaf);
        }
    }
}
