//! A form field for one of a few options, built from its declaration.

use web_sys::{Event, HtmlSelectElement};
use yew::{Callback, Html, Properties, TargetCast, component, html};

use super::field::{Field, described_by};
use crate::api::parameters::Choice;

#[derive(Properties, PartialEq)]
pub struct ChoiceFieldProps<T: Copy + PartialEq + 'static> {
    pub declared: &'static Choice<T>,
    pub value: T,
    pub onchange: Callback<T>,
}

#[component]
pub fn ChoiceField<T: Copy + PartialEq + 'static>(props: &ChoiceFieldProps<T>) -> Html {
    let declared = props.declared;
    let id = format!("parameter-{}", declared.name);
    let onchange = {
        let onchange = props.onchange.clone();
        move |event: Event| {
            let index = event
                .target_unchecked_into::<HtmlSelectElement>()
                .selected_index();
            let chosen = usize::try_from(index).ok();
            if let Some((value, _)) = chosen.and_then(|index| declared.options.get(index)) {
                onchange.emit(*value);
            }
        }
    };
    html! {
        <Field id={id.clone()} label={declared.label} help={declared.help}>
            <select class="control" id={id.clone()} name={declared.name} data-testid={id.clone()}
                {onchange} aria-describedby={described_by(&id, false)}>
                { for declared.options.iter().map(|(value, label)| html! {
                    <option ~selected={*value == props.value}>{ *label }</option>
                }) }
            </select>
        </Field>
    }
}
