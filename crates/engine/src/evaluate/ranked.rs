//! Rows sorted once by their probability of a class, so that whatever depends on their order takes one pass over the rows of
//! each resample.

/// The row is of the class.
const POSITIVE: u8 = 1;
/// The next row has another probability.
const LAST_OF_EQUALS: u8 = 2;

/// Rows from the highest probability of a class down.
pub struct Ranked {
    /// The positions of the rows.
    pub order: Vec<u32>,
    marks: Vec<u8>,
}

/// The rows of one probability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Equals {
    /// Rows of the class, by their weights.
    pub positives: u64,
    /// Rows of other classes.
    pub negatives: u64,
    /// The place of the last of these rows.
    pub last: usize,
}

impl Ranked {
    /// Sorts rows by these probabilities. `positive` says which are of the class. O(rows · log rows).
    pub fn new(probabilities: &[f64], positive: impl Fn(usize) -> bool) -> Self {
        let mut sorted: Vec<(f64, u32)> = probabilities.iter().copied().zip(0..).collect();
        sorted.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mark = |place: usize| {
            let (probability, row) = sorted[place];
            let next = sorted.get(place + 1);
            let is_last = next.is_none_or(|(next, _)| *next != probability);
            let of_class = if positive(row as usize) { POSITIVE } else { 0 };
            of_class | if is_last { LAST_OF_EQUALS } else { 0 }
        };
        Self {
            marks: (0..sorted.len()).map(mark).collect(),
            order: sorted.iter().map(|(_, row)| *row).collect(),
        }
    }

    /// Calls `each` with the rows of each probability, from the highest down. `weight` has the weight of the row at a place of
    /// the order. O(rows).
    pub fn equals(&self, weight: impl Fn(usize) -> u8, mut each: impl FnMut(Equals)) {
        let (mut rows, mut positives) = (0, 0);
        for (place, mark) in self.marks.iter().enumerate() {
            let weight = u64::from(weight(place));
            rows += weight;
            // A product, since no processor could foresee a branch.
            positives += weight * u64::from(mark & POSITIVE);
            if mark & LAST_OF_EQUALS != 0 {
                each(Equals {
                    positives,
                    negatives: rows - positives,
                    last: place,
                });
                (rows, positives) = (0, 0);
            }
        }
    }

    /// Returns the area under the ROC curve of weighted rows; equal probabilities count half. `None` unless there are rows of
    /// both kinds. O(rows).
    pub fn area(&self, weight: impl Fn(usize) -> u8) -> Option<f64> {
        let (mut twice, mut positives, mut negatives) = (0u64, 0u64, 0u64);
        self.equals(weight, |equal| {
            twice += equal.negatives * (2 * positives + equal.positives);
            positives += equal.positives;
            negatives += equal.negatives;
        });
        let pairs = positives * negatives;
        (pairs > 0).then(|| twice as f64 / (2.0 * pairs as f64))
    }
}

#[cfg(test)]
mod tests {
    use super::Ranked;

    #[test]
    fn weights_stand_for_repeated_rows() {
        let (probabilities, positive) =
            ([0.2, 0.9, 0.5, 0.5, 0.1], [true, true, false, true, false]);
        let ranked = Ranked::new(&probabilities, |row| positive[row]);
        assert_eq!(ranked.order, [1, 2, 3, 0, 4]);
        let weights = [2, 0, 1, 3, 2];
        let rows = || (0..5).flat_map(|row| vec![row; weights[row]]);
        let repeated: Vec<f64> = rows().map(|row| probabilities[row]).collect();
        let kinds: Vec<bool> = rows().map(|row| positive[row]).collect();
        let weighted = ranked.area(|place| weights[ranked.order[place] as usize] as u8);
        assert_eq!(weighted, grove_models::metrics::roc_auc(&kinds, &repeated));
        assert!(weighted.is_some());
        assert_eq!(ranked.area(|_| 0), None);
        assert_eq!(Ranked::new(&[0.3; 4], |row| row > 1).area(|_| 1), Some(0.5));
        assert_eq!(Ranked::new(&[], |_| true).area(|_| 1), None);
    }
}
