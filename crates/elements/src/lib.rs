//! Yew as the page uses it. `html!` writes out how each element is put together, at every place where one stands; here
//! that is a call of one function instead, which makes the page's program smaller. The macro names what it uses by its
//! path below `yew`, and the page knows this crate by that name.
//!
//! Why: `docs/decisions/0036-elements-are-made-by-calls.md`.

pub mod component;
pub mod html;
pub mod utils;
pub mod virtual_dom;

pub use yew::context::ContextProviderProps;
pub use yew::functional;

pub use yew::{
    AttrValue, Callback, Children, Component, Context, ContextProvider, Html, InputEvent,
    MouseEvent, NodeRef, Properties, Reducible, Renderer, SubmitEvent, TargetCast, UseStateHandle,
    component, hook, use_context, use_effect, use_effect_with, use_memo, use_node_ref, use_reducer,
    use_state, use_state_eq,
};
pub use yew_macro::{classes, html};
