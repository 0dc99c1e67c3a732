//! How the store's answers change the state, and its notifications: a run was stored, or another tab changed something.

use std::rc::Rc;

use super::{RunChoices, Runs, RunsNotice, RunsView, with_news};
use crate::ui::charts::number::counted;
use crate::ui::state::{CenterView, Notice, PendingAnswer, State, Ticket, Waiting};
use grove_protocol::Request;
use grove_protocol::call::{CallEvent, EventOf, Never};
use grove_protocol::calls::{
    CompareRuns, DeleteRuns, DeleteVersion, ExportRuns, ImportRuns, Imported, OpenRun,
    RegisterModel, RestoreRuns, SetAlias, UseVersion,
};
use grove_protocol::tracking::{Notification, RegisteredModel, RunsNews, StoreError};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

impl Runs {
    pub(in crate::ui::state) fn asked(&mut self, ticket: Ticket, question: Request) {
        self.error = None;
        if let Request::UseVersion(UseVersion { version }) = &question {
            self.in_use = Some((version.clone(), None));
            self.prefers_trained = false;
        }
        self.asked.insert(ticket, question);
    }

    /// Handles a crash of the engine that was asked.
    pub(in crate::ui::state) fn crashed(&mut self) {
        self.asked.clear();
        self.compared_so_far = None;
        self.in_use = None;
    }

    /// Takes what has changed in the list; `question` is what changed it, where that was asked for here.
    fn take_news(&mut self, news: RunsNews, question: Option<&Request>) {
        let before = if news.anew { &[] } else { &self.rows[..] };
        self.rows = Rc::new(with_news(before, news.runs, &news.gone));
        self.known = Rc::new(RunChoices::of(&self.rows));
        self.models = Rc::new(news.models);
        self.usage = Some(news.usage);
        for id in &news.gone {
            self.selected.remove(id);
        }
        // What is gone no longer counts.
        self.exported = self.exported.min(self.rows.len());
        if let Some(question) = question {
            self.changed(question);
        }
        self.find();
        self.derive();
    }

    /// Handles the list that follows a change of runs.
    fn changed(&mut self, question: &Request) {
        match question {
            Request::DeleteRuns(DeleteRuns { runs }) => {
                let text = [
                    &counted(runs.len() as u64, "run was", "runs were"),
                    " deleted.",
                ];
                self.notice = Some(RunsNotice {
                    text: text.concat(),
                    undo: runs.clone(),
                });
                self.deselect();
                if self.view == RunsView::Opened {
                    self.view = RunsView::Kept;
                }
            }
            Request::RestoreRuns(RestoreRuns { runs }) => {
                let text = [&counted(runs.len() as u64, "run is", "runs are"), " back."];
                self.notice = Some(RunsNotice::from(text.concat()));
                self.deselect();
            }
            Request::PurgeRuns(_) => {
                self.notice = Some(RunsNotice::from(
                    "The deleted runs are gone for good.".to_string(),
                ));
                self.deselect();
            }
            _ => {}
        }
    }
}

impl State {
    /// Takes the answer to a call to the store, with the question. Shows why there is none.
    pub(in crate::ui::state) fn store_answer<P, A>(
        &mut self,
        ticket: Ticket,
        told: CallEvent<P, A>,
    ) -> Option<(Request, A)> {
        let answer = told.answer()?;
        let runs = Rc::make_mut(&mut self.runs);
        let question = runs.asked.remove(&ticket)?;
        if matches!(question, Request::CompareRuns(_)) {
            runs.compared_so_far = None;
        }
        match answer {
            Ok(answer) => Some((question, answer)),
            Err(why) => {
                let error = why.store_failure()?;
                let predicts = self.place == CenterView::Stage(Stage::Predict);
                if predicts && matches!(question, Request::UseVersion(_)) {
                    // The error is shown where the model would have been used.
                    let StoreError { problem, advice } = error;
                    self.failed(None, StageError::new(Stage::Predict, problem, advice));
                } else {
                    runs.error = Some(Rc::new(error));
                }
                if matches!(question, Request::OpenRun(_)) {
                    self.wanted = None;
                }
                None
            }
        }
    }

    pub(in crate::ui::state) fn runs_told(
        &mut self,
        ticket: Ticket,
        told: CallEvent<Never, RunsNews>,
    ) {
        if let Some((question, news)) = self.store_answer(ticket, told) {
            Rc::make_mut(&mut self.runs).take_news(news, Some(&question));
        }
    }

    pub(in crate::ui::state) fn models_told(
        &mut self,
        ticket: Ticket,
        told: CallEvent<Never, Vec<RegisteredModel>>,
    ) {
        if let Some((question, models)) = self.store_answer(ticket, told) {
            let runs = Rc::make_mut(&mut self.runs);
            runs.notice = registered(&question, &models).map(RunsNotice::from);
            runs.models = Rc::new(models);
        }
    }

