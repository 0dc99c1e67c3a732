//! Hashes a stage's output in a canonical form of bytes, which is the same natively and in the browser.

use std::io;

use sha2::{Digest, Sha256};

use grove_engine::table::target::TargetValues;
use grove_engine::{Pipeline, StageOutput};
use grove_forest::Matrix;
use grove_recipe::Recipe;
use grove_recipe::provenance::{Fingerprint, hex};
use grove_recipe::stage::Stage;

use super::{predictions, table};

/// Hashes the output of a stage for this recipe; `None` if it is no longer there. O(bytes).
///
/// | stage | canonical form |
/// |---|---|
/// | load, clean | the table as CSV, which for clean is the file that can be downloaded |
/// | check | the findings as JSON |
/// | split | of each part the number of its rows and their positions, as u32 |
/// | featurize | of each part the number of its rows and features as u32, then its columns, target and weights as f64 or, for classes, u32 |
/// | train | the model as it stands in the model file |
/// | evaluate | the predictions on the test rows as the CSV file that can be downloaded |
///
/// Numbers are little-endian.
pub fn of(pipeline: &Pipeline, recipe: &Recipe, stage: Stage) -> Option<Fingerprint> {
    use grove_protocol::TableName::Raw;
    let mut form = CanonicalBytes::default();
    if stage == Stage::Load {
        let raw = pipeline.table(Raw).filter(|_| pipeline.has_read(recipe))?;
        table::write_to(raw, &mut form);
        return Some(form.finish());
    }
    match pipeline.made(recipe, stage)? {
        StageOutput::Cleaned(cleaned) => table::write_to(&cleaned.table, &mut form),
        StageOutput::Checked(checked) => serde_json::to_writer(&mut form, &checked.report)
            .expect("a report holds nothing that JSON cannot"),
        StageOutput::Parts(parts) => {
            for rows in [&parts.train, &parts.validation, &parts.test] {
                form.count(rows.len() as u32);
                rows.iter().for_each(|&row| form.count(row));
            }
        }
        StageOutput::Encoded(encoded) => {
            let parts = [
                Some(&encoded.train),
                encoded.validation.as_ref(),
                Some(&encoded.test),
            ];
            for part in parts.into_iter().flatten() {
                form.matrix(&part.matrix);
                match &part.target {
                    TargetValues::Classes { labels, .. } => {
                        labels.iter().for_each(|&l| form.count(l));
                    }
                    TargetValues::Values(values) => form.numbers(values),
                }
                form.numbers(part.weights.as_deref().unwrap_or_default());
            }
        }
        StageOutput::Trained(trained) => {
            let model = postcard::to_allocvec(&*trained.model);
            form.put(&model.expect("every length in it is known"));
        }
        StageOutput::Judged(outcome) => form.put(&predictions::write(&outcome.predictions)),
    }
    Some(form.finish())
}

/// Bytes that are hashed as they are written.
#[derive(Default)]
struct CanonicalBytes {
    bytes: u64,
    hash: Sha256,
}

impl CanonicalBytes {
    fn put(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        self.hash.update(bytes);
    }

    fn count(&mut self, count: u32) {
        self.put(&count.to_le_bytes());
    }

    /// Writes numbers; every missing one as the same NaN.
    fn numbers(&mut self, numbers: &[f64]) {
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

    fn matrix(&mut self, matrix: &Matrix) {
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
