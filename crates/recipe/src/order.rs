//! Sorts whatever there is by one copy of the sorting code: the standard library's would come into the page once for each
//! type that is sorted.

use std::cmp::Ordering;

/// Sorts as `slice::sort_by` does: equal ones stay in their order. O(n log n) comparisons.
///
/// ```
/// let mut words = ["elm", "oak", "fir", "yew"];
/// grove_recipe::order::sort_by(&mut words, |a, b| b[..1].cmp(&a[..1]));
/// assert_eq!(words, ["yew", "oak", "fir", "elm"]);
/// ```
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let mut order = places(items.len(), &|a, b| compare(&items[a], &items[b]));
    for first in 0..order.len() {
        // Each swap puts one item where it belongs, around the ring of places that leads back to the first.
        let mut place = first;
        while order[place] != first {
            let from = std::mem::replace(&mut order[place], place);
            items.swap(place, from);
            place = from;
        }
        order[place] = place;
    }
}

/// Sorts by what `key` gives, as `slice::sort_by_key` does.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// The places of so many things in the order in which they belong.
fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_no_longer_where_all_items_move_by_one() {
        let largest = 1_000_000u32;
        let mut items: Vec<u32> = (1..=largest).chain([0]).collect();
        sort_by_key(&mut items, |item| *item);
        assert!(items.into_iter().eq(0..=largest));
    }

    #[test]
    fn sorts_as_the_standard_library_does() {
        let mut seed = 1u32;
        for count in [0, 1, 2, 3, 7, 40, 500] {
            let mut next = || {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                seed >> 28
            };
            let items: Vec<(u32, usize)> = (0..count).map(|place| (next(), place)).collect();
            let (mut ours, mut theirs) = (items.clone(), items);
            sort_by(&mut ours, |a, b| a.0.cmp(&b.0));
            theirs.sort_by_key(|(key, _)| *key);
            assert_eq!(ours, theirs);
            sort_by_key(&mut ours, |(_, place)| *place);
            theirs.sort_by_key(|(_, place)| *place);
            assert_eq!(ours, theirs);
        }
    }
}
