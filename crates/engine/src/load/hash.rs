//! Hashes a file in slices.

use sha2::{Digest, Sha256};

use crate::pace::{Pace, pieces};
use grove_recipe::provenance::hex;

/// The number of bytes per slice.
const SLICE: usize = 1 << 20;

/// Returns the SHA-256 in lower-case hexadecimal. O(bytes).
pub async fn sha256(bytes: &[u8], pace: &Pace) -> String {
    let mut hash = Sha256::new();
    let total = bytes.len().div_ceil(SLICE) as u32;
    for ((from, to), done) in pieces(bytes.len(), SLICE).zip(1..) {
        hash.update(&bytes[from..to]);
        pace.breathe(done, total).await;
    }
    hex(&hash.finalize())
}
