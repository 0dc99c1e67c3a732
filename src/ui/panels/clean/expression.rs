//! Expressions: a field to write one in, and one with its wrong part marked.

use web_sys::{HtmlInputElement, InputEvent};
use yew::{Callback, Html, TargetCast, html};

use crate::ui::widgets::field::{described_by, framed};
use grove_protocol::expression::SYNTAX_BY_TOPIC;
use grove_recipe::parameters::Parameter;
use grove_recipe::{KnownColumn, Operation};

pub fn expression_field(
    declared: &Parameter,
    value: &str,
    known: &[KnownColumn],
    oninput: Callback<String>,
) -> Html {
    let id = "parameter-expression";
    let oninput = oninput
        .reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    let control = html! {
        <textarea class="control expression" rows="2" {id} data-testid="expression-input" spellcheck="false"
            autocomplete="off" value={value.to_string()} {oninput} aria-describedby={described_by(id, false)} />
    };
    let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
    html! {
        <div class="form-wide">
            { framed(id, &declared.label.into(), &declared.help.into(), None, control) }
            <details class="step-changes">
                <summary>{ "Columns and functions" }</summary>
                <p class="section-note">{ "Columns: " }{ names.join(", ") }{ ". A name with a space stands in double quotes, a text in single ones." }</p>
                { for SYNTAX_BY_TOPIC.iter().map(|(about, list)| html! {
                    <p class="section-note"><strong>{ *about }</strong>{ ": " }{ *list }</p>
                }) }
            </details>
        </div>
    }
}

/// The expression with the characters that are wrong underlined. The words are in the error itself.
pub fn marked(operation: &Operation, at: Option<(u32, u32)>) -> Html {
    let (Operation::Filter { condition: text }
    | Operation::Derive {
        expression: text, ..
    }) = operation
    else {
        return html! {};
    };
    let Some((at, length)) = at else {
        return html! {};
    };
    let mut letters = text.chars();
    let before: String = letters.by_ref().take(at as usize).collect();
    let wrong: String = letters.by_ref().take(length as usize).collect();
    let after: String = letters.collect();
    // At the end of the text something is missing.
    let wrong = if wrong.is_empty() {
        "‸".to_string()
    } else {
        wrong
    };
    html! {
        <code class="expression-wrong">{ before }<mark>{ wrong }</mark>{ after }</code>
    }
}
