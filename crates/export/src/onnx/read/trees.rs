//! Evaluates tree ensembles: sums the leaves' weights by target.

use super::super::ensemble::{AT_MOST, MEMBER};
use super::arithmetic::matrix;
use super::attributes::Attributes;
use super::tensor::{Tensor, TensorData, checked};

pub struct TreeEnsemble {
    targets: usize,
    roots: Vec<usize>,
    splits: Vec<EnsembleSplit>,
    /// By leaf, its target and its weight.
    leaves: Vec<(usize, f64)>,
    /// The sets of splits, each in ascending order.
    sets: Vec<Vec<f64>>,
}

struct EnsembleSplit {
    feature: usize,
    test: EnsembleTest,
    missing_left: bool,
    left: BranchTarget,
    right: BranchTarget,
}

/// Which values go left.
#[derive(Clone, Copy)]
enum EnsembleTest {
    AtMost(f64),
    /// Those in the set at this place.
    In(u32),
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
        let sets = sets(attributes.tensor("membership_values")?)?;
        let tests = tests(modes.whole()?, thresholds, sets.len())?;
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
            test: tests[place],
            missing_left: missing[place] == 1,
            left: left[place],
            right: right[place],
        };
        Ok(Self {
            targets,
            roots: list("tree_roots", 0, splits)?,
            splits: (0..splits).map(split).collect(),
            leaves: of_leaves.into_iter().zip(numbers.iter().copied()).collect(),
            sets,
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
                false => match split.test {
                    EnsembleTest::AtMost(threshold) => value <= threshold,
                    EnsembleTest::In(set) => self.sets[set as usize]
                        .binary_search_by(|member| member.total_cmp(&value))
                        .is_ok(),
                },
            };
            match if goes_left { split.left } else { split.right } {
                BranchTarget::Leaf(leaf) => return leaf as usize,
                BranchTarget::Split(split) => at = split as usize,
            }
        }
    }
}

/// Reads the sets, each of which ends with NaN.
fn sets(members: Option<Tensor>) -> Result<Vec<Vec<f64>>, String> {
    let Some(members) = members else {
        return Ok(Vec::new());
    };
    let members = members.numbers()?;
    let mut sets: Vec<Vec<f64>> = members
        .split(|member| member.is_nan())
        .map(<[f64]>::to_vec)
        .collect();
    match sets.pop() {
        Some(rest) if rest.is_empty() => {}
        _ => return Err("a set of categories without an end".into()),
    }
    let sort = |set: &mut Vec<f64>| set.sort_unstable_by(f64::total_cmp);
    sets.iter_mut().for_each(sort);
    Ok(sets)
}

/// Returns the test of each split. The sets are those of the splits that have one, in their order.
fn tests(modes: &[i64], thresholds: &[f64], sets: usize) -> Result<Vec<EnsembleTest>, String> {
    if modes.len() != thresholds.len() {
        return Err("a split without a mode".into());
    }
    let mut set = 0;
    let test = |(mode, threshold): (&i64, &f64)| match u8::try_from(*mode) {
        Ok(AT_MOST) => Ok(EnsembleTest::AtMost(*threshold)),
        Ok(MEMBER) => {
            set += 1;
            Ok(EnsembleTest::In(set - 1))
        }
        _ => Err("a split that is neither “at most” nor “in”"),
    };
    let tests: Result<Vec<EnsembleTest>, _> = modes.iter().zip(thresholds).map(test).collect();
    let tests = tests?;
    match set as usize == sets {
        true => Ok(tests),
        false => Err("splits with other sets than there are".into()),
    }
}
