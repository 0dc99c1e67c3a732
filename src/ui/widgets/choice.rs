//! A form field for one of a few options, built from its declaration.

use yew::{Callback, Html, Properties, component, html};

use super::field::{Field, described_by};
use super::select::{Entry, Select};
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
    let options = declared.options;
    let onchoose = {
        let onchange = props.onchange.clone();
        move |index: usize| {
            if let Some((value, _)) = options.get(index) {
                onchange.emit(*value);
            }
        }
    };
    let entry = |(_, label): &(T, &'static str)| Entry {
        value: (*label).into(),
        disabled: false,
    };
    html! {
        <Field id={id.clone()} label={declared.label} help={declared.help}>
            <Select id={id.clone()} testid={id.clone()} described_by={described_by(&id, false)}
                entries={options.iter().map(entry).collect::<Vec<_>>()}
                chosen={options.iter().position(|(value, _)| *value == props.value)} {onchoose} />
        </Field>
    }
}
