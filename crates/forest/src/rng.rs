//! Random numbers that are the same on every platform: xoshiro256++, seeded by SplitMix64.
//!
//! Both generators are by Sebastiano Vigna and in the public domain (<https://prng.di.unimi.it>).
//!
//! Why: `docs/decisions/0016-same-bits-everywhere.md`.

/// A stream of random numbers that depends on (seed, purpose, index) alone, so that neither the order of the work nor
/// the number of workers changes a result.
///
/// ```
/// use grove_forest::Stream;
/// let mut rows: Vec<u32> = (0..10).collect();
/// Stream::new(42, "split", 0).shuffle(&mut rows);
/// assert_ne!(rows, (0..10).collect::<Vec<u32>>());
/// ```
#[derive(Clone, Debug)]
pub struct Stream {
    state: [u64; 4],
}

impl Stream {
    /// Starts stream number `index` for `purpose`. Streams of different purposes or indices are unrelated.
    pub fn new(seed: u64, purpose: &str, index: u64) -> Self {
        let mut mix = seed;
        mix = split_mix(&mut mix) ^ fnv1a(purpose);
        mix = split_mix(&mut mix) ^ index;
        Self {
            state: std::array::from_fn(|_| split_mix(&mut mix)),
        }
    }

    /// Draws 64 random bits (xoshiro256++ 1.0).
    pub fn next_u64(&mut self) -> u64 {
        let s = &mut self.state;
        let result = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let shifted = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= shifted;
        s[3] = s[3].rotate_left(45);
        result
    }

    /// Draws a whole number from 0 to `bound - 1`, each equally likely; 0 if `bound` is 0.
    ///
    /// Lemire, “Fast random integer generation in an interval”, 2019 (<https://arxiv.org/abs/1805.10941>).
    pub fn below(&mut self, bound: u32) -> u32 {
        let mut product = self.scaled(bound);
        if (product as u32) < bound {
            let surplus = bound.wrapping_neg() % bound;
            while (product as u32) < surplus {
                product = self.scaled(bound);
            }
        }
        (product >> 32) as u32
    }

    /// Draws a number from 0 up to but not including 1, with 53 random bits.
    pub fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn scaled(&mut self, bound: u32) -> u64 {
        (self.next_u64() >> 32) * u64::from(bound)
    }

    /// Shuffles the items, each order equally likely (Fisher–Yates). Items past the first 2³² − 1 stay in place. O(items).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        let length = u32::try_from(items.len()).unwrap_or(u32::MAX);
        for last in (1..length).rev() {
            let other = self.below(last + 1);
            items.swap(last as usize, other as usize);
        }
    }
}

/// Advances `state` and returns the next number of SplitMix64.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Hashes a purpose by FNV-1a, 64 bits.
fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::{Stream, fnv1a, split_mix};

    #[test]
    fn xoshiro_gives_its_published_numbers() {
        let mut stream = Stream {
            state: [1, 2, 3, 4],
        };
        let expected = [
            41943041,
            58720359,
            3588806011781223,
            3591011842654386,
            9228616714210784205,
            9973669472204895162,
            14011001112246962877,
            12406186145184390807,
            15849039046786891736,
            10450023813501588000,
        ];
        assert_eq!(expected.map(|_| stream.next_u64()), expected);
    }

    #[test]
    fn split_mix_gives_its_published_numbers() {
        let mut state = 1234567;
        let expected = [
            6457827717110365317,
            3203168211198807973,
            9817491932198370423,
            4593380528125082431,
            16408922859458223821,
        ];
        assert_eq!(expected.map(|_| split_mix(&mut state)), expected);
    }

    #[test]
    fn fnv_gives_its_published_numbers() {
        assert_eq!(fnv1a(""), 0xcbf29ce484222325);
        assert_eq!(fnv1a("foobar"), 0x85944171f73967e8);
    }

    #[test]
    fn streams_differ_by_seed_purpose_and_index() {
        let first = |seed, purpose, index| Stream::new(seed, purpose, index).next_u64();
        assert_eq!(first(7, "tree", 3), first(7, "tree", 3));
        assert_ne!(first(7, "tree", 3), first(8, "tree", 3));
        assert_ne!(first(7, "tree", 3), first(7, "split", 3));
        assert_ne!(first(7, "tree", 3), first(7, "tree", 4));
    }

    #[test]
    fn draws_are_bounded_and_even() {
        let mut stream = Stream::new(0, "test", 0);
        let mut counts = [0u32; 6];
        for _ in 0..60_000 {
            counts[stream.below(6) as usize] += 1;
        }
        // Five standard deviations of a binomial count around 10,000.
        assert!(
            counts.iter().all(|count| count.abs_diff(10_000) < 457),
            "{counts:?}"
        );
        assert_eq!(stream.below(1), 0);
        assert_eq!(stream.below(0), 0);
        // With this bound a draw without rejection would give every third number twice as often.
        let bound = 3 << 30;
        let low = (0..30_000)
            .filter(|_| stream.below(bound).is_multiple_of(3))
            .count();
        assert!(low.abs_diff(10_000) < 409, "{low}");
    }

    #[test]
    fn every_order_of_three_is_equally_likely() {
        let mut stream = Stream::new(0, "test", 1);
        let mut counts = [0u32; 9];
        for _ in 0..60_000 {
            let mut items = [0usize, 1, 2];
            stream.shuffle(&mut items);
            counts[items[0] * 3 + items[1]] += 1;
        }
        let orders: Vec<u32> = counts.into_iter().filter(|count| *count > 0).collect();
        assert_eq!(orders.len(), 6);
        assert!(
            orders.iter().all(|count| count.abs_diff(10_000) < 457),
            "{orders:?}"
        );
    }
}
