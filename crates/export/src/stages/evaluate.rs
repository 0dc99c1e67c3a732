//! The files of the evaluate stage: `model.grove`, `metrics.json`, `scores.json`, `predictions.csv`, `importances.csv`,
//! `confusion.csv`, `roc.csv`. Canonical form: the predictions on the test rows as the CSV file that can be downloaded.

use grove_engine::RunOutcome;

use super::output::{FinishedRun, OutputFiles};
use crate::bundle::BundleEntry;
use crate::fingerprint::CanonicalBytes;
use crate::{metrics, model, plots, predictions};

impl OutputFiles for RunOutcome {
    fn files(&self, _: &FinishedRun) -> Option<Vec<BundleEntry>> {
        let (evaluation, fitted) = (&self.evaluation, &self.fitted);
        let mut files = vec![
            ("model.grove", model::write(fitted)),
            ("metrics.json", metrics::write(evaluation, &fitted.recipe)),
            ("scores.json", plots::scores(evaluation)),
            ("predictions.csv", predictions::write(&self.predictions)),
            ("importances.csv", plots::importances(evaluation)),
        ];
        let confusion = plots::confusion(&self.predictions);
        files.extend(confusion.map(|confusion| ("confusion.csv", confusion)));
        files.extend(plots::roc(&self.predictions).map(|roc| ("roc.csv", roc)));
        let files = files.into_iter();
        Some(files.map(|(name, bytes)| (name.into(), bytes)).collect())
    }

    fn canonical(&self, form: &mut CanonicalBytes) {
        form.put(&predictions::write(&self.predictions));
    }
}
