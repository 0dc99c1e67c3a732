//! Passes the engine's reports to the part of the state that they are about.

use super::{PendingAnswer, State, Ticket};
use grove_protocol::Response;
use grove_protocol::call::CallEvent;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

impl State {
    /// Handles a report. `at` is its time in milliseconds since some fixed moment.
    pub(super) fn told(&mut self, ticket: Ticket, response: Response, at: f64) {
        match response {
            Response::Open(told) | Response::ReadAgain(told) => self.opening_told(ticket, told),
            Response::Run(told) => self.run_told(ticket, told, at),
            Response::Profile(told) => self.profile_told(ticket, told),
            Response::SearchParameters(told) => self.search_told(ticket, told),
            Response::RunTrials(told) => self.trials_told(ticket, told),
            Response::Prepare(told) => self.preparing_told(ticket, told),
            Response::EstimateTraining(told) => self.estimated(ticket, told),
            Response::Output(told) => self.provenance.told(ticket, told),
            Response::CheckRecipe(told) => self.draft_told(ticket, told),
            Response::WriteLink(told) => self.share_told(ticket, told),
            Response::ListRuns(told)
            | Response::AnnotateRun(told)
            | Response::DeleteRuns(told)
            | Response::RestoreRuns(told)
            | Response::PurgeRuns(told) => self.runs_told(ticket, told),
            Response::RegisterModel(told)
            | Response::DescribeModel(told)
            | Response::SetAlias(told)
            | Response::RemoveAlias(told)
            | Response::DeleteVersion(told) => self.models_told(ticket, told),
            Response::OpenRun(told) => self.run_opened(ticket, told),
            Response::CompareRuns(told) if self.noise.told(ticket, &told) => {}
            Response::CompareRuns(told) => self.comparison_told(ticket, told),
            Response::StopComparing(told) => {
                self.store_answer(ticket, told);
            }
            Response::KeepTables(told) => self.tables_told(ticket, told),
            Response::ForgetAll(told) => self.all_forgotten(ticket, told),
            Response::ExportRuns(told) => self.exported(ticket, told),
            Response::UseVersion(told) => self.version_told(ticket, told),
            Response::ImportRuns(told) => self.imported(ticket, told),
            Response::Plane(told) => self.plane_told(ticket, told),
            Response::Tree(told) => {
                let failed = self.tree.told(ticket, told);
                self.shown(failed, None);
            }
            Response::FindSimilar(told) => {
                let failed = self.similar.told(ticket, told);
                self.shown(failed, None);
            }
            Response::ProposeExpectations(told) => {
                let failed = self.proposals.told(ticket, told);
                self.shown(failed, Some(Stage::Check));
            }
            Response::RememberDistribution(told) => {
                let Some(answer) = told.answer() else { return };
                if self.remembering.answered(ticket).is_some() {
                    match answer {
                        Ok(expectation) => self.remembered(expectation),
                        Err(why) => self.shown(why.failure(), Some(Stage::Check)),
                    }
                }
            }
            Response::LoadModel(told) => {
                let loaded = matches!(told, CallEvent::Answer(Ok(_)));
                if loaded && self.model.waits_for(ticket) {
                    self.prediction = PendingAnswer::NOTHING;
                }
                let failed = self.model.told(ticket, told);
                self.shown(failed, Some(Stage::Predict));
            }
            Response::UseTrained(told) => {
                let Some(answer) = told.answer() else { return };
                if self.model.waits.answered(ticket).is_some() {
                    match answer {
                        Ok(()) => {
                            self.trained_in_use();
                            self.prediction = PendingAnswer::NOTHING;
                        }
                        Err(why) => self.shown(why.failure(), Some(Stage::Predict)),
                    }
                }
            }
            Response::Predict(told) => {
                let failed = self.prediction.told(ticket, told);
                self.shown(failed, Some(Stage::Predict));
            }
            // Whoever called handles the other answers.
            _ => {}
        }
    }

    /// Shows an error where the person asked, whichever part of the engine found it.
    fn shown(&mut self, failed: Option<StageError>, at: Option<Stage>) {
        if let Some(error) = failed {
            let stage = at.unwrap_or(error.stage);
            self.failed(None, StageError { stage, ..error });
        }
    }
}
