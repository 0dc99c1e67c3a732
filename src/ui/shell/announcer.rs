//! Announces progress to screen readers, not more often than they can read it.

use gloo::timers::callback::Timeout;
use yew::{AttrValue, Html, Properties, component, html, use_effect_with, use_state_eq};

#[derive(Properties, PartialEq)]
pub struct AnnouncerProps {
    pub text: AttrValue,
}

/// A text that is replaced before this time is not announced.
const SETTLED_MS: u32 = 600;

#[component]
pub fn Announcer(props: &AnnouncerProps) -> Html {
    let said = use_state_eq(AttrValue::default);
    {
        let said = said.setter();
        use_effect_with(props.text.clone(), move |text| {
            let text = text.clone();
            let timeout = Timeout::new(SETTLED_MS, move || said.set(text));
            move || drop(timeout)
        });
    }
    html! { <div class="visually-hidden" aria-live="polite" data-testid="announcement">{ &*said }</div> }
}
