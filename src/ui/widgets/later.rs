//! Parts of a panel that are drawn one after the other, so that the page can answer in between.
//!
//! Why: `docs/decisions/0023-page-state-in-one-reducer.md`.

use std::cell::RefCell;
use std::collections::VecDeque;

use gloo::timers::callback::Timeout;
use yew::{Children, Html, Properties, component, html, use_effect_with, use_state_eq};

thread_local! {
    /// What waits for its turn, first to last; while there is something, a task for the first is on its way.
    static WAITING: RefCell<VecDeque<Box<dyn FnOnce()>>> = RefCell::default();
}

/// Does something when it is its turn, in a task of its own.
fn in_turn(then: Box<dyn FnOnce()>) {
    WAITING.with_borrow_mut(|waiting| waiting.push_back(then));
    if WAITING.with_borrow(VecDeque::len) == 1 {
        next_turn();
    }
}

fn next_turn() {
    let turn = || {
        let then = WAITING.with_borrow_mut(VecDeque::pop_front);
        let are_more = WAITING.with_borrow(|waiting| !waiting.is_empty());
        if are_more {
            next_turn();
        }
        if let Some(then) = then {
            then();
        }
    };
    Timeout::new(0, turn).forget();
}

#[derive(Properties, PartialEq)]
pub struct LaterProps {
    pub children: Children,
}

/// Draws its content after what is above it.
#[component]
pub fn Later(props: &LaterProps) -> Html {
    let turned = use_state_eq(|| false);
    {
        let turned = turned.setter();
        use_effect_with((), move |()| in_turn(Box::new(move || turned.set(true))));
    }
    if !*turned {
        return html! { <span hidden=true data-testid="later" /> };
    }
    html! { <>{ props.children.clone() }</> }
}
