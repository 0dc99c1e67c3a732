//! Learns limits from train rows, and clips, removes or blanks the values beyond them.

use crate::load::types::numbers;
use crate::table::column::Column;
use grove_recipe::OutlierMethod;
use grove_recipe::columns::ColumnKind;

/// Returns the lowest and the highest value that is not an outlier; `None` if there is no value to learn from. Quartiles
/// are interpolated linearly and the standard deviation divides by n, as in numpy. O(rows · log rows).
pub fn limits(
    train: &Column,
    kind: ColumnKind,
    method: OutlierMethod,
    times: f64,
) -> Option<(f64, f64)> {
    let mut values: Vec<f64> = numbers(train).into_iter().flatten().collect();
    if values.is_empty() {
        return None;
    }
    let (low, high) = match method {
        OutlierMethod::Iqr => {
            values.sort_unstable_by(f64::total_cmp);
            let (first, third) = (quantile(&values, 0.25), quantile(&values, 0.75));
            let room = times * (third - first);
            (first - room, third + room)
        }
        OutlierMethod::ZScore => {
            let n = values.len() as f64;
            let mean = mean(&values);
            let variance: f64 = values.iter().map(|v| (v - mean) * ((v - mean) / n)).sum();
            let room = times * variance.sqrt();
            (mean - room, mean + room)
        }
    };
    // Limits must be finite.
    let (low, high) = (low.max(f64::MIN), high.min(f64::MAX));
    Some(match kind {
        ColumnKind::Integer => (low.ceil(), high.floor()),
        _ => (low, high),
    })
    .filter(|(low, high)| low <= high)
}

/// Returns the mean of at least one value. It is exact if all are equal, and never beyond them by more than rounding.
pub fn mean(values: &[f64]) -> f64 {
    let (first, n) = (values[0], values.len() as f64);
    first + values.iter().map(|v| (v - first) / n).sum::<f64>()
}

/// Returns a quantile of at least one sorted value.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = sorted[place as usize];
    let above = sorted[(place.ceil() as usize).min(sorted.len() - 1)];
    below + (above - below) * place.fract()
}

/// Returns for each value whether it is within the limits; true for a missing one. O(rows).
pub fn within(column: &Column, (low, high): (f64, f64)) -> Vec<bool> {
    let fits = |value: Option<f64>| value.is_none_or(|v| (low..=high).contains(&v));
    numbers(column).into_iter().map(fits).collect()
}

/// Returns the values, clipped to the limits. O(rows).
pub fn clipped(column: &Column, (low, high): (f64, f64)) -> Column {
    let name = column.name();
    if let Some(cells) = column.integers() {
        let clip = |value: i64| match value as f64 {
            v if v < low => low as i64,
            v if v > high => high as i64,
            _ => value,
        };
        return Column::of_integers(name, cells.iter().map(|v| v.map(clip)));
    }
    let cells = numbers(column)
        .into_iter()
        .map(|v| Some(v?.clamp(low, high)));
    Column::of_decimals(name, cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned(values: &[f64], kind: ColumnKind, method: OutlierMethod, times: f64) -> (f64, f64) {
        let column = Column::of_decimals("v", values.iter().copied().map(Some));
        limits(&column, kind, method, times).unwrap()
    }

    #[test]
    fn limits_are_those_of_numpy() {
        // np.percentile(v, [25, 75]), v.mean() and v.std() of numpy 2.4
        let values = [3.5, -1.0, 7.0, 0.25, 12.0, 100.0, 5.0];
        let decimal = ColumnKind::Decimal;
        assert_eq!(
            learned(&values, decimal, OutlierMethod::Iqr, 1.5),
            (-9.5625, 20.9375)
        );
        let (low, high) = learned(&values, decimal, OutlierMethod::ZScore, 2.0);
        assert!((low + 49.23519000947505).abs() < 1e-12, "{low}");
        assert!((high - 85.44947572376077).abs() < 1e-12, "{high}");
        let whole = ColumnKind::Integer;
        assert_eq!(
            learned(&values, whole, OutlierMethod::Iqr, 1.5),
            (-9.0, 20.0)
        );
    }

    #[test]
    fn limits_are_numbers_whatever_the_values() {
        let values = [f64::MAX, f64::MIN, 0.0, 1.0];
        for method in [OutlierMethod::Iqr, OutlierMethod::ZScore] {
            for times in [0.0, 3.0, 100.0] {
                let (low, high) = learned(&values, ColumnKind::Decimal, method, times);
                assert!(low.is_finite() && high.is_finite() && low <= high);
            }
        }
        let nothing = Column::of_decimals("v", [None]);
        let method = OutlierMethod::Iqr;
        assert_eq!(limits(&nothing, ColumnKind::Decimal, method, 1.5), None);
    }
}
