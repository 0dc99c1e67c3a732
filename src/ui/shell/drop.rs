//! Handles files that are dropped anywhere on the window.

use web_sys::DragEvent;
use yew::{Children, Html, Properties, classes, component, html, use_state_eq};

use crate::ui::page::use_page;

#[derive(Properties, PartialEq)]
pub struct DropTargetProps {
    pub children: Children,
}

#[component]
pub fn DropTarget(props: &DropTargetProps) -> Html {
    let page = use_page();
    let over = use_state_eq(|| false);
    let ondragover = {
        let over = over.setter();
        move |event: DragEvent| {
            event.prevent_default();
            over.set(true);
        }
    };
    let ondragleave = {
        let over = over.setter();
        move |event: DragEvent| {
            // Moving on to a part of the page is not leaving it.
            if event.related_target().is_none() {
                over.set(false);
            }
        }
    };
    let ondrop = {
        let over = over.setter();
        move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            let files = event.data_transfer().and_then(|data| data.files());
            if let Some(file) = files.and_then(|files| files.get(0)) {
                page.open(file);
            }
        }
    };
    html! {
        <div class={classes!("window", over.then_some("window-over"))} {ondragover} {ondragleave} {ondrop}>
            { props.children.clone() }
            if *over {
                <div class="drop-hint" aria-hidden="true"><p>{ "Drop a file to open it" }</p></div>
            }
        </div>
    }
}
