//! Measures the association of two columns in a sample: correlation, Cramér's V, correlation ratio.

use super::dictionary::MISSING;
use super::sample::Sampled;
use super::scale::power_of_two;
use grove_protocol::profile::Association;

/// A column in a form that is fast to compare with many others.
pub enum PreparedColumn {
    Numbers(RankedNumbers),
    Codes { codes: Vec<u32>, words: u32 },
}

pub struct RankedNumbers {
    /// Scaled to about 1 at most by a power of two; NaN for a missing value.
    values: Vec<f64>,
    /// The rows with a value, ordered by value.
    order: Vec<u32>,
    /// The mean ranks among all of them. Halves up to 100,000 are exact in 32 bits.
    ranks: Vec<f32>,
}

impl PreparedColumn {
    /// Prepares a column. O(rows · log rows).
    pub fn new(sampled: Sampled) -> Self {
        let mut values = match sampled {
            Sampled::Codes { codes, words } => return PreparedColumn::Codes { codes, words },
            Sampled::Numbers(values) => values,
        };
        let largest = values.iter().fold(0.0, |m: f64, v| m.max(v.abs()));
        let scale = power_of_two(largest);
        values.iter_mut().for_each(|value| *value *= scale);
        let mut order: Vec<u32> = (0..values.len() as u32)
            .filter(|&row| !values[row as usize].is_nan())
            .collect();
        order.sort_unstable_by(|&a, &b| {
            values[a as usize]
                .total_cmp(&values[b as usize])
                .then(a.cmp(&b))
        });
        let ranks = ranks(&values, order.iter().copied());
        PreparedColumn::Numbers(RankedNumbers {
            values,
            order,
            ranks,
        })
    }

    /// Computes the association over the rows that have a value in both. O(rows).
    pub fn with(&self, other: &PreparedColumn) -> Association {
        match (self, other) {
            (PreparedColumn::Numbers(a), PreparedColumn::Numbers(b)) => Association::Numbers {
                pearson: pearson(a.values.iter().copied().zip(b.values.iter().copied())),
                spearman: a.spearman(b),
            },
            (
                PreparedColumn::Codes { codes: a, words: r },
                PreparedColumn::Codes { codes: b, words: c },
            ) => Association::CramersV(cramers_v((a, *r), (b, *c))),
            (PreparedColumn::Numbers(numbers), PreparedColumn::Codes { codes, words })
            | (PreparedColumn::Codes { codes, words }, PreparedColumn::Numbers(numbers)) => {
                Association::CorrelationRatio(correlation_ratio(codes, *words, &numbers.values))
            }
        }
    }
}

impl RankedNumbers {
    fn is_complete(&self) -> bool {
        self.order.len() == self.values.len()
    }

    /// Computes Pearson's r of the ranks among the rows that have both values.
    fn spearman(&self, other: &RankedNumbers) -> Option<f64> {
        let of = |a: &[f32], b: &[f32]| {
            let pairs = a.iter().zip(b);
            pearson(pairs.map(|(a, b)| (f64::from(*a), f64::from(*b))))
        };
        if self.is_complete() && other.is_complete() {
            return of(&self.ranks, &other.ranks);
        }
        of(&self.ranks_where(other), &other.ranks_where(self))
    }

    fn ranks_where(&self, other: &RankedNumbers) -> Vec<f32> {
        let both = |row: &u32| !other.values[*row as usize].is_nan();
        ranks(&self.values, self.order.iter().copied().filter(both))
    }
}

/// Returns the mean rank of each of these rows, given in the order of their values; NaN for the others.
fn ranks(values: &[f64], order: impl Iterator<Item = u32>) -> Vec<f32> {
    let mut ranks = vec![f32::NAN; values.len()];
    let mut tied: Vec<u32> = Vec::new();
    let mut before = 0;
    let mut settle = |tied: &mut Vec<u32>| {
        let rank = before as f32 + (tied.len() + 1) as f32 / 2.0;
        tied.iter().for_each(|row| ranks[*row as usize] = rank);
        before += tied.len();
        tied.clear();
    };
    for row in order {
        let ends = tied
            .first()
            .is_some_and(|first| values[*first as usize] != values[row as usize]);
        if ends {
            settle(&mut tied);
        }
        tied.push(row);
    }
    settle(&mut tied);
    ranks
}

