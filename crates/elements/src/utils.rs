//! What macros name below `yew::utils`.

use std::marker::PhantomData;
use std::vec;

use yew::html::ChildrenRenderer;

pub use yew::utils::{__ensure_type, into_node_iter};

/// What `{ … }` adds to the children of an element: one node or several, from what can become nodes. Always a list, so
/// that adding it takes the same code whatever it is made from.
pub struct NodeSeq<In, Out>(Vec<Out>, PhantomData<In>);

#[inline(never)]
fn one<Out>(node: Out) -> Vec<Out> {
    vec![node]
}

impl<In: Into<Out>, Out> From<In> for NodeSeq<In, Out> {
    fn from(node: In) -> Self {
        Self(one(node.into()), PhantomData)
    }
}

impl<In: Into<Out>, Out> From<Option<In>> for NodeSeq<In, Out> {
    fn from(node: Option<In>) -> Self {
        Self(
            node.map(|node| one(node.into())).unwrap_or_default(),
            PhantomData,
        )
    }
}

impl<In: Into<Out>, Out> From<Vec<In>> for NodeSeq<In, Out> {
    fn from(all: Vec<In>) -> Self {
        Self(all.into_iter().map(Into::into).collect(), PhantomData)
    }
}

impl<In: Into<Out> + Clone, Out> From<&ChildrenRenderer<In>> for NodeSeq<In, Out> {
    fn from(all: &ChildrenRenderer<In>) -> Self {
        Self(all.iter().map(Into::into).collect(), PhantomData)
    }
}

impl<In, Out> IntoIterator for NodeSeq<In, Out> {
    type IntoIter = vec::IntoIter<Out>;
    type Item = Out;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
