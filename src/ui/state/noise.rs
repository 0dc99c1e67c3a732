//! Whether what a change moved is more than chance: the page compares the run with the one before by itself.

use std::rc::Rc;

use super::before::same_rows;
use super::{EngineWish, State, Ticket, Waiting};
use grove_protocol::call::EventOf;
use grove_protocol::calls::CompareRuns;
use grove_protocol::report::Detail;
use grove_protocol::tracking::{MetricDelta, RunComparison, RunId};
use grove_recipe::Recipe;
use grove_recipe::stage::Stage;

/// The most test rows for a comparison that nobody asked for. It takes well under a second.
const ROWS_AT_MOST: u32 = 20_000;

/// How many of the latest runs are searched for the two that are compared.
const LATEST: usize = 20;

/// The run before and the present one, oldest first.
type Pair = [RunId; 2];

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Noise {
    asked: Waiting<Pair>,
    /// `None` where the runs cannot be compared, so that it is not asked again.
    known: Option<(Pair, Option<Rc<RunComparison>>)>,
}

impl Noise {
    pub(super) fn asked(&mut self, ticket: Ticket, runs: Pair) {
        self.asked.ask(ticket, runs);
    }

    /// Takes an answer, if it is to this question; returns whether it was.
    pub(super) fn told(&mut self, ticket: Ticket, told: &EventOf<CompareRuns>) -> bool {
        if !self.asked.is(ticket) {
            return false;
        }
        if let Some(answer) = told.clone().answer() {
            let comparison = answer.ok().flatten().map(Rc::new);
            self.known = self.asked.answered(ticket).map(|runs| (runs, comparison));
        }
        true
    }

    /// Handles the end of an engine.
    pub(super) fn forget(&mut self) {
        self.asked.forget();
    }
}

impl State {
    /// Returns the stored runs to compare next, so that the page can say whether a difference is more than chance.
    pub fn noise_wanted(&self) -> Option<[RunId; 2]> {
        if self.noise.asked.is_some() || !self.engine.may(EngineWish::Ask) {
            return None;
        }
        let rows = match &self.report(Stage::Evaluate)?.detail {
            Detail::Evaluate(evaluation) => evaluation.rows,
            _ => return None,
        };
        let pair = self.pair().filter(|_| rows <= ROWS_AT_MOST)?;
        let known = self.noise.known.as_ref();
        known
            .is_none_or(|(about, _)| *about != pair)
            .then_some(pair)
    }

    /// Returns how the scores differ from those of the run before, with intervals, where that is known.
    pub(super) fn deltas(&self) -> Option<Vec<MetricDelta>> {
        let (about, comparison) = self.noise.known.as_ref()?;
        let deltas = &comparison.as_ref()?.runs.last()?.deltas;
        (self.pair()? == *about).then(|| deltas.clone())
    }

    /// Returns the run before and that of the present scores, if both are stored and have the same test rows.
    fn pair(&self) -> Option<Pair> {
        let (before, now) = self.two_runs()?;
        let (before, now) = (&*before.recipe, now);
        if before == now || !same_rows(before, now) {
            return None;
        }
        let (before, now) = (self.stored(before)?, self.stored(now)?);
        Some([before, now])
    }

    /// Returns the latest stored run with such a recipe.
    fn stored(&self, recipe: &Recipe) -> Option<RunId> {
        let latest = self.runs.rows.iter().rev().take(LATEST);
        let same = |stored: &Recipe| {
            // A stored recipe says what was detected in the file.
            let mut stored = stored.clone();
            stored.load = recipe.load.clone();
            stored == *recipe
        };
        latest
            .map(|row| &row.info)
            .find(|run| run.deleted.is_none() && run.parent.is_none() && same(&run.recipe))
            .map(|run| run.id.clone())
    }
}
