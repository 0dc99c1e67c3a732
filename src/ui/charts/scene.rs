//! Draws marks with Yew. `grove_charts` alone decides what is drawn, and where.

use std::borrow::Cow;

use web_sys::{Element, Event, KeyboardEvent, PointerEvent};
use yew::virtual_dom::VList;
use yew::virtual_dom::by_hand::{VTag, VText};
use yew::{AttrValue, Callback, Html, TargetCast, html};

use super::figure::{FigureIds, nothing};
use super::width::pointed_at;
use grove_charts::mark::{Inside, Mark, classes, px};
use grove_charts::scene::{Body, Scene};

/// The listeners of a picture.
#[derive(Clone, Default, PartialEq)]
pub struct Listeners {
    /// Is called with the pointer's place in the drawing, in its pixels, and with `None` when the pointer leaves.
    pub onpoint: Option<Callback<Option<(f64, f64)>>>,
    /// Is called for keys while the drawing has the focus.
    pub onkey: Option<Callback<KeyboardEvent>>,
}

/// Draws marks from back to front.
pub fn draw(marks: &[Mark]) -> Html {
    VList::with_children(marks.iter().map(element).collect(), None).into()
}

/// Draws a mark and all inside it.
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

#[expect(clippy::ptr_arg, reason = "a static text is not copied")]
fn text(words: &Cow<'static, str>) -> AttrValue {
    match words {
        Cow::Borrowed(words) => AttrValue::Static(words),
        Cow::Owned(words) => AttrValue::from(words.clone()),
    }
}

/// Draws a scene's body. `over` is drawn above its marks, and is not part of the saved file.
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

/// Returns the number of the mark that an event is about, if it can be chosen.
pub fn chosen(event: &Event) -> Option<u32> {
    let target = event.target_dyn_into::<Element>()?;
    let mark = target.closest("[data-mark]").ok()??;
    mark.get_attribute("data-mark")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use grove_charts::confusion_matrix::{MatrixView, scene};
    use yew::virtual_dom::VNode;

    fn tag(html: &Html) -> &VTag {
        match html {
            VNode::VTag(tag) => tag,
            other => panic!("no element: {other:?}"),
        }
    }

    fn inside(tag: &VTag) -> Vec<VNode> {
        match tag.children() {
            None => Vec::new(),
            Some(VNode::VList(list)) => list.iter().cloned().collect(),
            Some(one) => vec![one.clone()],
        }
    }

    /// Compares both trees, and counts the elements.
    fn same(mark: &Mark, html: &Html) -> usize {
        let tag = tag(html);
        assert_eq!(tag.tag(), mark.element());
        for (name, value) in mark.attributes() {
            let mut found = tag.attributes.iter().filter(|(found, _)| found == name);
            assert_eq!(found.next(), Some((*name, value.as_ref())));
        }
        assert_eq!(tag.attributes.iter().count(), mark.attributes().len());
        let children = inside(tag);
        assert_eq!(children.len(), mark.inside().len());
        let pairs = mark.inside().iter().zip(&children);
        let counts = pairs.map(|(expected, found)| match (expected, found) {
            (Inside::Mark(mark), found) => same(mark, found),
            (Inside::Words(words), VNode::VText(text)) => {
                assert_eq!(text.text, words.as_ref());
                0
            }
            (expected, found) => panic!("{expected:?} became {found:?}"),
        });
        1 + counts.sum::<usize>()
    }

    #[test]
    fn elements_are_those_of_the_scene() {
        let classes = ["a", "<b>"].map(String::from);
        let scene = scene(
            &classes,
            &[vec![3, 1], vec![0, 2]],
            MatrixView::Counts,
            None,
            true,
        );
        let [table] = scene.marks() else {
            panic!("a table");
        };
        assert!(same(table, &element(table)) > 20);
    }
}
