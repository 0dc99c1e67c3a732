//! A row's answers along one feature: at every place where the forest can change its answer, while all other features keep
//! their values.

use super::Forest;
use super::leaves::Leaf;
use super::shapley::cuts_below;
use super::votes::step;

/// A node to visit, with the first and the last interval of the feature that lead to it.
struct OpenNode {
    node: u32,
    from: u32,
    to: u32,
}

impl Forest {
    /// Returns the cuts of a feature, ascending: the only values at which an answer can change. A value at a cut belongs to
    /// the interval below it. The last can be `f64::MAX`, which separates missing values. `None` without such a feature.
    pub fn cuts(&self, feature: u32) -> Option<&[f64]> {
        self.parts.cuts.get(feature as usize).map(Vec::as_slice)
    }

    /// Returns the answers for rows that are like this one but for a feature, which has a value of each interval between its
    /// cuts: (cuts + 1) × outputs, interval by interval. Outputs are the classes' probabilities, or a single value. `None`
    /// where there is no such feature, or another number of features.
    ///
    /// O(trees × leaves that are reached + cuts). Sums over intervals leave errors of rounding.
    pub fn along(&self, row: &[f64], feature: u32) -> Option<Vec<f64>> {
        let cuts = self.cuts(feature)?;
        if row.len() != self.n_features() as usize {
            return None;
        }
        let codes: Vec<u32> = row
            .iter()
            .enumerate()
            .map(|(feature, value)| cuts_below(self, feature, *value))
            .collect();
        let outputs = self.n_classes().max(1) as usize;
        let intervals = cuts.len() as u32 + 1;
        // By interval: how much more the sum over the trees is than in the one before.
        let mut rises = vec![0.0; (intervals as usize + 1) * outputs];
        let layout = self.parts.layout();
        let mut open = Vec::new();
        for nodes in &self.parts.trees {
            open.push(OpenNode {
                node: 0,
                from: 0,
                to: intervals - 1,
            });
            while let Some(OpenNode { node: at, from, to }) = open.pop() {
                let node = nodes[at as usize];
                if node.is_leaf() {
                    let leaf = self.parts.leaves.get(node.test);
                    add(leaf, 1.0, &mut rises[from as usize * outputs..]);
                    add(leaf, -1.0, &mut rises[(to as usize + 1) * outputs..]);
                    continue;
                }
                let (left, right) = (at + 1, at + node.right);
                let (tested, cut) = (layout.feature(node.test), layout.cut(node.test));
                if tested != feature {
                    let node = at + step(node, layout, &codes);
                    open.push(OpenNode { node, from, to });
                    continue;
                }
                if to > cut {
                    let from = from.max(cut + 1);
                    open.push(OpenNode {
                        node: right,
                        from,
                        to,
                    });
                }
                if from <= cut {
                    let to = to.min(cut);
                    open.push(OpenNode {
                        node: left,
                        from,
                        to,
                    });
                }
            }
        }
        let trees = f64::from(self.n_estimators());
        let mut answers = Vec::with_capacity(intervals as usize * outputs);
        let mut sums = vec![0.0; outputs];
        for rises in rises.chunks_exact(outputs).take(intervals as usize) {
            for (sum, rise) in sums.iter_mut().zip(rises) {
                *sum += rise;
                answers.push(*sum / trees);
            }
        }
        Some(answers)
    }
}

fn add(leaf: Leaf, sign: f64, to: &mut [f64]) {
    match leaf {
        Leaf::Value(value) => to[0] += sign * value,
        Leaf::Shares { classes, shares } => {
            for (class, share) in classes.iter().zip(shares) {
                to[*class as usize] += sign * share;
            }
        }
    }
}
