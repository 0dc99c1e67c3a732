//! The picture beside the first button: what a forest makes of the moons. It is drawn from a file until the engine has
//! grown one.

use yew::{Html, html};

use crate::ui::charts::moons::Moons;
use crate::ui::state::{EngineWish, State};

pub fn live_map(state: &State) -> Html {
    let before = html! {
        <svg class="live-map" viewBox="0 0 480 320" preserveAspectRatio="xMidYMid slice" role="img" aria-label="Points of two half moons that reach into each other, and the parts of the plane that a forest gives to each">
            <use href="./pictures.svg#moons" />
        </svg>
    };
    // What the person chose goes first.
    let free = state.engine.may(EngineWish::Ask) && state.engine.opening().is_none();
    html! { <Moons {before} {free} /> }
}
