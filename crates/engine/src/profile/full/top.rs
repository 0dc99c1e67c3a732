//! Keeps the most frequent values.

/// The number of values that are kept.
const NAMED: usize = 10;

/// The most frequent of the values offered so far, with their numbers of rows: most frequent first, smallest first
/// among equally frequent ones.
pub struct Top<T>(Vec<(T, u32)>);

impl<T> Default for Top<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Top<T> {
    /// Offers a value; each must be offered once. `order` returns the key by which values are compared. O(1) for most.
    pub fn offer<K: Ord>(&mut self, rows: u32, value: T, order: impl Fn(&T) -> K) {
        let before = |(other, count): &(T, u32)| {
            *count > rows || (*count == rows && order(other) < order(&value))
        };
        if self.0.len() == NAMED && self.0.last().is_some_and(before) {
            return;
        }
        let place = self.0.partition_point(before);
        self.0.insert(place, (value, rows));
        self.0.truncate(NAMED);
    }

    pub fn finish(self) -> Vec<(T, u32)> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{NAMED, Top};

    #[test]
    fn the_most_frequent_come_first_and_then_the_smallest() {
        let mut top = Top::default();
        for value in (0..30u32).rev() {
            top.offer(value % 3, value, |value| *value);
        }
        let expected: Vec<(u32, u32)> = (0..NAMED as u32).map(|i| (3 * i + 2, 2)).collect();
        assert_eq!(top.finish(), expected);
    }
}
