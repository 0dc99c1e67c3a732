//! The one place where the page's state changes. Pure: no web, no clock, no worker.

use std::rc::Rc;

use super::{
    Action, Asked, Edit, Engine, Failure, Finished, History, Opening, Place, Question, Run, State,
};
use crate::api::columns::DataSummary;
use crate::api::error::StageError;
use crate::api::protocol::Response;
use crate::api::recipe::{DataReference, Recipe, Task};
use crate::api::report::{Detail, StageReport};
use crate::api::stage::{Key, Stage, keys};

/// The state after something happened.
pub fn reduce(mut state: State, action: Action) -> State {
    match action {
        Action::EngineReady => state.engine = Engine::Ready,
        Action::EngineCrashed { message } => state.crashed(&message),
        Action::EngineRefused { message } => state.engine = Engine::Unusable(message.into()),
        Action::FileAwaited { name } => {
            state.forget_failure(Stage::Load);
            state.opening = Some(Opening {
                id: None,
                name: name.into(),
            });
        }
        Action::Asked { id, question } => state.asked(id, question),
        Action::Answered { id, response } => state.answered(id, response),
        Action::Progressed { id, responses } => {
            for response in responses {
                state.answered(id, response);
            }
        }
        Action::RecipeEdited { field, edit } => state.edited(field, edit),
        Action::RecipeLoaded(recipe) => state.recipe_loaded(*recipe),
        Action::Undone => state.change_history(History::undo),
        Action::Redone => state.change_history(History::redo),
        Action::PlaceChosen(place) => {
            state.place = place;
            if let Some(run) = &mut state.run {
                run.unfollowed = true;
            }
        }
        Action::TreeClosed => state.tree = Asked::NOTHING,
        Action::CancelAsked => {
            if let Some(run) = &mut state.run {
                run.cancelling = true;
            }
        }
        Action::ProblemFound(error) => {
            if error.stage == Stage::Load {
                state.opening = None;
            }
            state.failed(None, error);
        }
        Action::ProblemDismissed(stage) => state.forget_failure(stage),
        Action::NoticeDismissed => state.notice = None,
    }
    state
}

impl State {
    fn asked(&mut self, id: u32, question: Question) {
        match question {
            Question::Open { name } => {
                self.forget_failure(Stage::Load);
                self.opening = Some(Opening { id: Some(id), name });
            }
            Question::Run { recipe } => {
                self.failures
                    .retain(|failure| failure.error.stage == Stage::Predict);
                self.notice = None;
                self.change_history(History::settle);
                self.run = Some(Run {
                    id,
                    keys: keys(&recipe),
                    stage: None,
                    done: 0,
                    total: 0,
                    trees: Rc::default(),
                    cancelling: false,
                    unfollowed: false,
                });
            }
            Question::Tree => self.tree.id = Some(id),
            Question::LoadModel => {
                self.forget_failure(Stage::Predict);
                self.model.id = Some(id);
            }
            Question::Predict => {
                self.forget_failure(Stage::Predict);
                self.prediction.id = Some(id);
            }
        }
    }

    /// Answers to requests that nobody waits for any more change nothing.
    fn answered(&mut self, id: u32, response: Response) {
        if self.run.as_ref().is_some_and(|run| run.id == id) {
            self.run_answered(response);
        } else if self
            .opening
            .as_ref()
            .is_some_and(|open| open.id == Some(id))
        {
            self.opening = None;
            match response {
                Response::Opened(summary) => self.opened(summary),
                Response::Failed(error) => self.failed(None, error),
                _ => {}
            }
        } else if self.tree.id == Some(id) {
            self.tree.id = None;
            match response {
                Response::Tree(picture) => self.tree.answer = Some(Rc::new(picture)),
                Response::Failed(error) => self.failed(None, error),
                _ => {}
            }
        } else if self.model.id == Some(id) {
            self.model.id = None;
            match response {
                Response::ModelLoaded(model) => {
                    self.model.answer = Some(Rc::new(model));
                    self.prediction = Asked::NOTHING;
                }
                Response::Failed(error) => self.failed(None, error.found_in(Stage::Predict)),
                _ => {}
            }
        } else if self.prediction.id == Some(id) {
            self.prediction.id = None;
            match response {
                Response::Predicted(summary) => self.prediction.answer = Some(Rc::new(summary)),
                Response::Failed(error) => self.failed(None, error.found_in(Stage::Predict)),
                _ => {}
            }
        }
    }

