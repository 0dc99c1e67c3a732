//! Interventional Shapley values of a sum of trees: how much each player moves a row's answer away from the mean answer of
//! background rows. A player is a group of features whose values always change together, such as all features of a column.
//!
//! For one row and one background row, a tree is walked once. Where both rows go to the same side, the walk follows them.
//! Where they part, the player of the split decides: if it is already known whose values it has, the walk follows those;
//! else it goes both ways. A leaf that needs the row's values of `a` players and the background row's of `c` players is
//! reached by every coalition that contains the former and none of the latter. Each of the `a` players therefore receives
//! the leaf's value times (a − 1)! c! / (a + c)!, and each of the `c` players loses it times a! (c − 1)! / (a + c)!.
//!
//! Grouped players: Laberge and Pequignot, “Understanding interventional TreeSHAP: how and why it works”, 2022
//! (<https://arxiv.org/abs/2209.15123>). The values are exact: they sum to the difference of the two rows' answers.
//!
//! Why: `docs/decisions/0041-shapley-values-of-columns.md`.

use super::cut_grid::code;
use super::model::{PackedNode, TestLayout};
use super::{Forest, Leaf, Matrix};

/// Where a node of a tree leads a pair of rows: the explained row and a background row.
pub enum PairStep {
    /// No further: both rows end here, or one of them.
    Leaf,
    /// To one of its children: by the values of the explained row, and by those of the background row.
    Split {
        /// The number of the feature that decides.
        feature: u32,
        /// The child of the explained row.
        own: u32,
        /// The child of the background row.
        other: u32,
    },
}

/// The players whose values a leaf needs.
#[derive(Clone, Copy)]
pub struct LeafPlayers<'a> {
    /// Each player, and whether its values must be those of the explained row.
    players: &'a [(u32, bool)],
    /// How many of them must be.
    own: u32,
}

impl LeafPlayers<'_> {
    /// Calls `add` with each player and with what it receives per unit of the leaf's value.
    pub fn share(&self, weights: &mut ShapleyWeights, mut add: impl FnMut(u32, f64)) {
        if self.players.is_empty() {
            return;
        }
        let other = self.players.len() as u32 - self.own;
        let (gain, loss) = weights.get(self.own, other);
        for (player, own) in self.players {
            add(*player, if *own { gain } else { -loss });
        }
    }
}

/// The weights of leaves, by how many players they need.
#[derive(Default)]
pub struct ShapleyWeights {
    /// By `a` and `c`: (a − 1)! c! / (a + c)!, and a! (c − 1)! / (a + c)!.
    known: Vec<Vec<(f64, f64)>>,
}

impl ShapleyWeights {
    fn get(&mut self, own: u32, other: u32) -> (f64, f64) {
        let (a, c) = (own as usize, other as usize);
        while self.known.len() <= a {
            self.known.push(Vec::new());
        }
        let row = &mut self.known[a];
        while row.len() <= c {
            let c = row.len();
            // The number of ways to choose a of a + c, by factors that keep it a whole number as long as it is exact.
            let ways = (1..=a.min(c)).fold(1.0, |ways, i| ways * (a.max(c) + i) as f64 / i as f64);
            row.push((1.0 / (a as f64 * ways), 1.0 / (c as f64 * ways)));
        }
        row[c]
    }
}

/// Walks trees with pairs of rows. One walk serves all pairs, so that nothing is allocated for each.
#[derive(Default)]
pub struct PairWalk {
    /// By player: whether it is undecided, has the explained row's values, or the background row's.
    sides: Vec<Side>,
    /// The decided players, in the order in which they were decided.
    decided: Vec<(u32, bool)>,
    /// Children that are still to be visited.
    open: Vec<OpenChild>,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Side {
    #[default]
    Undecided,
    Own,
    Other,
}

/// A child that a walk has yet to visit: with as many decided players, and this one after them.
struct OpenChild {
    node: u32,
    decided: u32,
    player: u32,
}

impl PairWalk {
    /// A walk among so many players.
    pub fn new(players: u32) -> Self {
        Self {
            sides: vec![Side::Undecided; players as usize],
            ..Self::default()
        }
    }

