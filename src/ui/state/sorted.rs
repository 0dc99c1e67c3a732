//! Small maps and sets as sorted lists: a B-tree would bring its code into the page once for each type that it holds.

use std::borrow::Borrow;
use std::slice;
use std::vec;

/// A map of few keys, in their order. Finding takes O(log n), changing O(n).
#[derive(Clone, Debug, PartialEq)]
pub struct SortedMap<K, V>(Vec<(K, V)>);

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> SortedMap<K, V> {
    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.0
            .binary_search_by(|(known, _)| known.borrow().cmp(key))
    }

    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let place = self.place(key).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let place = self.place(key).ok()?;
        self.0.get_mut(place).map(|(_, value)| value)
    }

    /// The value of this key; the default where there was none.
    pub fn get_or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        let place = self.place(&key).unwrap_or_else(|place| {
            self.0.insert(place, (key, V::default()));
            place
        });
        &mut self.0[place].1
    }

    /// Takes the place of the value of the same key.
    pub fn insert(&mut self, key: K, value: V) {
        match self.place(&key) {
            Ok(place) => self.0[place].1 = value,
            Err(place) => self.0.insert(place, (key, value)),
        }
    }

    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let place = self.place(key).ok()?;
        Some(self.0.remove(place).1)
    }

    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.0.iter().map(|(key, _)| key)
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }
}

impl<K, V> IntoIterator for SortedMap<K, V> {
    type IntoIter = vec::IntoIter<(K, V)>;
    type Item = (K, V);

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// A set of few values, in their order. Finding takes O(log n), changing O(n).
#[derive(Clone, Debug, PartialEq)]
pub struct SortedSet<T>(Vec<T>);

impl<T> Default for SortedSet<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ord> SortedSet<T> {
    pub fn contains(&self, value: &T) -> bool {
        self.0.binary_search(value).is_ok()
    }

    pub fn insert(&mut self, value: T) {
        if let Err(place) = self.0.binary_search(&value) {
            self.0.insert(place, value);
        }
    }

    /// Whether it was there.
    pub fn remove(&mut self, value: &T) -> bool {
        let place = self.0.binary_search(value);
        place.map(|place| self.0.remove(place)).is_ok()
    }

    pub fn iter(&self) -> slice::Iter<'_, T> {
        self.0.iter()
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    #[cfg(test)]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Ord> Extend<T> for SortedSet<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        for value in values {
            self.insert(value);
        }
    }
}

impl<T: Ord> FromIterator<T> for SortedSet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        let mut set = Self::default();
        set.extend(values);
        set
    }
}

impl<T> IntoIterator for SortedSet<T> {
    type IntoIter = vec::IntoIter<T>;
    type Item = T;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_order_and_each_is_there_once() {
        let mut map = SortedMap::default();
        for (key, value) in [(3, "c"), (1, "a"), (2, "b"), (3, "d")] {
            map.insert(key, value);
        }
        assert_eq!(map.remove(&2), Some("b"));
        assert_eq!((map.get(&3), map.get(&2)), (Some(&"d"), None));
        *map.get_or_default(0) = "z";
        assert_eq!(map.get_or_default(1), &"a");
        let all: Vec<(i32, &str)> = map.into_iter().collect();
        assert_eq!(all, [(0, "z"), (1, "a"), (3, "d")]);
    }

    #[test]
    fn a_set_holds_each_value_once() {
        let mut set: SortedSet<u32> = [5, 1, 5, 3].into_iter().collect();
        assert_eq!(set.clone().into_iter().collect::<Vec<u32>>(), [1, 3, 5]);
        assert!(set.remove(&3) && !set.remove(&3) && !set.contains(&3));
        set.clear();
        assert!(set.is_empty());
    }
}
