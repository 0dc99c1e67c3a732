//! The parameters of an expectation: one form for every rule, with the fields that the rule has.

use std::rc::Rc;

use yew::{Callback, Html, html};

use super::put;
use crate::ui::page::Page;
use crate::ui::state::State;
use crate::ui::widgets::column::one_column;
use crate::ui::widgets::parameter::{FieldLook, field};
use grove_recipe::parameters::{EXPECTATION_ON, Fields, Parameter, Span, TextKind, Value, in_form};
use grove_recipe::{Expectation, Recipe, Rule};

/// Changes the expectation at a place in the recipe.
#[derive(Clone)]
pub struct ExpectationEditor {
    pub page: Page,
    pub recipe: Rc<Recipe>,
    pub index: usize,
}

impl ExpectationEditor {
    pub fn put(&self, field: &'static str, expectation: Expectation) {
        let mut check = self.recipe.check.clone();
        if let Some(place) = check.expectations.get_mut(self.index) {
            *place = expectation;
            put(&self.page, field, check);
        }
    }

    fn remove(&self) {
        let mut check = self.recipe.check.clone();
        if self.index < check.expectations.len() {
            check.expectations.remove(self.index);
            put(&self.page, "check", check);
        }
    }

    /// Takes a new value of a parameter over. Changes of one field in a row are one step to undo.
    fn changed(&self, now: &Expectation, declared: &Parameter) -> Callback<Value> {
        let step = match declared.span {
            Span::Whole { .. } | Span::Real { .. } | Span::Perhaps(_) => declared.name,
            _ => "check",
        };
        let (editor, now, name) = (self.clone(), now.clone(), declared.name);
        Callback::from(move |value: Value| {
            let mut expectation = now.clone();
            if let Some(Ok(())) = expectation.rule.write(name, &value) {
                editor.put(step, expectation);
            }
        })
    }
}

pub fn form(editor: &ExpectationEditor, state: &State, now: &Expectation) -> Html {
    let columns: Vec<String> = match &state.data {
        Some(data) => data
            .columns
            .iter()
            .map(|column| column.name.clone())
            .collect(),
        None => Vec::new(),
    };
    let parameters = in_form(&now.rule).into_iter().map(|(declared, value)| {
        let changed = editor.changed(now, &declared);
        match declared.span {
            Span::Text(TextKind::Expected) => {
                const LACKING: &str = "The open file has no such column.";
                one_column(&declared, columns.clone(), &value, LACKING, changed)
            }
            _ => FieldLook::default().draw(&declared, &value, changed),
        }
    });
    let switched = {
        let (editor, now) = (editor.clone(), now.clone());
        Callback::from(move |on| editor.put("check", Expectation { on, ..now.clone() }))
    };
    let onremove = {
        let editor = editor.clone();
        move |_| editor.remove()
    };
    let remember = match &now.rule {
        Rule::Distribution { column, .. } => {
            let (editor, column) = (editor.clone(), column.clone());
            let onclick = move |_| editor.page.client().remember(&editor.recipe, &column);
            html! { <button type="button" class="button" {onclick}>{ "Remember the present distribution" }</button> }
        }
        _ => html! {},
    };
    let wrong = editor.recipe.check().err();
    let number = format!("Expectation {}:", editor.index + 1);
    let wrong = wrong.filter(|error| error.problem.starts_with(&number));
    html! {
        <div class="expectation-below">
            <div class="form-fields">
                { for parameters }
                { field(&EXPECTATION_ON, &now.on, switched) }
            </div>
            if let Some(error) = wrong {
                <p class="field-message" role="alert">{ error.problem }</p>
            }
            <div class="expectation-controls">
                { remember }
                <button type="button" class="button" data-testid="remove-expectation" onclick={onremove}>{ "Remove" }</button>
            </div>
        </div>
    }
}
