//! The frame around every picture: its title, its summary, and buttons to save it.

use std::rc::Rc;

use yew::{AttrValue, Html, NodeRef, html, use_memo};

use super::save::{self, PictureFormat};
use grove_charts::scene::Scene;

/// The ids that connect a picture with its title and its summary.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureIds {
    pub title: AttrValue,
    pub summary: AttrValue,
    /// For another element with an id, such as a pattern.
    pub other: AttrValue,
    /// The figure itself.
    pub figure: NodeRef,
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
            figure: NodeRef::default(),
        }
    });
    (*ids).clone()
}

/// Draws a figure. A drawing can be saved: it is the SVG with class `picture`.
pub fn figure(ids: &FigureIds, scene: &Rc<Scene>, inside: Html) -> Html {
    let save = |format: PictureFormat, label: &'static str| {
        let (figure, scene) = (ids.figure.clone(), scene.clone());
        scene.drawing().is_some().then(|| {
            let hint = ["Save “", &scene.title, "” as ", label].concat();
            let onclick = move |_| save::save(&figure, &scene, format);
            html! {
                <button type="button" class="figure-save" {onclick} aria-label={hint.clone()} title={hint}>{ label }</button>
            }
        })
    };
    html! {
        <figure class="figure" ref={ids.figure.clone()} aria-labelledby={ids.title.clone()}>
            <figcaption class="figure-caption">
                <div class="figure-head">
                    <h2 class="figure-title" id={ids.title.clone()}>{ &scene.title }</h2>
                    { save(PictureFormat::Svg, "SVG") }
                    { save(PictureFormat::Png, "PNG") }
                </div>
                <p class="figure-summary" id={ids.summary.clone()}>{ &scene.summary }</p>
            </figcaption>
            { inside }
        </figure>
    }
}

/// Draws a figure without a picture.
pub fn nothing(text: &str) -> Html {
    html! { <p class="figure-empty">{ text }</p> }
}
