//! Adds an expectation with a rule and a column.

use std::rc::Rc;

use yew::{Callback, Html, UseStateHandle, html};

use super::put;
use crate::ui::page::Page;
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_recipe::columns::{ColumnKind, ColumnSummary, DataSummary};
use grove_recipe::parameters::{Fields, Span, TextKind};
use grove_recipe::{Expectation, Recipe, Rule};

/// The one that the engine makes from the data.
const DISTRIBUTION: &str = "distribution";

/// The rule of this name about a column, with parameters to begin with.
fn rule(name: &str, column: &ColumnSummary) -> Option<Rule> {
    let mut rule = Rule::named(name)?;
    for declared in rule.declared() {
        if declared.span == Span::Text(TextKind::Expected) {
            // The name of a column is a text.
            let _ = rule.write(declared.name, &column.name.as_str().into());
        }
    }
    match &mut rule {
        // Of a column without values nothing else is known.
        Rule::ColumnType { kind, .. } => {
            *kind = match column.kind {
                ColumnKind::Empty => ColumnKind::Text,
                kind => kind,
            };
        }
        Rule::Unique { columns } => columns.push(column.name.clone()),
        Rule::InRange { min, .. } => *min = Some(0.0),
        Rule::MatchesPattern { pattern, .. } => *pattern = ".*".to_string(),
        Rule::RowCount { min, .. } => *min = Some(1),
        _ => {}
    }
    Some(rule)
}

/// Two lists and a button; `next` are the places of what is chosen in them.
pub fn add(
    page: &Page,
    recipe: &Rc<Recipe>,
    data: &Rc<DataSummary>,
    next: &UseStateHandle<(usize, usize)>,
) -> Html {
    let (chosen_rule, chosen_column) = **next;
    let columns = data
        .columns
        .iter()
        .map(|column| column.name.clone())
        .collect();
    let onrule = {
        let next = next.clone();
        Callback::from(move |rule| next.set((rule, chosen_column)))
    };
    let oncolumn = {
        let next = next.clone();
        Callback::from(move |column| next.set((chosen_rule, column)))
    };
    let onclick = {
        let (page, recipe, data) = (page.clone(), recipe.clone(), data.clone());
        move |_| {
            let Some(column) = data.columns.get(chosen_column) else {
                return;
            };
            let Some(name) = Rule::MENU.get(chosen_rule) else {
                return;
            };
            if *name == DISTRIBUTION {
                page.client().remember(&recipe, &column.name);
                return;
            }
            let mut check = recipe.check.clone();
            let new = rule(name, column).map(Expectation::new);
            check.expectations.extend(new);
            put(&page, "check", check);
        }
    };
    let rules = Rule::MENU.into_iter().filter_map(Rule::named);
    let rules = rules.map(|rule| rule.label().to_string()).collect();
    html! {
        <fieldset class="expectation-add">
            <legend class="section-note">{ "Add an expectation" }</legend>
            { list("Column", "new-expectation-column", columns, chosen_column, oncolumn) }
            { list("Rule", "new-expectation-rule", rules, chosen_rule, onrule) }
            <button type="button" class="button" data-testid="add-expectation" {onclick}>{ "Add" }</button>
        </fieldset>
    }
}

fn list(
    label: &'static str,
    testid: &'static str,
    values: Vec<String>,
    chosen: usize,
    onchoose: Callback<usize>,
) -> Html {
    let entry = |value: String| SelectEntry {
        value: value.into(),
        disabled: false,
    };
    html! {
        <label class="expectation-severity">
            <span>{ label }</span>
            <Select {testid} entries={values.into_iter().map(entry).collect::<Vec<_>>()} chosen={Some(chosen)} {onchoose} />
        </label>
    }
}
