//! Calibrates class probabilities: maps each to the share of rows that it turned out to stand for.
//!
//! The maps are those of scikit-learn's `CalibratedClassifierCV`: one for the second of two classes, or one for each class
//! against the rest, after which the probabilities of a row are divided by their sum.
//!
//! Why: `docs/decisions/0042-calibration-and-conformal.md`.

mod isotonic;
mod sigmoid;

use serde::{Deserialize, Serialize};

pub use isotonic::Isotonic;
pub use sigmoid::Sigmoid;

/// A map of the probability of one class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum CalibrationMap {
    /// As it is: there was nothing to learn from.
    Unchanged,
    /// A logistic curve (Platt).
    Sigmoid(Sigmoid),
    /// Steps that only rise, with lines between them.
    Isotonic(Isotonic),
}

/// Rows of equal probability.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Tie {
    probability: f64,
    /// Rows of the class.
    positives: u32,
    /// All rows.
    rows: u32,
}

impl CalibrationMap {
    /// Fits a logistic curve to rows with these probabilities of a class, each with whether it is of the class. Unchanged
    /// unless there are rows of the class and others. O(rows · log rows).
    pub fn sigmoid(rows: impl Iterator<Item = (f64, bool)>) -> Self {
        let ties = ties(rows);
        match varies(&ties) {
            true => Self::Sigmoid(Sigmoid::fit(&ties)),
            false => Self::Unchanged,
        }
    }

    /// Fits steps that only rise, as [`CalibrationMap::sigmoid`].
    pub fn isotonic(rows: impl Iterator<Item = (f64, bool)>) -> Self {
        let ties = ties(rows);
        match varies(&ties) {
            true => Self::Isotonic(Isotonic::fit(&ties)),
            false => Self::Unchanged,
        }
    }

    /// Maps a probability to another one, 0 to 1. O(log knots).
    pub fn at(&self, probability: f64) -> f64 {
        match self {
            Self::Unchanged => probability,
            Self::Sigmoid(sigmoid) => sigmoid.at(probability),
            Self::Isotonic(isotonic) => isotonic.at(probability),
        }
    }

    fn validate(&self) -> Result<(), String> {
        match self {
            Self::Unchanged => Ok(()),
            Self::Sigmoid(sigmoid) => sigmoid.validate(),
            Self::Isotonic(isotonic) => isotonic.validate(),
        }
    }
}

/// The maps of all classes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    maps: Vec<CalibrationMap>,
}

impl Calibration {
    /// Makes a calibration of one map, that of the second of two classes, or of one for each class. `None` where all are
    /// unchanged.
    pub fn new(maps: Vec<CalibrationMap>) -> Option<Self> {
        let changes = maps.iter().any(|map| *map != CalibrationMap::Unchanged);
        changes.then_some(Self { maps })
    }

    /// Returns the first class that has a map: the second of two, else the first.
    pub const fn first_class(n_classes: u32) -> u32 {
        if n_classes == 2 { 1 } else { 0 }
    }

    /// Returns the map of the second of two classes, or that of each class.
    pub fn maps(&self) -> &[CalibrationMap] {
        &self.maps
    }

    /// Calibrates probabilities, rows × classes, in place. Each row sums to 1 up to rounding. O(rows × classes · log knots).
    pub fn apply(&self, probabilities: &mut [f64], n_classes: u32) {
        let width = n_classes.max(1) as usize;
        for row in probabilities.chunks_exact_mut(width) {
            if let (&mut [ref mut first, ref mut second], [map]) = (&mut *row, &*self.maps) {
                *second = map.at(*second);
                *first = 1.0 - *second;
                continue;
            }
            let mut sum = 0.0;
            for (value, map) in row.iter_mut().zip(&self.maps) {
                *value = map.at(*value);
                sum += *value;
            }
            let even = 1.0 / width as f64;
            row.iter_mut().for_each(|value| {
                *value = if sum > 0.0 { *value / sum } else { even };
            });
        }
    }

