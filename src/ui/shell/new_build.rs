//! Has the page kept for use without a network, and offers a newer build once all of it is there.
//!
//! Why: `docs/decisions/0038-one-build-or-none.md`.

use gloo::events::EventListener;
use gloo::utils::window;
use yew::{Html, Properties, component, html, use_effect_with, use_state_eq};

/// The frame that keeps the page, and what it tells the page: `www/keep.js`.
const FRAME: &str = "./keep.html";
const EVENT: &str = "newbuild";

#[derive(Properties, PartialEq)]
pub struct NewBuildProps {
    /// Whether the page and its engine have arrived, so that keeping them does not delay them.
    pub arrived: bool,
}

#[component]
pub fn NewBuild(props: &NewBuildProps) -> Html {
    let ready = use_state_eq(|| false);
    {
        let ready = ready.setter();
        use_effect_with((), move |()| {
            let told = EventListener::new(&window(), EVENT, move |_| ready.set(true));
            move || drop(told)
        });
    }
    // A page that cannot be opened again stays as it is.
    let onclick = |_| drop(window().location().reload());
    html! {
        <>
            if props.arrived {
                <iframe hidden=true src={FRAME} title="Keeps the page for use without a network" />
            }
            if *ready {
                <div class="notice new-build" role="status" data-testid="new-build">
                    <p>{ "A new version is ready. It opens once no other tab has this one open." }</p>
                    <button type="button" class="button" data-testid="take-new-build" {onclick}>{ "Reload" }</button>
                </div>
            }
        </>
    }
}
