//! The frame around every control: its label, what it means, and what is wrong with its value.

use yew::{AttrValue, Children, Html, Properties, component, html};

#[derive(Properties, PartialEq)]
pub struct FieldProps {
    /// The control's id, and the stem of the ids of its texts.
    pub id: AttrValue,
    pub label: AttrValue,
    pub help: AttrValue,
    #[prop_or_default]
    pub message: Option<AttrValue>,
    pub children: Children,
}

#[component]
pub fn Field(props: &FieldProps) -> Html {
    html! {
        <div class="field">
            <label class="field-label" for={props.id.clone()}>{ &props.label }</label>
            { props.children.clone() }
            <p class="field-help" id={format!("{}-help", props.id)}>{ &props.help }</p>
            if let Some(message) = &props.message {
                <p class="field-message" role="alert" id={format!("{}-message", props.id)}>{ message }</p>
            }
        </div>
    }
}

/// The ids that describe a control, for `aria-describedby`.
pub fn described_by(id: &str, message: bool) -> String {
    if message {
        format!("{id}-message {id}-help")
    } else {
        format!("{id}-help")
    }
}
