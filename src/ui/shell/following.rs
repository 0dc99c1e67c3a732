//! Asks the engine what follows from a change: what it costs, its scores, and whether they moved by more than chance.

use gloo::timers::callback::Timeout;
use yew::{hook, use_effect_with};

use super::app::StateSnapshot;
use crate::ui::page::Page;
use crate::ui::state::RunMode;
use grove_recipe::stage::Stage;

/// How long to wait after a change, since a number may still be typed.
const SETTLED_MS: u32 = 400;

#[hook]
pub fn use_following(page: &Page, state: &StateSnapshot) {
    {
        let page = page.clone();
        use_effect_with(state.estimate_wanted(), move |wanted| {
            let timeout = wanted
                .clone()
                .map(|recipe| Timeout::new(SETTLED_MS, move || page.client().estimate(&recipe)));
            move || drop(timeout)
        });
    }
    {
        // After the estimate, for which the choices have to be settled.
        let page = page.clone();
        use_effect_with(state.at_once_wanted(), move |wanted| {
            let wanted = wanted.clone();
            let timeout = wanted.map(|recipe| {
                Timeout::new(SETTLED_MS, move || {
                    (page.client()).run_through(&recipe, Stage::Evaluate, RunMode::Preview);
                })
            });
            move || drop(timeout)
        });
    }
    let page = page.clone();
    use_effect_with(state.noise_wanted(), move |wanted| {
        if let Some(runs) = wanted.clone() {
            page.client().compare_with_before(runs);
        }
    });
}
