//! Sort keys: a row's code in the high bits, and in the low bits a payload that the search needs of the row.

/// A code and a payload in one integer, so that sorting by code moves both.
pub(super) trait SortKey: Copy + Ord + Default {
    /// At least as large as any key in use.
    const LAST: Self;

    /// Makes a key. `payload` must be below 2^`shift`, and `code` must fit into the bits above it.
    fn new(code: u32, payload: u32, shift: u32) -> Self;
    fn code(self, shift: u32) -> u32;
    fn payload(self, shift: u32) -> u32;
}

impl SortKey for u32 {
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

impl SortKey for u64 {
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
