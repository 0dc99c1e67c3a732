//! Encodes numbers: unchanged, scaled, as logarithms, or as bins.

use serde::{Deserialize, Serialize};

use crate::load::types::{numbers, texts, truth};
use crate::table::column::Column;
use grove_recipe::columns::ColumnKind;
use grove_recipe::{BinEncoding, Encoding, Plan};

use super::impute::{impute, median};
use super::{FeatureBlock, NamedFeature, filled};

/// A scaled number. A missing one becomes `fill` first, or stays missing if that is NaN.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NumberEncoder {
    /// In the column's units, before it is scaled.
    pub fill: f64,
    /// How the filled value is transformed.
    pub scale: NumberScale,
}

/// A transformation of numbers, as learned from the train rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum NumberScale {
    /// Without scaling.
    AsItIs,
    /// (value − mean) / deviation.
    Standard(AffineScale),
    /// (value − median) / interquartile range.
    Robust(AffineScale),
    /// sign(value) · ln(1 + |value|).
    Log,
    /// The number of edges, in ascending order, that are at most the value.
    Bins {
        /// The edges between bins, in the column's units: one less than there are bins.
        edges: Vec<f64>,
        /// Whether each bin is a 0/1 feature; otherwise the number of the bin, from 0, is the only feature.
        one_hot: bool,
    },
}

/// (value − center) / scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AffineScale {
    /// The mean or median of the train rows, in the column's units.
    pub center: f64,
    /// The standard deviation or interquartile range, above 0; 1 for a column that does not vary.
    pub scale: f64,
}

/// The largest scaled value in absolute value, so that every row has finite features.
pub const FARTHEST: f64 = 1e100;

impl AffineScale {
    /// Makes a scale; that of a column that does not vary is 1.
    fn new(center: f64, scale: f64) -> Self {
        let scale = if scale.is_normal() { scale } else { 1.0 };
        Self { center, scale }
    }

    fn of(&self, value: f64) -> f64 {
        // Halved, so that the difference of two numbers is always finite.
        let distance = value / 2.0 - self.center / 2.0;
        (distance / self.scale * 2.0).clamp(-FARTHEST, FARTHEST)
    }
}

impl NumberEncoder {
    /// Learns fill and scale from train rows. `Err` says why the column gives no feature. O(rows · log rows).
    pub fn fit(column: &Column, kind: ColumnKind, plan: &Plan) -> Result<Self, &'static str> {
        let mut values: Vec<f64> = read(column, kind).into_iter().flatten().collect();
        if values.is_empty() {
            return Err("no truth value in the train rows");
        }
        let constant = values.windows(2).all(|pair| pair[0] == pair[1]);
        if constant && values.len() == column.len() {
            return Err("the same value in every train row");
        }
        let fill = impute(values.clone(), column.len(), plan);
        let scale = match plan.encoding {
            Encoding::Standard => NumberScale::Standard(standard(&values)),
            Encoding::Robust => {
                values.sort_unstable_by(f64::total_cmp);
                let spread = quantile(&values, 3, 4) / 2.0 - quantile(&values, 1, 4) / 2.0;
                NumberScale::Robust(AffineScale::new(
                    median(&values),
                    (spread * 2.0).min(f64::MAX),
                ))
            }
            Encoding::Log => NumberScale::Log,
            Encoding::QuantileBins => {
                values.sort_unstable_by(f64::total_cmp);
                NumberScale::Bins {
                    edges: edges(&values, plan.own.n_bins)?,
                    one_hot: plan.own.bin_encoding == BinEncoding::OneHot,
                }
            }
            _ => NumberScale::AsItIs,
        };
        Ok(Self { fill, scale })
    }

    /// Checks that the fill is not infinite, scales are above 0 and edges ascend.
    pub fn is_sound(&self) -> bool {
        !self.fill.is_infinite()
            && match &self.scale {
                NumberScale::AsItIs | NumberScale::Log => true,
                NumberScale::Standard(linear) | NumberScale::Robust(linear) => {
                    linear.center.is_finite() && linear.scale.is_normal() && linear.scale > 0.0
                }
                NumberScale::Bins { edges, .. } => {
                    !edges.is_empty()
                        && edges.iter().all(|edge| edge.is_finite())
                        && edges.is_sorted_by(|a, b| a < b)
                }
            }
    }

    /// Returns the number of features: one per bin with `one_hot`, otherwise 1.
    pub fn width(&self) -> usize {
        match &self.scale {
            NumberScale::Bins {
                edges,
                one_hot: true,
            } => edges.len() + 1,
            _ => 1,
        }
    }

    /// Returns whether a missing number stays missing.
    pub fn leaves_missing(&self) -> bool {
        self.fill.is_nan()
    }

    /// Returns whether the feature rises with the value.
    pub fn rises(&self) -> bool {
        !matches!(self.scale, NumberScale::Bins { one_hot: true, .. })
    }

    /// Returns each feature's name and what was learned for it, for the column of this name.
    pub fn features(&self, column: &str) -> Vec<NamedFeature> {
        let filled = filled(self.fill);
        let only = |what: &str, fitted: String| vec![(format!("{column} ({what})"), fitted)];
        match &self.scale {
            NumberScale::AsItIs => vec![(column.to_owned(), filled)],
            NumberScale::Standard(AffineScale { center, scale }) => only(
                "standardised",
                format!("mean {center}, deviation {scale}; {filled}"),
            ),
            NumberScale::Robust(AffineScale { center, scale }) => only(
                "robustly scaled",
                format!("median {center}, quartiles {scale} apart; {filled}"),
            ),
            NumberScale::Log => only("log", format!("sign(x) · ln(1 + |x|); {filled}")),
            NumberScale::Bins { edges, one_hot } if !one_hot => {
                let edges: Vec<String> = edges.iter().map(f64::to_string).collect();
                only("bin", format!("from {} on; {filled}", edges.join(", ")))
            }
            NumberScale::Bins { edges, .. } => {
                let last = edges.len();
                let name = |bin: usize| match bin {
                    0 => format!("{column} < {}", edges[0]),
                    bin if bin == last => format!("{column} ≥ {}", edges[last - 1]),
                    bin => format!("{column} from {} to {}", edges[bin - 1], edges[bin]),
                };
                (0..=last)
                    .map(|bin| (name(bin), format!("1 in this bin; {filled}")))
                    .collect()
            }
        }
    }

    /// Returns each feature's values for these rows. O(rows × features).
    pub fn apply(&self, column: &Column, kind: ColumnKind) -> FeatureBlock {
        let values = read(column, kind).into_iter();
        let values = values.map(|value| value.unwrap_or(self.fill));
        match &self.scale {
            NumberScale::AsItIs => vec![values.collect()],
            NumberScale::Standard(linear) | NumberScale::Robust(linear) => {
                vec![values.map(|value| linear.of(value)).collect()]
            }
            NumberScale::Log => vec![
                values
                    .map(|value| libm::copysign(libm::log1p(value.abs()), value))
                    .collect(),
            ],
            NumberScale::Bins {
                edges,
                one_hot: false,
            } => vec![
                values
                    .map(|value| bin(edges, value).map_or(f64::NAN, |bin| bin as f64))
                    .collect(),
            ],
            NumberScale::Bins { edges, .. } => {
                let mut block = vec![vec![0.0; column.len()]; edges.len() + 1];
                for (row, value) in values.enumerate() {
                    if let Some(bin) = bin(edges, value) {
                        block[bin][row] = 1.0;
                    }
                }
                block
            }
        }
    }
}

