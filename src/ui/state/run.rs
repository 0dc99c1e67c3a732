//! A run that is under way, and the reports of its stages.

use std::rc::Rc;

use super::engine::EngineJob;
use super::pace::RemainingTime;
use super::{CenterView, FinishedStage, Notice, PendingAnswer, RunMode, State, Stopped, Ticket};
use crate::ui::charts::number::count;
use grove_protocol::call::{CallEvent, EventOf, Unanswered};
use grove_protocol::calls;
use grove_protocol::calls::RunProgress;
use grove_protocol::report::{Detail, StageReport, TreeShape};
use grove_recipe::Recipe;
use grove_recipe::error::StageError;
use grove_recipe::stage::{Key, PATH, Stage, keys};

#[derive(Clone, Debug, PartialEq)]
pub struct RunInProgress {
    /// The recipe at the start of the run, whatever is edited meanwhile.
    pub recipe: Rc<Recipe>,
    pub through: Stage,
    /// Whether the page started it by itself.
    pub preview: bool,
    /// The keys of the stages' outputs.
    pub keys: [Key; PATH.len()],
    pub stage: Option<Stage>,
    pub done: u32,
    pub total: u32,
    /// In a cross-validation: the number of the present fold, from 1, and the number of folds.
    pub fold: Option<(u32, u32)>,
    pub pace: RemainingTime,
    pub trees: Rc<Vec<TreeShape>>,
    /// Whether the engine was asked to stop.
    pub stopping: bool,
    /// Whether the person has chosen what to show, so that the page no longer follows the run.
    pub unfollowed: bool,
}

impl RunInProgress {
    pub(super) fn begun(recipe: Rc<Recipe>, through: Stage, mode: RunMode) -> Self {
        Self {
            keys: keys(&recipe),
            recipe,
            through,
            preview: mode == RunMode::Preview,
            stage: None,
            done: 0,
            total: 0,
            fold: None,
            pace: RemainingTime::default(),
            trees: Rc::default(),
            stopping: false,
            unfollowed: mode != RunMode::Followed,
        }
    }

    /// Estimates the remaining time of the present stage, in seconds.
    pub fn left(&self) -> Option<f64> {
        self.pace.left(self.total.saturating_sub(self.done))
    }
}

impl State {
    /// Handles what is reported of a run. `at` is in milliseconds since some fixed moment.
    pub(super) fn run_told(&mut self, ticket: Ticket, told: EventOf<calls::Run>, at: f64) {
        match told {
            CallEvent::Begun => {}
            CallEvent::Progress(progress) => self.stage_told(ticket, progress, at),
            CallEvent::Answer(answer) => {
                if let Some(EngineJob::Running(run)) = self.engine.ended(ticket) {
                    self.run_ended(*run, answer);
                }
            }
        }
    }

    fn stage_told(&mut self, ticket: Ticket, progress: RunProgress, at: f64) {
        let Some(EngineJob::Running(run)) = self.engine.job_of(ticket) else {
            return;
        };
        match progress {
            RunProgress::Reused {
                report,
                milliseconds,
            } => {
                let (keys, recipe) = (run.keys, Rc::clone(&run.recipe));
                self.stage_reused(&keys, recipe, report, milliseconds);
            }
            RunProgress::Started(stage) => {
                run.stage = Some(stage);
                (run.done, run.total, run.pace) = (0, 0, RemainingTime::default());
                run.fold = None;
                // The page shows the growing trees; the other stages are too quick to follow.
                if stage == Stage::Train {
                    self.tree = PendingAnswer::NOTHING;
                    if !run.unfollowed {
                        self.place = CenterView::Stage(stage);
                    }
                }
            }
            RunProgress::Working {
                stage,
                done,
                total,
                trees,
                fold,
            } => {
                run.stage = Some(stage);
                (run.done, run.total, run.fold) = (done, total, fold);
                Rc::make_mut(&mut run.trees).extend(trees);
                run.pace.look(done, at);
            }
            RunProgress::Finished {
                report,
                milliseconds,
            } => {
                run.stage = None;
                let (keys, recipe) = (run.keys, Rc::clone(&run.recipe));
                self.stage_finished(&keys, recipe, report, milliseconds);
            }
        }
    }

    fn run_ended(&mut self, run: RunInProgress, answer: Result<(), Unanswered>) {
        match answer {
            Ok(()) if run.through == Stage::Evaluate => {
                if !run.unfollowed {
                    self.place = CenterView::Stage(Stage::Evaluate);
                }
                self.trained_in_use();
                self.take_home.forget();
                self.kept_for_now();
            }
            Err(Unanswered::Stopped { trees }) => self.notice = Some(cancelled(&run, trees)),
            Err(Unanswered::Failed(error)) => self.run_failed(&run, error),
            Ok(())
            | Err(Unanswered::StoreFailed(_) | Unanswered::Replaced | Unanswered::EngineEnded) => {}
        }
    }

    fn run_failed(&mut self, run: &RunInProgress, error: StageError) {
        let key = run.keys.get(error.stage as usize).copied();
        if !run.preview {
            self.place = CenterView::Stage(error.stage);
        }
        self.failed(key, error);
        if let Some(failure) = self.failures.last_mut() {
            failure.preview = run.preview;
        }
    }

    /// Handles a cached output, which may not be the one on the screen.
    pub(super) fn stage_reused(
        &mut self,
        keys: &[Key; PATH.len()],
        recipe: Rc<Recipe>,
        report: StageReport,
        milliseconds: Option<f64>,
    ) {
        let index = report.stage as usize;
        let key = keys.get(index).copied();
        if report.stage == Stage::Evaluate {
            self.keep_scores(key);
        }
        // An output that is shown already stays.
        if let Some(slot) = self.finished.get_mut(index)
            && slot.as_ref().is_none_or(|finished| finished.key != key)
        {
            if report.stage == Stage::Train {
                self.tree = PendingAnswer::NOTHING;
            }
            *slot = Some(FinishedStage {
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
        if report.stage == Stage::Evaluate {
            self.keep_scores(keys.get(index).copied());
        }
        if let Some(slot) = self.finished.get_mut(index) {
            *slot = Some(FinishedStage {
                key: keys.get(index).copied(),
                recipe,
                report: Rc::new(report),
                milliseconds: Some(milliseconds),
            });
        }
    }
}

/// Describes what is left of a stopped run.
fn cancelled(run: &RunInProgress, trees: u32) -> Notice {
    let planned = run.recipe.train.trees();
    if trees == 0 || trees >= planned {
        let text = "The run was cancelled. Stages that had finished are kept.";
        return Notice::from(text.to_string());
    }
    let (one, many) = run.recipe.train.about().trees.unit();
    let text = format!(
        "The run was cancelled, with {} of {} {many} grown and kept. Press Run to continue from {one} {}.",
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
