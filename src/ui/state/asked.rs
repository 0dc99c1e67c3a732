//! How a question to the engine changes the state before it is answered.

use std::rc::Rc;

use super::engine::EngineJob;
use super::{CenterView, History, Opening, PendingRequest, RunInProgress, RunMode, State, Ticket};
use grove_recipe::stage::{Stage, keys};

impl State {
    pub(super) fn asked(&mut self, ticket: Ticket, question: PendingRequest) {
        match question {
            // The page already shows that there is no engine.
            PendingRequest::Open { .. } | PendingRequest::LoadModel
                if self.engine.is_unusable() => {}
            PendingRequest::Open { name, load } => {
                self.forget_failure(Stage::Load);
                self.refused = None;
                let awaited = self.engine.awaited.take();
                let awaited = awaited.filter(|opening| opening.awaits(&name));
                let source = awaited.map(|opening| opening.source).unwrap_or_default();
                let job = EngineJob::Opening(Opening::sent(name, load, source));
                self.engine.begin(ticket, job);
            }
            // The error on which the engine failed stays visible.
            PendingRequest::Reopen { name, load } => {
                let job = EngineJob::Opening(Opening::sent(name, load, self.source.clone()));
                self.engine.begin(ticket, job);
            }
            PendingRequest::Read { load } => self.read_again(ticket, load),
            PendingRequest::Run {
                recipe,
                through,
                mode,
            } => {
                if mode == RunMode::Preview {
                    self.failures
                        .retain(|failure| failure.error.stage > through);
                    self.previewed = keys(&recipe).get(through as usize).copied();
                } else {
                    self.failures
                        .retain(|failure| failure.error.stage == Stage::Predict);
                    self.notice = None;
                    self.runs_when_open = false;
                    self.change_history(History::settle);
                }
                let run = RunInProgress::begun(recipe, through, mode);
                self.engine.begin(ticket, EngineJob::Running(Box::new(run)));
            }
            PendingRequest::Cancel => self.stopping(),
            PendingRequest::Forget { from } => {
                self.engine.forget_job();
                self.provenance.forget();
                for finished in self.finished.iter_mut().skip(from as usize).flatten() {
                    finished.key = None;
                }
            }
            PendingRequest::Output { key } => self.provenance.asked(ticket, key),
            PendingRequest::CheckDraft => self.draft_asked(ticket),
            PendingRequest::Share { recipe } => self.share_asked(ticket, recipe),
            PendingRequest::Estimate { recipe } => self.estimates.asked(ticket, recipe),
            PendingRequest::Profile { subject } => self.profile_asked(ticket, subject),
            PendingRequest::Tree => self.tree.ask(ticket),
            PendingRequest::Plane { subject } => self.plane_asked(ticket, subject),
            PendingRequest::Propose => self.proposals.ask(ticket),
            PendingRequest::Remember => self.remembering.ask(ticket, ()),
            PendingRequest::Similar => {
                self.forget_failure(Stage::Clean);
                self.similar.ask(ticket);
            }
            PendingRequest::LoadModel => {
                self.forget_failure(Stage::Predict);
                self.prediction.answer = None;
                self.place = CenterView::Stage(Stage::Predict);
                self.model.ask(ticket);
            }
            PendingRequest::UseTrained => {
                self.forget_failure(Stage::Predict);
                Rc::make_mut(&mut self.runs).prefers_trained = true;
                self.model.ask(ticket);
            }
            PendingRequest::Prepare { format } => self.preparing_asked(ticket, format),
            PendingRequest::Predict => {
                self.forget_failure(Stage::Predict);
                // An old answer would stand below a new error.
                self.prediction.answer = None;
                self.prediction.ask(ticket);
            }
            PendingRequest::Search { recipe, scoring } => {
                self.search_asked(ticket, recipe, scoring);
            }
            PendingRequest::Trials { plan } => self.trials_asked(ticket, plan),
            PendingRequest::Tables { change, by_person } => {
                self.tables_asked(ticket, &change, by_person);
            }
            PendingRequest::Noise { runs } => self.noise.asked(ticket, runs),
            PendingRequest::Store(request) => Rc::make_mut(&mut self.runs).asked(ticket, *request),
        }
    }

    /// Records that the person stops the job. A run and a search report what is left of them once they have stopped.
    fn stopping(&mut self) {
        self.opening_stopped();
        match self.engine.job_mut() {
            Some(EngineJob::Running(run)) => run.stopping = true,
            Some(EngineJob::Searching(searching)) => searching.stopping = true,
            Some(EngineJob::Trying(trying)) => trying.stopping = true,
            Some(EngineJob::Profiling(_) | EngineJob::Preparing(_)) => {
                if let Some(EngineJob::Profiling(profiling)) = self.engine.forget_job() {
                    self.profiles.stopped(profiling);
                }
            }
            Some(EngineJob::Opening(_)) | None => {}
        }
    }
}
