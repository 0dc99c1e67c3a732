//! How the store's answers change the state. Those without a request are handled, too: another tab may have changed
//! something.

use std::rc::Rc;

use super::{RunChoices, Runs, RunsNotice, RunsView, with_news};
use crate::ui::charts::number::counted;
use crate::ui::state::{CenterView, Notice, PendingAnswer, State, Ticket, Waiting};
use grove_protocol::call::{ToldOf, Unanswered};
use grove_protocol::calls::Store;
use grove_protocol::tracking::{Imported, RegisteredModel, StoreAnswer, StoreError, StoreRequest};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

impl Runs {
    pub(in crate::ui::state) fn asked(&mut self, ticket: Ticket, request: StoreRequest) {
        self.error = None;
        if let StoreRequest::Use { version } = &request {
            self.in_use = Some((version.clone(), None));
            self.prefers_trained = false;
        }
        self.asked.insert(ticket, request);
    }

    /// Handles a crash of the engine that was asked.
    pub(in crate::ui::state) fn crashed(&mut self) {
        self.asked.clear();
        self.compared_so_far = None;
        self.in_use = None;
    }

    fn answered(&mut self, request: Option<StoreRequest>, answer: StoreAnswer) {
        if let Some(StoreRequest::Compare { .. }) = &request {
            self.compared_so_far = None;
        }
        match answer {
            StoreAnswer::Runs {
                anew,
                runs,
                gone,
                models,
                usage,
            } => {
                let before = if anew { &[] } else { &self.rows[..] };
                self.rows = Rc::new(with_news(before, runs, &gone));
                self.known = Rc::new(RunChoices::of(&self.rows));
                self.models = Rc::new(models);
                self.usage = Some(usage);
                for id in &gone {
                    self.selected.remove(id);
                }
                if let Some(request) = request {
                    self.changed(request);
                }
                self.find();
                self.derive();
            }
            StoreAnswer::Run(detail) => {
                self.opened = Some(Rc::new(*detail));
                self.view = RunsView::Opened;
            }
            StoreAnswer::Models(models) => {
                if let Some(request) = request {
                    self.notice = registered(&request, &models).map(RunsNotice::from);
                }
                self.models = Rc::new(models);
            }
            StoreAnswer::Compared(comparison) => {
                self.comparison = Some(Rc::new(comparison));
                self.view = RunsView::Compared;
            }
            StoreAnswer::Imported(imported) => {
                self.notice = Some(RunsNotice::from(in_words(&imported)));
            }
            StoreAnswer::NotKept(error) | StoreAnswer::Failed(error) => {
                self.error = Some(Rc::new(error));
            }
            StoreAnswer::Comparing { done, total } => {
                let waiting = self.awaits(|asked| matches!(asked, StoreRequest::Compare { .. }));
                self.compared_so_far = waiting.then_some((done, total));
            }
            StoreAnswer::Stopped | StoreAnswer::ModelInUse { .. } | StoreAnswer::Exported(_) => {}
        }
    }

    /// Handles the list that follows a change of runs.
    fn changed(&mut self, request: StoreRequest) {
        match request {
            StoreRequest::Delete { runs } => {
                let text = [
                    &counted(runs.len() as u64, "run was", "runs were"),
                    " deleted.",
                ];
                self.notice = Some(RunsNotice {
                    text: text.concat(),
                    undo: runs,
                });
                self.selected.clear();
                if self.view == RunsView::Opened {
                    self.view = RunsView::Kept;
                }
            }
            StoreRequest::Restore { runs } => {
                let text = [&counted(runs.len() as u64, "run is", "runs are"), " back."];
                self.notice = Some(RunsNotice::from(text.concat()));
                self.selected.clear();
            }
            StoreRequest::Purge => {
                self.notice = Some(RunsNotice::from(
                    "The deleted runs are gone for good.".to_string(),
                ));
                self.selected.clear();
            }
            _ => {}
        }
    }
}

impl State {
    pub(in crate::ui::state) fn store_told(&mut self, ticket: Ticket, told: ToldOf<Store>) {
        let Some(answer) = told.answer() else { return };
        let runs = Rc::make_mut(&mut self.runs);
        let Some(request) = runs.asked.remove(&ticket) else {
            return;
        };
        match answer {
            Ok(answer) => self.store_answered(Some(request), answer),
            Err(Unanswered::Failed(error)) => {
                let failed = StoreAnswer::Failed(StoreError {
                    problem: error.problem,
                    advice: error.advice,
                });
                self.store_answered(Some(request), failed);
            }
            Err(_) => {}
        }
    }

    /// Handles an answer without a request.
    pub(in crate::ui::state) fn store_answered(
        &mut self,
        request: Option<StoreRequest>,
        answer: StoreAnswer,
    ) {
        let runs = Rc::make_mut(&mut self.runs);
        if let StoreAnswer::NotKept(error) = &answer {
            // The notice is shown in every view.
            let text = [
                "The run has finished, but is not kept. ",
                &error.problem,
                " ",
                &error.advice,
            ];
            self.notice = Some(Notice::from(text.concat()));
        }
        match (answer, request) {
            (StoreAnswer::ModelInUse { version, summary }, _) => {
                let summary = Rc::new(summary);
                runs.in_use = Some((version, Some(Rc::clone(&summary))));
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
            // The error is shown where the model would have been used.
            (StoreAnswer::Failed(error), Some(StoreRequest::Use { .. }))
                if self.place == CenterView::Stage(Stage::Predict) =>
            {
                let error = StageError::new(Stage::Predict, error.problem, error.advice);
                self.failed(None, error);
            }
            (answer, request) => runs.answered(request, answer),
        }
    }
}

/// Describes a change of a registered model.
fn registered(request: &StoreRequest, models: &[RegisteredModel]) -> Option<String> {
    match request {
        StoreRequest::Register { model, .. } => {
            let known = models.iter().find(|known| known.name == *model)?;
            let version = known.versions.last()?.version.to_string();
            Some(["The run’s model is version ", &version, " of ", model, "."].concat())
        }
        StoreRequest::SetAlias { version, alias } => {
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
        StoreRequest::DeleteVersion { version } => {
            let number = version.version.to_string();
            Some(["Version ", &number, " of ", &version.model, " is deleted."].concat())
        }
        _ => None,
    }
}

fn in_words(imported: &Imported) -> String {
    let mut words = [
        &counted(imported.runs, "run", "runs"),
        " and ",
        &counted(
            imported.versions,
            "version of a model",
            "versions of models",
        ),
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
