//! Decides which class a row is of, given the probabilities of all classes.
//!
//! Why: `docs/decisions/0040-decision-threshold.md`.

use serde::{Deserialize, Serialize};

/// A threshold between one class and the others: a row is of the class if its probability is at least the threshold, and
/// otherwise of the most probable of the others, the first of equally probable ones.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// The class, as a position among the classes.
    pub class: u32,
    /// From 0 (every row is of the class) to 1.
    pub threshold: f64,
}

impl Decision {
    /// Checks a decision between so many classes, which may come from a file.
    ///
    /// # Errors
    /// A sentence about what is wrong.
    pub fn validate(&self, n_classes: u32) -> Result<(), String> {
        if self.class >= n_classes {
            return Err(format!(
                "the threshold is of class {}, and there are {n_classes}",
                self.class
            ));
        }
        match (0.0..=1.0).contains(&self.threshold) {
            true => Ok(()),
            false => Err(format!(
                "the threshold is {}, which is not from 0 to 1",
                self.threshold
            )),
        }
    }

    /// Finds a threshold for this class that gives these labels on these rows of probabilities; `None` if there is none, or
    /// the most probable classes are the labels. O(rows × classes).
    pub fn of_labels(class: u32, labels: &[u32], probabilities: &[f64]) -> Option<Self> {
        let n_classes = probabilities.len().checked_div(labels.len())?;
        let rows = || probabilities.chunks_exact(n_classes.max(1)).zip(labels);
        if rows().all(|(row, label)| decided(row, None) == *label) {
            return None;
        }
        let of_class = rows().filter(|(_, label)| **label == class);
        let least = of_class.filter_map(|(row, _)| row.get(class as usize));
        let decision = Self {
            class,
            threshold: least.copied().fold(1.0, f64::min),
        };
        let same = rows().all(|(row, label)| decided(row, Some(&decision)) == *label);
        (same && decision.validate(n_classes as u32).is_ok()).then_some(decision)
    }
}

/// Returns the class of a row of probabilities: the most probable one, the first of equally probable ones, unless a
/// decision says otherwise. Everything that names a row's class goes through here. O(classes).
pub fn decided(row: &[f64], decision: Option<&Decision>) -> u32 {
    let class = decision.map(|decision| decision.class as usize);
    if let Some((decision, probability)) = decision.zip(class.and_then(|class| row.get(class)))
        && *probability >= decision.threshold
    {
        return decision.class;
    }
    let mut best: Option<usize> = None;
    for (place, probability) in row.iter().enumerate() {
        if Some(place) != class && best.is_none_or(|best| *probability > row[best]) {
            best = Some(place);
        }
    }
    best.unwrap_or(0) as u32
}

#[cfg(test)]
mod tests {
    use super::{Decision, decided};

    #[test]
    fn below_the_threshold_the_most_probable_other_class_is_taken() {
        let row = [0.2, 0.5, 0.3];
        let by = |class, threshold| decided(&row, Some(&Decision { class, threshold }));
        assert_eq!(decided(&row, None), 1);
        assert_eq!([by(0, 0.2), by(0, 0.21)], [0, 1]);
        assert_eq!([by(1, 0.5), by(1, 0.51)], [1, 2]);
        assert_eq!([by(2, 0.0), by(2, 1.0)], [2, 1]);
        assert_eq!(decided(&[0.4, 0.4, 0.2], None), 0);
        let of_first = Decision {
            class: 0,
            threshold: 0.5,
        };
        assert_eq!(decided(&[0.2, 0.4, 0.4], Some(&of_first)), 1);
        assert_eq!(decided(&[0.5, 0.5], Some(&of_first)), 0);
    }

    #[test]
    fn a_decision_can_be_found_by_its_labels() {
        let rows = [0.9, 0.1, 0.75, 0.25, 0.6, 0.4, 0.3, 0.7];
        let labels = |threshold| {
            let decision = Decision {
                class: 1,
                threshold,
            };
            let rows = rows.chunks_exact(2);
            rows.map(|row| decided(row, Some(&decision))).collect()
        };
        for threshold in [0.0, 0.2, 0.4, 0.5, 0.8, 1.0] {
            let wanted: Vec<u32> = labels(threshold);
            let found = Decision::of_labels(1, &wanted, &rows);
            assert_eq!(found.is_none(), threshold == 0.5);
            if let Some(found) = found {
                assert_eq!(labels(found.threshold), wanted);
            }
        }
        assert_eq!(Decision::of_labels(1, &[1, 0, 0, 0], &rows), None);
        assert_eq!(Decision::of_labels(1, &[], &[]), None);
    }

    #[test]
    fn what_is_no_threshold_is_refused() {
        for (class, threshold) in [(2, 0.5), (0, f64::NAN), (0, -0.1), (1, 1.1)] {
            assert!(Decision { class, threshold }.validate(2).is_err());
        }
    }
}
