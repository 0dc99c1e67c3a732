//! Work that would be lost if the page were left now.

use super::State;

impl State {
    /// Returns whether leaving the page loses work: a run or a search of the person is under way, or there are results
    /// that the browser does not keep and that were not exported.
    pub fn is_unsaved(&self) -> bool {
        let running = self.engine.run().is_some_and(|run| !run.preview);
        running || self.engine.searching().is_some() || self.runs.would_be_lost()
    }
}
