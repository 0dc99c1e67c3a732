//! Shows one expectation: its result, the rows that fail it, its parameters.

use std::rc::Rc;

use yew::{Callback, Html, UseStateHandle, html};

use super::form::{ExpectationEditor, form};
use super::{OpenExpectation, said, signs};
use crate::ui::charts::number::counted;
use crate::ui::page::Page;
use crate::ui::panels::headings;
use crate::ui::state::State;
use crate::ui::widgets::data_table::DataTable;
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_protocol::TableName;
use grove_protocol::report::{Detail, Finding};
use grove_recipe::parameters::SEVERITY;
use grove_recipe::stage::Stage;
use grove_recipe::{Expectation, Recipe};

/// The expectation at a place in the recipe.
pub fn item(
    page: &Page,
    state: &State,
    recipe: &Rc<Recipe>,
    open: &UseStateHandle<OpenExpectation>,
    index: usize,
) -> Html {
    let Some(expectation) = recipe.check.expectations.get(index) else {
        return html! {};
    };
    let name = expectation.rule.sentence();
    let found = found(state, expectation, &name);
    let signs = match found {
        _ if !expectation.on => ("off", "–", "off"),
        Some(found) => signs(found.verdict),
        None => ("unchecked", "○", "not checked yet"),
    };
    let editor = ExpectationEditor {
        page: page.clone(),
        recipe: recipe.clone(),
        index,
    };
    let handle = format!("expectation-{}", index + 1);
    let toggle = |what: OpenExpectation| {
        let open = open.clone();
        let next = if *open == what {
            OpenExpectation::Nothing
        } else {
            what
        };
        (*open == what, move |_| open.set(next))
    };
    let (rows_open, onrows) = toggle(OpenExpectation::Rows(index));
    let (form_open, onform) = toggle(OpenExpectation::Form(index));
    html! {
        <li class="expectation" data-testid={handle.clone()} data-verdict={signs.0}>
            { said(&name, signs, found) }
            <div class="expectation-controls">
                { severity(&editor, expectation, &handle, &name) }
                if let Some(found) = found.filter(|found| found.failing > 0) {
                    <button type="button" class="button" data-testid={format!("{handle}-rows")} aria-expanded={rows_open.to_string()} onclick={onrows}>
                        { if rows_open { "Hide the rows".into() } else { format!("Show {}", counted(found.failing, "row", "rows")) } }
                    </button>
                }
                <button type="button" class="button button-quiet" data-testid={format!("{handle}-change")} aria-expanded={form_open.to_string()}
                    aria-label={format!("Change: {name}")} onclick={onform}>{ "Change" }</button>
            </div>
            if rows_open {
                { for found.map(|found| rows(page, state, found)) }
            }
            if form_open {
                { form(&editor, state, expectation) }
            }
        </li>
    }
}

/// What the latest check says of an expectation that reads the same.
fn found<'a>(state: &'a State, expectation: &Expectation, name: &str) -> Option<&'a Finding> {
    let Detail::Check(report) = &state.report(Stage::Check)?.detail else {
        return None;
    };
    let mut own = report
        .expectations
        .iter()
        .filter(|found| found.of_rule.is_some());
    own.find(|found| expectation.on && found.name == name)
}

fn severity(
    editor: &ExpectationEditor,
    expectation: &Expectation,
    handle: &str,
    name: &str,
) -> Html {
    let entries = SEVERITY.options.iter().map(|(_, label)| SelectEntry {
        value: (*label).into(),
        disabled: false,
    });
    let chosen = SEVERITY
        .options
        .iter()
        .position(|(severity, _)| *severity == expectation.severity);
    let onchoose = {
        let (editor, expectation) = (editor.clone(), expectation.clone());
        Callback::from(move |index: usize| {
            if let Some((severity, _)) = SEVERITY.options.get(index) {
                let severity = *severity;
                let expectation = expectation.clone();
                editor.put(
                    "check",
                    Expectation {
                        severity,
                        ..expectation
                    },
                );
            }
        })
    };
    html! {
        <label class="expectation-severity" title={format!("{name}: {}", SEVERITY.help)}>
            <span>{ SEVERITY.label }</span>
            <Select testid={format!("{handle}-severity")} entries={entries.collect::<Vec<_>>()} {chosen} {onchoose} />
        </label>
    }
}

/// All rows that fail, from the engine.
fn rows(page: &Page, state: &State, found: &Finding) -> Html {
    let columns = match state.report(Stage::Clean).map(|report| &report.detail) {
        Some(Detail::Clean(report)) => headings(&report.columns),
        _ => Vec::new(),
    };
    let expectation = found.of_rule.as_ref().map_or(0, |of| of.expectation);
    let version = state
        .report(Stage::Check)
        .map(|report| format!("{:?} {expectation}", Rc::as_ptr(report)));
    html! {
        <div class="expectation-below" data-testid="failing-rows">
            <DataTable page={page.clone()} table={TableName::Failing { expectation }} version={version.unwrap_or_default()}
                label={format!("Rows that fail: {}", found.name)} {columns} rows={found.failing} />
        </div>
    }
}
