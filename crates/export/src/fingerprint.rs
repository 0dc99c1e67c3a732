//! Hashes a stage's output in a canonical form of bytes, which is the same natively and in the browser.

use std::io;

use sha2::{Digest, Sha256};

use grove_engine::Pipeline;
use grove_forest::Matrix;
use grove_recipe::Recipe;
use grove_recipe::provenance::{Fingerprint, hex};
use grove_recipe::stage::Stage;

use super::stages::canonical;

/// Hashes the output of a stage for this recipe; `None` if it is no longer there. O(bytes). The canonical form of each
/// output is described in the stage's file in `stages`.
pub fn of(pipeline: &Pipeline, recipe: &Recipe, stage: Stage) -> Option<Fingerprint> {
    let mut form = CanonicalBytes::default();
    canonical(&pipeline.output(recipe, stage)?, &mut form);
    Some(form.finish())
}

/// Bytes that are hashed as they are written.
#[derive(Default)]
pub struct CanonicalBytes {
    bytes: u64,
    hash: Sha256,
}

impl CanonicalBytes {
    pub(crate) fn put(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.hash.update(bytes);
    }

    pub(crate) fn count(&mut self, count: u32) {
        self.put(&count.to_le_bytes());
    }

    /// Writes numbers; every missing one as the same NaN.
    pub(crate) fn numbers(&mut self, numbers: &[f64]) {
        const MISSING: u64 = 0x7ff8_0000_0000_0000;
        for number in numbers {
            let bits = if number.is_nan() {
                MISSING
            } else {
                number.to_bits()
            };
            self.put(&bits.to_le_bytes());
        }
    }

    pub(crate) fn matrix(&mut self, matrix: &Matrix) {
        self.count(matrix.rows());
        self.count(matrix.features());
        let columns = matrix.columns().iter();
        columns.for_each(|column| self.numbers(column));
    }

    fn finish(self) -> Fingerprint {
        Fingerprint {
            bytes: self.bytes as f64,
            sha256: hex(&self.hash.finalize()),
        }
    }
}

impl io::Write for CanonicalBytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.put(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
