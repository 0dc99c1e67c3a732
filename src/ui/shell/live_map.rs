//! The picture beside the first button: what a forest makes of the moons, and until the engine is there a still of it.

use yew::{Html, html};

use crate::ui::charts::moons::Moons;

pub fn live_map() -> Html {
    let before = html! {
        <svg class="live-map" viewBox="0 0 480 320" role="img" aria-label="Points of two half moons that reach into each other, and the parts of the plane that a forest gives to each">
            <use href="./pictures.svg#moons" />
        </svg>
    };
    html! { <Moons {before} /> }
}
