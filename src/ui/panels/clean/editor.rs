//! Changes the list of cleaning steps.

use std::rc::Rc;

use yew::{Callback, UseStateHandle};

use crate::ui::page::Page;
use crate::ui::state::{Action, Edit};
use grove_recipe::columns::{ColumnKind, DataSummary};
use grove_recipe::similar::SimilarMethod;
use grove_recipe::{KnownColumn, Operation, Recipe, Step, columns_after};

/// The field of an edit that is a step to undo of its own.
pub use crate::ui::state::STEPS;

/// Of a step's button in the page.
pub fn button_id(place: usize, what: &str) -> String {
    format!("step-{place}-{what}")
}

#[derive(Clone)]
pub struct StepEditor {
    pub page: Page,
    pub recipe: Rc<Recipe>,
    pub data: Rc<DataSummary>,
    /// The step whose form is open.
    pub open: UseStateHandle<Option<usize>>,
    /// The button to go on with, once the list has been drawn anew.
    pub moved: UseStateHandle<Option<String>>,
    /// How similar categories are looked for.
    pub looked_for: UseStateHandle<(SimilarMethod, f64)>,
}

/// Where a parameter is in an operation, if it is of the kind that has it.
pub type OperationParameter<T> = fn(&mut Operation) -> Option<&mut T>;

impl StepEditor {
    pub fn operation(&self, place: usize) -> Option<&Operation> {
        self.recipe
            .clean
            .steps
            .get(place)
            .map(|step| &step.operation)
    }

    /// The columns before a step.
    pub fn known(&self, place: usize) -> Vec<KnownColumn> {
        let steps = &self.recipe.clean.steps;
        columns_after(self.data.known(), steps.get(..place).unwrap_or(steps))
    }

    /// Changes the list; `field` names what is changed, so that typing on is one step to undo.
    pub fn edit(&self, field: &'static str, change: impl FnOnce(&mut Vec<Step>)) {
        let mut clean = self.recipe.clean.clone();
        change(&mut clean.steps);
        self.page.tell(Action::RecipeEdited {
            field,
            edit: Edit::part(clean),
        });
    }

    /// Adds a step and opens its form.
    pub fn add(&self, mut operation: Operation) {
        let place = self.recipe.clean.steps.len();
        if let Operation::MergeCategories { column, .. } = &mut operation {
            let is_text = |(_, kind): &KnownColumn| kind.is_some_and(ColumnKind::is_text);
            let first = self.known(place).into_iter().find(is_text);
            *column = first.map(|(name, _)| name).unwrap_or_default();
        }
        self.open.set(Some(place));
        self.add_done(operation);
    }

    /// Adds a step that needs no further choice.
    pub fn add_done(&self, operation: Operation) {
        self.edit(STEPS, |steps| steps.push(operation.into()));
    }

    pub fn remove(&self, place: usize) {
        self.open.set(None);
        self.edit(STEPS, |steps| {
            if place < steps.len() {
                steps.remove(place);
            }
        });
    }

    /// Changes places with the step before or after.
    pub fn swap(&self, place: usize, with: usize) {
        if *self.open == Some(place) {
            self.open.set(Some(with));
        } else if *self.open == Some(with) {
            self.open.set(Some(place));
        }
        let last = self.recipe.clean.steps.len().saturating_sub(1);
        // The same button, or the other one at the end of the list.
        let up = if with > place { with == last } else { with > 0 };
        self.moved
            .set(Some(button_id(with, if up { "up" } else { "down" })));
        self.edit(STEPS, |steps| {
            if place.max(with) < steps.len() {
                steps.swap(place, with);
            }
        });
    }

    /// Takes a new value of a parameter over.
    pub fn changed<T: 'static>(
        &self,
        field: &'static str,
        place: usize,
        parameter: OperationParameter<T>,
    ) -> Callback<T> {
        let editor = self.clone();
        Callback::from(move |value: T| {
            editor.edit(field, |steps| {
                let operation = steps.get_mut(place).map(|step| &mut step.operation);
                if let Some(parameter) = operation.and_then(parameter) {
                    *parameter = value;
                }
            });
        })
    }
}
