//! Train: one tree from the root down, with the question of each node.

use std::rc::Rc;

use yew::{Html, Properties, component, html, use_effect_with, use_node_ref};

use super::picture::Picture;
use super::scene::draw;
use grove_charts::tree::scene_of_path;
use grove_protocol::report::TreePicture;

#[derive(Properties, PartialEq)]
pub struct TreeViewProps {
    pub tree: TreePicture,
    /// The nodes of a row's path, which are lit.
    #[prop_or_default]
    pub path: Vec<u32>,
}

#[component]
pub fn TreeView(props: &TreeViewProps) -> Html {
    let node = use_node_ref();
    let (scene, root) = scene_of_path(&props.tree, &props.path);
    // Scrolls a wide tree to its root at first.
    use_effect_with((node.clone(), root), |(node, root)| {
        if let Some(frame) = node.cast::<web_sys::Element>() {
            frame.set_scroll_left(*root as i32 - frame.client_width() / 2);
        }
    });
    let of_classes = props.tree.correction.is_none() && !props.tree.classes.is_empty();
    let named = scene.drawing().is_some() && of_classes;
    let above = named.then(|| legend(&props.tree.classes));
    html! {
        <Picture scene={Rc::new(scene)} frame="tree-frame" scrolls=true {node} above={above.unwrap_or_default()} />
    }
}

/// Draws the legend of the colours; nothing if there are no classes.
pub fn legend(classes: &[String]) -> Html {
    draw(&[grove_charts::tree::legend(classes)])
}
