//! Hash: the fingerprint of a file's bytes, a slice of them after the other.

use std::rc::Rc;

use sha2::{Digest, Sha256};

use grove_recipe::provenance::hex;

/// Bytes hashed at once.
const SLICE: usize = 1 << 20;

pub struct Hashing {
    bytes: Rc<[u8]>,
    at: usize,
    hash: Sha256,
}

impl Hashing {
    pub fn new(bytes: Rc<[u8]>) -> Self {
        Self {
            bytes,
            at: 0,
            hash: Sha256::new(),
        }
    }

    /// The SHA-256 in lower-case hexadecimal, once all bytes are in it.
    pub fn advance(&mut self) -> Option<String> {
        let end = self.bytes.len().min(self.at + SLICE);
        self.hash.update(&self.bytes[self.at..end]);
        self.at = end;
        if end < self.bytes.len() {
            return None;
        }
        let hash = std::mem::take(&mut self.hash).finalize();
        Some(hex(&hash))
    }

    /// Thousandths that are done.
    pub fn progress(&self) -> u32 {
        (self.at as u64 * 1000 / (self.bytes.len() as u64).max(1)) as u32
    }
}
