//! What the engine's answers change.

use std::rc::Rc;

use super::{Asked, Finished, Notice, Pace, Place, Run, State, Stopped};
use crate::ui::charts::number::count;
use grove_protocol::Response;
use grove_protocol::report::{Detail, StageReport};
use grove_recipe::Recipe;
use grove_recipe::error::StageError;
use grove_recipe::stage::{Key, PATH, Stage};

impl State {
    /// Answers to requests that nobody waits for any more change nothing.
    pub(super) fn answered(&mut self, id: u32, response: Response) {
        if self.runs.waits_for(id) || matches!(response, Response::Store(_)) {
            self.store_answered(id, response);
            return;
        }
        if self.runs.searches_with(id) {
            self.search_answered(response);
            return;
        }
        let about_run = |run: &Run| run.id == id || run.cancelling == Some(id);
        if self.run.as_ref().is_some_and(about_run) {
            self.run_answered(response);
        } else if self
            .opening
            .as_ref()
            .is_some_and(|open| open.id == Some(id))
        {
            self.opening_answered(response);
        } else if self.estimates.waits_for(id) {
            self.estimated(response);
        } else if self.profiles.waits_for(id) {
            self.profiles.answered(response);
        } else if self.provenance.waits_for(id) {
            self.provenance.answered(response);
        } else if self.take_home.waits_for(id) {
            self.take_home.answered(response);
        } else if self.draft_waits_for(id) {
            self.draft_answered(response);
        } else if self.share_waits_for(id) {
            self.share_answered(response);
        } else if self.tree.id == Some(id) {
            self.tree.id = None;
            match response {
                Response::Tree(picture) => self.tree.answer = Some(Rc::new(picture)),
                Response::Failed(error) => self.failed(None, error),
                _ => {}
            }
        } else if self.proposals.id == Some(id) {
            self.proposals.id = None;
            match response {
                Response::Proposed { expectations } => {
                    self.proposals.answer = Some(Rc::new(expectations));
                }
                Response::Failed(error) => self.failed(None, shown_in(Stage::Check, error)),
                _ => {}
            }
        } else if self.remembering == Some(id) {
            self.remembering = None;
            match response {
                Response::Remembered { expectation } => self.remembered(expectation),
                Response::Failed(error) => self.failed(None, shown_in(Stage::Check, error)),
                _ => {}
            }
        } else if self.similar.id == Some(id) {
            self.similar.id = None;
            match response {
                Response::Similar(similar) => self.similar.answer = Some(Rc::new(similar)),
                Response::Failed(error) => self.failed(None, error),
                _ => {}
            }
        } else if self.model.id == Some(id) {
            self.model.id = None;
            match response {
                Response::TrainedInUse => {
                    self.trained_in_use();
                    self.prediction = Asked::NOTHING;
                }
                Response::ModelLoaded(model) => {
                    self.model.answer = Some(Rc::new(model));
                    self.prediction = Asked::NOTHING;
                }
                Response::Failed(error) => self.failed(None, shown_in(Stage::Predict, error)),
                _ => {}
            }
        } else if self.prediction.id == Some(id) {
            self.prediction.id = None;
            match response {
                Response::Predicted(summary) => self.prediction.answer = Some(Rc::new(summary)),
                Response::Failed(error) => self.failed(None, shown_in(Stage::Predict, error)),
                _ => {}
            }
        }
    }

    fn run_answered(&mut self, response: Response) {
        let Some(run) = &mut self.run else { return };
        match response {
            Response::StageReused {
                report,
                milliseconds,
            } => {
                let (keys, recipe) = (run.keys, Rc::clone(&run.recipe));
                self.stage_reused(&keys, recipe, report, milliseconds);
            }
            Response::StageStarted { stage } => {
                run.stage = Some(stage);
                (run.done, run.total, run.pace) = (0, 0, Pace::default());
                run.fold = None;
                // Growing trees are worth watching; the other stages are too quick to look at.
                if stage == Stage::Train {
                    self.tree = Asked::NOTHING;
                    if !run.unfollowed {
                        self.place = Place::Stage(stage);
                    }
                }
            }
            Response::Progress {
                stage,
                done,
                total,
                trees,
                fold,
            } => {
                run.stage = Some(stage);
                (run.done, run.total, run.fold) = (done, total, fold);
                Rc::make_mut(&mut run.trees).extend(trees);
            }
            Response::StageFinished {
                report,
                milliseconds,
            } => {
                run.stage = None;
                let (keys, recipe) = (run.keys, Rc::clone(&run.recipe));
                self.stage_finished(&keys, recipe, report, milliseconds);
            }
            Response::RunFinished => {
                if run.through == Stage::Evaluate {
                    if !run.unfollowed {
                        self.place = Place::Stage(Stage::Evaluate);
                    }
                    self.trained_in_use();
                    self.take_home.forget();
                    self.kept_for_now();
                }
                self.run = None;
            }
            Response::Cancelled { trees } => {
                self.notice = Some(cancelled(run, trees));
                self.run = None;
            }
            Response::Failed(error) => {
                let key = run.keys.get(error.stage as usize).copied();
                let preview = run.preview;
                self.run = None;
                if !preview {
                    self.place = Place::Stage(error.stage);
                }
                self.failed(key, error);
                if let Some(failure) = self.failures.last_mut() {
                    failure.preview = preview;
                }
            }
            _ => {}
        }
    }

    /// Its output was known to the engine, which may not be what is on the screen.
    pub(super) fn stage_reused(
        &mut self,
        keys: &[Key; PATH.len()],
        recipe: Rc<Recipe>,
        report: StageReport,
        milliseconds: Option<f64>,
    ) {
        let index = report.stage as usize;
        let key = keys.get(index).copied();
        // What is on the screen already stays as it is.
        if let Some(slot) = self.finished.get_mut(index)
            && slot.as_ref().is_none_or(|finished| finished.key != key)
        {
            if report.stage == Stage::Train {
                self.tree = Asked::NOTHING;
            }
            *slot = Some(Finished {
                key,
                recipe,
                report: Rc::new(report),
                milliseconds,
            });
        }
    }

    pub(super) fn stage_finished(
        &mut self,
        keys: &[Key; PATH.len()],
        recipe: Rc<Recipe>,
        report: StageReport,
        milliseconds: f64,
    ) {
        if let Detail::Load(summary) = &report.detail {
            self.data = Some(Rc::new(summary.clone()));
        }
        let index = report.stage as usize;
        self.ended_in
            .take_if(|(stage, key)| *stage == report.stage && keys.get(index) == Some(key));
        if let Some(slot) = self.finished.get_mut(index) {
            *slot = Some(Finished {
                key: keys.get(index).copied(),
                recipe,
                report: Rc::new(report),
                milliseconds: Some(milliseconds),
            });
        }
    }
}

/// What is left of a cancelled run.
fn cancelled(run: &Run, trees: u32) -> Notice {
    let planned = run.recipe.train.trees();
    if trees == 0 || trees >= planned {
        let text = "The run was cancelled. Stages that had finished are kept.";
        return Notice::from(text.to_string());
    }
    let text = format!(
        "The run was cancelled, with {} of {} trees grown and kept. Run goes on from tree {}.",
        count(trees),
        count(planned),
        count(trees + 1)
    );
    Notice {
        text: text.into(),
        stopped: Some(Stopped {
            recipe: Rc::clone(&run.recipe),
            trees,
            shapes: Rc::clone(&run.trees),
        }),
    }
}

/// Shows an error where the person asked, whichever part of the engine found it.
fn shown_in(stage: Stage, error: StageError) -> StageError {
    StageError { stage, ..error }
}
