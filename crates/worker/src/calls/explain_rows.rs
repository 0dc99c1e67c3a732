//! Explains the model's answers for many test rows, as a job.

use std::collections::HashSet;
use std::task::Poll;

use grove_engine::explain::{ManyRows, other_rows};
use grove_protocol::calls::{ExplainRows, RowsExplained};
use grove_protocol::report::EXPLAINED_AT_MOST;
use grove_recipe::error::StageError;

use crate::handle::{Handle, Handling, Job, JobStep};
use crate::session::Session;

impl Handle for ExplainRows {
    fn handle(self, session: &mut Session, _: &[u8]) -> Handling<Self> {
        session.pipeline.cancel();
        let fitted = &session.outcome()?.fitted;
        let taken = session.compared(fitted)?;
        let test: HashSet<u32> = taken.test.iter().copied().collect();
        let rows = (0..).zip(&taken.table.rows);
        let rows: Vec<u32> = rows
            .filter(|(_, number)| test.contains(number))
            .map(|(position, _)| position)
            .collect();
        let others = other_rows(taken);
        let wanted = self.rows.min(EXPLAINED_AT_MOST);
        let rows = ManyRows::begin(fitted, taken.table, (&rows, &others), wanted)?;
        Ok(session.begin(ExplainingRows {
            rows,
            is_done: false,
        }))
    }
}

struct ExplainingRows {
    rows: ManyRows,
    is_done: bool,
}

impl Job for ExplainingRows {
    type Call = ExplainRows;

    fn step(&mut self, _: &mut Session) -> Result<JobStep<ExplainRows>, StageError> {
        if self.is_done {
            return Ok(JobStep::Answer(()));
        }
        if let Poll::Ready(explained) = self.rows.work.poll() {
            explained?;
            self.is_done = true;
        }
        let now = self.rows.work.progress();
        Ok(JobStep::Progress(RowsExplained {
            // The last rows are sent at once, before the answer.
            done: if self.is_done {
                now.total
            } else {
                now.done.min(now.total.saturating_sub(1))
            },
            total: now.total,
            report: self.rows.take(),
        }))
    }
}
