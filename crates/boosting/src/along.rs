//! A row's answers along one feature of numbers: at every place where the model can change its answer, while all other
//! features keep their values.

use super::binning::FeatureBins;
use super::model::GradientBoosting;
use super::tree::step;

/// A node to visit, with the first and the last bin of the feature that lead to it.
struct OpenNode {
    node: usize,
    from: u32,
    to: u32,
}

impl GradientBoosting {
    /// Returns the thresholds of a feature of numbers, ascending: the only values at which an answer can change. A value at a
    /// threshold belongs to the bin below it. `None` for categories, and without such a feature.
    pub fn cuts(&self, feature: u32) -> Option<&[f64]> {
        match self.parts.bins.get(feature as usize)? {
            FeatureBins::Numbers(cuts) => Some(cuts),
            FeatureBins::Categories { .. } => None,
        }
    }

    /// Returns the answers for rows that are like this one but for a feature, which has a value of each bin:
    /// (cuts + 1) × outputs, bin by bin. Outputs are the classes' probabilities, or a single value. `None` where
    /// [`GradientBoosting::cuts`] has none, and for another number of features.
    ///
    /// O(trees × leaves that are reached + bins). Sums over bins leave errors of rounding.
    pub fn along(&self, row: &[f64], feature: u32) -> Option<Vec<f64>> {
        let parts = &self.parts;
        let cuts = self.cuts(feature)?;
        if row.len() != parts.bins.len() {
            return None;
        }
        let codes = parts.bins.iter().zip(row);
        let codes: Vec<u8> = codes.map(|(bins, value)| bins.bin(*value)).collect();
        let is_set = self.categorical();
        let per_row = parts.baseline.len();
        let bins = cuts.len() as u32 + 1;
        // By bin: how much more the sums are than in the one before.
        let mut rises = vec![0.0; (bins as usize + 1) * per_row];
        let mut open = Vec::new();
        for (number, tree) in parts.trees.iter().enumerate() {
            let class = number % per_row;
            open.push(OpenNode {
                node: 0,
                from: 0,
                to: bins - 1,
            });
            while let Some(OpenNode { node: at, from, to }) = open.pop() {
                let node = tree.nodes[at];
                if node.is_leaf() {
                    rises[from as usize * per_row + class] += tree.numbers[at];
                    rises[(to as usize + 1) * per_row + class] -= tree.numbers[at];
                    continue;
                }
                if node.feature != feature {
                    let node = at + step(node, &codes, &is_set, &parts.sets);
                    open.push(OpenNode { node, from, to });
                    continue;
                }
                let last = node.index();
                if to > last {
                    open.push(OpenNode {
                        node: at + node.right as usize,
                        from: from.max(last + 1),
                        to,
                    });
                }
                if from <= last {
                    open.push(OpenNode {
                        node: at + 1,
                        from,
                        to: to.min(last),
                    });
                }
            }
        }
        let mut sums = Vec::with_capacity(bins as usize * per_row);
        let mut now = parts.baseline.clone();
        for rises in rises.chunks_exact(per_row).take(bins as usize) {
            now.iter_mut()
                .zip(rises)
                .for_each(|(sum, rise)| *sum += rise);
            sums.extend_from_slice(&now);
        }
        Some(self.predictions(sums))
    }
}
