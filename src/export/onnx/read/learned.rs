//! The operators for machine learning: tables of keys, and trees.

use std::collections::HashMap;

use super::arithmetic::matrix;
use super::attributes::Attributes;
use super::tensor::{Data, Tensor};

/// What stands beside each value in a table.
pub fn label_encoder(tensor: &Tensor, attributes: &mut Attributes) -> Result<Tensor, String> {
    if let Some(names) = attributes.texts("values_strings")? {
        let keys = attributes.ints("keys_int64s")?;
        let table: HashMap<i64, &String> = keys.iter().copied().zip(&names).collect();
        let name = |key: &i64| table.get(key).map(|name| (*name).clone());
        let found: Option<Vec<String>> = tensor.whole()?.iter().map(name).collect();
        let found = found.ok_or("a class without a name")?;
        return Tensor::new(tensor.sizes.clone(), Data::Texts(found));
    }
    let places: Vec<i64> = if let Some(keys) = attributes.texts("keys_strings")? {
        let values = attributes.ints("values_int64s")?;
        let default = attributes.int("default_int64")?;
        let default = default.ok_or("a table without a default")?;
        let table: HashMap<&str, i64> = keys
            .iter()
            .map(String::as_str)
            .zip(values.iter().copied())
            .collect();
        let texts = tensor.texts()?.iter();
        texts
            .map(|text| *table.get(text.as_str()).unwrap_or(&default))
            .collect()
    } else {
        let mut part = |name: &str| {
            let part = attributes.tensor(name)?;
            part.ok_or_else(|| format!("a table without {name}"))
        };
        let [keys, values, default] = [
            part("keys_tensor")?,
            part("values_tensor")?,
            part("default_tensor")?,
        ];
        let default = *default.whole()?.first().ok_or("an empty default")?;
        let table: HashMap<u64, i64> = keys
            .numbers()?
            .iter()
            .map(|key| bits(*key))
            .zip(values.whole()?.iter().copied())
            .collect();
        let numbers = tensor.numbers()?.iter();
        numbers
            .map(|number| *table.get(&bits(*number)).unwrap_or(&default))
            .collect()
    };
    Tensor::new(tensor.sizes.clone(), Data::Whole(places))
}

/// Equal for equal numbers, of which there is one zero and one NaN.
fn bits(number: f64) -> u64 {
    match number.is_nan() {
        true => f64::NAN.to_bits(),
        false => (number + 0.0).to_bits(),
    }
}

/// Trees whose leaves hold a number each, of which those with the same target are added.
pub struct Trees {
    targets: usize,
    roots: Vec<usize>,
    features: Vec<usize>,
    thresholds: Vec<f64>,
    missing_left: Vec<bool>,
    /// Of each split its left and its right side, and whether that is a leaf.
    left: Vec<(usize, bool)>,
    right: Vec<(usize, bool)>,
    /// Of each leaf its target and its number.
    leaves: Vec<(usize, f64)>,
}

impl Trees {
    pub fn read(attributes: &mut Attributes) -> Result<Self, String> {
        let (sum, transform) = (
            attributes.int("aggregate_function")?,
            attributes.int("post_transform")?,
        );
        if sum != Some(1) || transform != Some(0) {
            return Err("trees whose leaves are not simply added".into());
        }
        let targets = attributes.int("n_targets")?;
        let targets = targets
            .and_then(|n| usize::try_from(n).ok())
            .ok_or("trees without targets")?;
        let mut part = |name: &str| {
            let part = attributes.tensor(name)?;
            part.ok_or_else(|| format!("trees without {name}"))
        };
        let thresholds = part("nodes_splits")?.numbers()?.to_vec();
        let modes = part("nodes_modes")?;
        let weights = part("leaf_weights")?.numbers()?.to_vec();
        let splits = thresholds.len();
        if modes.whole()?.iter().any(|mode| *mode != 0) || modes.whole()?.len() != splits {
            return Err("a split that is not “at most”".into());
        }
        let mut below = |name: &str, count: usize, limit: usize| {
            let values = attributes.ints(name)?;
            let fits = |value: &i64| usize::try_from(*value).ok().filter(|value| *value < limit);
            let read: Option<Vec<usize>> = values.iter().map(fits).collect();
            let read = read.filter(|read| read.len() == count);
            read.ok_or_else(|| format!("{name} does not fit the trees"))
        };
        let mut sides = |name: &str, leaf: &str| {
            let (sides, leaves) = (below(name, splits, usize::MAX)?, below(leaf, splits, 2)?);
            let sides: Vec<(usize, bool)> = sides
                .into_iter()
                .zip(leaves)
                .map(|(side, leaf)| (side, leaf == 1))
                .collect();
            // A split lies before its sides, so that no way through a tree comes back.
            let sound = sides
                .iter()
                .enumerate()
                .all(|(split, (side, leaf))| match leaf {
                    true => *side < weights.len(),
                    false => *side < splits && *side > split,
                });
            match sound {
                true => Ok(sides),
                false => Err(format!("{name} does not lead on")),
            }
        };
        let left = sides("nodes_truenodeids", "nodes_trueleafs")?;
        let right = sides("nodes_falsenodeids", "nodes_falseleafs")?;
        let of_leaves = below("leaf_targetids", weights.len(), targets)?;
        let missing = below("nodes_missing_value_tracks_true", splits, 2)?;
        let features = below("nodes_featureids", splits, usize::MAX)?;
        let roots = attributes.ints("tree_roots")?.iter();
        let root = |root: &i64| usize::try_from(*root).ok().filter(|root| *root < splits);
        let roots: Option<Vec<usize>> = roots.map(root).collect();
        Ok(Self {
            targets,
            roots: roots.ok_or("a tree that begins nowhere")?,
            features,
            thresholds,
            missing_left: missing.into_iter().map(|left| left == 1).collect(),
            left,
            right,
            leaves: of_leaves.into_iter().zip(weights).collect(),
        })
    }

    /// Rows × targets.
    pub fn fall(&self, rows: &Tensor) -> Result<Tensor, String> {
        let [height, width] = matrix(rows)?;
        if self.features.iter().any(|feature| *feature >= width) {
            return Err("trees that ask for a feature that is not there".into());
        }
        let values = rows.numbers()?;
        let mut sums = vec![0.0; height * self.targets];
        for row in 0..height {
            let values = &values[row * width..(row + 1) * width];
            for root in &self.roots {
                let (target, number) = self.leaves[self.leaf(*root, values)];
                sums[row * self.targets + target] += number;
            }
        }
        Tensor::new(vec![height, self.targets], Data::Numbers(sums))
    }

    fn leaf(&self, root: usize, values: &[f64]) -> usize {
        let mut at = root;
        loop {
            let value = values[self.features[at]];
            let goes_left = match value.is_nan() {
                true => self.missing_left[at],
                false => value <= self.thresholds[at],
            };
            match if goes_left {
                self.left[at]
            } else {
                self.right[at]
            } {
                (leaf, true) => return leaf,
                (split, false) => at = split,
            }
        }
    }
}
