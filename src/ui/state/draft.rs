//! The recipe as text, while a person edits it.

use std::rc::Rc;

use super::edits::Origin;
use super::{State, Ticket, Waiting};
use grove_protocol::call::{EventOf, Unanswered};
use grove_protocol::calls::{CheckRecipe, RecipeCheck};
use grove_recipe::{Recipe, RecipeError};

#[derive(Clone, Debug, PartialEq)]
pub struct RecipeText {
    pub text: Rc<str>,
    /// The recipe before the first edit.
    began: Rc<Recipe>,
    /// The pending question about this text.
    asked: Waiting,
    pub verdict: Option<RecipeTextVerdict>,
}

/// The engine's verdict on the text.
#[derive(Clone, Debug, PartialEq)]
pub enum RecipeTextVerdict {
    Fits(Rc<Recipe>),
    Wrong(Rc<RecipeError>),
}

impl State {
    /// Returns the text that the engine should check.
    pub fn draft_to_check(&self) -> Option<Rc<str>> {
        let draft = self.draft.as_ref()?;
        let due = self.engine.is_ready() && !draft.asked.is_some() && draft.verdict.is_none();
        due.then(|| Rc::clone(&draft.text))
    }

    /// Returns whether the recipe was changed elsewhere while its text was edited.
    pub fn draft_is_overtaken(&self) -> bool {
        let now = self.draft.as_ref().zip(self.recipe());
        now.is_some_and(|(draft, recipe)| draft.began != *recipe)
    }

    pub(super) fn written(&mut self, text: String) {
        let Some(recipe) = self.recipe().cloned() else {
            return;
        };
        let began = self.draft.take().map(|draft| draft.began);
        // If all edits are taken back, nothing has changed.
        if text != recipe.to_json() {
            self.draft = Some(RecipeText {
                text: text.into(),
                began: began.unwrap_or(recipe),
                asked: Waiting::NOTHING,
                verdict: None,
            });
        }
    }

    pub(super) fn draft_asked(&mut self, ticket: Ticket) {
        if let Some(draft) = &mut self.draft {
            draft.asked.ask(ticket, ());
        }
    }

    pub(super) fn draft_told(&mut self, ticket: Ticket, told: EventOf<CheckRecipe>) {
        let (Some(draft), Some(answer)) = (&mut self.draft, told.answer()) else {
            return;
        };
        if draft.asked.answered(ticket).is_none() {
            return;
        }
        draft.verdict = match answer {
            Ok(RecipeCheck::Fits(recipe)) => Some(RecipeTextVerdict::Fits(Rc::from(recipe))),
            Ok(RecipeCheck::Refused(error)) => Some(RecipeTextVerdict::Wrong(Rc::new(error))),
            Err(Unanswered::Failed(error)) => {
                let error = RecipeError::new(error.problem, error.advice);
                Some(RecipeTextVerdict::Wrong(Rc::new(error)))
            }
            Err(_) => None,
        };
    }

    /// Drops the verdict: the table or the engine is another one.
    pub(super) fn draft_unchecked(&mut self) {
        if let Some(draft) = &mut self.draft {
            draft.asked.forget();
            draft.verdict = None;
        }
    }

    pub(super) fn draft_applied(&mut self) {
        let verdict = self.draft.as_ref().and_then(|draft| draft.verdict.as_ref());
        if let Some(RecipeTextVerdict::Fits(recipe)) = verdict {
            let recipe = Recipe::clone(recipe);
            if self.take_over(recipe, Origin::Text) {
                self.draft = None;
            }
        }
    }
}
