//! Form fields for columns of the open file: one or none, one that must be chosen, or several.

use web_sys::{Event, HtmlInputElement};
use yew::{Callback, Html, TargetCast, html};

use super::field::{described_by, framed};
use super::select::{Select, SelectEntry};
use grove_recipe::parameters::{Parameter, Text, Value};

fn entry(value: String) -> SelectEntry {
    SelectEntry {
        value: value.into(),
        disabled: false,
    }
}

/// Shows a field. `columns` are the names to choose from. A chosen one that is not among them counts as none.
pub fn column_field(
    declared: &'static Text,
    columns: Vec<String>,
    value: Option<&String>,
    onchange: Callback<Option<String>>,
) -> Html {
    let id = format!("parameter-{}", declared.name);
    let place = columns.iter().position(|column| Some(column) == value);
    let mut entries = vec![entry("(no column)".to_string())];
    entries.extend(columns.iter().cloned().map(entry));
    let onchoose = move |index: usize| {
        let column = index.checked_sub(1).and_then(|place| columns.get(place));
        onchange.emit(column.cloned());
    };
    let control = html! {
        <Select id={id.clone()} testid={id.clone()} described_by={described_by(&id, false)} {entries}
            chosen={Some(place.map_or(0, |place| place + 1))} {onchoose} />
    };
    framed(
        &id,
        &declared.label.into(),
        &declared.help.into(),
        None,
        control,
    )
}

/// A column that must be chosen. `lacking` is said where the chosen one is not among them.
pub fn one_column(
    declared: &Parameter,
    columns: Vec<String>,
    value: &Value,
    lacking: &'static str,
    onchange: Callback<Value>,
) -> Html {
    let id = format!("parameter-{}", declared.name);
    let chosen = columns
        .iter()
        .position(|column| value.as_str() == Some(column));
    let help = match chosen {
        Some(_) => declared.help,
        None => lacking,
    };
    let entries: Vec<SelectEntry> = columns.iter().cloned().map(entry).collect();
    let onchoose = move |index: usize| {
        if let Some(column) = columns.get(index) {
            onchange.emit(column.as_str().into());
        }
    };
    let control = html! {
        <Select id={id.clone()} testid={id.clone()} described_by={described_by(&id, false)} {entries} {chosen} {onchoose} />
    };
    framed(&id, &declared.label.into(), &help.into(), None, control)
}

/// Boxes to tick; columns that are not there any more can be taken back.
pub fn columns_field(
    declared: &Parameter,
    columns: Vec<String>,
    value: &Value,
    onchange: &Callback<Value>,
) -> Html {
    let chosen: Vec<String> = value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    let gone = chosen.iter().filter(|name| !columns.contains(name));
    let names: Vec<&String> = columns.iter().chain(gone).collect();
    let tick = |name: &String| {
        let (name, chosen, onchange) = (name.clone(), chosen.clone(), onchange.clone());
        move |event: Event| {
            let on = event.target_unchecked_into::<HtmlInputElement>().checked();
            let mut chosen = chosen.clone();
            chosen.retain(|known| *known != name);
            if on {
                chosen.push(name.clone());
            }
            onchange.emit(chosen.into());
        }
    };
    html! {
        <fieldset class="ticks form-wide">
            <legend class="field-label">{ declared.label }</legend>
            if !declared.help.is_empty() {
                <p class="field-help">{ declared.help }</p>
            }
            <ul class="tick-list">
                { for names.into_iter().map(|name| html! {
                    <li key={name.clone()}>
                        <label class="check">
                            <input type="checkbox" data-step-column={name.clone()} checked={chosen.contains(name)} onchange={tick(name)} />
                            <span class="check-name">{ name }</span>
                        </label>
                    </li>
                }) }
            </ul>
        </fieldset>
    }
}
