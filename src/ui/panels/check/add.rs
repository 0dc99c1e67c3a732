//! Adds an expectation with a rule and a column.

use std::rc::Rc;

use yew::{Callback, Html, UseStateHandle, html};

use super::put;
use crate::ui::page::Page;
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_recipe::columns::{ColumnKind, ColumnSummary, DataSummary};
use grove_recipe::parameters::{COMPARISON, MIN_ROWS, MIN_VALUE, MISSING_SHARE};
use grove_recipe::{Expectation, Recipe, Rule};

/// What can be expected, as it is offered, in the order of [`rule`].
const RULES: [&str; 12] = [
    "is there",
    "has a type",
    "is never missing",
    "is seldom missing",
    "tells rows apart",
    "is within a range",
    "is within a period",
    "is one of some values",
    "matches a pattern",
    "is distributed as now",
    "is compared with another column",
    "number of rows",
];
/// The one that the engine makes from the data.
const DISTRIBUTION: usize = 9;

/// The rule with this place in [`RULES`], with parameters to begin with.
fn rule(index: usize, column: &ColumnSummary) -> Rule {
    let name = column.name.clone();
    match index {
        0 => Rule::ColumnPresent { column: name },
        1 => Rule::ColumnType {
            column: name,
            // Of a column without values nothing else is known.
            kind: match column.kind {
                ColumnKind::Empty => ColumnKind::Text,
                kind => kind,
            },
        },
        2 => Rule::NotNull { column: name },
        3 => Rule::MissingShareAtMost {
            column: name,
            share: MISSING_SHARE.default,
        },
        4 => Rule::Unique {
            columns: vec![name],
        },
        5 => Rule::InRange {
            column: name,
            min: Some(MIN_VALUE.default),
            max: None,
        },
        6 => Rule::InPeriod {
            column: name,
            from: None,
            until: None,
        },
        7 => Rule::InSet {
            column: name,
            values: Vec::new(),
        },
        8 => Rule::MatchesPattern {
            column: name,
            pattern: ".*".to_string(),
        },
        10 => Rule::CompareColumns {
            left: name.clone(),
            comparison: COMPARISON.default(),
            right: name,
        },
        _ => Rule::RowCount {
            min: Some(MIN_ROWS.default),
            max: None,
        },
    }
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
            if chosen_rule == DISTRIBUTION {
                page.client().remember(&recipe, &column.name);
                return;
            }
            let mut check = recipe.check.clone();
            check
                .expectations
                .push(Expectation::new(rule(chosen_rule, column)));
            put(&page, "check", check);
        }
    };
    html! {
        <fieldset class="expectation-add">
            <legend class="section-note">{ "Add an expectation" }</legend>
            { list("Column", "new-expectation-column", columns, chosen_column, oncolumn) }
            { list("Rule", "new-expectation-rule", RULES.map(String::from).to_vec(), chosen_rule, onrule) }
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
