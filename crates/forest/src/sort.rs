//! Sorts keys by their codes, and numbers by value.

use super::sort_key::SortKey;

/// Up to this length each key is compared with every other: n² steps, but without branches.
const MOST_TO_RANK: usize = 48;

/// Up to this length numbers with equal upper halves are compared with each other, since counting digits would take longer.
const MOST_TO_COMPARE: usize = 256;

/// The most bits per pass of the radix sort: 2¹¹ counters fit into the L1 cache.
const LARGEST_DIGIT: u32 = 11;

/// Sorts keys by code. All codes must lie from `lowest` to `highest`. The order of keys with equal codes depends on the
/// keys alone.
///
/// O(n) by a radix sort; O(n²) for few keys, where that is faster. `spare` is working space.
pub(super) fn sort_keys<K: SortKey>(
    keys: &mut Vec<K>,
    spare: &mut Vec<K>,
    shift: u32,
    lowest: u32,
    highest: u32,
) {
    if keys.len() <= MOST_TO_RANK {
        rank(keys, spare);
    } else {
        radix(keys, spare, shift, lowest, highest);
    }
}

/// Puts each key at the position that is the number of smaller keys.
fn rank<K: SortKey>(keys: &mut Vec<K>, spare: &mut Vec<K>) {
    spare.clear();
    spare.resize(keys.len(), K::LAST);
    for key in keys.iter() {
        let smaller: u32 = keys.iter().map(|other| u32::from(other < key)).sum();
        spare[smaller as usize] = *key;
    }
    // Equal keys were all written to the first of their positions; fill the others.
    let mut before = spare.first().copied().unwrap_or_default();
    for place in spare.iter_mut() {
        if *place == K::LAST {
            *place = before;
        }
        before = *place;
    }
    std::mem::swap(keys, spare);
}

fn radix<K: SortKey>(keys: &mut Vec<K>, spare: &mut Vec<K>, shift: u32, lowest: u32, highest: u32) {
    let bits = u32::BITS - (highest - lowest).leading_zeros();
    let passes = bits.div_ceil(LARGEST_DIGIT);
    let width = bits.div_ceil(passes.max(1));
    let mask = (1 << width) - 1;
    spare.clear();
    spare.resize(keys.len(), K::LAST);
    for pass in 0..passes {
        let digit = |key: K| ((key.code(shift) - lowest) >> (pass * width) & mask) as usize;
        // First the count of each digit, then the position of its next key.
        let mut places = [0u32; 1 << LARGEST_DIGIT];
        let places = &mut places[..1 << width];
        for key in keys.iter() {
            places[digit(*key)] += 1;
        }
        let mut next = 0;
        for place in places.iter_mut() {
            next += std::mem::replace(place, next);
        }
        for key in keys.iter() {
            let place = &mut places[digit(*key)];
            spare[*place as usize] = *key;
            *place += 1;
        }
        std::mem::swap(keys, spare);
    }
}

/// Returns the positions of the numbers in ascending order, NaN last. -0.0 comes before 0.0; equal numbers keep their
/// order. O(n).
pub(super) fn ascending(numbers: &[f64]) -> Vec<u32> {
    let bits: Vec<u64> = numbers.iter().map(|number| ordered_bits(*number)).collect();
    let mut spare = Vec::new();
    // By the upper halves, which few different numbers share.
    let upper = |(place, bits): (u32, &u64)| u64::new((bits >> u32::BITS) as u32, place, u32::BITS);
    let mut keys: Vec<u64> = (0..).zip(&bits).map(upper).collect();
    radix_all(&mut keys, &mut spare);
    // Then those with equal upper halves by the lower ones.
    let mut group: Vec<u64> = Vec::new();
    for equal in keys.chunk_by_mut(|a, b| a.code(u32::BITS) == b.code(u32::BITS)) {
        if equal.len() == 1 {
            continue;
        }
        group.clear();
        group.extend(equal.iter().map(|key| {
            let place = key.payload(u32::BITS);
            u64::new(bits[place as usize] as u32, place, u32::BITS)
        }));
        if group.len() <= MOST_TO_COMPARE {
            group.sort_unstable();
        } else {
            radix_all(&mut group, &mut spare);
        }
        equal.copy_from_slice(&group);
    }
    keys.iter().map(|key| key.payload(u32::BITS)).collect()
}