    fn run_answered(&mut self, response: Response) {
        let Some(run) = &mut self.run else { return };
        match response {
            Response::StageReused { stage } => {
                let key = run.keys.get(stage as usize).copied();
                if let Some(Some(finished)) = self.finished.get_mut(stage as usize) {
                    finished.key = key;
                }
            }
            Response::StageStarted { stage } => {
                run.stage = Some(stage);
                (run.done, run.total) = (0, 0);
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
            } => {
                run.stage = Some(stage);
                (run.done, run.total) = (done, total);
                Rc::make_mut(&mut run.trees).extend(trees);
            }
            Response::StageFinished {
                report,
                milliseconds,
            } => {
                let index = report.stage as usize;
                let key = run.keys.get(index).copied();
                run.stage = None;
                if let Some(slot) = self.finished.get_mut(index) {
                    *slot = Some(Finished {
                        key,
                        report: Rc::new(report),
                        milliseconds: Some(milliseconds),
                    });
                }
            }
            Response::RunFinished => {
                if !run.unfollowed {
                    self.place = Place::Stage(Stage::Evaluate);
                }
                self.run = None;
            }
            Response::Cancelled => {
                self.run = None;
                self.notice =
                    Some("The run was cancelled. Stages that had finished are kept.".into());
            }
            Response::Failed(error) => {
                let key = run.keys.get(error.stage as usize).copied();
                self.run = None;
                self.place = Place::Stage(error.stage);
                self.failed(key, error);
            }
            _ => {}
        }
    }

    /// The same bytes opened again keep the recipe and the results; another file starts afresh.
    fn opened(&mut self, summary: DataSummary) {
        let same = self
            .data
            .as_ref()
            .is_some_and(|data| data.sha256 == summary.sha256);
        let summary = Rc::new(summary);
        if !same {
            self.history = Some(History::new(proposed(&summary)));
            self.finished = [const { None }; crate::api::stage::PATH.len()];
            self.tree = Asked::NOTHING;
            self.failures.clear();
            self.notice = None;
            self.place = Place::Stage(Stage::Load);
        } else if self.place == Place::Welcome {
            self.place = Place::Stage(Stage::Load);
        }
        let key = self.recipe().map(|recipe| keys(recipe)[Stage::Load as usize]);
        let columns = summary.columns.len() as u32;
        self.finished[Stage::Load as usize] = Some(Finished {
            key,
            report: Rc::new(StageReport {
                stage: Stage::Load,
                sentence: format!("{} rows × {columns} columns", summary.rows),
                rows_in: summary.rows,
                rows_out: summary.rows,
                columns_in: columns,
                columns_out: columns,
                detail: Detail::Load((*summary).clone()),
            }),
            milliseconds: None,
        });
        self.data = Some(summary);
    }

    fn edited(&mut self, field: &'static str, edit: Edit) {
        let (Some(history), Some(data)) = (&mut self.history, &self.data) else {
            return;
        };
        let mut recipe = Recipe::clone(history.present());
        match edit {
            Edit::Seed(seed) => recipe.seed = seed,
            Edit::Target(target) => aim(&mut recipe, data, target),
            Edit::Task(task) => recipe.task = task,
            Edit::LeaveOut { column, out } => {
                recipe.leave_out.retain(|left| *left != column);
                if out && column != recipe.target {
                    recipe.leave_out.push(column);
                }
                // In the file's order, so that the order of clicks makes no other recipe.
                let place = |name: &String| data.columns.iter().position(|c| c.name == *name);
                recipe.leave_out.sort_by_key(place);
            }
            Edit::Clean(clean) => recipe.clean = clean,
            Edit::Split(split) => recipe.split = split,
            Edit::Featurize(featurize) => recipe.featurize = featurize,
            Edit::Train(train) => recipe.train = train,
        }
        history.edit(field, recipe);
    }

