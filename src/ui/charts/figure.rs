//! The frame around every picture: a title, what it shows in words, and the picture as a file.

use std::rc::Rc;

use yew::{AttrValue, Children, Html, Properties, component, html, use_memo, use_node_ref};

use super::save::{self, Format};
use grove_charts::scene::Scene;

#[derive(Properties)]
pub struct FigureFrameProps {
    pub ids: FigureIds,
    pub scene: Rc<Scene>,
    /// The scene as it is drawn.
    pub children: Children,
}

impl PartialEq for FigureFrameProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.scene, &other.scene) && self.children == other.children
    }
}

/// Ids that tie a picture to its title and its summary.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureIds {
    pub title: AttrValue,
    pub summary: AttrValue,
    /// For what else needs an id of its own, such as a pattern.
    pub other: AttrValue,
}

#[yew::hook]
pub fn use_figure_ids() -> FigureIds {
    let ids = use_memo((), |()| {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        FigureIds {
            title: format!("figure-{n}-title").into(),
            summary: format!("figure-{n}-summary").into(),
            other: format!("figure-{n}-other").into(),
        }
    });
    (*ids).clone()
}

/// A figure. A drawing can be saved: it is the SVG with class `picture`.
#[component]
pub fn FigureFrame(props: &FigureFrameProps) -> Html {
    let figure = use_node_ref();
    let save = |format: Format, label: &'static str| {
        let (figure, scene) = (figure.clone(), props.scene.clone());
        props.scene.drawing().map(|_| {
            let hint = ["Save “", &scene.title, "” as ", label].concat();
            let onclick = move |_| save::save(&figure, &scene, format);
            html! {
                <button type="button" class="figure-save" {onclick} aria-label={hint.clone()} title={hint}>{ label }</button>
            }
        })
    };
    let (ids, scene) = (&props.ids, &props.scene);
    html! {
        <figure class="figure" ref={figure.clone()} aria-labelledby={ids.title.clone()}>
            <figcaption class="figure-caption">
                <div class="figure-head">
                    <h3 class="figure-title" id={ids.title.clone()}>{ &scene.title }</h3>
                    { save(Format::Svg, "SVG") }
                    { save(Format::Png, "PNG") }
                </div>
                <p class="figure-summary" id={ids.summary.clone()}>{ &scene.summary }</p>
            </figcaption>
            { props.children.clone() }
        </figure>
    }
}

/// What a figure shows when there is nothing to draw.
pub fn nothing(text: &str) -> Html {
    html! { <p class="figure-empty">{ text }</p> }
}
