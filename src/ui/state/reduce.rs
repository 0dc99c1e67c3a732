//! The one place where the page's state changes. Pure: it needs no browser, clock or worker.

use std::rc::Rc;

use super::edits::Origin;
use super::engine::EngineJob;
use super::{Action, CenterView, History, Life, Opening, PendingAnswer, StageFailure, State};
use grove_recipe::error::StageError;
use grove_recipe::stage::{Key, Stage};

/// Returns the state after an action.
pub fn reduce(state: State, action: Action) -> State {
    let shown = (state.place, state.runs.view);
    let by_address = matches!(action, Action::AddressTurned(_));
    let address = action.turns_page().then(|| state.address());
    let mut state = reduced(state, action);
    if state.place != CenterView::Stage(Stage::Predict) {
        state.row_taken = None;
    }
    if !by_address && (state.place, state.runs.view) != shown {
        state.wanted = None;
    }
    if address.is_some_and(|before| before != state.address()) {
        state.turns = state.turns.wrapping_add(1);
    }
    state
}

fn reduced(mut state: State, action: Action) -> State {
    match action {
        Action::EngineReady => state.engine.life = Life::Ready,
        Action::EngineEnded { ending, waits } => state.engine_ended(&ending, waits),
        Action::EngineRefused { message } => {
            state.engine.life = Life::Unusable(message.into());
            state.engine.awaited = None;
            if let Some(EngineJob::Profiling(profiling)) = state.engine.forget_job() {
                state.profiles.stopped(profiling);
            }
            state.estimates.crashed();
            Rc::make_mut(&mut state.runs).crashed();
        }
        // The page already shows that there is no engine.
        Action::FileAwaited { .. } if state.engine.is_unusable() => {}
        Action::FileAwaited { name, source } => {
            state.forget_failure(Stage::Load);
            state.runs_when_open = false;
            state.engine.awaited = Some(Opening::awaited(name.into(), source));
        }
        Action::RunAwaited => state.runs_when_open = state.engine.awaited.is_some(),
        Action::Asked { ticket, question } => state.asked(ticket, question),
        Action::Told {
            ticket,
            response,
            at,
        } => state.told(ticket, *response, at),
        Action::Notified(notification) => state.notified(*notification),
        Action::RecipeEdited { field, edit } => state.edited(field, edit),
        Action::RecipeLoaded(recipe) => {
            state.take_over(*recipe, Origin::File);
        }
        Action::DraftWritten(text) => state.written(text),
        Action::DraftApplied => state.draft_applied(),
        Action::DraftReverted => state.draft = None,
        Action::LinkRead(link) => state.link_read(*link),
        Action::Continued(link) => state.continued(*link),
        Action::LinkDropped => state.linked = None,
        Action::ShareClosed => state.sharing = None,
        Action::Undone => state.change_history(History::undo),
        Action::Redone => state.change_history(History::redo),
        Action::ExamplesSwitched(examples) => state.take_home.examples_switched(examples),
        Action::Runs(handled) => state.runs_handled(handled),
        Action::PlaceChosen(place) => {
            state.place = place;
            state.unfollow();
        }
        Action::RowTaken(number) => {
            state.row_taken = Some(number);
            state.place = CenterView::Stage(Stage::Predict);
            state.unfollow();
        }
        Action::AddressTurned(address) => state.address_turned(&address),
        Action::PlaneChosen(names) => state.planes.names = names,
        Action::PointsDrawn(points) => state.drawn = points,
        Action::TreeClosed => state.tree = PendingAnswer::NOTHING,
        Action::ProvenanceTurned(open) => state.provenance.open = open,
        Action::ProposalsClosed => state.proposals = PendingAnswer::NOTHING,
        Action::ProblemFound(error) => {
            if error.stage == Stage::Load {
                state.engine.awaited = None;
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
    pub(super) fn failed(&mut self, key: Option<Key>, error: StageError) {
        self.forget_failure(error.stage);
        self.failures.push(StageFailure {
            key,
            error: Rc::new(error),
            preview: false,
        });
    }

    /// Shows a stage, if there is anything to show.
    pub(super) fn turn_to(&mut self, stage: Stage) {
        if self.data.is_some() || stage == Stage::Predict {
            self.place = CenterView::Stage(stage);
        }
    }

    /// Stays at the chosen panel, whatever the run under way does next.
    pub(super) fn unfollow(&mut self) {
        if let Some(EngineJob::Running(run)) = self.engine.job_mut() {
            run.unfollowed = true;
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
