//! Intervals that say how much of a score is chance.

/// A normal value lies within so many standard deviations of the mean in 95 % of all cases.
pub const NORMAL_95: f64 = 1.959_963_984_540_054;

/// Returns the Wilson interval of an accuracy, or another share of so many rows, without a correction for continuity: of such
/// intervals, 95 % hold the share that a very large number of rows would show. `None` without rows, or for what is no share. Wilson, “Probable Inference, the Law of
/// Succession, and Statistical Inference”, 1927.
pub fn wilson(accuracy: f64, rows: u32) -> Option<(f64, f64)> {
    const Z: f64 = NORMAL_95;
    if rows == 0 || !(0.0..=1.0).contains(&accuracy) {
        return None;
    }
    let of_rows = Z * Z / f64::from(rows);
    let middle = accuracy + of_rows / 2.0;
    let half = (accuracy * (1.0 - accuracy) * of_rows + of_rows * of_rows / 4.0).sqrt();
    let ends = [middle - half, middle + half].map(|end| (end / (1.0 + of_rows)).clamp(0.0, 1.0));
    Some((ends[0], ends[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_wilsons() {
        // statsmodels.stats.proportion.proportion_confint(35, 38, method="wilson")
        let (low, high) = wilson(35.0 / 38.0, 38).unwrap();
        assert!((low - 0.792_006).abs() < 1e-5, "{low}");
        assert!((high - 0.972_785).abs() < 1e-5, "{high}");
        let (low, high) = wilson(1.0, 10).unwrap();
        assert!(low > 0.7 && high > 0.999, "{low} {high}");
        assert_eq!(wilson(0.5, 0), None);
        assert_eq!(wilson(f64::NAN, 10), None);
    }
}
