//! The progress of a search, and what is left when it ends.

use std::rc::Rc;

use crate::ui::charts::metric_names::label;
use crate::ui::charts::number::{counted, score_text};
use crate::ui::state::{EngineJob, State, Ticket};
use grove_protocol::call::{CallEvent, EventOf, Unanswered};
use grove_protocol::calls::{RunProgress, SearchParameters, SearchProgress};
use grove_protocol::tracking::SearchReport;
use grove_recipe::Recipe;
use grove_recipe::stage::{Key, PATH, keys};

/// A search that the engine has begun.
#[derive(Clone, Debug, PartialEq)]
pub struct OngoingSearch {
    pub scoring: String,
    /// The recipe at the start of the search.
    recipe: Rc<Recipe>,
    /// The keys of the stages before the folds.
    keys: [Key; PATH.len()],
    pub told: Option<SearchReport>,
    /// Whether the engine was asked to stop.
    pub stopping: bool,
}

impl State {
    pub(in crate::ui::state) fn search_asked(
        &mut self,
        ticket: Ticket,
        recipe: Rc<Recipe>,
        scoring: String,
    ) {
        let runs = Rc::make_mut(&mut self.runs);
        (runs.error, runs.notice) = (None, None);
        // Its result is shown as soon as there is one.
        (runs.search_shown, runs.score_shown) = (None, Some(scoring.clone()));
        let searching = OngoingSearch {
            scoring,
            keys: keys(&recipe),
            recipe,
            told: None,
            stopping: false,
        };
        let job = EngineJob::Searching(Box::new(searching));
        self.engine.begin(ticket, job);
    }

    pub(in crate::ui::state) fn search_told(
        &mut self,
        ticket: Ticket,
        told: EventOf<SearchParameters>,
    ) {
        match told {
            CallEvent::Begun => {}
            CallEvent::Progress(progress) => {
                if let Some(EngineJob::Searching(searching)) = self.engine.job_of(ticket) {
                    let (keys, recipe) = (searching.keys, Rc::clone(&searching.recipe));
                    match progress {
                        SearchProgress::Tried { searched, .. } => searching.told = Some(searched),
                        SearchProgress::Stage(progress) => {
                            self.search_stage_told(&keys, recipe, *progress);
                        }
                    }
                }
            }
            CallEvent::Answer(answer) => {
                if let Some(EngineJob::Searching(searching)) = self.engine.ended(ticket) {
                    self.search_ended(*searching, answer);
                }
            }
        }
    }

    fn search_stage_told(
        &mut self,
        keys: &[Key; PATH.len()],
        recipe: Rc<Recipe>,
        progress: RunProgress,
    ) {
        match progress {
            RunProgress::Reused {
                report,
                milliseconds,
            } => self.stage_reused(keys, recipe, report, milliseconds),
            RunProgress::Finished {
                report,
                milliseconds,
            } => self.stage_finished(keys, recipe, report, milliseconds),
            RunProgress::Started(_) | RunProgress::Working { .. } => {}
        }
    }

    fn search_ended(&mut self, searching: OngoingSearch, answer: Result<(), Unanswered>) {
        let runs = Rc::make_mut(&mut self.runs);
        match answer {
            Ok(()) => runs.notice = Some(super::RunsNotice::from(searching.ended(false))),
            Err(Unanswered::Stopped { .. }) => {
                runs.notice = Some(super::RunsNotice::from(searching.ended(true)));
            }
            Err(why) => {
                if let Some(error) = why.store_failure() {
                    runs.error = Some(Rc::new(error));
                }
            }
        }
    }
}

impl OngoingSearch {
    /// Describes what is left of it.
    fn ended(self, stopped: bool) -> String {
        let (done, best) = self.told.map_or((0, None), |told| (told.done, told.best));
        let mut words = if stopped {
            "The search was stopped: "
        } else {
            "The search has ended: "
        }
        .to_string();
        words.push_str(&counted(done, "candidate", "candidates"));
        words.push_str(if done == 1 {
            " was scored."
        } else {
            " were scored."
        });
        if let Some((_, score)) = best {
            words.push_str(" The best ");
            words.push_str(label(&self.scoring));
            words.push_str(" is ");
            words.push_str(&score_text(score));
            words.push('.');
        }
        words
    }
}
