//! The one place where the page's state changes. Pure: no web, no clock, no worker.

use std::rc::Rc;

use super::edits::Origin;
use super::{Action, Asked, Engine, Failure, History, Opening, Pace, Place, Question, Run, State};
use grove_recipe::error::StageError;
use grove_recipe::stage::{Key, Stage, keys};

/// The state after something happened.
pub fn reduce(mut state: State, action: Action) -> State {
    match action {
        Action::EngineReady => state.engine = Engine::Ready,
        Action::EngineEnded { ending, waits } => state.engine_ended(&ending, waits),
        Action::EngineRefused { message } => {
            state.engine = Engine::Unusable(message.into());
            state.opening = None;
            state.run = None;
            state.estimates.crashed();
            state.profiles.stopped();
            Rc::make_mut(&mut state.runs).crashed();
        }
        // The page says already that there is no engine.
        Action::FileAwaited { .. } if matches!(state.engine, Engine::Unusable(_)) => {}
        Action::FileAwaited { name, source } => {
            state.forget_failure(Stage::Load);
            state.opening = Some(Opening::awaited(name.into(), source));
        }
        Action::Asked { id, question } => state.asked(id, question),
        Action::Answered { id, response } => state.answered(id, *response),
        Action::Progressed { id, responses, at } => {
            for response in responses {
                state.answered(id, response);
            }
            if let Some(run) = state.run.as_mut().filter(|run| run.id == id) {
                run.pace.look(run.done, at);
            }
        }
        Action::RecipeEdited { field, edit } => state.edited(field, edit),
        Action::RecipeLoaded(recipe) => {
            state.take_over(*recipe, Origin::File);
        }
        Action::DraftWritten(text) => state.written(text),
        Action::DraftApplied => state.draft_applied(),
        Action::DraftReverted => state.draft = None,
        Action::LinkRead(link) => state.link_read(*link),
        Action::LinkDropped => state.linked = None,
        Action::ShareClosed => state.sharing = None,
        Action::Undone => state.change_history(History::undo),
        Action::Redone => state.change_history(History::redo),
        Action::ExamplesSwitched(examples) => state.take_home.examples_switched(examples),
        Action::Runs(handled) => state.runs_handled(handled),
        Action::PlaceChosen(place) => {
            state.place = place;
            if let Some(run) = &mut state.run {
                run.unfollowed = true;
            }
        }
        Action::TreeClosed => state.tree = Asked::NOTHING,
        Action::ProvenanceTurned(open) => state.provenance.open = open,
        Action::ProposalsClosed => state.proposals = Asked::NOTHING,
        Action::ProblemFound(error) => {
            if error.stage == Stage::Load {
                state.opening = None;
            }
            state.turn_to(error.stage);
            state.failed(None, error);
        }
        Action::ProblemDismissed(stage) => state.forget_failure(stage),
        Action::NoticeDismissed => state.notice = None,
    }
    state
}

impl State {
    fn asked(&mut self, id: u32, question: Question) {
        let ends_search = matches!(
            question,
            Question::Open { .. }
                | Question::Read { .. }
                | Question::Run { .. }
                | Question::Profile { .. }
        );
        if ends_search && self.runs.searching.is_some() {
            Rc::make_mut(&mut self.runs).searching = None;
        }
        // The engine gives no word of a file that it stops making for one of these.
        if ends_search || matches!(question, Question::Search { .. } | Question::Forget { .. }) {
            self.take_home.stopped();
        }
        match question {
            // The page says already that there is no engine.
            Question::Open { .. } | Question::LoadModel
                if matches!(self.engine, Engine::Unusable(_)) => {}
            Question::Open { name, load } => {
                self.forget_failure(Stage::Load);
                self.refused = None;
                // The engine ends a run that is about other data.
                self.run = None;
                self.profiles.replaced();
                let awaited = self.opening.take().filter(|opening| opening.awaits(&name));
                let source = awaited.map(|opening| opening.source).unwrap_or_default();
                self.opening = Some(Opening::sent(id, name, load, source));
            }
            // What the engine broke on is still to be read.
            Question::Reopen { name, load } => {
                let source = self.source.clone();
                self.opening = Some(Opening::sent(id, name, load, source));
            }
            Question::Read { load } => self.read_again(id, load),
            Question::Run {
                recipe,
                through,
                preview,
            } => {
                let keys = keys(&recipe);
                if preview {
                    self.failures
                        .retain(|failure| failure.error.stage > through);
                    self.previewed = keys.get(through as usize).copied();
                } else {
                    self.failures
                        .retain(|failure| failure.error.stage == Stage::Predict);
                    self.notice = None;
                    self.change_history(History::settle);
                }
                self.profiles.replaced();
                self.run = Some(Run {
                    id,
                    through,
                    preview,
                    keys,
                    recipe,
                    stage: None,
                    done: 0,
                    total: 0,
                    fold: None,
                    pace: Pace::default(),
                    trees: Rc::default(),
                    cancelling: None,
                    unfollowed: false,
                });
            }
            Question::Cancel => {
                self.opening_stopped();
                if let Some(run) = &mut self.run {
                    run.cancelling = Some(id);
                }
                if self.runs.searching.is_some() {
                    Rc::make_mut(&mut self.runs).search_stopping(id);
                }
                self.profiles.stopped();
                self.take_home.stopped();
            }
            Question::Forget { from } => {
                self.run = None;
                self.provenance.forget();
                for finished in self.finished.iter_mut().skip(from as usize).flatten() {
                    finished.key = None;
                }
            }
            Question::Output { key } => self.provenance.asked(id, key),
            Question::CheckDraft => self.draft_asked(id),
            Question::Share { recipe } => self.share_asked(id, recipe),
            Question::Estimate { recipe } => self.estimates.asked(id, recipe),
            Question::Profile { subject } => self.profiles.asked(id, subject),
            Question::Tree => self.tree.id = Some(id),
            Question::Propose => self.proposals.id = Some(id),
            Question::Remember => self.remembering = Some(id),
            Question::Similar => {
                self.forget_failure(Stage::Clean);
                self.similar.id = Some(id);
            }
            Question::LoadModel => {
                self.forget_failure(Stage::Predict);
                self.place = Place::Stage(Stage::Predict);
                self.model.id = Some(id);
            }
            Question::UseTrained => {
                self.forget_failure(Stage::Predict);
                Rc::make_mut(&mut self.runs).prefers_trained = true;
                self.model.id = Some(id);
            }
            Question::Prepare { format } => {
                self.profiles.replaced();
                self.take_home.asked(id, format);
            }
            Question::Predict => {
                self.forget_failure(Stage::Predict);
                self.prediction.id = Some(id);
            }
            Question::Search { recipe, scoring } => self.search_asked(id, recipe, scoring),
            Question::Store(request) => Rc::make_mut(&mut self.runs).asked(id, request),
        }
    }

    pub(super) fn failed(&mut self, key: Option<Key>, error: StageError) {
        self.forget_failure(error.stage);
        self.failures.push(Failure {
            key,
            error: Rc::new(error),
            preview: false,
        });
    }

    /// Shows a stage, if there is anything to show.
    pub(super) fn turn_to(&mut self, stage: Stage) {
        if self.data.is_some() || stage == Stage::Predict {
            self.place = Place::Stage(stage);
        }
    }

    pub(super) fn forget_failure(&mut self, stage: Stage) {
        self.failures.retain(|failure| failure.error.stage != stage);
    }

    pub(super) fn change_history(&mut self, change: impl FnOnce(&mut History)) {
        if let Some(history) = &mut self.history {
            change(history);
        }
    }
}