    /// Checks maps for so many classes, which may come from a file.
    ///
    /// # Errors
    /// A sentence about what is wrong.
    pub fn validate(&self, n_classes: u32) -> Result<(), String> {
        let wanted = match n_classes {
            0 | 1 => return Err("there is a calibration, and there are no classes".into()),
            2 => 1,
            more => more,
        };
        if self.maps.len() != wanted as usize {
            return Err(format!(
                "the calibration has {} maps, and {wanted} are needed",
                self.maps.len()
            ));
        }
        self.maps.iter().try_for_each(CalibrationMap::validate)
    }
}

/// Counts rows of equal probability, in ascending order.
fn ties(rows: impl Iterator<Item = (f64, bool)>) -> Vec<Tie> {
    let mut rows: Vec<(f64, bool)> = rows.collect();
    rows.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let of = |equal: &[(f64, bool)]| Tie {
        probability: equal[0].0,
        positives: equal.iter().filter(|row| row.1).count() as u32,
        rows: equal.len() as u32,
    };
    rows.chunk_by(|a, b| a.0 == b.0).map(of).collect()
}

/// Returns whether there are rows of the class and others.
fn varies(ties: &[Tie]) -> bool {
    ties.iter().any(|tie| tie.positives > 0) && ties.iter().any(|tie| tie.positives < tie.rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(x: &[f64], y: &[f64]) -> CalibrationMap {
        CalibrationMap::Isotonic(Isotonic {
            x: x.to_vec(),
            y: y.to_vec(),
        })
    }

    #[test]
    fn two_classes_have_one_map_and_more_are_divided_by_their_sum() {
        let half = Calibration::new(vec![steps(&[0.0, 1.0], &[0.0, 0.5])]).unwrap();
        let mut of_two = [0.2, 0.8, 1.0, 0.0];
        half.apply(&mut of_two, 2);
        assert_eq!(of_two, [0.6, 0.4, 1.0, 0.0]);
        let maps = vec![
            steps(&[0.0, 1.0], &[0.0, 0.5]),
            CalibrationMap::Unchanged,
            steps(&[0.5], &[0.0]),
        ];
        let of_three = Calibration::new(maps).unwrap();
        let mut rows = [0.5, 0.25, 0.25, 0.0, 0.0, 1.0];
        of_three.apply(&mut rows, 3);
        assert_eq!(rows[..3], [0.5, 0.5, 0.0]);
        // Nothing is left of any class.
        assert_eq!(rows[3..], [1.0 / 3.0; 3]);
    }

    #[test]
    fn where_nothing_is_learned_there_is_no_calibration() {
        let one_class = || [(0.2, false), (0.7, false)].into_iter();
        assert_eq!(
            CalibrationMap::sigmoid(one_class()),
            CalibrationMap::Unchanged
        );
        assert_eq!(
            CalibrationMap::isotonic(one_class()),
            CalibrationMap::Unchanged
        );
        assert_eq!(Calibration::new(vec![CalibrationMap::Unchanged; 3]), None);
    }

    #[test]
    fn hostile_maps_are_refused() {
        let sigmoid = |slope, offset| CalibrationMap::Sigmoid(Sigmoid { slope, offset });
        let bad = [
            sigmoid(f64::NAN, 0.0),
            sigmoid(-1.0, f64::INFINITY),
            steps(&[], &[]),
            steps(&[0.1, 0.2], &[0.5]),
            steps(&[0.2, 0.1], &[0.5, 0.6]),
            steps(&[0.1, 0.1], &[0.5, 0.6]),
            steps(&[0.0, 5e-324], &[0.5, 0.6]),
            steps(&[0.1, 0.2], &[0.6, 0.5]),
            steps(&[0.1, 0.2], &[0.5, 1.5]),
            steps(&[f64::NAN], &[0.5]),
            steps(&[f64::INFINITY], &[0.5]),
        ];
        for map in bad {
            let calibration = Calibration { maps: vec![map] };
            assert!(calibration.validate(2).is_err(), "{calibration:?}");
        }
        let one = Calibration::new(vec![sigmoid(-2.0, 1.0)]).unwrap();
        assert!(one.validate(2).is_ok());
        for n_classes in [0, 1, 3] {
            assert!(one.validate(n_classes).is_err());
        }
    }
}