/// Computes Pearson's correlation of the pairs without a NaN; `None` for fewer than two, or if one side does not vary.
fn pearson(pairs: impl Iterator<Item = (f64, f64)> + Clone) -> Option<f64> {
    let pairs = pairs.filter(|(a, b)| !a.is_nan() && !b.is_nan());
    let first = pairs.clone().next()?;
    let (mut n, mut sum, mut varies) = (0.0, (0.0, 0.0), (false, false));
    for (a, b) in pairs.clone() {
        n += 1.0;
        sum = (sum.0 + a, sum.1 + b);
        varies = (varies.0 | (a != first.0), varies.1 | (b != first.1));
    }
    if !(varies.0 && varies.1) {
        return None;
    }
    let mean = (sum.0 / n, sum.1 / n);
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for (a, b) in pairs {
        let (a, b) = (a - mean.0, b - mean.1);
        aa += a * a;
        bb += b * b;
        ab += a * b;
    }
    let below = aa.sqrt() * bb.sqrt();
    (below > 0.0).then(|| (ab / below).clamp(-1.0, 1.0))
}

/// Computes Cramér's V with Bergsma's correction for its bias (“A bias-correction for Cramér's V and Tschuprow's T”,
/// 2013); χ² without Yates' correction. `None` if one of the two has a single value.
fn cramers_v((a, a_words): (&[u32], u32), (b, b_words): (&[u32], u32)) -> Option<f64> {
    let width = b_words as usize;
    let mut table = vec![0u32; a_words as usize * width];
    let (mut rows, mut columns) = (vec![0u32; a_words as usize], vec![0u32; width]);
    let mut n = 0.0;
    for (&a, &b) in a
        .iter()
        .zip(b)
        .filter(|(a, b)| **a != MISSING && **b != MISSING)
    {
        table[a as usize * width + b as usize] += 1;
        rows[a as usize] += 1;
        columns[b as usize] += 1;
        n += 1.0;
    }
    let used = |counts: &[u32]| counts.iter().filter(|count| **count > 0).count() as f64;
    let (r, c) = (used(&rows), used(&columns));
    if r < 2.0 || c < 2.0 {
        return None;
    }
    let mut sum = 0.0;
    for (row, &in_row) in table.chunks_exact(width).zip(&rows) {
        for (&count, &in_column) in row.iter().zip(&columns).filter(|(count, _)| **count > 0) {
            sum += f64::from(count) * f64::from(count) / (f64::from(in_row) * f64::from(in_column));
        }
    }
    let phi2 = (sum - 1.0 - (r - 1.0) * (c - 1.0) / (n - 1.0)).max(0.0);
    let corrected = |k: f64| k - (k - 1.0) * (k - 1.0) / (n - 1.0) - 1.0;
    let below = corrected(r).min(corrected(c));
    (below > 0.0).then(|| (phi2 / below).sqrt().min(1.0))
}

/// Computes η: the square root of the share of the numbers' variance that is between the categories. `None` if the
/// numbers do not vary, or there is a single category.
fn correlation_ratio(codes: &[u32], words: u32, values: &[f64]) -> Option<f64> {
    let pairs = || {
        let pairs = codes.iter().copied().zip(values.iter().copied());
        pairs.filter(|(code, value)| *code != MISSING && !value.is_nan())
    };
    let (_, first) = pairs().next()?;
    let (mut n, mut sum, mut varies) = (0.0, 0.0, false);
    for (_, value) in pairs() {
        n += 1.0;
        sum += value;
        varies |= value != first;
    }
    let mean = sum / n;
    let mut groups = vec![(0.0, 0.0); words as usize];
    let mut total = 0.0;
    for (code, value) in pairs() {
        let deviation = value - mean;
        let (count, sum) = &mut groups[code as usize];
        *count += 1.0;
        *sum += deviation;
        total += deviation * deviation;
    }
    let groups = groups.iter().filter(|(count, _)| *count > 0.0);
    if !varies || total == 0.0 || groups.clone().count() < 2 {
        return None;
    }
    let between: f64 = groups.map(|(count, sum)| sum * sum / count).sum();
    Some((between / total).sqrt().min(1.0))
}
