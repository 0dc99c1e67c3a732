//! Encodes categories by their mean target, as scikit-learn's `TargetEncoder`: the mean over a category's rows, moved
//! towards the mean of all rows, the more the fewer rows there are (Micci-Barreca, “A preprocessing scheme for
//! high-cardinality categorical attributes”, 2001).
//!
//! A train row must not be encoded by its own target, so it gets the means of other train rows: these are assigned to
//! folds, and each fold is encoded by the others.

use serde::{Deserialize, Serialize};

use crate::table::shorten;
use crate::table::target::TargetValues;
use grove_forest::Stream;
use grove_recipe::{Plan, Smoothing};

/// The mean target of each category, missing last, and of all rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TargetMean {
    /// The class whose share it is; `None` for a number as the target.
    class: Option<String>,
    of_category: Vec<f64>,
    /// The mean over all train rows, in the target's units; for a class its share, from 0 to 1.
    pub of_all: f64,
}

impl TargetMean {
    /// Returns the feature's name without its column's.
    pub fn name(&self) -> String {
        match &self.class {
            Some(class) => format!("target mean of {}", shorten(class)),
            None => "target mean".into(),
        }
    }

    /// Returns the mean of the category at this position; of all rows for an unseen one.
    pub fn of(&self, place: Option<usize>) -> f64 {
        place.map_or(self.of_all, |place| self.of_category[place])
    }

    /// Checks that there is a finite mean for each of `width` categories, including missing.
    pub fn is_sound(&self, width: usize) -> bool {
        self.of_category.len() == width
            && self.of_all.is_finite()
            && self.of_category.iter().all(|mean| mean.is_finite())
    }
}

/// Learns from all rows: each has a category's position below `width`. O(rows × features).
pub fn fit(places: &[usize], width: usize, target: &TargetValues, plan: &Plan) -> Vec<TargetMean> {
    let fit = |(class, values): (Option<String>, Vec<f64>)| {
        let (of_category, of_all) = means(places, width, &values, |_| true, plan);
        TargetMean {
            class,
            of_category,
            of_all,
        }
    };
    training_rows(target).map(fit).collect()
}

/// Returns each feature's values for the train rows. O(rows × features × folds).
pub fn cross_fitted(
    places: &[usize],
    width: usize,
    target: &TargetValues,
    plan: &Plan,
    seed: u32,
) -> Vec<Vec<f64>> {
    let (folds, count) = (folds(target, plan.own.cv, seed), plan.own.cv);
    let cross_fit = |(_, values): (Option<String>, Vec<f64>)| {
        let mut feature = vec![0.0; places.len()];
        for fold in 0..count {
            let (of_category, _) = means(places, width, &values, |row| folds[row] != fold, plan);
            for (row, place) in places.iter().enumerate() {
                if folds[row] == fold {
                    feature[row] = of_category[*place];
                }
            }
        }
        feature
    };
    training_rows(target).map(cross_fit).collect()
}

/// Returns the fold of each train row, below `cv`. Classes are spread evenly over the folds. O(rows).
pub fn folds(target: &TargetValues, cv: u32, seed: u32) -> Vec<u32> {
    let rows = target.rows();
    let mut order: Vec<u32> = (0..rows).collect();
    Stream::new(u64::from(seed), "target mean", 0).shuffle(&mut order);
    if let Some(labels) = target.labels() {
        // The sort is stable, so that each class keeps its random order.
        order.sort_by_key(|row| labels[*row as usize]);
    }
    let mut folds = vec![0; rows as usize];
    for (row, fold) in order.into_iter().zip((0..cv).cycle()) {
        folds[row as usize] = fold;
    }
    folds
}

/// Returns the numbers of which each feature is the mean, and its class.
fn training_rows(
    target: &TargetValues,
) -> Box<dyn Iterator<Item = (Option<String>, Vec<f64>)> + '_> {
    match target {
        TargetValues::Values(values) => Box::new(std::iter::once((None, values.clone()))),
        TargetValues::Classes { labels, classes } => {
            // The shares of two classes add up to 1, so the second is enough.
            let from = if classes.len() == 2 { 1 } else { 0 };
            Box::new(classes.iter().enumerate().skip(from).map(|(class, name)| {
                let one = |label: &u32| f64::from(u8::from(*label as usize == class));
                (Some(name.clone()), labels.iter().map(one).collect())
            }))
        }
    }
}

/// Returns each category's smoothed mean, and the mean of all, over the rows for which `counts` is true.
fn means(
    places: &[usize],
    width: usize,
    values: &[f64],
    counts: impl Fn(usize) -> bool,
    plan: &Plan,
) -> (Vec<f64>, f64) {
    // Targets that are too large are refused later; here they must not overflow.
    let largest = values.iter().fold(0.0, |most: f64, v| most.max(v.abs()));
    let unit = if largest > 1e100 { largest } else { 1.0 };
    let rows = || {
        let rows = places.iter().zip(values).enumerate();
        let counted = rows.filter(|(row, _)| counts(*row));
        counted.map(|(_, (place, value))| (*place, value / unit))
    };
    let mut sizes = vec![0.0; width];
    let mut sums = vec![0.0; width];
    for (place, value) in rows() {
        sizes[place] += 1.0;
        sums[place] += value;
    }
    let n: f64 = sizes.iter().sum();
    let of_all = if n > 0.0 {
        rows().map(|(_, value)| value).sum::<f64>() / n
    } else {
        0.0
    };
    let of_category = match plan.own.smoothing {
        Smoothing::Fixed => {
            let m = plan.own.smooth;
            let smooth = |(sum, size): (&f64, &f64)| {
                let weight = size + m;
                if weight > 0.0 {
                    (sum + m * of_all) / weight
                } else {
                    of_all
                }
            };
            sums.iter().zip(&sizes).map(smooth).collect::<Vec<f64>>()
        }
        Smoothing::Auto => {
            let mut squares = vec![0.0; width];
            let mut variance = 0.0;
            for (place, value) in rows() {
                let mean = sums[place] / sizes[place];
                squares[place] += (value - mean) * (value - mean);
                variance += (value - of_all) * (value - of_all) / n;
            }
            let smooth = |place: usize| {
                let (size, sum) = (sizes[place], sums[place]);
                // The weight of the category's own mean; undefined if all variances are 0.
                let own = variance * size / (variance * size + squares[place] / size);
                if own.is_nan() {
                    of_all
                } else {
                    own * (sum / size) + (1.0 - own) * of_all
                }
            };
            (0..width).map(smooth).collect()
        }
    };
    let back = |mean: f64| mean * unit;
    (of_category.into_iter().map(back).collect(), back(of_all))
}
