//! Sort keys: a row's code above what the search needs to know of the row.

/// A code and a payload in one integer, so that sorting moves both.
pub(super) trait Key: Copy + Ord + Default {
    /// Above every key that is in use, or equal to the largest.
    const LAST: Self;

    /// `payload` must be below 2^`shift`, and `code` fit into the bits above it.
    fn new(code: u32, payload: u32, shift: u32) -> Self;
    fn code(self, shift: u32) -> u32;
    fn payload(self, shift: u32) -> u32;
}

impl Key for u32 {
    const LAST: Self = Self::MAX;

    #[inline(always)]
    fn new(code: u32, payload: u32, shift: u32) -> Self {
        code << shift | payload
    }

    #[inline(always)]
    fn code(self, shift: u32) -> u32 {
        self >> shift
    }

    #[inline(always)]
    fn payload(self, shift: u32) -> u32 {
        self & ((1 << shift) - 1)
    }
}

impl Key for u64 {
    const LAST: Self = Self::MAX;

    #[inline(always)]
    fn new(code: u32, payload: u32, shift: u32) -> Self {
        u64::from(code) << shift | u64::from(payload)
    }

    #[inline(always)]
    fn code(self, shift: u32) -> u32 {
        (self >> shift) as u32
    }

    #[inline(always)]
    fn payload(self, shift: u32) -> u32 {
        (self & ((1 << shift) - 1)) as u32
    }
}
