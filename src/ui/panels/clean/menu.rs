//! The menu of operations, and the usual ones at one click.

use web_sys::HtmlSelectElement;
use yew::{Html, NodeRef, html};

use super::editor::StepEditor;
use grove_recipe::Operation;
use grove_recipe::parameters::STEPS_AT_MOST;

pub fn menu(editor: &StepEditor, chosen: &NodeRef) -> Html {
    // A browser would begin with the option that came into the list first, which is the last.
    let first = Operation::all().first().map(Operation::name);
    let group = |(label, names): (&'static str, &'static [&'static str])| {
        let options = names.iter().filter_map(|name| Operation::named(name));
        html! {
            <optgroup {label}>
                { for options.map(|operation| html! {
                    <option value={operation.name()} selected={first == Some(operation.name())}>{ operation.label() }</option>
                }) }
            </optgroup>
        }
    };
    let groups: Vec<Html> = Operation::MENU.into_iter().map(group).collect();
    let add = {
        let (editor, chosen) = (editor.clone(), chosen.clone());
        move |_| {
            let name = chosen
                .cast::<HtmlSelectElement>()
                .map(|select| select.value());
            if let Some(operation) = name.and_then(|name| Operation::named(&name)) {
                editor.add(operation);
            }
        }
    };
    let full = editor.recipe.clean.steps.len() >= STEPS_AT_MOST;
    let quick = |name: &'static str| {
        let editor = editor.clone();
        let find = move || Operation::named(name);
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
