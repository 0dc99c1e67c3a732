//! The status of each stage, derived from the recipe's keys and those of the finished stages.

use super::{CenterView, EngineWish, State};
use grove_recipe::stage::{PATH, Stage, keys};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The stage has not run yet.
    Idle,
    /// The stage ran with other choices than the present ones.
    Stale,
    /// `total` is 0 while the amount of work is unknown.
    Running {
        done: u32,
        total: u32,
    },
    Fresh,
    Failed,
}

impl Status {
    /// Returns the name for tests, scripts and style sheets.
    pub const fn name(self) -> &'static str {
        match self {
            Status::Idle => "idle",
            Status::Stale => "stale",
            Status::Running { .. } => "running",
            Status::Fresh => "fresh",
            Status::Failed => "failed",
        }
    }

    pub const fn word(self) -> &'static str {
        match self {
            Status::Idle => "not run yet",
            Status::Stale => "out of date",
            Status::Running { .. } => "running",
            Status::Fresh => "up to date",
            Status::Failed => "failed",
        }
    }

    /// Returns a symbol, so that statuses differ in shape and not only in colour.
    pub const fn glyph(self) -> &'static str {
        match self {
            Status::Idle => "○",
            Status::Stale => "◐",
            Status::Running { .. } => "▸",
            Status::Fresh => "✓",
            Status::Failed => "✕",
        }
    }

    /// Returns the progress of a running stage, from 0 to 100.
    pub fn percent(self) -> Option<u32> {
        match self {
            Status::Running { done, total } if total > 0 => {
                Some((u64::from(done) * 100 / u64::from(total)).min(100) as u32)
            }
            _ => None,
        }
    }
}

impl State {
    /// Returns the status of every stage.
    pub fn statuses(&self) -> [Status; PATH.len()] {
        let keys = self.recipe().map(|recipe| keys(recipe));
        PATH.map(|stage| {
            let key = keys.as_ref().and_then(|keys| keys.get(stage as usize));
            let run = self.engine.run();
            if let Some(run) = run.filter(|run| run.stage == Some(stage)) {
                return Status::Running {
                    done: run.done,
                    total: run.total,
                };
            }
            if let (Stage::Load, Some(opening)) = (stage, self.engine.opening()) {
                let (done, total) = (opening.done, opening.total);
                return Status::Running { done, total };
            }
            let failure = self.failures.iter().find(|f| f.error.stage == stage);
            let finished = self.finished(stage);
            // A file that could not be opened, or an engine that failed, does not affect finished stages.
            let fails = |key_then: Option<&_>| match key_then {
                Some(_) => key_then == key,
                None => finished.is_none(),
            };
            if failure.is_some_and(|failure| fails(failure.key.as_ref())) {
                return Status::Failed;
            }
            match finished {
                None => Status::Idle,
                Some(finished) if finished.key.is_some() && finished.key.as_ref() == key => {
                    Status::Fresh
                }
                Some(_) => Status::Stale,
            }
        })
    }

    /// Returns whether a run would do something: there is a data set, and the person has no run under way.
    pub fn can_run(&self) -> bool {
        self.history.is_some() && self.engine.may(EngineWish::Run)
    }

    /// Returns whether the target of the open file is not chosen yet.
    pub fn asks_for_target(&self) -> bool {
        self.recipe().is_some_and(|recipe| !recipe.has_target())
    }

    /// Describes the work under way, coarsely enough to be read out.
    pub fn announcement(&self) -> String {
        if let Some(opening) = self.engine.opening() {
            return opening.told() + ".";
        }
        if let Some(run) = self.engine.run().filter(|run| !run.preview) {
            let Some(stage) = run.stage else {
                return "The run has started.".to_string();
            };
            let status = Status::Running {
                done: run.done,
                total: run.total,
            };
            // In whole minutes, so that it is not repeated every second.
            let left = match run.left().map(|seconds| (seconds / 60.0).ceil()) {
                Some(minutes) if minutes > 1.0 => format!(" About {minutes} minutes left."),
                _ => String::new(),
            };
            return match status.percent().map(|percent| percent / 25 * 25) {
                Some(percent @ 25..) => format!("{}: {percent} percent.{left}", stage.name()),
                _ => format!("{} is running.{left}", stage.name()),
            };
        }
        if self.engine.searching().is_some() {
            return "A search for better parameters is running.".to_string();
        }
        // Who has just opened a table is told of that, while it is profiled without being asked.
        if self.place == CenterView::Profile {
            match self.profile_status() {
                Status::Running { .. } => return "The table is being profiled.".to_string(),
                Status::Fresh => return "The table has been profiled.".to_string(),
                _ => {}
            }
        }
        // Errors are announced by alerts of their own.
        if self.failures.is_empty()
            && let Some(Status::Fresh) = self.statuses().last()
        {
            return "The run has finished. Results are in evaluate.".to_string();
        }
        match &self.data {
            Some(data) if self.failures.is_empty() => format!(
                "{} is open: {} rows, {} columns.{}",
                data.name,
                data.rows,
                data.columns.len(),
                match self.asks_for_target() {
                    true => " What do you want to predict?",
                    false => "",
                }
            ),
            _ => String::new(),
        }
    }
}
