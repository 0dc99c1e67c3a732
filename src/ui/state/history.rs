//! The recipe with undo and redo.

use std::rc::Rc;

use grove_recipe::Recipe;

/// The most steps that can be undone.
const STEPS_AT_MOST: usize = 200;

#[derive(Clone, Debug, PartialEq)]
pub struct History {
    past: Vec<Rc<Recipe>>,
    present: Rc<Recipe>,
    future: Vec<Rc<Recipe>>,
    /// The field of the latest edit, while further edits of it belong to the same step.
    field: Option<&'static str>,
}

impl History {
    pub fn new(recipe: Recipe) -> Self {
        Self {
            past: Vec::new(),
            present: Rc::new(recipe),
            future: Vec::new(),
            field: None,
        }
    }

    /// Returns the recipes that can be undone to, oldest first, and those that can be redone.
    pub fn around(&self) -> [Vec<Recipe>; 2] {
        let copy = |recipe: &Rc<Recipe>| Recipe::clone(recipe);
        [&self.past, &self.future].map(|recipes| recipes.iter().map(copy).collect())
    }

    /// Puts what was around the present recipe elsewhere around it here.
    pub fn surround(&mut self, [past, future]: [Vec<Recipe>; 2]) {
        let shared = |recipes: Vec<Recipe>| recipes.into_iter().map(Rc::new).collect();
        self.past = shared(past);
        let more = self.past.len().saturating_sub(STEPS_AT_MOST);
        self.past.drain(..more);
        self.future = shared(future);
        self.settle();
    }

    pub fn present(&self) -> &Rc<Recipe> {
        &self.present
    }

    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Replaces the recipe. Does nothing if the two are equal.
    pub fn edit(&mut self, field: &'static str, recipe: Recipe) {
        if recipe == *self.present {
            return;
        }
        let before = std::mem::replace(&mut self.present, Rc::new(recipe));
        if self.field != Some(field) {
            if self.past.len() == STEPS_AT_MOST {
                self.past.remove(0);
            }
            self.past.push(before);
        }
        self.future.clear();
        self.field = Some(field);
    }

    /// Ends the step, so that the next edit of the same field is undone by itself.
    pub fn settle(&mut self) {
        self.field = None;
    }

    pub fn undo(&mut self) {
        if let Some(recipe) = self.past.pop() {
            self.future
                .push(std::mem::replace(&mut self.present, recipe));
        }
        self.settle();
    }

    pub fn redo(&mut self) {
        if let Some(recipe) = self.future.pop() {
            self.past.push(std::mem::replace(&mut self.present, recipe));
        }
        self.settle();
    }
}
