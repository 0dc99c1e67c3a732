//! A scene in its figure, in a frame of its size.

use std::rc::Rc;

use yew::{Children, Html, NodeRef, Properties, component, html, use_state_eq};

use super::figure::{FigureIds, figure, use_figure_ids};
use super::scene::{Listeners, body};
use grove_charts::mark::Mark;
use grove_charts::numbers::Numbers;
use grove_charts::scene::{Body, Scene};

#[derive(Properties)]
pub struct PictureProps {
    pub scene: Rc<Scene>,
    /// The class of the element around the drawing.
    #[prop_or_default]
    pub frame: &'static str,
    /// Whether this element scrolls, and so takes the focus.
    #[prop_or_default]
    pub scrolls: bool,
    /// This element.
    #[prop_or_default]
    pub node: NodeRef,
    /// Marks above the scene, such as the values at the pointer.
    #[prop_or_default]
    pub over: Vec<Mark>,
    #[prop_or_default]
    pub listeners: Listeners,
    /// Content between the summary and the drawing.
    #[prop_or_default]
    pub above: Html,
    /// Content below the drawing.
    #[prop_or_default]
    pub children: Children,
    /// Writes the scene's numbers, once they are asked for.
    #[prop_or_default]
    pub numbers: Option<WriteNumbers>,
}

pub type WriteNumbers = Rc<dyn Fn() -> Numbers>;

impl PartialEq for PictureProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.scene, &other.scene)
            && self.node == other.node
            && self.over == other.over
            && self.listeners == other.listeners
            && self.above == other.above
            && self.children == other.children
    }
}

#[component]
pub fn Picture(props: &PictureProps) -> Html {
    let ids = use_figure_ids();
    let listed = use_state_eq(|| false);
    let drawn = body(&props.scene, &ids, &props.over, &props.listeners);
    let empty = matches!(props.scene.body, Body::Nothing(_));
    let framed = if props.frame.is_empty() || empty && props.scrolls {
        drawn
    } else {
        let title = props.scrolls.then(|| ids.title.clone());
        html! {
            <div class={props.frame} ref={props.node.clone()} tabindex={props.scrolls.then_some("0")}
                role={props.scrolls.then_some("region")} aria-labelledby={title}>{ drawn }</div>
        }
    };
    let numbers = props.numbers.as_ref().filter(|_| !empty).map(|numbers| {
        let opened = listed.then(|| table(&numbers(), &ids));
        let expanded = listed.to_string();
        let onclick = move |_| listed.set(!*listed);
        html! {
            <>
                <button type="button" class="figure-more" data-testid="numbers" aria-expanded={expanded} {onclick}>{ "The numbers as a table" }</button>
                { opened.unwrap_or_default() }
            </>
        }
    });
    let inside = html! {
        <>
            { props.above.clone() }
            { framed }
            { props.children.clone() }
            { numbers.unwrap_or_default() }
        </>
    };
    figure(&ids, &props.scene, inside)
}

fn table(numbers: &Numbers, ids: &FigureIds) -> Html {
    let row = |row: &Vec<String>| {
        html! { <tr>{ for row.iter().map(|text| html! { <td>{ text }</td> }) }</tr> }
    };
    html! {
        <div class="table-frame numbers" tabindex="0" role="region" aria-labelledby={ids.title.clone()}>
            <table class="plain-table">
                <thead><tr>{ for numbers.head.iter().map(|name| html! { <th scope="col">{ name }</th> }) }</tr></thead>
                <tbody>{ for numbers.rows.iter().map(row) }</tbody>
            </table>
            if !numbers.note.is_empty() {
                <p class="section-note">{ &numbers.note }</p>
            }
        </div>
    }
}
