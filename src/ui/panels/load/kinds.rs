//! A column's type: what all rows propose, or what was chosen instead.

use yew::{Callback, Html, html};

use crate::ui::page::Page;
use crate::ui::state::{Action, Edit};
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_recipe::Load;
use grove_recipe::columns::{ColumnKind, ColumnSummary};

/// What can be chosen; an empty column is what it is.
const KINDS: [ColumnKind; 8] = [
    ColumnKind::Boolean,
    ColumnKind::Integer,
    ColumnKind::Decimal,
    ColumnKind::Category,
    ColumnKind::Date,
    ColumnKind::DateTime,
    ColumnKind::Text,
    ColumnKind::Identifier,
];

pub fn kind_of(page: &Page, load: &Load, column: &ColumnSummary) -> Html {
    let name = &column.name;
    let chosen = load.kinds.get(name);
    // Without a choice, the first entry says what was found.
    let found = match chosen {
        None => column.kind.name().to_string(),
        Some(_) => "as proposed".to_string(),
    };
    let entry = |value: String| SelectEntry {
        value: value.into(),
        disabled: false,
    };
    let mut entries = vec![entry(found)];
    entries.extend(
        KINDS
            .iter()
            .map(|kind| entry(["as ", kind.name()].concat())),
    );
    let place = chosen.and_then(|kind| KINDS.iter().position(|known| known == kind));
    let onchoose = {
        let (page, load, name) = (page.clone(), load.clone(), name.clone());
        Callback::from(move |index: usize| {
            let mut load = load.clone();
            match index.checked_sub(1).and_then(|index| KINDS.get(index)) {
                Some(kind) => load.kinds.insert(name.clone(), *kind),
                None => load.kinds.remove(&name),
            };
            page.tell(Action::RecipeEdited {
                field: "kinds",
                edit: Edit::part(load),
            });
        })
    };
    html! {
        <label class="tile-kind">
            <span class="visually-hidden">{ ["Type of ", name].concat() }</span>
            <Select testid={["kind-", name].concat()} {entries} chosen={Some(place.map_or(0, |place| place + 1))} {onchoose} />
        </label>
    }
}
