//! A search for better parameters that the engine is about: how far it is, and what is left of it.

use std::rc::Rc;

use super::{Runs, Told};
use crate::ui::charts::metric_names::label;
use crate::ui::charts::number::{counted, score_text};
use crate::ui::state::State;
use grove_protocol::Response;
use grove_protocol::tracking::{Searched, StoreError};
use grove_recipe::Recipe;
use grove_recipe::stage::{Key, PATH, keys};

/// A search that the engine has begun.
#[derive(Clone, Debug, PartialEq)]
pub struct Searching {
    pub id: u32,
    pub scoring: String,
    /// As it was when the search began.
    recipe: Rc<Recipe>,
    /// What the outputs of the stages before the folds will be.
    keys: [Key; PATH.len()],
    pub told: Option<Searched>,
    /// The number of the request to stop it.
    pub cancelling: Option<u32>,
}

impl State {
    pub(in crate::ui::state) fn search_asked(
        &mut self,
        id: u32,
        recipe: Rc<Recipe>,
        scoring: String,
    ) {
        // The engine ends what it did before.
        self.run = None;
        self.profiles.replaced();
        let runs = Rc::make_mut(&mut self.runs);
        (runs.error, runs.notice) = (None, None);
        // Its result is what is looked at, as soon as there is one.
        (runs.search_shown, runs.score_shown) = (None, Some(scoring.clone()));
        runs.searching = Some(Searching {
            id,
            scoring,
            keys: keys(&recipe),
            recipe,
            told: None,
            cancelling: None,
        });
    }

    pub(in crate::ui::state) fn search_answered(&mut self, response: Response) {
        let runs = Rc::make_mut(&mut self.runs);
        let Some(searching) = &mut runs.searching else {
            return;
        };
        let (keys, recipe) = (searching.keys, Rc::clone(&searching.recipe));
        match response {
            Response::StageReused {
                report,
                milliseconds,
            } => self.stage_reused(&keys, recipe, report, milliseconds),
            Response::StageFinished {
                report,
                milliseconds,
            } => self.stage_finished(&keys, recipe, report, milliseconds),
            Response::Searching { searched, .. } => searching.told = Some(searched),
            Response::SearchFinished | Response::Cancelled { .. } => {
                let stopped = matches!(response, Response::Cancelled { .. });
                let ended = runs.searching.take();
                runs.notice = ended.map(|searching| Told::from(searching.ended(stopped)));
            }
            Response::Failed(error) => {
                runs.searching = None;
                runs.error = Some(Rc::new(StoreError {
                    problem: error.problem,
                    advice: error.advice,
                }));
            }
            _ => {}
        }
    }
}

impl Runs {
    /// Whether an answer is about the search under way.
    pub(in crate::ui::state) fn searches_with(&self, id: u32) -> bool {
        let searching = self.searching.as_ref();
        searching.is_some_and(|searching| searching.id == id || searching.cancelling == Some(id))
    }

    /// Was asked to stop, with this number.
    pub(in crate::ui::state) fn search_stopping(&mut self, id: u32) {
        if let Some(searching) = &mut self.searching {
            searching.cancelling = Some(id);
        }
    }
}

impl Searching {
    /// What is left of it, in words.
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