/// Reads numbers. Truth values become 1 and 0; other texts are missing.
fn read(column: &Column, kind: ColumnKind) -> Vec<Option<f64>> {
    if kind != ColumnKind::Boolean {
        return numbers(column);
    }
    let number = |text: Option<&str>| truth(text?).map(|(_, yes)| f64::from(u8::from(yes)));
    texts(column).iter().map(number).collect()
}

/// Computes mean and standard deviation, as scikit-learn's `StandardScaler`. Divides by the largest value first if
/// squares could overflow or underflow.
fn standard(values: &[f64]) -> AffineScale {
    let largest = values.iter().fold(0.0, |most: f64, v| most.max(v.abs()));
    let unit = if (1e-140..1e140).contains(&largest) || largest == 0.0 {
        1.0
    } else {
        largest
    };
    let n = values.len() as f64;
    let mean: f64 = values.iter().map(|v| v / unit / n).sum();
    let square = |v: &f64| (v / unit - mean) * (v / unit - mean);
    let variance: f64 = values.iter().map(|v| square(v) / n).sum();
    AffineScale::new(mean * unit, variance.sqrt() * unit)
}

/// Returns the quantile part / of, interpolated linearly between sorted values, as numpy's `percentile`.
fn quantile(sorted: &[f64], part: u64, of: u64) -> f64 {
    let product = (sorted.len() as u64 - 1) * part;
    let (low, rest) = ((product / of) as usize, (product % of) as f64 / of as f64);
    let high = sorted[(low + 1).min(sorted.len() - 1)];
    sorted[low] * (1.0 - rest) + high * rest
}

/// Returns the edges between bins, as scikit-learn's `KBinsDiscretizer` with the strategy `quantile` and the quantile
/// method `averaged_inverted_cdf`, but each edge only once.
fn edges(sorted: &[f64], n_bins: u32) -> Result<Vec<f64>, &'static str> {
    let (n, bins) = (sorted.len(), u64::from(n_bins));
    let quantile = |part: u64| {
        let product = n as u64 * part;
        let place = (product / bins) as usize;
        if product.is_multiple_of(bins) {
            sorted[place - 1] / 2.0 + sorted[place] / 2.0
        } else {
            sorted[place]
        }
    };
    let mut edges: Vec<f64> = (1..bins).map(quantile).collect();
    edges.dedup();
    edges.retain(|edge| *edge > sorted[0] && *edge < sorted[n - 1]);
    if edges.is_empty() {
        return Err("nearly every train row is in one bin");
    }
    Ok(edges)
}

/// Returns the bin of a value; `None` for NaN.
fn bin(edges: &[f64], value: f64) -> Option<usize> {
    (!value.is_nan()).then(|| edges.partition_point(|edge| *edge <= value))
}
