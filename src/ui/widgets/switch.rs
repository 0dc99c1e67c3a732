//! A form field for on or off, built from its declaration.

use web_sys::{Event, HtmlInputElement};
use yew::{Callback, Html, Properties, TargetCast, component, html};

use super::field::described_by;
use crate::api::parameters::Switch;

#[derive(Properties, PartialEq)]
pub struct SwitchFieldProps {
    pub declared: &'static Switch,
    pub value: bool,
    pub onchange: Callback<bool>,
}

#[component]
pub fn SwitchField(props: &SwitchFieldProps) -> Html {
    let declared = props.declared;
    let id = format!("parameter-{}", declared.name);
    let onchange = props
        .onchange
        .reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    html! {
        <div class="field field-switch">
            <input type="checkbox" id={id.clone()} name={declared.name} data-testid={id.clone()}
                checked={props.value} {onchange} aria-describedby={described_by(&id, false)} />
            <label class="field-label" for={id.clone()}>{ declared.label }</label>
            <p class="field-help" id={format!("{id}-help")}>{ declared.help }</p>
        </div>
    }
}
