//! Trials of the latest run: how far they are, and what they have shown.

use std::rc::Rc;

use super::engine::EngineJob;
use super::{State, Status, Ticket};
use grove_protocol::call::{CallEvent, Done, EventOf, Unanswered};
use grove_protocol::calls::RunTrials;
use grove_protocol::report::{LearningCurve, NestedSearch, Repeats, TrialPlan, TrialReport};
use grove_recipe::error::StageError;
use grove_recipe::stage::{Key, Stage};

/// Trials that the engine has begun.
#[derive(Clone, Debug, PartialEq)]
pub struct OngoingTrials {
    pub plan: TrialPlan,
    pub done: Done,
    /// Whether the engine was asked to stop.
    pub stopping: bool,
    /// The evaluation that they are about.
    of: Option<Key>,
}

/// What trials have shown of an evaluation; also where they were stopped.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KnownTrials {
    of: Option<Key>,
    pub repeats: Option<Rc<Repeats>>,
    pub curve: Option<Rc<LearningCurve>>,
    /// Of the latest search that was nested, which needs no evaluation.
    pub nested: Option<Rc<NestedSearch>>,
    pub error: Option<Rc<StageError>>,
}

impl KnownTrials {
    fn know(&mut self, of: Option<Key>, report: TrialReport) {
        self.turn_to(of);
        match report {
            TrialReport::NestedSearch(nested) => self.nested = Some(Rc::new(nested)),
            TrialReport::Repeats(repeats) => self.repeats = Some(Rc::new(repeats)),
            TrialReport::LearningCurve(curve) => self.curve = Some(Rc::new(curve)),
        }
    }
}

impl KnownTrials {
    /// Forgets what was known of another evaluation.
    fn turn_to(&mut self, of: Option<Key>) {
        if self.of != of {
            *self = Self {
                of,
                nested: self.nested.take(),
                ..Self::default()
            };
        }
    }
}

impl State {
    /// Returns what is known of the present evaluation.
    pub fn trials(&self) -> KnownTrials {
        match self.evaluated() {
            of if of.is_some() && of == self.trials.of => self.trials.clone(),
            _ => KnownTrials {
                nested: self.trials.nested.clone(),
                ..KnownTrials::default()
            },
        }
    }

    /// Returns whether trials of the present recipe can begin: its evaluation is up to date.
    pub fn can_try(&self) -> bool {
        self.can_run() && self.statuses()[Stage::Evaluate as usize] == Status::Fresh
    }

    fn evaluated(&self) -> Option<Key> {
        self.finished(Stage::Evaluate)?.key
    }

    pub(super) fn trials_asked(&mut self, ticket: Ticket, plan: TrialPlan) {
        let of = self.evaluated();
        self.trials.turn_to(of);
        self.trials.error = None;
        if matches!(plan, TrialPlan::NestedSearch(_)) {
            self.trials.nested = None;
        }
        let job = EngineJob::Trying(OngoingTrials {
            plan,
            done: Done::default(),
            stopping: false,
            of,
        });
        self.engine.begin(ticket, job);
    }

    pub(super) fn trials_told(&mut self, ticket: Ticket, told: EventOf<RunTrials>) {
        match told {
            CallEvent::Begun => {}
            CallEvent::Progress(progress) => {
                if let Some(EngineJob::Trying(trying)) = self.engine.job_of(ticket) {
                    trying.done = progress.done;
                    let of = trying.of;
                    if let Some(report) = progress.report {
                        self.trials.know(of, *report);
                    }
                }
            }
            CallEvent::Answer(answer) => {
                let Some(EngineJob::Trying(trying)) = self.engine.ended(ticket) else {
                    return;
                };
                match answer {
                    Ok(report) => self.trials.know(trying.of, report),
                    Err(Unanswered::Failed(error)) => self.trials.error = Some(Rc::new(error)),
                    // What was shown of them stays.
                    Err(_) => {}
                }
            }
        }
    }
}