    /// Walks a tree from its node 0 and calls `leaf` with each leaf that the two rows' values can reach together, and with
    /// the players that it needs. `player_of` has the player of each feature. O(nodes that are reached).
    pub fn walk(
        &mut self,
        player_of: &[u32],
        mut step: impl FnMut(u32) -> PairStep,
        mut leaf: impl FnMut(u32, LeafPlayers),
    ) {
        let (mut node, mut own) = (0, 0);
        loop {
            match step(node) {
                PairStep::Split {
                    own: same, other, ..
                } if same == other => node = same,
                PairStep::Split {
                    feature,
                    own: mine,
                    other,
                } => {
                    let player = player_of[feature as usize];
                    node = match self.sides[player as usize] {
                        Side::Own => mine,
                        Side::Other => other,
                        Side::Undecided => {
                            self.open.push(OpenChild {
                                node: other,
                                decided: self.decided.len() as u32,
                                player,
                            });
                            self.sides[player as usize] = Side::Own;
                            self.decided.push((player, true));
                            own += 1;
                            mine
                        }
                    };
                }
                PairStep::Leaf => {
                    leaf(
                        node,
                        LeafPlayers {
                            players: &self.decided,
                            own,
                        },
                    );
                    let next = self.open.pop();
                    let keep = next.as_ref().map_or(0, |next| next.decided as usize);
                    for (player, was_own) in self.decided.drain(keep..) {
                        self.sides[player as usize] = Side::Undecided;
                        own -= u32::from(was_own);
                    }
                    let Some(next) = next else {
                        return;
                    };
                    self.sides[next.player as usize] = Side::Other;
                    self.decided.push((next.player, false));
                    node = next.node;
                }
            }
        }
    }
}

/// Explains rows by a forest.
///
/// ```
/// use grove_forest::{ForestShapley, Matrix, Parameters, Target, fit};
///
/// // The target is the sum of two features; a third one is of no use.
/// let columns = |rows: std::ops::Range<u32>| {
///     let value = |row: u32, step: u32| f64::from(row * step % 7);
///     let column = |step| rows.clone().map(|row| value(row, step)).collect();
///     Matrix::new(vec![column(1), column(3), column(5)])
/// };
/// let matrix = columns(0..70)?;
/// let sums: Vec<f64> = (0..70).map(|row| matrix.columns()[0][row] + matrix.columns()[1][row]).collect();
/// let forest = fit(&matrix, Target::Values(&sums), None, &Parameters::new(3))?;
///
/// let background = columns(0..20)?;
/// let mut explained = ForestShapley::new(&forest, &background, &[0, 1, 2]).unwrap();
/// explained.set_row(&[6.0, 6.0, 0.0]);
/// let mut values = vec![0.0; 3];
/// (0..forest.n_estimators()).for_each(|tree| explained.add_tree(tree, &mut values));
///
/// let answer = forest.predict_values(&Matrix::new(vec![vec![6.0], vec![6.0], vec![0.0]])?).unwrap()[0];
/// let mean = forest.predict_values(&background).unwrap().iter().sum::<f64>() / 20.0;
/// assert!((values.iter().sum::<f64>() - (answer - mean)).abs() < 1e-9);
/// # Ok::<(), grove_forest::ForestError>(())
/// ```
pub struct ForestShapley<'a> {
    forest: &'a Forest,
    layout: TestLayout,
    player_of: Vec<u32>,
    /// Background rows × features: how many of the feature's cuts are below the value.
    background: Vec<u32>,
    /// The same of the explained row.
    row: Vec<u32>,
    walk: PairWalk,
    weights: ShapleyWeights,
}

