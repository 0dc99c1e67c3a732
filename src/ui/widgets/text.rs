//! A form field for a text.

use web_sys::{Event, HtmlInputElement};
use yew::{Callback, Html, TargetCast, html};

use super::field::{described_by, framed};

pub fn text_field(
    name: &'static str,
    label: &'static str,
    help: &'static str,
    value: &str,
    onchange: Callback<String>,
) -> Html {
    let id = format!("parameter-{name}");
    let onchange =
        onchange.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().value());
    let control = html! {
        <input class="control" type="text" autocomplete="off" spellcheck="false"
            id={id.clone()} {name} data-testid={id.clone()}
            value={value.to_string()} {onchange} aria-describedby={described_by(&id, false)} />
    };
    framed(&id, &label.into(), &help.into(), None, control)
}
