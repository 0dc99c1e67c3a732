//! The tail of Student's t distribution, with the same bits everywhere.
//!
//! Formulas: NIST Digital Library of Mathematical Functions (<https://dlmf.nist.gov>), 5.11 and 8.17.

use std::f64::consts::PI;

/// Returns P(T ≥ t) of Student's t distribution with so many degrees of freedom, which may be a fraction above 0.
pub fn student_tail(t: f64, degrees: f64) -> f64 {
    if t.is_nan() || degrees.is_nan() || degrees <= 0.0 {
        return 1.0;
    }
    let square = t * t;
    let half = incomplete_beta(degrees / 2.0, square / degrees) / 2.0;
    if t >= 0.0 { half } else { 1.0 - half }
}

/// Computes the regularised incomplete beta function of x = 1 / (1 + odds) with the parameters a and ½.
fn incomplete_beta(a: f64, odds: f64) -> f64 {
    let b = 0.5;
    if odds == 0.0 {
        return 1.0;
    }
    if odds.is_infinite() {
        return 0.0;
    }
    let (x, rest) = (1.0 / (1.0 + odds), odds / (1.0 + odds));
    // x^a · (1 − x)^b / B(a, b), without a logarithm of a number that was rounded to 1.
    let front = libm::exp(-(a + b) * libm::log1p(odds) + log_gamma_ratio(a)) * (odds / PI).sqrt();
    match x < (a + 1.0) / (a + b + 2.0) {
        true => front * fraction(a, b, x) / a,
        false => 1.0 - front * fraction(b, a, rest) / b,
    }
    .clamp(0.0, 1.0)
}

/// Computes ln Γ(a + ½) − ln Γ(a). For large a it is their series, whose difference has lost nothing.
fn log_gamma_ratio(a: f64) -> f64 {
    const LARGE: f64 = 50.0;
    if a < LARGE {
        return libm::lgamma(a + 0.5) - libm::lgamma(a);
    }
    let square = 1.0 / (a * a);
    let series =
        -1.0 / 8.0 + square * (1.0 / 192.0 + square * (-1.0 / 640.0 + square * (17.0 / 14_336.0)));
    libm::log(a) / 2.0 + series / a
}

/// Computes the continued fraction 8.17.22 by Lentz's method. It converges fast for x < (a + 1) / (a + b + 2).
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const STEPS_AT_MOST: u32 = 10_000;
    let mut c = 1.0;
    let mut d = 1.0 / (1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..STEPS_AT_MOST {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / (1.0 + even * d);
        c = 1.0 + even / c;
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / (1.0 + odd * d);
        c = 1.0 + odd / c;
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    h
}