    pub(in crate::ui::state) fn run_opened(&mut self, ticket: Ticket, told: EventOf<OpenRun>) {
        if let Some((_, detail)) = self.store_answer(ticket, told) {
            let runs = Rc::make_mut(&mut self.runs);
            runs.opened = Some(Rc::from(detail));
            runs.view = RunsView::Opened;
            self.wanted = None;
        }
    }

    pub(in crate::ui::state) fn comparison_told(
        &mut self,
        ticket: Ticket,
        told: EventOf<CompareRuns>,
    ) {
        if let CallEvent::Progress(done) = &told
            && self.runs.asked.contains_key(&ticket)
        {
            Rc::make_mut(&mut self.runs).compared_so_far = Some((done.done, done.total));
        }
        if let Some((_, Some(comparison))) = self.store_answer(ticket, told) {
            let runs = Rc::make_mut(&mut self.runs);
            runs.comparison = Some(Rc::new(comparison));
            runs.view = RunsView::Compared;
        }
    }

    pub(in crate::ui::state) fn version_told(&mut self, ticket: Ticket, told: EventOf<UseVersion>) {
        let answer = self.store_answer(ticket, told);
        let Some((Request::UseVersion(UseVersion { version }), summary)) = answer else {
            return;
        };
        let summary = Rc::new(summary);
        Rc::make_mut(&mut self.runs).in_use = Some((version, Some(Rc::clone(&summary))));
        self.forget_failure(Stage::Predict);
        self.model = PendingAnswer {
            waits: Waiting::NOTHING,
            answer: Some(summary),
        };
        self.prediction = PendingAnswer::NOTHING;
        if self.place == CenterView::Runs {
            self.turn_to(Stage::Predict);
        }
    }

    pub(in crate::ui::state) fn exported(&mut self, ticket: Ticket, told: EventOf<ExportRuns>) {
        if self.store_answer(ticket, told).is_some() {
            let runs = Rc::make_mut(&mut self.runs);
            runs.exported = runs.rows.len();
        }
    }

    pub(in crate::ui::state) fn imported(&mut self, ticket: Ticket, told: EventOf<ImportRuns>) {
        if let Some((_, imported)) = self.store_answer(ticket, told) {
            let runs = Rc::make_mut(&mut self.runs);
            runs.notice = Some(RunsNotice::from(in_words(&imported)));
            self.brought = imported.visit;
        }
    }

    /// The engine told something unasked.
    pub(in crate::ui::state) fn notified(&mut self, notification: Notification) {
        let runs = Rc::make_mut(&mut self.runs);
        match notification {
            Notification::Runs(news) => {
                // A run that could not be stored in time may be stored later.
                runs.not_kept &= news.runs.is_empty();
                runs.take_news(news, None);
            }
            Notification::NotKept(error) => {
                // The notice is shown in every view.
                let text = [
                    "The run has finished, but is not kept. ",
                    &error.problem,
                    " ",
                    &error.advice,
                ];
                self.notice = Some(Notice::from(text.concat()));
                runs.not_kept = true;
                runs.error = Some(Rc::new(error));
            }
            Notification::Unreadable(error) => runs.error = Some(Rc::new(error)),
        }
    }
}

/// Describes a change of a registered model.
fn registered(question: &Request, models: &[RegisteredModel]) -> Option<String> {
    match question {
        Request::RegisterModel(RegisterModel { model, .. }) => {
            let known = models.iter().find(|known| known.name == *model)?;
            let version = known.versions.last()?.version.to_string();
            Some(["The run’s model is version ", &version, " of ", model, "."].concat())
        }
        Request::SetAlias(SetAlias { version, alias }) => {
            let number = version.version.to_string();
            Some(
                [
                    "Version ",
                    &number,
                    " of ",
                    &version.model,
                    " is the ",
                    alias,
                    ".",
                ]
                .concat(),
            )
        }
        Request::DeleteVersion(DeleteVersion { version }) => {
            let number = version.version.to_string();
            Some(["Version ", &number, " of ", &version.model, " is deleted."].concat())
        }
        _ => None,
    }
}

fn in_words(imported: &Imported) -> String {
    let mut words = [
        &counted(imported.runs, "run", "runs"),
        ", ",
        &counted(
            imported.versions,
            "version of a model",
            "versions of models",
        ),
        " and ",
        &counted(imported.tables, "table", "tables"),
        " were taken over",
    ]
    .concat();
    if imported.known > 0 {
        words.push_str("; ");
        words.push_str(&counted(
            imported.known,
            "was here already",
            "were here already",
        ));
    }
    words.push('.');
    for refused in &imported.refused {
        words.push(' ');
        words.push_str(refused);
    }
    words
}
