//! A form field for on or off, built from its declaration.

use web_sys::{Event, HtmlInputElement};
use yew::{Callback, Html, TargetCast, html};

use super::field::described_by;
use grove_recipe::parameters::Switch;

pub fn switch_field(declared: &'static Switch, value: bool, onchange: Callback<bool>) -> Html {
    let id = format!("parameter-{}", declared.name);
    let onchange =
        onchange.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    html! {
        <div class="field field-switch">
            <input type="checkbox" id={id.clone()} name={declared.name} data-testid={id.clone()}
                checked={value} {onchange} aria-describedby={described_by(&id, false)} />
            <label class="field-label" for={id.clone()}>{ declared.label }</label>
            <p class="field-help" id={format!("{id}-help")}>{ declared.help }</p>
        </div>
    }
}