/// Sorts keys by all bits of their codes; those with equal codes keep their order.
fn radix_all(keys: &mut Vec<u64>, spare: &mut Vec<u64>) {
    let (mut lowest, mut highest) = (u32::MAX, 0);
    for key in keys.iter() {
        let code = key.code(u32::BITS);
        (lowest, highest) = (lowest.min(code), highest.max(code));
    }
    radix(keys, spare, u32::BITS, lowest, highest.max(lowest));
}

/// Maps a number to an integer that orders like it. Negative numbers have all bits inverted, positive ones the sign set.
fn ordered_bits(number: f64) -> u64 {
    const SIGN: u64 = 1 << 63;
    match number.to_bits() {
        _ if number.is_nan() => u64::MAX,
        bits if bits & SIGN == 0 => bits | SIGN,
        bits => !bits,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Stream;
    use super::{MOST_TO_RANK, SortKey, ascending, sort_keys};

    fn check<K: SortKey + std::fmt::Debug>(shift: u32, payloads: u32) {
        let mut random = Stream::new(0, "sort", 0);
        let mut spare = Vec::new();
        for length in [0, 1, 2, 7, 8, 9, MOST_TO_RANK, MOST_TO_RANK + 1, 1000] {
            for (lowest, range) in [(0, 1), (7, 2), (5, 2048), (5, 2049), (1, 1 << 20)] {
                let mut keys: Vec<K> = (0..length)
                    .map(|_| {
                        let code = lowest + random.below(range);
                        K::new(code, random.below(payloads), shift)
                    })
                    .collect();
                let mut codes: Vec<u32> = keys.iter().map(|key| key.code(shift)).collect();
                let mut all = keys.clone();
                sort_keys(&mut keys, &mut spare, shift, lowest, lowest + (range - 1));
                codes.sort();
                let sorted: Vec<u32> = keys.iter().map(|key| key.code(shift)).collect();
                assert_eq!(sorted, codes, "{length} keys of {range} codes");
                all.sort();
                keys.sort();
                assert_eq!(keys, all, "no key is lost");
            }
        }
    }

    #[test]
    fn any_length_and_range_is_sorted() {
        check::<u32>(10, 1 << 10);
        check::<u32>(10, 2);
        check::<u64>(32, u32::MAX);
    }
    #[test]
    fn numbers_of_any_size_and_sign_are_sorted() {
        let mut random = Stream::new(0, "numbers", 0);
        let mut numbers = vec![
            0.0,
            -0.0,
            f64::MAX,
            f64::MIN,
            f64::INFINITY,
            f64::NEG_INFINITY,
        ];
        numbers.extend((0..200).map(|_| f64::from(random.below(20)) - 10.0));
        let any_bits = |_| f64::from_bits(u64::from(random.below(u32::MAX)) << 32 | 7);
        numbers.extend((0..2000).map(any_bits).map(|number| number.abs()));
        // Many numbers that differ in their lower halves alone.
        numbers.extend((0..600).map(|_| 1.0 + f64::from(random.below(400)) * f64::EPSILON));
        numbers.extend([f64::NAN, 1.0, -f64::NAN, -5e-324, 5e-324, 1.0]);
        let mut places: Vec<u32> = (0..numbers.len() as u32).collect();
        let canonical = |place: &u32| match numbers[*place as usize] {
            number if number.is_nan() => f64::NAN.copysign(1.0),
            number => number,
        };
        places.sort_by(|a, b| canonical(a).total_cmp(&canonical(b)));
        let missing = places
            .iter()
            .filter(|place| canonical(place).is_nan())
            .count();
        let (sorted, found) = (&places[..places.len() - missing], ascending(&numbers));
        assert_eq!(found[..sorted.len()], *sorted);
        assert!(
            found[sorted.len()..]
                .iter()
                .all(|place| canonical(place).is_nan())
        );
        assert_eq!(ascending(&[]), [0u32; 0]);
    }
}
