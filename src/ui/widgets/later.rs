//! Parts of a panel that are drawn one after the other, so that the page can answer in between.
//!
//! Why: `docs/decisions/0040-draw-a-panel-in-turns.md`.

use std::cell::RefCell;
use std::collections::VecDeque;

use gloo::timers::callback::Timeout;
use yew::{Children, Html, Properties, component, html, use_effect_with, use_state_eq};

thread_local! {
    /// What waits for its turn, first to last.
    static WAITING: RefCell<VecDeque<Box<dyn FnOnce()>>> = RefCell::default();
}

/// Does something when it is its turn, in a task of its own.
fn in_turn(then: Box<dyn FnOnce()>) {
    let first = WAITING.with_borrow_mut(|waiting| {
        waiting.push_back(then);
        waiting.len() == 1
    });
    if first {
        next_turn();
    }
}

fn next_turn() {
    Timeout::new(0, || {
        let then = WAITING.with_borrow(VecDeque::len);
        if let Some(then) = WAITING.with_borrow_mut(VecDeque::pop_front) {
            then();
        }
        if then > 1 {
            next_turn();
        }
    })
    .forget();
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
        return Html::default();
    }
    html! { <>{ props.children.clone() }</> }
}
