//! The check stage has no files but its report. Canonical form: the findings as JSON.

use grove_engine::check::CheckResult;
use grove_protocol::report::Detail;

use super::REPORT;
use super::output::{FinishedRun, OutputFiles, StoredStage};
use crate::bundle::BundleEntry;
use crate::fingerprint::CanonicalBytes;

impl OutputFiles for CheckResult {
    fn files(&self, _: &FinishedRun) -> Option<Vec<BundleEntry>> {
        Some(Vec::new())
    }

    fn read_back(stored: &StoredStage) -> Result<Self, String> {
        let Detail::Check(report) = stored.report()?.detail else {
            return Err(stored.wrong(REPORT, "it is of another stage"));
        };
        Ok(CheckResult {
            report,
            stop: None,
            check: stored.recipe.check.clone(),
        })
    }

    fn canonical(&self, form: &mut CanonicalBytes) {
        serde_json::to_writer(form, &self.report).expect("a report holds nothing that JSON cannot");
    }
}
