//! The files of the featurize stage: `train.parquet`, `validation.parquet`, `test.parquet`, `state.bin`. Canonical form: of
//! each part the number of its rows and features as u32, then its columns, target and weights as f64 or, for classes, u32.

use grove_engine::EncodedRows;
use grove_engine::clean::Cleaned;
use grove_engine::featurize::Featurizer;
use grove_engine::split::SplitParts;
use grove_engine::table::Table;
use grove_engine::table::target::TargetValues;

use super::output::{FinishedRun, OutputFiles, STATE, StoredStage, state};
use super::part;
use crate::bundle::BundleEntry;
use crate::fingerprint::CanonicalBytes;

impl OutputFiles for EncodedRows {
    fn files(&self, run: &FinishedRun) -> Option<Vec<BundleEntry>> {
        let cleaned: &Cleaned = run.made()?;
        let parts: &SplitParts = run.made()?;
        Some(features(self, &cleaned.table, parts))
    }

    fn read_back(stored: &StoredStage) -> Result<Self, String> {
        let (featurizer, classes, validated): (Featurizer, Option<Vec<String>>, bool) =
            stored.state()?;
        featurizer
            .validate()
            .map_err(|why| stored.wrong(STATE, &why))?;
        let read = |name: &str| {
            let name = part_name(name);
            let bytes = stored.file(&name)?;
            let (part, rows) =
                part::read(&bytes, classes.as_deref()).map_err(|why| stored.wrong(&name, &why))?;
            if part.matrix.features() as usize != featurizer.features().len() {
                return Err(stored.wrong(&name, "it has other features than were fitted"));
            }
            Ok((part, rows))
        };
        let (train, train_rows) = read("train")?;
        let (test, test_rows) = read("test")?;
        let validation = validated.then(|| read("validation")).transpose()?;
        Ok(EncodedRows {
            train,
            validation: validation.map(|(part, _)| part),
            test,
            train_rows,
            test_rows,
            featurizer,
        })
    }

    fn canonical(&self, form: &mut CanonicalBytes) {
        let parts = [
            Some(&self.train),
            self.validation.as_ref(),
            Some(&self.test),
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
}

fn features(encoded: &EncodedRows, table: &Table, parts: &SplitParts) -> Vec<BundleEntry> {
    let part = |name: &str, part, positions: &[u32]| {
        let rows = positions.iter().map(|&p| table.rows[p as usize]).collect();
        let bytes = part::write(part, &encoded.featurizer.features(), rows);
        (part_name(name), bytes)
    };
    let mut files = vec![part("train", &encoded.train, &parts.train)];
    if let Some(validation) = &encoded.validation {
        files.push(part("validation", validation, &parts.validation));
    }
    files.push(part("test", &encoded.test, &parts.test));
    let classes = part::classes(&encoded.train);
    let validated = encoded.validation.is_some();
    files.push(state(&(&encoded.featurizer, classes, validated)));
    files
}

fn part_name(part: &str) -> String {
    format!("{part}.parquet")
}
