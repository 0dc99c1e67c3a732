//! The recipe as text: read, edited, saved and loaded.

use std::fmt::Write;
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use web_sys::{HtmlTextAreaElement, InputEvent};
use yew::{Callback, Html, NodeRef, TargetCast, component, html, use_effect_with, use_node_ref};

use super::PanelProps;
use super::frame::{notice_bar, use_heading};
use super::recipe_file::load_button;
use crate::ui::files::{save, text_file};
use crate::ui::page::{Page, use_page};
use crate::ui::state::{Action, RecipeText, RecipeTextVerdict, State};
use grove_recipe::{CHOOSE_TARGET, RecipeError};

/// The text is checked after this pause in typing.
const TYPED_MS: u32 = 400;

#[component]
pub fn RecipePanel(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let field = use_node_ref();
    {
        let page = page.clone();
        use_effect_with(state.draft_to_check(), move |text| {
            let timeout = text
                .clone()
                .map(|text| Timeout::new(TYPED_MS, move || page.client().check_recipe(&text)));
            move || drop(timeout)
        });
    }
    let heading = use_heading(());
    let Some(recipe) = state.recipe() else {
        return html! {};
    };
    let draft = state.draft.as_ref();
    let text = draft.map_or_else(|| recipe.to_json().into(), |draft| Rc::clone(&draft.text));
    let wrong = draft.and_then(wrong);
    html! {
        <section class="panel" aria-labelledby="panel-title">
            <header class="panel-head">
                <h1 class="panel-title" id="panel-title" tabindex="-1" ref={heading}>{ "Recipe" }</h1>
                <p class="panel-why">{ "Every choice from the table to the model, as one text. The forms of all stages show the same choices: change them here or there." }</p>
            </header>
            if let Some(notice) = &state.notice {
                { notice_bar(&page, state, notice) }
            }
            { editor(&page, &text, wrong, &field) }
            { verdict(state, draft, &text, &field) }
            { buttons(&page, draft, &text, draft.is_none() && state.asks_for_target()) }
        </section>
    }
}

fn wrong(draft: &RecipeText) -> Option<&Rc<RecipeError>> {
    match &draft.verdict {
        Some(RecipeTextVerdict::Wrong(error)) => Some(error),
        _ => None,
    }
}

/// Shows the text with line numbers. It has its full height and width; the element around it scrolls.
fn editor(page: &Page, text: &str, wrong: Option<&Rc<RecipeError>>, field: &NodeRef) -> Html {
    let rows = text.split('\n').count();
    let columns = text.split('\n').map(|line| line.chars().count()).max();
    let line = wrong.and_then(|error| error.line);
    let mut numbers = String::new();
    for number in 1..=rows {
        let mark = if line == Some(number as u32) {
            "✕ "
        } else {
            ""
        };
        // Writing to a string cannot fail.
        let _ = writeln!(numbers, "{mark}{number}");
    }
    let page = page.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        let field: HtmlTextAreaElement = event.target_unchecked_into();
        page.tell(Action::DraftWritten(field.value()));
    });
    html! {
        <div>
            <label class="field-label" for="recipe-text">{ "The recipe as JSON" }</label>
            <div class="recipe-editor" data-wrong={line.map(|line| line.to_string())} style={line.map(|line| format!("--wrong: {line}"))}>
                <pre class="recipe-numbers" aria-hidden="true">{ numbers }</pre>
                <textarea class="recipe-text" id="recipe-text" data-testid="recipe-text" wrap="off" spellcheck="false" autocomplete="off" autocapitalize="off"
                    rows={rows.to_string()} cols={(columns.unwrap_or(0) + 1).to_string()} value={text.to_string()} {oninput} ref={field}
                    aria-invalid={wrong.is_some().then_some("true")} aria-describedby="recipe-verdict" />
            </div>
        </div>
    }
}

/// Shows the verdict on the text.
fn verdict(state: &State, draft: Option<&RecipeText>, text: &str, field: &NodeRef) -> Html {
    let (name, words) = match draft.map(|draft| &draft.verdict) {
        None => (
            "untouched",
            "This is the present recipe; it follows every change.".to_string(),
        ),
        Some(None) => ("checking", "Checking …".to_string()),
        Some(Some(RecipeTextVerdict::Fits(_))) => (
            "fits",
            "✓ This is a valid recipe. Press Apply to use it.".to_string(),
        ),
        Some(Some(RecipeTextVerdict::Wrong(error))) => ("wrong", format!("✕ {error}")),
    };
    let line = draft.and_then(wrong).and_then(|error| error.line);
    let go = line.map(|line| {
        let (field, text) = (field.clone(), text.to_string());
        let onclick = move |_| go_to(&field, &text, line as usize);
        html! { <button type="button" class="button" data-testid="recipe-go" {onclick}>{ "Go to line " }{ line }</button> }
    });
    html! {
        <div class="recipe-verdict" data-verdict={name} data-testid="recipe-verdict" data-line={line.map(|line| line.to_string())}>
            <p id="recipe-verdict" role="status">{ words }</p>
            { go }
            if state.draft_is_overtaken() {
                <p class="warning" data-testid="recipe-overtaken">{ "The recipe was changed elsewhere since you began to edit. Apply replaces it by your text; Revert shows the present recipe." }</p>
            }
        </div>
    }
}

/// Selects a line, from 1.
fn go_to(field: &NodeRef, text: &str, line: usize) {
    let Some(field) = field.cast::<HtmlTextAreaElement>() else {
        return;
    };
    // The browser counts UTF-16 units.
    let units = |line: &str| line.encode_utf16().count() as u32;
    let lines: Vec<&str> = text.split('\n').collect();
    let above = &lines[..line.saturating_sub(1).min(lines.len())];
    let start: u32 = above.iter().map(|line| units(line) + 1).sum();
    let end = start + lines.get(above.len()).map_or(0, |line| units(line));
    // Nothing depends on it if it fails.
    let _ = field.focus();
    let _ = field.set_selection_range(start, end);
    if let Some(around) = field.parent_element() {
        let middle = field.client_height() as usize * above.len() / lines.len();
        around.set_scroll_top(middle as i32 - around.client_height() / 2);
    }
}

fn buttons(page: &Page, draft: Option<&RecipeText>, text: &str, asked: bool) -> Html {
    let tell = |action: Action| {
        let page = page.clone();
        move |_| page.tell(action.clone())
    };
    let fits = draft.is_some_and(|draft| matches!(draft.verdict, Some(RecipeTextVerdict::Fits(_))));
    let onsave = {
        let text = [text, "\n"].concat();
        move |_| {
            if let Some(file) = text_file(&text, "application/json") {
                save(&file, "recipe.json");
            }
        }
    };
    html! {
        <div class="button-row">
            <button type="button" class="button button-primary" data-testid="recipe-apply" disabled={!fits} onclick={tell(Action::DraftApplied)}>{ "Apply" }</button>
            <button type="button" class="button" data-testid="recipe-revert" disabled={draft.is_none()} onclick={tell(Action::DraftReverted)}>{ "Revert" }</button>
            <button type="button" class="button" data-testid="recipe-save" disabled={asked} title={asked.then_some(CHOOSE_TARGET)} onclick={onsave}>{ "Save as recipe.json" }</button>
            { load_button(page) }
        </div>
    }
}