impl<'a> ForestShapley<'a> {
    /// Prepares for rows of `background.features()` features; `player_of` has the player of each, numbered from 0. `None`
    /// if the forest has another number of features. O(background rows × features × log cuts).
    pub fn new(forest: &'a Forest, background: &Matrix, player_of: &[u32]) -> Option<Self> {
        let features = forest.n_features() as usize;
        if background.features() as usize != features || player_of.len() != features {
            return None;
        }
        let rows = background.rows() as usize;
        let mut codes = vec![0; rows * features];
        for (feature, values) in background.columns().iter().enumerate() {
            for (row, value) in values.iter().enumerate() {
                codes[row * features + feature] = cuts_below(forest, feature, *value);
            }
        }
        let players = player_of.iter().max().map_or(0, |last| last + 1);
        Some(Self {
            forest,
            layout: forest.parts.layout(),
            player_of: player_of.to_vec(),
            background: codes,
            row: vec![0; features],
            walk: PairWalk::new(players),
            weights: ShapleyWeights::default(),
        })
    }

    /// Returns the number of trees.
    pub fn trees(&self) -> u32 {
        self.forest.n_estimators()
    }

    /// Sets the row to explain, by its features. O(features × log cuts).
    pub fn set_row(&mut self, row: &[f64]) {
        for (feature, (code, value)) in self.row.iter_mut().zip(row).enumerate() {
            *code = cuts_below(self.forest, feature, *value);
        }
    }

    /// Adds what a tree contributes to the Shapley values of the row: players × outputs, player by player. Outputs are the
    /// classes' probabilities, or a single value.
    ///
    /// O(background rows × leaves that pairs of rows reach): about a hundred for a fully grown tree of 10,000 rows.
    ///
    /// # Panics
    /// Where there is no such tree, or `values` is too short.
    pub fn add_tree(&mut self, tree: u32, values: &mut [f64]) {
        let parts = &self.forest.parts;
        let nodes: &[PackedNode] = &parts.trees[tree as usize];
        let features = self.row.len();
        let outputs = self.forest.n_classes().max(1) as usize;
        let (layout, row) = (self.layout, &self.row);
        let weights = &mut self.weights;
        let rows = self.background.len() / features;
        let scale = 1.0 / (f64::from(self.forest.n_estimators()) * rows as f64);
        for other in self.background.chunks_exact(features) {
            let step = |at: u32| {
                let node = nodes[at as usize];
                if node.is_leaf() {
                    return PairStep::Leaf;
                }
                let feature = layout.feature(node.test);
                let one = u32::from(TestLayout::missing_left(node.test));
                let cut = code::<u32>(layout.cut(node.test)).wrapping_add(one);
                // The code of a missing value is the largest; adding one wraps it to 0, so that it goes left.
                let child = |codes: &[u32]| match codes[feature as usize].wrapping_add(one) <= cut {
                    true => at + 1,
                    false => at + node.right,
                };
                PairStep::Split {
                    feature,
                    own: child(row),
                    other: child(other),
                }
            };
            let leaf = |at: u32, players: LeafPlayers| {
                let leaf = parts.leaves.get(nodes[at as usize].test);
                players.share(weights, |player, weight| {
                    let weight = weight * scale;
                    let values = &mut values[player as usize * outputs..][..outputs];
                    match leaf {
                        Leaf::Value(value) => values[0] += weight * value,
                        Leaf::Shares { classes, shares } => {
                            for (class, share) in classes.iter().zip(shares) {
                                values[*class as usize] += weight * share;
                            }
                        }
                    }
                });
            };
            self.walk.walk(&self.player_of, step, leaf);
        }
    }
}

/// Returns how many of a feature's cuts are below a value: above the node's cut, it goes right.
pub(super) fn cuts_below(forest: &Forest, feature: usize, value: f64) -> u32 {
    match value.is_nan() {
        true => u32::MAX,
        false => forest.parts.cuts[feature].partition_point(|cut| *cut < value) as u32,
    }
}
