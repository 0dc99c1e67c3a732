//! What macros name below `yew::html`.

use yew::Children;
use yew::virtual_dom::VNode;

pub use yew::html::{
    AssertAllProps, BaseComponent, Buildable, Classes, Component, Context, HasAllProps, HasProp,
    HtmlResult, IntoHtmlResult, IntoPropValue, Properties,
};
pub use yew::html::{
    onblur, oncancel, onchange, onclick, onclose, ondragleave, ondragover, ondrop, oninput,
    onkeydown, onpointerleave, onpointermove, onscroll, onsubmit,
};

/// The reference to an element, where one is wanted. Yew's own has no "none", so that each element would make one.
#[derive(Default)]
pub struct NodeRef(pub(crate) Option<yew::NodeRef>);

impl IntoPropValue<NodeRef> for yew::NodeRef {
    #[inline]
    fn into_prop_value(self) -> NodeRef {
        NodeRef(Some(self))
    }
}

impl IntoPropValue<NodeRef> for &yew::NodeRef {
    #[inline]
    fn into_prop_value(self) -> NodeRef {
        NodeRef(Some(self.clone()))
    }
}

/// The children of an element or of a component.
pub struct ChildrenRenderer(Vec<VNode>);

impl ChildrenRenderer {
    /// Takes nodes in their order.
    #[inline(always)]
    #[must_use]
    pub fn new(children: Vec<VNode>) -> Self {
        Self(children)
    }
}

impl IntoPropValue<VNode> for ChildrenRenderer {
    #[inline(always)]
    fn into_prop_value(self) -> VNode {
        list(self.0)
    }
}

impl IntoPropValue<Children> for ChildrenRenderer {
    #[inline]
    fn into_prop_value(self) -> Children {
        Children::new(self.0)
    }
}

#[inline(never)]
fn list(children: Vec<VNode>) -> VNode {
    Children::new(children).into_prop_value()
}
