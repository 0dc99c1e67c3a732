//! A step in the list: what it does, what it changed, what is wrong with it, and how to move it.

use web_sys::{Event, HtmlInputElement};
use yew::{Callback, Html, TargetCast, classes, html};

use super::editor::{STEPS, StepEditor, button_id};
use super::expression::marked;
use super::fields::fields;
use crate::ui::charts::number::{count, counted};
use crate::ui::state::State;
use grove_protocol::report::{CellChange, CleanReport, CleanStep};
use grove_recipe::stage::Stage;

pub fn step(
    editor: &StepEditor,
    state: &State,
    report: Option<&CleanReport>,
    place: usize,
) -> Html {
    let steps = &editor.recipe.clean.steps;
    let Some(step) = steps.get(place) else {
        return html! {};
    };
    let sentence = step.operation.sentence();
    // What is told of another step, before the list was changed, says nothing of this one.
    let told = report.and_then(|report| {
        let here = |told: &&CleanStep| told.place == Some(place as u32) && told.name == sentence;
        report.steps.iter().find(here)
    });
    let error = state
        .failure(Stage::Clean)
        .filter(|error| error.step == Some(place as u32));
    let is_open = *editor.open == Some(place);
    let id = format!("step-{place}");
    let button = |what: &'static str,
                  glyph: &'static str,
                  disabled: bool,
                  onclick: Callback<()>| {
        // What is read aloud begins with what is seen, where that is a word.
        let verb = if glyph == "Done" { "Done with" } else { what };
        let label = format!("{verb} step {}", place + 1);
        html! {
            <button type="button" class="button button-quiet" id={button_id(place, what)} data-testid={button_id(place, what)}
                title={label.clone()} aria-label={label} {disabled} onclick={onclick.reform(|_| ())}>{ glyph }</button>
        }
    };
    let act = |act: fn(&StepEditor, usize)| {
        let editor = editor.clone();
        Callback::from(move |()| act(&editor, place))
    };
    let onswitch = {
        let editor = editor.clone();
        move |event: Event| {
            let on = event.target_unchecked_into::<HtmlInputElement>().checked();
            editor.edit(STEPS, |steps| {
                if let Some(step) = steps.get_mut(place) {
                    step.on = on;
                }
            });
        }
    };
    html! {
        <li class={classes!("step", (!step.on).then_some("step-off"))} data-testid={id.clone()}>
            <div class="step-head">
                <label class="check step-sentence">
                    <input type="checkbox" data-testid={format!("{id}-on")} checked={step.on} onchange={onswitch} />
                    <span>{ sentence }{ if step.on { "" } else { " (off)" } }</span>
                </label>
                <span class="step-buttons">
                    { button("up", "↑", place == 0, act(|editor, place| editor.swap(place, place - 1))) }
                    { button("down", "↓", place + 1 == steps.len(), act(|editor, place| editor.swap(place, place + 1))) }
                    { button("edit", if is_open { "Done" } else { "Edit" }, false,
                        act(|editor, place| editor.open.set((*editor.open != Some(place)).then_some(place)))) }
                    { button("remove", "Remove", false, act(StepEditor::remove)) }
                </span>
            </div>
            if let Some(error) = error {
                <div class="step-error" role="status">
                    <p class="field-message">{ "✕ " }{ &error.problem }{ " " }{ &error.advice }</p>
                    { marked(&step.operation, error.at) }
                </div>
            }
            if let Some(told) = told {
                { changes(told) }
            }
            if is_open {
                <div class="form-fields">{ fields(editor, state, place) }</div>
            }
        </li>
    }
}

/// Rows and columns before and after, and behind a fold the cells.
fn changes(told: &CleanStep) -> Html {
    let size = |rows: u32, columns: u32| format!("{} × {}", count(rows), count(columns));
    let mut sentence = size(told.rows.0, told.columns.0);
    if (told.rows.0, told.columns.0) != (told.rows.1, told.columns.1) {
        sentence.push_str(" → ");
        sentence.push_str(&size(told.rows.1, told.columns.1));
    }
    sentence.push_str(", ");
    if told.rows_dropped() > 0 {
        sentence.push_str(&counted(told.rows_dropped(), "row", "rows"));
        sentence.push_str(" dropped");
    } else {
        sentence.push_str(&counted(told.cells_changed, "cell", "cells"));
        sentence.push_str(" changed");
    }
    let more = !(told.learned.is_empty() && told.examples.is_empty() && told.dropped.is_empty());
    if !more {
        return html! { <p class="section-note">{ sentence }</p> };
    }
    html! {
        <details class="step-changes">
            <summary>{ sentence }</summary>
            if !told.learned.is_empty() {
                <p class="section-note">{ "Learned from train rows: " }{ told.learned.join("; ") }</p>
            }
            if !told.dropped.is_empty() {
                <p class="section-note">
                    { "Rows dropped: " }{ told.dropped.iter().map(|row| count(*row)).collect::<Vec<_>>().join(", ") }
                    { if told.rows_dropped() as usize > told.dropped.len() { " …" } else { "" } }
                </p>
            }
            if !told.examples.is_empty() {
                { examples(told) }
            }
        </details>
    }
}

fn examples(told: &CleanStep) -> Html {
    let new = told.columns.1 > told.columns.0;
    let cell = |text: &Option<String>, absent: &'static str| match text {
        Some(text) => html! { <td>{ text }</td> },
        None => html! { <td class="data-table-missing">{ absent }</td> },
    };
    let row = |change: &CellChange| {
        html! {
            <tr>
                <th scope="row" class="number">{ count(change.row) }</th>
                <td>{ &change.column }</td>
                { cell(&change.before, if new { "new" } else { "missing" }) }
                <td><span aria-hidden="true">{ "→ " }</span>{ if new { "made" } else { "changed" } }</td>
                { cell(&change.after, "missing") }
            </tr>
        }
    };
    html! {
        <table class="plain-table">
            <caption class="section-note">{ "The first cells" }</caption>
            <thead><tr>
                <th scope="col" class="number">{ "Row" }</th>
                <th scope="col">{ "Column" }</th>
                <th scope="col">{ "Before" }</th>
                <th scope="col">{ "Change" }</th>
                <th scope="col">{ "After" }</th>
            </tr></thead>
            <tbody>{ for told.examples.iter().map(row) }</tbody>
        </table>
    }
}
