//! What `html!` names below `yew::virtual_dom`.

use std::mem::ManuallyDrop;

use yew::virtual_dom::VTag as Element;
use yew::virtual_dom::VText as Words;
use yew::virtual_dom::listeners::Listeners;

use crate::html::NodeRef;

pub use crate::component::VChild;

pub use yew::virtual_dom::{
    AttrValue, AttributeOrProperty, Attributes, FullyKeyedState, Key, VList, VNode, listeners,
};

/// Attributes whose values are known when the page is compiled.
type StaticAttributes = &'static [(&'static str, AttributeOrProperty)];

/// Makes the elements of `html!`.
pub struct VTag;

impl VTag {
    /// Makes an element. Which of its parts there are is known where it stands, so that one of the calls is left of it.
    /// What is not there is not dropped either: to drop it would be a call, too.
    #[inline(always)]
    pub fn __new_other(
        tag: AttrValue,
        node_ref: NodeRef,
        key: Option<Key>,
        attributes: Attributes,
        listeners: Listeners,
        children: VNode,
    ) -> VNode {
        let (tag, node, key) = (written_out(tag), node_ref.0, ManuallyDrop::new(key));
        let (node, attributes) = (ManuallyDrop::new(node), ManuallyDrop::new(attributes));
        let listeners = ManuallyDrop::new(listeners);
        if node.is_some() || key.is_some() {
            let (node, key) = (
                ManuallyDrop::into_inner(node),
                ManuallyDrop::into_inner(key),
            );
            let attributes = ManuallyDrop::into_inner(attributes);
            let listeners = ManuallyDrop::into_inner(listeners);
            element(tag, node, key, attributes, listeners, children)
        } else if !matches!(*listeners, Listeners::None) {
            let attributes = ManuallyDrop::into_inner(attributes);
            let listeners = ManuallyDrop::into_inner(listeners);
            with_listeners(tag, attributes, listeners, children)
        } else if let Attributes::Static(attributes) = *attributes {
            plain(tag, attributes, children)
        } else {
            let attributes = ManuallyDrop::into_inner(attributes);
            with_attributes(tag, attributes, children)
        }
    }

    /// Makes a box to type in or to tick.
    #[inline(never)]
    pub fn __new_input(
        value: Option<AttrValue>,
        checked: Option<bool>,
        node_ref: NodeRef,
        key: Option<Key>,
        attributes: Attributes,
        listeners: Listeners,
    ) -> VNode {
        let node = node_ref.0.unwrap_or_default();
        Element::__new_input(value, checked, node, key, attributes, listeners).into()
    }

    /// Makes a box for a text of several lines.
    #[inline(never)]
    pub fn __new_textarea(
        value: Option<AttrValue>,
        at_first: Option<AttrValue>,
        node_ref: NodeRef,
        key: Option<Key>,
        attributes: Attributes,
        listeners: Listeners,
    ) -> VNode {
        let node = node_ref.0.unwrap_or_default();
        Element::__new_textarea(value, at_first, node, key, attributes, listeners).into()
    }
}

/// A text that stands in the source.
#[inline(always)]
fn written_out(text: AttrValue) -> &'static str {
    match *ManuallyDrop::new(text) {
        AttrValue::Static(text) => text,
        AttrValue::Rc(_) => unreachable!("it is written out"),
    }
}

#[inline(never)]
fn plain(tag: &'static str, attributes: StaticAttributes, children: VNode) -> VNode {
    with_attributes(tag, Attributes::Static(attributes), children)
}

#[inline(never)]
fn with_attributes(tag: &'static str, attributes: Attributes, children: VNode) -> VNode {
    with_listeners(tag, attributes, Listeners::None, children)
}

#[inline(never)]
fn with_listeners(
    tag: &'static str,
    attributes: Attributes,
    listeners: Listeners,
    children: VNode,
) -> VNode {
    element(tag, None, None, attributes, listeners, children)
}

#[inline(never)]
fn element(
    tag: &'static str,
    node: Option<yew::NodeRef>,
    key: Option<Key>,
    attributes: Attributes,
    listeners: Listeners,
    children: VNode,
) -> VNode {
    let (tag, node) = (AttrValue::Static(tag), node.unwrap_or_default());
    Element::__new_other(tag, node, key, attributes, listeners, children).into()
}

/// Makes the texts of `html!`.
pub struct VText;

impl VText {
    /// Makes a text that is written out.
    #[inline(always)]
    #[expect(clippy::new_ret_no_self, reason = "the macro wants a node in the end")]
    pub fn new(text: AttrValue) -> VNode {
        words(written_out(text))
    }
}

#[inline(never)]
fn words(text: &'static str) -> VNode {
    Words::new(text).into()
}

/// Yew's own elements and texts, to make by hand.
pub mod by_hand {
    pub use yew::virtual_dom::{VTag, VText};
}
