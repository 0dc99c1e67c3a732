//! Train: the trees while they grow. In a forest a tree's height shows its depth, its width the number of its leaves; in
//! gradient boosting a bar shows what it corrected.

use std::rc::Rc;

use web_sys::{HtmlElement, KeyboardEvent, MouseEvent};
use yew::{
    Callback, Html, NodeRef, Properties, component, html, use_effect_with, use_node_ref,
    use_state_eq,
};

use super::figure::{figure, use_figure_ids};
use super::scene::{Listeners, body, chosen};
use grove_charts::forest::{DRAWN, DrawnTree, moved};
use grove_charts::{corrected, forest};
use grove_protocol::report::TreeShape;

#[derive(Properties, PartialEq)]
pub struct GroveProps {
    /// The trees grown so far, in order.
    pub shapes: Vec<TreeShape>,
    /// The number of trees that will grow.
    pub expected: u32,
    /// Is called with the tree to show.
    pub onclick: Callback<u32>,
    #[prop_or_default]
    pub selected: Option<u32>,
    /// Whether each tree corrects those before it, so that it is drawn by what it corrected.
    #[prop_or_default]
    pub in_order: bool,
}

#[component]
pub fn Grove(props: &GroveProps) -> Html {
    let ids = use_figure_ids();
    let frame = use_node_ref();
    // The tab key reaches one tree; arrow keys move to the others.
    let reached = use_state_eq(|| 0u32);
    let drawn = DrawnTree::of(props.shapes.len() as u32, props.expected);
    {
        // In a new forest the tab key reaches the first tree.
        let reached = reached.clone();
        use_effect_with(drawn.reachable, move |&reachable| {
            if *reached >= reachable {
                reached.set(0);
            }
        });
    }
    let onkeydown = {
        let (frame, reached) = (frame.clone(), reached.clone());
        Callback::from(move |event: KeyboardEvent| {
            let row = per_row(&frame);
            let Some(to) = moved(&event.key(), *reached, drawn.reachable, row) else {
                return;
            };
            event.prevent_default();
            reached.set(to);
            focus(&frame, to);
        })
    };
    let onclick = {
        let (reach, onclick) = (reached.setter(), props.onclick.clone());
        Callback::from(move |event: MouseEvent| {
            if let Some(tree) = chosen(&event) {
                reach.set(tree / drawn.every);
                onclick.emit(tree);
            }
        })
    };
    let draw = if props.in_order {
        corrected::scene
    } else {
        forest::scene
    };
    let scene = draw(&props.shapes, props.expected, *reached, props.selected);
    let trees = body(&scene, &ids, &[], &Listeners::default());
    let inside = html! {
        <>
            if drawn.expected == 0 {
                { trees }
            } else {
                <div class={if props.in_order { "grove grove-small" } else { drawn.class() }} ref={frame} role="listbox" aria-orientation="horizontal"
                    aria-labelledby={ids.title.clone()} aria-describedby={ids.summary.clone()} {onkeydown} {onclick}>{ trees }</div>
            }
            if drawn.every > 1 {
                <p class="figure-note">{ format!("One of every {} trees is drawn.", drawn.every) }</p>
            }
        </>
    };
    figure(&ids, &Rc::new(scene), inside)
}

/// Returns how many trees are side by side on the page.
fn per_row(frame: &NodeRef) -> u32 {
    let tops = |i: u32| tree_at(frame, i).map(|tree| tree.offset_top());
    let first = tops(0);
    (1..DRAWN)
        .take_while(|&i| first.is_some() && tops(i) == first)
        .count() as u32
        + 1
}

fn focus(frame: &NodeRef, place: u32) {
    if let Some(tree) = tree_at(frame, place) {
        // A tree that cannot take the focus leaves it where it is.
        let _ = tree.focus();
    }
}

fn tree_at(frame: &NodeRef, place: u32) -> Option<HtmlElement> {
    use wasm_bindgen::JsCast;
    frame
        .cast::<HtmlElement>()?
        .children()
        .item(place)?
        .dyn_into()
        .ok()
}
