//! Receiver operating characteristic: how many of a class are found, and how many others with them, from the strictest
//! demand to the mildest.

use grove_protocol::tracking::{Actual, Answered, Predicted};

use super::pictures::Curve;

/// Points of a curve that are kept; more could not be seen.
const POINTS_AT_MOST: usize = 200;

/// The curves of the classes; of two classes, that of the last one, whose rows are the positive ones. None of a
/// regression, and none of a class that no test row or every one has. O(rows · log rows × classes).
pub fn curves(predicted: &Predicted) -> Vec<Curve<'_>> {
    let (Actual::Classes { labels, classes }, Answered::Classes { probabilities, .. }) =
        (&predicted.actual, &predicted.predicted)
    else {
        return Vec::new();
    };
    let first = if classes.len() == 2 { 1 } else { 0 };
    let of_class = |class: usize| {
        let of_row = probabilities.iter().skip(class).step_by(classes.len());
        let is = labels.iter().map(|&label| label as usize == class);
        let points = points(of_row.copied().zip(is).collect())?;
        let class = classes[class].as_str();
        Some(Curve { class, points })
    };
    (first..classes.len()).filter_map(of_class).collect()
}

/// Rows of equal probability are found together.
fn points(mut rows: Vec<(f64, bool)>) -> Option<Vec<(f64, f64)>> {
    rows.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let positive = rows.iter().filter(|(_, is)| *is).count();
    let negative = rows.len() - positive;
    if positive == 0 || negative == 0 {
        return None;
    }
    let (mut found, mut wrongly) = (0usize, 0usize);
    let mut points = vec![(0.0, 0.0)];
    for equal in rows.chunk_by(|a, b| a.0 == b.0) {
        let of_class = equal.iter().filter(|(_, is)| *is).count();
        found += of_class;
        wrongly += equal.len() - of_class;
        points.push((
            wrongly as f64 / negative as f64,
            found as f64 / positive as f64,
        ));
    }
    let (last, step) = (points.len() - 1, points.len().div_ceil(POINTS_AT_MOST));
    let kept = points.iter().enumerate();
    let kept = kept.filter(|(index, _)| index % step == 0 || *index == last);
    Some(kept.map(|(_, point)| *point).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_goes_from_nothing_to_everything_and_takes_ties_together() {
        let rows = vec![(0.9, true), (0.5, false), (0.5, true), (0.1, false)];
        let points = points(rows).unwrap();
        assert_eq!(points, [(0.0, 0.0), (0.0, 0.5), (0.5, 1.0), (1.0, 1.0)]);
    }

    #[test]
    fn one_class_alone_has_no_curve_and_many_points_are_thinned() {
        assert_eq!(points(vec![(0.9, true)]), None);
        let many = (0..5000).map(|i| (f64::from(i), i % 3 == 0)).collect();
        let points = points(many).unwrap();
        assert!(points.len() <= POINTS_AT_MOST + 1);
        assert_eq!(points.last(), Some(&(1.0, 1.0)));
    }
}
