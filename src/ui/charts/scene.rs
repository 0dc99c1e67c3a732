//! Draws marks with Yew. What is drawn, and where, is said by `grove_charts` alone.

use std::borrow::Cow;

use web_sys::{Element, KeyboardEvent, MouseEvent, PointerEvent};
use yew::virtual_dom::{VList, VTag, VText};
use yew::{AttrValue, Callback, Html, TargetCast, html};

use super::figure::{FigureIds, nothing};
use super::width::pointed_at;
use grove_charts::mark::{Inside, Mark, classes, px};
use grove_charts::scene::{Body, Scene};

/// What listens to a picture.
#[derive(Clone, Default, PartialEq)]
pub struct Listeners {
    /// Is told where in the drawing the pointer is, in its pixels, and when it has left.
    pub onpoint: Option<Callback<Option<(f64, f64)>>>,
    /// Is told of keys while the drawing has the focus.
    pub onkey: Option<Callback<KeyboardEvent>>,
}

/// Marks from back to front.
pub fn draw(marks: &[Mark]) -> Html {
    VList::with_children(marks.iter().map(element).collect(), None).into()
}

/// A mark and all inside it.
fn element(mark: &Mark) -> Html {
    let mut tag = VTag::new(mark.element());
    for (name, value) in mark.attributes() {
        tag.add_attribute(name, text(value));
    }
    for inside in mark.inside() {
        tag.add_child(match inside {
            Inside::Mark(mark) => element(mark),
            Inside::Words(words) => VText::new(text(words)).into(),
        });
    }
    tag.into()
}

fn text(words: &Cow<'static, str>) -> AttrValue {
    match words {
        Cow::Borrowed(words) => AttrValue::Static(words),
        Cow::Owned(words) => AttrValue::from(words.clone()),
    }
}

/// A scene's body. `over` is drawn above its marks, and is no part of the saved file.
pub fn body(scene: &Scene, ids: &FigureIds, over: &[Mark], listeners: &Listeners) -> Html {
    let drawing = match &scene.body {
        Body::Nothing(why) => return nothing(why),
        Body::Flow(marks) => return draw(marks),
        Body::Drawing(drawing) => drawing,
    };
    let onpoint = listeners.onpoint.clone();
    let onpointermove = onpoint
        .clone()
        .map(|onpoint| Callback::from(move |event: PointerEvent| onpoint.emit(pointed_at(&event))));
    let onpointerleave =
        onpoint.map(|onpoint| Callback::from(move |_: PointerEvent| onpoint.emit(None)));
    html! {
        <svg class={classes(&["picture", drawing.class])} data-testid={drawing.testid}
            tabindex={drawing.focusable.then_some("0")} role={if drawing.is_group { "group" } else { "img" }}
            aria-labelledby={ids.title.clone()} aria-describedby={ids.summary.clone()}
            width={px(drawing.width)} height={px(drawing.height)}
            {onpointermove} {onpointerleave} onkeydown={listeners.onkey.clone()}>
            { draw(&drawing.marks) }
            { draw(over) }
        </svg>
    }
}

/// The number of the mark that was clicked, if it is one to be chosen.
pub fn chosen(event: &MouseEvent) -> Option<u32> {
    let target = event.target_dyn_into::<Element>()?;
    let mark = target.closest("[data-mark]").ok()??;
    mark.get_attribute("data-mark")?.parse().ok()
}
