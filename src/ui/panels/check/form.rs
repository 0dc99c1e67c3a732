//! The parameters of an expectation: one form for every rule, with the fields that the rule has.

use std::rc::Rc;

use yew::{Callback, Html, html};

use super::put;
use crate::ui::page::Page;
use crate::ui::state::State;
use crate::ui::widgets::declares::Declares;
use crate::ui::widgets::field::{described_by, framed};
use crate::ui::widgets::parameter::field;
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_recipe::parameters::{
    ALPHA, COMPARISON, EXPECTATION_ON, FROM, KIND, MAX_ROWS, MAX_VALUE, MIN_ROWS, MIN_VALUE,
    MISSING_SHARE, PATTERN, UNIQUE_COLUMNS, UNTIL, VALUES,
};
use grove_recipe::{Expectation, Recipe, Rule};

/// Changes the expectation at a place in the recipe.
#[derive(Clone)]
pub struct ExpectationEditor {
    pub page: Page,
    pub recipe: Rc<Recipe>,
    pub index: usize,
}

/// Where a rule has a parameter, if it has it.
type RuleParameter<T> = fn(&mut Rule) -> Option<&mut T>;

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

    /// A parameter's field, where the rule has it. Changes of one field in a row are one step to undo.
    fn field<T: Clone + 'static, D: Declares<T>>(
        &self,
        step: &'static str,
        now: &Expectation,
        place: RuleParameter<T>,
        declared: &'static D,
    ) -> Html {
        self.drawn(step, now, place, |value, onchange| {
            field(declared, &value, onchange)
        })
    }

    fn drawn<T: Clone + 'static>(
        &self,
        step: &'static str,
        now: &Expectation,
        place: RuleParameter<T>,
        draw: impl FnOnce(T, Callback<T>) -> Html,
    ) -> Html {
        let mut now = now.clone();
        let Some(value) = place(&mut now.rule).cloned() else {
            return html! {};
        };
        let editor = self.clone();
        let onchange = Callback::from(move |value| {
            let mut expectation = now.clone();
            if let Some(place) = place(&mut expectation.rule) {
                *place = value;
                editor.put(step, expectation);
            }
        });
        draw(value, onchange)
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
    let column = |name: &'static str, label: &'static str, place: RuleParameter<String>| {
        editor.drawn("check", now, place, |value, onchange| {
            column_field(name, label, &columns, &value, onchange)
        })
    };
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
                { column("column", "Column", |rule| match rule {
                    Rule::ColumnPresent { column } | Rule::ColumnType { column, .. } | Rule::NotNull { column }
                    | Rule::MissingShareAtMost { column, .. } | Rule::InRange { column, .. }
                    | Rule::InPeriod { column, .. } | Rule::InSet { column, .. } | Rule::MatchesPattern { column, .. } => Some(column),
                    _ => None,
                }) }
                { column("left", "Left column", |rule| match rule { Rule::CompareColumns { left, .. } => Some(left), _ => None }) }
                { editor.field("check", now, |rule| match rule { Rule::CompareColumns { comparison, .. } => Some(comparison), _ => None }, &COMPARISON) }
                { column("right", "Right column", |rule| match rule { Rule::CompareColumns { right, .. } => Some(right), _ => None }) }
                { editor.field("check", now, |rule| match rule { Rule::ColumnType { kind, .. } => Some(kind), _ => None }, &KIND) }
                { editor.field("check", now, |rule| match rule { Rule::Unique { columns } => Some(columns), _ => None }, &UNIQUE_COLUMNS) }
                { editor.field("check", now, |rule| match rule { Rule::InSet { values, .. } => Some(values), _ => None }, &VALUES) }
                { editor.field("check", now, |rule| match rule { Rule::MatchesPattern { pattern, .. } => Some(pattern), _ => None }, &PATTERN) }
                { editor.field("min", now, |rule| match rule { Rule::InRange { min, .. } => Some(min), _ => None }, &MIN_VALUE) }
                { editor.field("max", now, |rule| match rule { Rule::InRange { max, .. } => Some(max), _ => None }, &MAX_VALUE) }
                { editor.field("from", now, |rule| match rule { Rule::InPeriod { from, .. } => Some(from), _ => None }, &FROM) }
                { editor.field("until", now, |rule| match rule { Rule::InPeriod { until, .. } => Some(until), _ => None }, &UNTIL) }
                { editor.field("min", now, |rule| match rule { Rule::RowCount { min, .. } => Some(min), _ => None }, &MIN_ROWS) }
                { editor.field("max", now, |rule| match rule { Rule::RowCount { max, .. } => Some(max), _ => None }, &MAX_ROWS) }
                { editor.field("share", now, |rule| match rule { Rule::MissingShareAtMost { share, .. } => Some(share), _ => None }, &MISSING_SHARE) }
                { editor.field("alpha", now, |rule| match rule { Rule::Distribution { alpha, .. } => Some(alpha), _ => None }, &ALPHA) }
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

/// A column of the open file, or one that it lacks.
fn column_field(
    name: &'static str,
    label: &'static str,
    columns: &[String],
    value: &str,
    onchange: Callback<String>,
) -> Html {
    let id = format!("parameter-{name}");
    let entry = |column: &String| SelectEntry {
        value: column.clone().into(),
        disabled: false,
    };
    let entries: Vec<SelectEntry> = columns.iter().map(entry).collect();
    let chosen = columns.iter().position(|column| column == value);
    let help = match chosen {
        Some(_) => "",
        None => "The open file has no such column.",
    };
    let columns = columns.to_vec();
    let onchoose = Callback::from(move |index: usize| {
        if let Some(column) = columns.get(index) {
            onchange.emit(column.clone());
        }
    });
    let control = html! {
        <Select id={id.clone()} testid={id.clone()} described_by={described_by(&id, false)} {entries} {chosen} {onchoose} />
    };
    framed(&id, &label.into(), &help.into(), None, control)
}
