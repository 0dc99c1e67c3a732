//! The files of the clean stage: `table.parquet`, `state.bin`. Canonical form: the table as the CSV file that can be
//! downloaded.

use grove_engine::clean::Cleaned;

use super::output::{FinishedRun, OutputFiles, STATE, StoredStage, state, table};
use crate::bundle::BundleEntry;
use crate::fingerprint::CanonicalBytes;

impl OutputFiles for Cleaned {
    fn files(&self, _: &FinishedRun) -> Option<Vec<BundleEntry>> {
        Some(vec![table(&self.table), state(self)])
    }

    fn read_back(stored: &StoredStage) -> Result<Self, String> {
        let mut cleaned: Cleaned = stored.state()?;
        cleaned.table = stored.table()?;
        cleaned
            .validate(stored.recipe)
            .map_err(|why| stored.wrong(STATE, &why))?;
        Ok(cleaned)
    }

    fn canonical(&self, form: &mut CanonicalBytes) {
        crate::table::write_to(&self.table, form);
    }
}
