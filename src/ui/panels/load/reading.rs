//! How the file was read: what was detected, and what was chosen instead.

use yew::{Html, html};

use crate::ui::page::Page;
use crate::ui::panels::fields::{PartFields, PartParameter};
use crate::ui::panels::frame::{fold, form};
use crate::ui::state::Edit;
use crate::ui::widgets::parameter::FieldLook;
use grove_recipe::columns::{DataSummary, FileFormat};
use grove_recipe::parameters::{Choice, HEADER_ROWS};
use grove_recipe::{Layout, Load};

/// The choices of reading; `data` where the file could be read with them.
pub fn reading(
    page: &Page,
    data: Option<&DataSummary>,
    now: &Load,
    edit: fn(Load) -> Edit,
) -> Html {
    let fields = PartFields { page, now, edit };
    let layout = data.map(|data| &data.layout);
    let delimited = data.is_none_or(|data| data.format == FileFormat::Delimited);
    form(html! {
        <>
            if delimited {
                { detected(&fields, Load::delimiter, layout, |l| l.delimiter, |load| &mut load.delimiter) }
                { detected(&fields, Load::decimal, layout, |l| l.decimal, |load| &mut load.decimal) }
                { detected(&fields, &HEADER_ROWS, layout, |l| l.header_rows, |load| &mut load.header_rows) }
            }
            { fields.field(Load::missing_values, |load| &mut load.missing_values) }
            if delimited {
                { more(data.is_some(), changed(now), html! {
                    <>
                        { detected(&fields, Load::encoding, layout, |l| l.encoding, |load| &mut load.encoding) }
                        { detected(&fields, Load::quote, layout, |l| l.quote, |load| &mut load.quote) }
                        { detected(&fields, Load::thousands, layout, |l| l.thousands, |load| &mut load.thousands) }
                        { detected(&fields, Load::date_order, layout, |l| l.date_order, |load| &mut load.date_order) }
                        { detected(&fields, Load::comment, layout, |l| l.comment, |load| &mut load.comment) }
                        { skipped(&fields, layout) }
                        { fields.field(Load::trim, |load| &mut load.trim) }
                        { fields.field(Load::on_bad_lines, |load| &mut load.on_bad_lines) }
                    </>
                }) }
            }
        </>
    })
}

/// Few people need the rest, unless the file could not be read.
fn more(folded: bool, changed: usize, fields: Html) -> Html {
    match folded {
        true => fold(
            "More of how the file is written",
            changed,
            html! { <div class="form-fields">{ fields }</div> },
        ),
        false => fields,
    }
}

/// Lines to skip; an empty box detects them.
fn skipped(fields: &PartFields<Load>, layout: Option<&Layout>) -> Html {
    let empty = match layout.map(|layout| layout.skip_rows) {
        Some(0) | None => "as detected: none".to_string(),
        Some(lines) => ["as detected: ", &lines.to_string()].concat(),
    };
    let look = FieldLook {
        empty: empty.into(),
        ..FieldLook::default()
    };
    fields.field_with(&look, Load::skip_rows, |load| &mut load.skip_rows)
}

/// A choice whose first option says what was detected.
fn detected<T: Copy + PartialEq + 'static>(
    fields: &PartFields<Load>,
    declared: &'static Choice<Option<T>>,
    layout: Option<&Layout>,
    found: fn(&Layout) -> T,
    place: PartParameter<Load, Option<T>>,
) -> Html {
    let found = layout.map_or("", |layout| declared.label_of(Some(found(layout))));
    let look = FieldLook {
        found: found.into(),
        ..FieldLook::default()
    };
    fields.field_with(&look, declared, place)
}

/// How many of the folded choices are not left to detection.
fn changed(now: &Load) -> usize {
    let plain = Load::default();
    [
        now.encoding != plain.encoding,
        now.quote != plain.quote,
        now.thousands != plain.thousands,
        now.date_order != plain.date_order,
        now.comment != plain.comment,
        now.skip_rows != plain.skip_rows,
        now.trim != plain.trim,
        now.on_bad_lines != plain.on_bad_lines,
    ]
    .into_iter()
    .filter(|changed| *changed)
    .count()
}
