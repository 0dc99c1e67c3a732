//! Handles the end of an engine: drops what was in it, keeps what it had reported.

use std::rc::Rc;

use super::engine::EngineJob;
use super::{EngineEnding, Life, Notice, Opening, PendingAnswer, State};
use grove_recipe::cut::{CELL, cut};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

impl State {
    /// Handles the end. `waits`: the file on its way is sent to the next engine.
    pub(super) fn engine_ended(&mut self, ending: &EngineEnding, waits: bool) {
        let estimating = self.estimates.crashed();
        let stage = self.ended_at(estimating);
        self.engine.life = Life::Restarting;
        if self.engine.awaited.as_ref().is_some_and(Opening::making) {
            self.engine.awaited = None;
        }
        match self.engine.forget_job() {
            Some(EngineJob::Opening(opening)) if waits => {
                self.engine.awaited = Some(Opening {
                    sent: false,
                    done: 0,
                    total: 0,
                    ..opening
                });
            }
            Some(EngineJob::Opening(opening)) => self.reading_stopped(&opening),
            Some(EngineJob::Running(run)) => {
                let stage = run.stage.unwrap_or(run.through);
                self.ended_in = run.keys.get(stage as usize).map(|key| (stage, *key));
            }
            Some(EngineJob::Profiling(profiling)) => self.profiles.stopped(profiling),
            Some(EngineJob::Searching(_) | EngineJob::Preparing(_) | EngineJob::Trying(_))
            | None => {}
        }
        self.provenance.forget();
        self.noise.forget();
        self.draft_unchecked();
        self.sharing = None;
        Rc::make_mut(&mut self.runs).crashed();
        for finished in self.finished.iter_mut().flatten() {
            if finished.report.stage != Stage::Load {
                finished.key = None;
            }
        }
        self.tree = PendingAnswer::NOTHING;
        self.proposals.waits.forget();
        self.remembering.forget();
        self.similar = PendingAnswer::NOTHING;
        self.model = PendingAnswer::NOTHING;
        self.prediction = PendingAnswer::NOTHING;
        if let Some(notice) = &mut self.notice {
            notice.stopped = None;
        }
        match ending {
            EngineEnding::Broke(reason) => {
                self.turn_to(stage);
                self.failed(None, broke(stage, reason));
            }
            EngineEnding::Stopped => self.notice = Some(Notice::from(STOPPED.to_string())),
        }
    }

    /// Returns the stage of the engine when it ended, as far as the page knows.
    fn ended_at(&self, estimating: bool) -> Stage {
        match (self.engine.run(), self.engine.opening()) {
            (_, Some(_)) => Stage::Load,
            (Some(run), _) => run.stage.unwrap_or(Stage::Load),
            _ if estimating => Stage::Train,
            _ if self.prediction.waits.is_some() || self.model.waits.is_some() => Stage::Predict,
            _ => Stage::Load,
        }
    }

    /// Without storage in the browser, a notice says so when the first run finishes.
    pub(super) fn kept_for_now(&mut self) {
        let lasts = self.runs.usage.as_ref().is_none_or(|usage| usage.kept);
        if !lasts && self.runs.known.kept <= 1 {
            let text = "The run has finished. This browser gives the page no storage, so runs last as long as this tab: export those that you need.";
            self.notice = Some(Notice::from(text.to_string()));
        }
    }
}

const STOPPED: &str = "Stopped. The engine was in the middle of a long step, so it was ended and a new one was started. The recipe and the stored runs are unchanged; stages run again when they are needed.";

fn broke(stage: Stage, reason: &str) -> StageError {
    let reason = in_words(reason);
    let advice = "A new engine is starting; what is on the screen stays. If the data is large, try fewer rows, columns or trees. If it happens again with the same file, the cause is the file or an error in Grove.";
    StageError::new(stage, format!("The engine stopped: {reason}."), advice)
}

/// Explains an engine's last message.
fn in_words(reason: &str) -> String {
    // The only texts that browsers and the memory allocator give if memory is exhausted.
    const MEMORY: [&str; 6] = [
        "unreachable",
        "memory",
        "allocation",
        "capacity overflow",
        "array length",
        "array buffer",
    ];
    // Later lines are places in the code.
    let reason = reason.lines().next().unwrap_or_default();
    let lower = reason.to_lowercase();
    match MEMORY.iter().any(|word| lower.contains(word)) {
        true => "it probably ran out of memory".to_owned(),
        false => format!("it had an internal error ({})", cut(reason, CELL)),
    }
}