    /// A recipe made for other data is fitted to the open file, and the page says so.
    fn recipe_loaded(&mut self, mut recipe: Recipe) {
        let (Some(history), Some(data)) = (&mut self.history, &self.data) else {
            return;
        };
        let has = |name: &String| data.columns.iter().any(|column| column.name == *name);
        if !has(&recipe.target) {
            let error = StageError::new(
                Stage::Load,
                format!(
                    "The recipe predicts “{}”, and {} has no such column.",
                    recipe.target, data.name
                ),
                "Open the data that the recipe was made for, then load the recipe again.",
            );
            self.failed(None, error.in_column(recipe.target));
            return;
        }
        let mut notes = vec![format!("Recipe loaded; it was made for {}.", recipe.data.name)];
        if recipe.data.sha256 != data.sha256 {
            notes.push(
                "The open file has other bytes (another SHA-256), so the results will differ."
                    .to_string(),
            );
        }
        let listed = recipe.leave_out.len();
        recipe.leave_out.retain(has);
        if recipe.leave_out.len() < listed {
            notes.push("Columns to leave out that this file lacks were ignored.".to_string());
        }
        recipe.data = reference(data);
        history.settle();
        history.edit("recipe", recipe);
        history.settle();
        self.forget_failure(Stage::Load);
        self.notice = Some(notes.join(" ").into());
    }

    /// Whatever the broken engine held is gone; what it told is kept.
    fn crashed(&mut self, message: &str) {
        let opening = self.opening.take();
        let stage = match (&self.run, &opening) {
            (_, Some(_)) => Stage::Load,
            (Some(run), _) => run.stage.unwrap_or(Stage::Load),
            _ if self.prediction.id.is_some() || self.model.id.is_some() => Stage::Predict,
            _ => Stage::Load,
        };
        self.engine = Engine::Restarting;
        for finished in self.finished.iter_mut().flatten() {
            if finished.report.stage != Stage::Load {
                finished.key = None;
            }
        }
        self.run = None;
        self.tree = Asked::NOTHING;
        self.model = Asked::NOTHING;
        self.prediction = Asked::NOTHING;
        let advice = "A new engine is being started; what is on the screen is kept. If the data is \
                      large, the browser may have run out of memory: try fewer rows, columns or trees.";
        if opening.is_none() {
            self.place = Place::Stage(stage);
        }
        self.failed(
            None,
            StageError::new(stage, format!("The engine stopped: {message}"), advice),
        );
    }

    fn failed(&mut self, key: Option<Key>, error: StageError) {
        self.forget_failure(error.stage);
        self.failures.push(Failure {
            key,
            error: Rc::new(error),
        });
    }

    fn forget_failure(&mut self, stage: Stage) {
        self.failures.retain(|failure| failure.error.stage != stage);
    }

    fn change_history(&mut self, change: impl FnOnce(&mut History)) {
        if let Some(history) = &mut self.history {
            change(history);
        }
    }
}

impl StageError {
    /// Shown where the person asked for it, whichever part of the engine found it.
    fn found_in(mut self, stage: Stage) -> Self {
        self.stage = stage;
        self
    }
}

fn reference(data: &DataSummary) -> DataReference {
    DataReference {
        name: data.name.clone(),
        sha256: data.sha256.clone(),
    }
}

/// The recipe for a file that was just opened.
fn proposed(data: &DataSummary) -> Recipe {
    let proposal = &data.proposal;
    let mut recipe = Recipe::new(
        reference(data),
        String::new(),
        Task::Classification,
        proposal.leave_out.clone(),
    );
    aim(&mut recipe, data, proposal.target.clone());
    recipe
}

/// Chooses a target: its own task is proposed with it, and it is never left out.
fn aim(recipe: &mut Recipe, data: &DataSummary, target: String) {
    if let Some(column) = data.columns.iter().find(|column| column.name == target) {
        recipe.task = column.task();
    }
    recipe.leave_out.retain(|left| *left != target);
    recipe.target = target;
}
