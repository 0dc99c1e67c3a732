//! What a question to the engine changes before it is answered.

use std::rc::Rc;

use super::engine::Job;
use super::{History, Opening, Place, Question, Run, State, Ticket};
use grove_recipe::stage::{Stage, keys};

impl State {
    pub(super) fn asked(&mut self, ticket: Ticket, question: Question) {
        match question {
            // The page says already that there is no engine.
            Question::Open { .. } | Question::LoadModel if self.engine.is_unusable() => {}
            Question::Open { name, load } => {
                self.forget_failure(Stage::Load);
                self.refused = None;
                let awaited = self.engine.awaited.take();
                let awaited = awaited.filter(|opening| opening.awaits(&name));
                let source = awaited.map(|opening| opening.source).unwrap_or_default();
                let job = Job::Opening(Opening::sent(name, load, source));
                self.engine.begin(ticket, job);
            }
            // What the engine broke on is still to be read.
            Question::Reopen { name, load } => {
                let job = Job::Opening(Opening::sent(name, load, self.source.clone()));
                self.engine.begin(ticket, job);
            }
            Question::Read { load } => self.read_again(ticket, load),
            Question::Run {
                recipe,
                through,
                preview,
            } => {
                if preview {
                    self.failures
                        .retain(|failure| failure.error.stage > through);
                    self.previewed = keys(&recipe).get(through as usize).copied();
                } else {
                    self.failures
                        .retain(|failure| failure.error.stage == Stage::Predict);
                    self.notice = None;
                    self.change_history(History::settle);
                }
                let run = Run::begun(recipe, through, preview);
                self.engine.begin(ticket, Job::Running(Box::new(run)));
            }
            Question::Cancel => self.stopping(),
            Question::Forget { from } => {
                self.engine.forget_job();
                self.provenance.forget();
                for finished in self.finished.iter_mut().skip(from as usize).flatten() {
                    finished.key = None;
                }
            }
            Question::Output { key } => self.provenance.asked(ticket, key),
            Question::CheckDraft => self.draft_asked(ticket),
            Question::Share { recipe } => self.share_asked(ticket, recipe),
            Question::Estimate { recipe } => self.estimates.asked(ticket, recipe),
            Question::Profile { subject } => self.profile_asked(ticket, subject),
            Question::Tree => self.tree.ask(ticket),
            Question::Propose => self.proposals.ask(ticket),
            Question::Remember => self.remembering.ask(ticket, ()),
            Question::Similar => {
                self.forget_failure(Stage::Clean);
                self.similar.ask(ticket);
            }
            Question::LoadModel => {
                self.forget_failure(Stage::Predict);
                self.place = Place::Stage(Stage::Predict);
                self.model.ask(ticket);
            }
            Question::UseTrained => {
                self.forget_failure(Stage::Predict);
                Rc::make_mut(&mut self.runs).prefers_trained = true;
                self.model.ask(ticket);
            }
            Question::Prepare { format } => self.preparing_asked(ticket, format),
            Question::Predict => {
                self.forget_failure(Stage::Predict);
                self.prediction.ask(ticket);
            }
            Question::Search { recipe, scoring } => self.search_asked(ticket, recipe, scoring),
            Question::Store(request) => Rc::make_mut(&mut self.runs).asked(ticket, request),
        }
    }

    /// The person stops what is under way. A run and a search tell what is left of them once they have stopped.
    fn stopping(&mut self) {
        self.opening_stopped();
        match self.engine.job_mut() {
            Some(Job::Running(run)) => run.stopping = true,
            Some(Job::Searching(searching)) => searching.stopping = true,
            Some(Job::Profiling(_) | Job::Preparing(_)) => {
                if let Some(Job::Profiling(profiling)) = self.engine.forget_job() {
                    self.profiles.stopped(profiling);
                }
            }
            Some(Job::Opening(_)) | None => {}
        }
    }
}
