//! Sorts keys by their upper 32 bits.

/// Below this length comparing is faster than counting.
const FEWEST_TO_COUNT: usize = 192;

/// The most bits that one pass sorts by: 2¹¹ counters fit into the fastest cache.
const LARGEST_DIGIT: u32 = 11;

/// Sorts `keys` by their upper halves, which must lie between `lowest` and `highest`. Keys with equal
/// upper halves are ascending where there are few, and as they came where there are many.
///
/// O(n log n) for few; a radix sort for many, O(n) with `spare` as working space.
pub(super) fn sort_keys(keys: &mut Vec<u64>, spare: &mut Vec<u64>, lowest: u32, highest: u32) {
    if keys.len() < FEWEST_TO_COUNT {
        keys.sort_unstable();
        return;
    }
    let bits = u32::BITS - (highest - lowest).leading_zeros();
    let passes = bits.div_ceil(LARGEST_DIGIT);
    let width = bits.div_ceil(passes.max(1));
    let mask = (1 << width) - 1;
    spare.resize(keys.len(), 0);
    for pass in 0..passes {
        let shift = pass * width;
        let digit = |key: u64| (((key >> 32) as u32 - lowest) >> shift & mask) as usize;
        // First how often each digit occurs, then where its next key goes.
        let mut places = [0u32; 1 << LARGEST_DIGIT];
        for key in keys.iter() {
            places[digit(*key)] += 1;
        }
        let mut next = 0;
        for place in &mut places[..1 << width] {
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

#[cfg(test)]
mod tests {
    use super::super::Stream;
    use super::{FEWEST_TO_COUNT, sort_keys};

    #[test]
    fn any_length_and_range_is_sorted() {
        let mut random = Stream::new(0, "sort", 0);
        let mut spare = Vec::new();
        for length in [0, 1, 2, FEWEST_TO_COUNT - 1, FEWEST_TO_COUNT, 1000] {
            for (lowest, range) in [
                (0, 1),
                (7, 2),
                (5, 2048),
                (5, 2049),
                (1, 1 << 22),
                (0, u32::MAX),
            ] {
                let mut keys: Vec<u64> = (0..length as u64)
                    .map(|at| u64::from(lowest + random.below(range)) << 32 | at)
                    .collect();
                let mut expected = keys.clone();
                expected.sort();
                sort_keys(&mut keys, &mut spare, lowest, lowest + (range - 1));
                assert_eq!(keys, expected, "{length} keys of {range} values");
            }
        }
    }
}
