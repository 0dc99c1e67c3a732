//! The opening of a file: for the first time, or again with other choices.

use std::rc::Rc;

use super::edits::{proposed, refitted};
use super::engine::EngineJob;
use super::planes::Planes;
use super::{
    CenterView, EngineWish, FinishedStage, History, PendingAnswer, Profiles, State, Ticket, Waiting,
};
use grove_protocol::call::{CallEvent, Done, Unanswered};
use grove_protocol::report::StageReport;
use grove_recipe::columns::DataSummary;
use grove_recipe::link::DataSource;
use grove_recipe::stage::{PATH, Stage, keys};
use grove_recipe::{Load, Recipe};

#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// Whether the engine was sent the file; before, the file is on its way to the page.
    pub sent: bool,
    pub name: Rc<str>,
    pub source: DataSource,
    /// Whether the open file is read again: until the answer it stays as it is.
    pub again: bool,
    pub load: Load,
    pub done: u32,
    pub total: u32,
}

/// Choices with which a file could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    pub load: Load,
    /// Whether it was the open file, which is still there as it was read before.
    pub again: bool,
}

impl Opening {
    pub(super) fn awaited(name: Rc<str>, source: DataSource) -> Self {
        Self {
            sent: false,
            name,
            source,
            again: false,
            load: Load::default(),
            done: 0,
            total: 0,
        }
    }

    pub(super) fn sent(name: Rc<str>, load: Load, source: DataSource) -> Self {
        Self {
            sent: true,
            load,
            ..Self::awaited(name, source)
        }
    }

    /// Returns whether this file was chosen, and is not yet sent to the engine.
    pub(super) fn awaits(&self, name: &str) -> bool {
        !self.sent && *self.name == *name
    }

    /// Returns whether the file is still being made.
    pub fn making(&self) -> bool {
        !self.sent && matches!(self.source, DataSource::Synthetic(_))
    }

    /// Describes the progress, without a full stop.
    pub fn told(&self) -> String {
        let verb = match self.again {
            _ if self.making() => "Making",
            true => "Reading",
            false => "Opening",
        };
        format!("{verb} {}", self.name)
    }

    /// Returns the percentage that is done, if known.
    pub fn percent(&self) -> Option<u32> {
        (self.total > 0).then(|| self.done * 100 / self.total)
    }
}

impl State {
    /// Returns the choices with which the open file has to be read again, if the recipe's differ from those it was read
    /// with.
    pub fn reading_wanted(&self) -> Option<Load> {
        let wanted = &self.recipe()?.load;
        let data = self.data.as_ref()?;
        let now = match self.engine.opening() {
            Some(opening) if opening.again => &opening.load,
            Some(_) => return None,
            None => &data.load,
        };
        let refused = self.refused.as_ref().map(|refused| &refused.load);
        let free = self.engine.may(EngineWish::Read);
        (free && wanted != now && Some(wanted) != refused).then(|| wanted.clone())
    }

    /// Records that the open file is read again.
    pub(super) fn read_again(&mut self, ticket: Ticket, load: Load) {
        let name = self.data.as_ref().map_or("", |data| &data.name).into();
        self.forget_failure(Stage::Load);
        self.refused = None;
        let opening = Opening {
            again: true,
            ..Opening::sent(name, load, self.source.clone())
        };
        self.engine.begin(ticket, EngineJob::Opening(opening));
    }

    /// Handles a stop of the reading: the open file stays as it was, and the recipe gets back the choices for it.
    pub(super) fn opening_stopped(&mut self) {
        self.engine.awaited = None;
        if let Some(EngineJob::Opening(_)) = self.engine.job()
            && let Some(EngineJob::Opening(opening)) = self.engine.forget_job()
        {
            self.reading_stopped(&opening);
        }
    }

    pub(super) fn reading_stopped(&mut self, opening: &Opening) {
        if let (true, Some(data), Some(history)) = (opening.again, &self.data, &mut self.history) {
            let mut recipe = (**history.present()).clone();
            recipe.load = data.load.clone();
            history.settle();
            history.edit("load", recipe);
            history.settle();
        }
    }

    pub(super) fn opening_told(&mut self, ticket: Ticket, told: CallEvent<Done, DataSummary>) {
        match told {
            CallEvent::Begun => {}
            CallEvent::Progress(Done { done, total }) => {
                if let Some(EngineJob::Opening(opening)) = self.engine.job_of(ticket) {
                    (opening.done, opening.total) = (done, total);
                }
            }
            CallEvent::Answer(answer) => {
                if let Some(EngineJob::Opening(opening)) = self.engine.ended(ticket) {
                    self.opening_ended(opening, answer);
                }
            }
        }
    }

    fn opening_ended(&mut self, opening: Opening, answer: Result<DataSummary, Unanswered>) {
        let Opening {
            source,
            load,
            again,
            ..
        } = opening;
        match answer {
            Ok(summary) => {
                self.source = source;
                let before = self.recipe().cloned();
                self.opened(summary);
                self.drawn_opened(before);
                if !again || self.read_as_linked() {
                    self.link_met_data();
                }
                self.draft_unchecked();
            }
            Err(Unanswered::Failed(mut error)) => {
                // Shown where the person asked for it, whichever part of the engine found it.
                error.stage = Stage::Load;
                self.refused = Some(Refused { load, again });
                self.turn_to(Stage::Load);
                self.failed(None, error);
            }
            Err(_) => {}
        }
    }

    /// Handles an opened file. The same bytes keep the recipe and the results; another file starts without them.
    fn opened(&mut self, summary: DataSummary) {
        let summary = Rc::new(summary);
        self.refused = None;
        let before = self.data.clone();
        match (&mut self.history, &before) {
            (Some(history), Some(before)) if before.sha256 == summary.sha256 => {
                // With other choices, the columns may change.
                if let Some(recipe) = refitted(history.present(), before, &summary, &self.source) {
                    history.edit("load", recipe);
                }
                if self.place == CenterView::Welcome {
                    self.place = self.take_wanted();
                }
            }
            (history, _) => {
                let recipe = history.as_ref().map(History::present);
                let before = recipe.map(Rc::as_ref).zip(before.as_deref());
                let proposed = proposed(&summary, &self.source, before);
                self.history = Some(History::new(proposed));
                self.finished = [const { None }; PATH.len()];
                self.scores_before = None;
                self.tree = PendingAnswer::NOTHING;
                self.profiles = Profiles::default();
                self.planes = Planes::default();
                self.proposals = PendingAnswer::NOTHING;
                self.remembering = Waiting::NOTHING;
                self.similar = PendingAnswer::NOTHING;
                self.failures.clear();
                self.notice = None;
                self.place = self.take_wanted();
            }
        }
        self.take_table(summary);
    }

    /// Records the table as the output of load.
    pub(super) fn take_table(&mut self, summary: Rc<DataSummary>) {
        let Some(recipe) = self.recipe() else { return };
        let mut read = Recipe::clone(recipe);
        read.load = summary.load.clone();
        self.finished[Stage::Load as usize] = Some(FinishedStage {
            key: Some(keys(&read)[Stage::Load as usize]),
            recipe: Rc::new(read),
            report: Rc::new(StageReport::of_load((*summary).clone())),
            milliseconds: None,
        });
        self.data = Some(summary);
    }

    /// Changes the choices for a file that could not be read.
    pub(super) fn refused_edited(&mut self, load: Load) {
        if let Some(refused) = &mut self.refused {
            refused.load = load;
        }
    }
}
