//! The form of a step: a field for each parameter of its operation that has an effect.

use yew::{Html, html};

use super::editor::{STEPS, StepEditor};
use super::expression::expression_field;
use super::merges::merges;
use crate::ui::state::State;
use crate::ui::widgets::column::{columns_field, one_column};
use crate::ui::widgets::parameter::FieldLook;
use grove_recipe::parameters::{ColumnFilter, Parameter, Span, TextKind, Value, in_form};
use grove_recipe::{KnownColumn, Operation};

/// The field of an edit of an expression: letter after letter is one step to undo.
const TYPED: &str = "expression";

pub fn fields(editor: &StepEditor, state: &State, place: usize) -> Html {
    let Some(operation) = editor.operation(place) else {
        return html! {};
    };
    let known = editor.known(place);
    let shown = in_form(operation);
    let fields = shown
        .iter()
        .map(|(declared, value)| field(editor, place, &known, declared, value));
    let confirmed = match operation {
        Operation::MergeCategories {
            column,
            merges: confirmed,
        } => merges(editor, state, place, column, confirmed),
        _ => html! {},
    };
    html! { <>{ for fields }{ confirmed }</> }
}

fn field(
    editor: &StepEditor,
    place: usize,
    known: &[KnownColumn],
    declared: &Parameter,
    value: &Value,
) -> Html {
    let changed = editor.changed(edited_as(declared), place, declared.name);
    match declared.span {
        Span::Text(TextKind::Column(of)) => {
            one_column(declared, suitable(known, of), value, "", changed)
        }
        Span::Texts(TextKind::Columns(of)) => {
            columns_field(declared, suitable(known, of), value, &changed)
        }
        Span::Texts(TextKind::SomeColumns) => columns_field(
            declared,
            suitable(known, ColumnFilter::Any),
            value,
            &changed,
        ),
        Span::Text(TextKind::Expression(_)) => {
            let text = value.as_str().unwrap_or_default();
            expression_field(declared, text, known, changed.reform(Value::from))
        }
        _ => FieldLook::default().draw(declared, value, changed),
    }
}

/// Under which name changes are one step to undo: each choice is one of its own, a number is typed digit after digit.
const fn edited_as(declared: &Parameter) -> &'static str {
    match declared.span {
        Span::Whole { .. } | Span::Real { .. } => declared.name,
        Span::Text(TextKind::Expression(_)) => TYPED,
        _ => STEPS,
    }
}

/// The columns that suit, and those whose kind only a run can tell.
fn suitable(known: &[KnownColumn], of: ColumnFilter) -> Vec<String> {
    let suits = |(_, kind): &&KnownColumn| kind.is_none_or(|kind| of.suits(kind));
    let names = known.iter().filter(suits).map(|(name, _)| name.clone());
    names.collect()
}
