//! Evaluates tree ensembles: sums the leaves' weights by target.

use super::arithmetic::matrix;
use super::attributes::Attributes;
use super::tensor::{Tensor, TensorData, checked};

pub struct TreeEnsemble {
    targets: usize,
    roots: Vec<usize>,
    splits: Vec<EnsembleSplit>,
    /// By leaf, its target and its weight.
    leaves: Vec<(usize, f64)>,
}

struct EnsembleSplit {
    feature: usize,
    /// Values up to this go left.
    threshold: f64,
    missing_left: bool,
    left: BranchTarget,
    right: BranchTarget,
}

#[derive(Clone, Copy)]
enum BranchTarget {
    Split(u32),
    Leaf(u32),
}

impl TreeEnsemble {
    /// Reads trees in which every path ends at a leaf.
    pub fn read(attributes: &mut Attributes) -> Result<Self, String> {
        let sum = attributes.int("aggregate_function")?;
        if sum != Some(1) || attributes.int("post_transform")? != Some(0) {
            return Err("trees whose leaves are not simply added".into());
        }
        let targets = attributes.int("n_targets")?;
        let targets = targets.and_then(|n| usize::try_from(n).ok());
        let targets = targets.ok_or("trees without targets")?;
        let mut part = |name: &str| {
            let part = attributes.tensor(name)?;
            part.ok_or_else(|| format!("trees without {name}"))
        };
        let (thresholds, numbers) = (part("nodes_splits")?, part("leaf_weights")?);
        let (thresholds, numbers) = (thresholds.numbers()?, numbers.numbers()?);
        let modes = part("nodes_modes")?;
        let (splits, leaves) = (thresholds.len(), numbers.len());
        if modes.whole()?.len() != splits || modes.whole()?.iter().any(|mode| *mode != 0) {
            return Err("a split that is not “at most”".into());
        }
        let most = u32::MAX as usize;
        let mut list = |name: &str, count: usize, limit: usize| {
            let fits = |value: &i64| usize::try_from(*value).ok().filter(|value| *value < limit);
            let read: Option<Vec<usize>> = attributes.ints(name)?.iter().map(fits).collect();
            let read = read.filter(|read| name == "tree_roots" || read.len() == count);
            read.ok_or_else(|| format!("{name} does not fit the trees"))
        };
        let features = list("nodes_featureids", splits, most)?;
        let missing = list("nodes_missing_value_tracks_true", splits, 2)?;
        let mut sides = |name: &str, leaf: &str| {
            let sides = list(name, splits, most)?
                .into_iter()
                .zip(list(leaf, splits, 2)?);
            // A split precedes its children, so that no path has a cycle.
            let side = |(split, (side, leaf)): (usize, (usize, usize))| match leaf {
                1 if side < leaves => Ok(BranchTarget::Leaf(side as u32)),
                0 if side < splits && side > split => Ok(BranchTarget::Split(side as u32)),
                _ => Err(format!("{name} does not lead on")),
            };
            sides
                .enumerate()
                .map(side)
                .collect::<Result<Vec<BranchTarget>, String>>()
        };
        let left = sides("nodes_truenodeids", "nodes_trueleafs")?;
        let right = sides("nodes_falsenodeids", "nodes_falseleafs")?;
        let of_leaves = list("leaf_targetids", leaves, targets)?;
        let split = |place: usize| EnsembleSplit {
            feature: features[place],
            threshold: thresholds[place],
            missing_left: missing[place] == 1,
            left: left[place],
            right: right[place],
        };
        Ok(Self {
            targets,
            roots: list("tree_roots", 0, splits)?,
            splits: (0..splits).map(split).collect(),
            leaves: of_leaves.into_iter().zip(numbers.iter().copied()).collect(),
        })
    }

    /// Evaluates all rows: rows × targets. Goes tree by tree, so that a tree stays in the processor's cache.
    pub fn fall(&self, rows: &Tensor) -> Result<Tensor, String> {
        let [height, width] = matrix(rows)?;
        if self.splits.iter().any(|split| split.feature >= width) {
            return Err("trees that ask for a feature that is not there".into());
        }
        let values = rows.numbers()?;
        let mut sums = vec![0.0; checked(&[height, self.targets])?];
        for root in &self.roots {
            for row in 0..height {
                let leaf = self.leaf(*root, &values[row * width..(row + 1) * width]);
                let (target, number) = self.leaves[leaf];
                sums[row * self.targets + target] += number;
            }
        }
        Tensor::new(vec![height, self.targets], TensorData::Numbers(sums))
    }

    fn leaf(&self, root: usize, values: &[f64]) -> usize {
        let mut at = root;
        loop {
            let split = &self.splits[at];
            let value = values[split.feature];
            let goes_left = match value.is_nan() {
                true => split.missing_left,
                false => value <= split.threshold,
            };
            match if goes_left { split.left } else { split.right } {
                BranchTarget::Leaf(leaf) => return leaf as usize,
                BranchTarget::Split(split) => at = split as usize,
            }
        }
    }
}
