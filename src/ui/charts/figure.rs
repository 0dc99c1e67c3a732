//! The frame around every picture: a title, what it shows in words, and the picture as a file.

use yew::{AttrValue, Children, Html, Properties, component, html, use_memo, use_node_ref};

use super::save::{self, Format};

#[derive(Properties, PartialEq)]
pub struct FigureFrameProps {
    pub ids: FigureIds,
    pub title: AttrValue,
    /// What the picture shows, in words. Everyone sees it; for those who do not see the picture it is the picture.
    pub summary: AttrValue,
    /// Name of the saved file, without its extension. Only for figures whose picture is a single SVG.
    #[prop_or_default]
    pub save_as: Option<AttrValue>,
    pub children: Children,
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

/// A figure. Its picture, where it can be saved, is the SVG with class `picture`.
#[component]
pub fn FigureFrame(props: &FigureFrameProps) -> Html {
    let figure = use_node_ref();
    let save = |format: Format, label: &'static str| {
        let figure = figure.clone();
        let title = props.title.clone();
        props.save_as.clone().map(|name| {
            let hint = format!("Save “{title}” as {label}");
            let onclick = move |_| save::save(&figure, &title, &name, format);
            html! {
                <button type="button" class="figure-save" {onclick} aria-label={hint.clone()} title={hint}>{ label }</button>
            }
        })
    };
    html! {
        <figure class="figure" ref={figure.clone()} aria-labelledby={props.ids.title.clone()}>
            <figcaption class="figure-caption">
                <div class="figure-head">
                    <h3 class="figure-title" id={props.ids.title.clone()}>{ props.title.clone() }</h3>
                    { save(Format::Svg, "SVG") }
                    { save(Format::Png, "PNG") }
                </div>
                <p class="figure-summary" id={props.ids.summary.clone()}>{ props.summary.clone() }</p>
            </figcaption>
            { props.children.clone() }
        </figure>
    }
}

/// What a figure shows when there is nothing to draw.
pub fn nothing(text: &str) -> Html {
    html! { <p class="figure-empty">{ text }</p> }
}
