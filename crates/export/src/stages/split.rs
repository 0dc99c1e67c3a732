//! The files of the split stage: `split.csv`, `state.bin`. Canonical form: of each part the number of its rows and their
//! positions, as u32.

use grove_engine::clean::Cleaned;
use grove_engine::split::SplitParts;
use grove_engine::table::Table;

use super::output::{FinishedRun, OutputFiles, StoredStage, state};
use crate::bundle::BundleEntry;
use crate::fingerprint::CanonicalBytes;

const SPLIT: &str = "split.csv";

impl OutputFiles for SplitParts {
    fn files(&self, run: &FinishedRun) -> Option<Vec<BundleEntry>> {
        let cleaned: &Cleaned = run.made()?;
        Some(vec![split(&cleaned.table, self), state(self)])
    }

    fn read_back(stored: &StoredStage) -> Result<Self, String> {
        let parts: SplitParts = stored.state()?;
        let cleaned = stored.pipeline.made::<Cleaned>(stored.recipe);
        match cleaned.is_some_and(|cleaned| parts.are_of(cleaned.table.rows.len())) {
            true => Ok(parts),
            false => Err(stored.wrong(SPLIT, "its rows are not those of the table")),
        }
    }

    fn canonical(&self, form: &mut CanonicalBytes) {
        for rows in [&self.train, &self.validation, &self.test] {
            form.count(rows.len() as u32);
            rows.iter().for_each(|&row| form.count(row));
        }
    }
}

/// Each row of the cleaned table by its number in the file, and its part.
fn split(table: &Table, parts: &SplitParts) -> BundleEntry {
    let mut of_rows = vec!["aside"; table.rows.len()];
    for (positions, name) in [
        (&parts.train, "train"),
        (&parts.validation, "validation"),
        (&parts.test, "test"),
    ] {
        positions
            .iter()
            .for_each(|&position| of_rows[position as usize] = name);
    }
    let mut text = String::from("row,part\n");
    for (row, part) in table.rows.iter().zip(of_rows) {
        text.push_str(&format!("{row},{part}\n"));
    }
    (SPLIT.into(), text.into_bytes())
}
