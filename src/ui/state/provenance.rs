//! The provenance of the shown stage's output, as far as the engine has to be asked.

use std::rc::Rc;

use super::{CenterView, EngineWish, State, Ticket, Waiting};
use grove_protocol::call::EventOf;
use grove_protocol::calls::Output;
use grove_recipe::Recipe;
use grove_recipe::provenance::{Fingerprint, why_stale};
use grove_recipe::stage::{Key, Stage};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Provenance {
    /// Whether it is shown. It stays so when another stage is shown.
    pub open: bool,
    asked: Waiting,
    /// The output that was last asked about, and its fingerprint if known.
    about: Option<Key>,
    known: Option<Fingerprint>,
}

impl Provenance {
    pub(super) fn asked(&mut self, ticket: Ticket, about: Key) {
        self.asked.ask(ticket, ());
        (self.about, self.known) = (Some(about), None);
    }

    pub(super) fn told(&mut self, ticket: Ticket, told: EventOf<Output>) {
        let Some(answer) = told.answer() else { return };
        if self.asked.answered(ticket).is_some() {
            self.known = answer.ok().flatten();
        }
    }

    /// Drops the fingerprint: the output may be computed again.
    pub(super) fn forget(&mut self) {
        (self.asked, self.about, self.known) = (Waiting::NOTHING, None, None);
    }
}

/// The output to ask the engine about: a stage and a recipe.
#[derive(Clone, Debug, PartialEq)]
pub struct WantedProvenance {
    pub recipe: Rc<Recipe>,
    pub stage: Stage,
    pub key: Key,
}

impl State {
    /// Returns the output whose fingerprint is to be shown and is not known.
    pub fn fingerprint_wanted(&self) -> Option<WantedProvenance> {
        let CenterView::Stage(stage) = self.place else {
            return None;
        };
        let free = self.engine.may(EngineWish::Ask);
        let finished = self.finished(stage)?;
        let key = finished.key?;
        let wanted = self.provenance.open && free && self.provenance.about != Some(key);
        wanted.then(|| WantedProvenance {
            recipe: Rc::clone(&finished.recipe),
            stage,
            key,
        })
    }

    /// Returns the fingerprint of a stage's output, if it is known.
    pub fn fingerprint(&self, stage: Stage) -> Option<&Fingerprint> {
        let key = self.finished(stage)?.key?;
        let known = self.provenance.known.as_ref();
        known.filter(|_| self.provenance.about == Some(key))
    }

    /// Says in a sentence why a stage's output is out of date.
    pub fn why_stale(&self, stage: Stage) -> Option<String> {
        let finished = self.finished(stage)?;
        if finished.key.is_none() {
            let gone = "The engine no longer has this output: run again to continue from here.";
            return Some(gone.to_string());
        }
        why_stale(stage, &finished.recipe, self.recipe()?)
    }
}
