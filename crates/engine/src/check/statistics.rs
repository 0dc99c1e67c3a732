//! Statistical tests: the p-values of differences between distributions.

use std::f64::consts::PI;

/// Returns the Kolmogorov–Smirnov statistic: the largest difference between the shares of two samples at or below any
/// value. Both are ascending and not empty. O(rows).
pub fn largest_gap(left: &[f64], right: &[f64]) -> f64 {
    let (mut i, mut j) = (0, 0);
    let mut gap = 0.0_f64;
    while let (Some(&l), Some(&r)) = (left.get(i), right.get(j)) {
        let value = l.min(r);
        i += left[i..].iter().take_while(|v| **v <= value).count();
        j += right[j..].iter().take_while(|v| **v <= value).count();
        let (l, r) = (i as f64 / left.len() as f64, j as f64 / right.len() as f64);
        gap = gap.max((l - r).abs());
    }
    gap
}

/// Returns the probability that the Kolmogorov–Smirnov statistic of two samples of these sizes is at least `gap`: the
/// limit for many rows (Kolmogorov 1933, Smirnov 1948), which is a little too large for few.
pub fn kolmogorov_smirnov_p(gap: f64, left: usize, right: usize) -> f64 {
    let (n, m) = (left as f64, right as f64);
    kolmogorov(gap * (n * m / (n + m)).sqrt())
}

/// Returns P(K ≥ x) of Kolmogorov's distribution, by the one of its two series that converges fast.
fn kolmogorov(x: f64) -> f64 {
    const TERMS: u32 = 12;
    if x <= 0.0 {
        return 1.0;
    }
    let terms = (1..=TERMS).map(f64::from);
    let p = if x < 1.18 {
        let term = |k: f64| {
            let odd = (2.0 * k - 1.0) * PI / x;
            libm::exp(-odd * odd / 8.0)
        };
        1.0 - (2.0 * PI).sqrt() / x * terms.map(term).sum::<f64>()
    } else {
        let sign = |k: f64| if k % 2.0 == 1.0 { 1.0 } else { -1.0 };
        2.0 * terms
            .map(|k| sign(k) * libm::exp(-2.0 * k * k * x * x))
            .sum::<f64>()
    };
    p.clamp(0.0, 1.0)
}

/// Returns Pearson's statistic of a table with two columns of counts, and its degrees of freedom. No row and no column
/// may be all 0. O(rows of the table).
pub fn chi_squared(table: &[(f64, f64)]) -> (f64, u32) {
    let left: f64 = table.iter().map(|(l, _)| l).sum();
    let right: f64 = table.iter().map(|(_, r)| r).sum();
    let part = |found: f64, expected: f64| (found - expected) * (found - expected) / expected;
    let row = |&(l, r): &(f64, f64)| {
        let share = (l + r) / (left + right);
        part(l, left * share) + part(r, right * share)
    };
    (
        table.iter().map(row).sum(),
        (table.len() as u32).saturating_sub(1),
    )
}

/// Returns P(χ² ≥ x) with this many degrees of freedom: the regularised upper incomplete gamma function Q(df / 2, x /
/// 2).
pub fn chi_squared_p(x: f64, degrees: u32) -> f64 {
    if degrees == 0 || x <= 0.0 {
        return 1.0;
    }
    let (a, x) = (f64::from(degrees) / 2.0, x / 2.0);
    let scale = libm::exp(a * libm::log(x) - x - libm::lgamma(a));
    let q = if x < a + 1.0 {
        1.0 - scale * gamma_series(a, x)
    } else {
        scale * gamma_fraction(a, x)
    };
    q.clamp(0.0, 1.0)
}

/// The most steps of the series, more than any number of categories needs.
const STEPS_AT_MOST: u32 = 10_000;

/// Computes Σ xⁿ / (a (a + 1) … (a + n)), which converges fast for x < a + 1 (Abramowitz and Stegun 6.5.29).
fn gamma_series(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut sum = term;
    for n in 1..STEPS_AT_MOST {
        term *= x / (a + f64::from(n));
        sum += term;
        if term < sum * f64::EPSILON {
            break;
        }
    }
    sum
}

/// Computes the continued fraction of Γ(a, x) / (xᵃ e⁻ˣ) for x ≥ a + 1 (Abramowitz and Stegun 6.5.31, even part), by
/// Lentz's method.
fn gamma_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = f64::INFINITY;
    let mut d = 1.0 / b;
    let mut h = d;
    for n in 1..STEPS_AT_MOST {
        let n = f64::from(n);
        let numerator = -n * (n - a);
        b += 2.0;
        d = 1.0 / (numerator * d + b);
        c = b + numerator / c;
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    h
}
