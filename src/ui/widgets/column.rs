//! A form field for a column of the open file, built from its declaration.

use yew::{Callback, Html, html};

use super::field::{described_by, framed};
use super::select::{Select, SelectEntry};
use grove_recipe::parameters::ColumnName;

/// Shows a field. `columns` are the names to choose from. A chosen one that is not among them counts as none.
pub fn column_field(
    declared: &'static ColumnName,
    columns: Vec<String>,
    value: Option<&String>,
    onchange: Callback<Option<String>>,
) -> Html {
    let id = format!("parameter-{}", declared.name);
    let place = columns.iter().position(|column| Some(column) == value);
    let entry = |value: String| SelectEntry {
        value: value.into(),
        disabled: false,
    };
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
