//! A box for a number. An invalid text stays in the box, with the reason below it.

use web_sys::{Event, HtmlInputElement};
use yew::{
    AttrValue, Callback, Html, InputEvent, Properties, TargetCast, component, html,
    use_effect_with, use_state,
};

use super::field::{described_by, framed};

#[derive(Properties, PartialEq)]
pub struct NumberBoxProps {
    pub name: AttrValue,
    pub label: AttrValue,
    pub help: AttrValue,
    pub min: AttrValue,
    pub max: AttrValue,
    pub step: AttrValue,
    #[prop_or_default]
    pub placeholder: AttrValue,
    /// The id for tests, if it is not made from the name.
    #[prop_or_default]
    pub testid: Option<AttrValue>,
    /// The present value as text.
    pub shown: AttrValue,
    /// Takes a text and returns it as `shown` will be, or says what is wrong with it.
    pub accept: Callback<TypedText, Result<String, String>>,
}

/// The text in the box.
pub struct TypedText {
    pub text: String,
    /// The number as the browser parses it, since Rust's own parser would add tables of 10 kB to the page. NaN if it is
    /// no number.
    pub number: f64,
}

/// The typed text, while it differs from the present value.
#[derive(Clone, PartialEq)]
struct NumberText {
    text: AttrValue,
    /// The `shown` that belongs to it; another one means that the value was changed elsewhere.
    with: AttrValue,
    message: Option<AttrValue>,
}

#[component]
pub fn NumberBox(props: &NumberBoxProps) -> Html {
    let draft = use_state(|| None::<NumberText>);
    {
        // A value that was changed elsewhere ends the draft.
        let draft = draft.clone();
        use_effect_with(props.shown.clone(), move |shown| {
            if draft.as_ref().is_some_and(|draft| draft.with != *shown) {
                draft.set(None);
            }
        });
    }
    let current = (*draft).clone().filter(|draft| draft.with == props.shown);
    let (text, message) = match current {
        Some(draft) => (draft.text, draft.message),
        None => (props.shown.clone(), None),
    };
    let take = {
        let (draft, accept, shown) = (draft.clone(), props.accept.clone(), props.shown.clone());
        move |input: HtmlInputElement| {
            // The browser returns an empty text if it is no number at all.
            let text = if input.validity().bad_input() {
                "not a number".to_string()
            } else {
                input.value()
            };
            let number = input.value_as_number();
            let (with, message) = match accept.emit(TypedText { text, number }) {
                Ok(canonical) => (canonical.into(), None),
                Err(message) => (shown.clone(), Some(message.into())),
            };
            draft.set(Some(NumberText {
                text: input.value().into(),
                with,
                message,
            }));
        }
    };
    let oninput = {
        let take = take.clone();
        move |event: InputEvent| take(event.target_unchecked_into())
    };
    let onchange = move |event: Event| take(event.target_unchecked_into());
    let onblur = {
        let (draft, wrong) = (draft.setter(), message.is_some());
        move |_| {
            if !wrong {
                draft.set(None);
            }
        }
    };
    let id = format!("parameter-{}", props.name);
    let control = html! {
        <input class="control" type="number" inputmode="decimal" autocomplete="off"
            id={id.clone()} name={&props.name} data-testid={props.testid.clone().unwrap_or_else(|| id.clone().into())}
            min={&props.min} max={&props.max} step={&props.step} placeholder={&props.placeholder}
            value={text} {oninput} {onchange} {onblur}
            aria-invalid={message.is_some().to_string()}
            aria-describedby={described_by(&id, message.is_some())} />
    };
    framed(&id, &props.label, &props.help, message.as_ref(), control)
}
