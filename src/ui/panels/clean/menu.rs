//! The menu of operations, and the usual ones at one click.

use web_sys::HtmlSelectElement;
use yew::{Html, NodeRef, html};

use super::editor::StepEditor;
use grove_recipe::Operation;
use grove_recipe::parameters::STEPS_AT_MOST;

/// How many of `Operation::all` stand below each heading, in its order.
const GROUPS: [(&str, usize); 4] = [
    ("Columns", 4),
    ("Texts and values", 4),
    ("Missing values and outliers", 2),
    ("Rows", 2),
];

pub fn menu(editor: &StepEditor, chosen: &NodeRef) -> Html {
    // A browser would begin with the option that came into the list first, which is the last.
    let first = Operation::all().first().map(Operation::name);
    let mut operations = Operation::all().into_iter();
    let group = |(label, size): (&'static str, usize)| {
        let options: Vec<Operation> = operations.by_ref().take(size).collect();
        html! {
            <optgroup {label}>
                { for options.iter().map(|operation| html! {
                    <option value={operation.name()} selected={first == Some(operation.name())}>{ operation.label() }</option>
                }) }
            </optgroup>
        }
    };
    let groups: Vec<Html> = GROUPS.into_iter().map(group).collect();
    let add = {
        let (editor, chosen) = (editor.clone(), chosen.clone());
        move |_| {
            let name = chosen
                .cast::<HtmlSelectElement>()
                .map(|select| select.value());
            let operation = Operation::all()
                .into_iter()
                .find(|operation| name.as_deref() == Some(operation.name()));
            if let Some(operation) = operation {
                editor.add(operation);
            }
        }
    };
    let full = editor.recipe.clean.steps.len() >= STEPS_AT_MOST;
    let quick = |name: &'static str| {
        let editor = editor.clone();
        let find = move || {
            Operation::all()
                .into_iter()
                .find(|operation| operation.name() == name)
        };
        let label = find().map_or("", |operation| operation.label());
        let onclick = move |_| {
            find()
                .into_iter()
                .for_each(|operation| editor.add_done(operation));
        };
        html! {
            <button type="button" class="button button-quiet" disabled={full} {onclick}>{ label }</button>
        }
    };
    html! {
        <div class="steps-add">
            <label class="labelled">
                <span class="labelled-name">{ "Add a step" }</span>
                <select class="control" ref={chosen.clone()} data-testid="operation">{ for groups }</select>
            </label>
            <button type="button" class="button" data-testid="add-step" disabled={full} onclick={add}>{ "Add" }</button>
            <span class="steps-quick">{ "Or at once:" }{ quick("drop_duplicates") }{ quick("trim") }</span>
        </div>
    }
}
