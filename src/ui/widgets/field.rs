//! The frame around every control: its label, its help, and the error of its value.

use yew::{AttrValue, Html, html};

/// Shows a control in its frame. `id` is the control's, and the start of the ids of its texts.
pub fn framed(
    id: &str,
    label: &AttrValue,
    help: &AttrValue,
    message: Option<&AttrValue>,
    control: Html,
) -> Html {
    html! {
        <div class="field">
            <label class="field-label" for={id.to_string()}>{ label }</label>
            { control }
            <p class="field-help" id={format!("{id}-help")}>{ help }</p>
            if let Some(message) = message {
                <p class="field-message" role="alert" id={format!("{id}-message")}>{ message }</p>
            }
        </div>
    }
}

/// Returns the ids that describe a control, for `aria-describedby`.
pub fn described_by(id: &str, message: bool) -> String {
    if message {
        format!("{id}-message {id}-help")
    } else {
        format!("{id}-help")
    }
}
