//! The files of the load stage: `table.parquet`, `state.bin`. Canonical form: the table as CSV.

use grove_engine::load::Loaded;

use super::output::{FinishedRun, OutputFiles, StoredStage, state, table};
use crate::bundle::BundleEntry;
use crate::fingerprint::CanonicalBytes;

impl OutputFiles for Loaded {
    fn files(&self, _: &FinishedRun) -> Option<Vec<BundleEntry>> {
        Some(vec![table(&self.table), state(self)])
    }

    /// Without its table, which is needed by cleaning alone.
    fn read_back(stored: &StoredStage) -> Result<Self, String> {
        stored.state()
    }

    fn canonical(&self, form: &mut CanonicalBytes) {
        crate::table::write_to(&self.table, form);
    }
}
