//! Where each node of a tree is drawn: leaves side by side, every parent above the middle of its children.

use grove_protocol::report::TreeNode;

/// The column of each node, counted in leaves from the left; `None` for a node that the root does not lead to. Also the
/// number of leaves and the greatest depth.
#[derive(Debug, PartialEq)]
pub struct TreeLayout {
    /// In leaves from the left.
    pub columns: Vec<Option<f64>>,
    /// The number of leaves.
    pub leaves: u32,
    /// The number of edges from the root to the lowest node.
    pub depth: u32,
}

impl TreeLayout {
    /// Computes the layout. O(nodes).
    pub fn of(nodes: &[TreeNode]) -> Self {
        let mut layout = Self {
            columns: vec![None; nodes.len()],
            leaves: 0,
            depth: 0,
        };
        // Each node is visited on the way down, and again when its children have their places.
        let mut open = vec![(0usize, false)];
        while let Some((i, children_placed)) = open.pop() {
            let (Some(node), Some(None)) = (nodes.get(i), layout.columns.get(i)) else {
                continue;
            };
            layout.depth = layout.depth.max(node.depth);
            let children = children(nodes, i);
            match children {
                Some((left, right)) if children_placed => {
                    let place = |child: usize| layout.columns.get(child).copied().flatten();
                    let middle = match (place(left), place(right)) {
                        (Some(left), Some(right)) => (left + right) / 2.0,
                        (Some(only), None) | (None, Some(only)) => only,
                        (None, None) => 0.0,
                    };
                    layout.columns[i] = Some(middle);
                }
                Some((left, right)) => open.extend([(i, true), (right, false), (left, false)]),
                None => {
                    layout.columns[i] = Some(f64::from(layout.leaves));
                    layout.leaves += 1;
                }
            }
        }
        layout
    }
}

/// Returns the children of a node. Children must come after their parent, or the nodes could form a cycle.
pub fn children(nodes: &[TreeNode], i: usize) -> Option<(usize, usize)> {
    let split = nodes.get(i)?.split.as_ref()?;
    let (left, right) = (split.left as usize, split.right as usize);
    let fit = |child: usize| child > i && child < nodes.len();
    (fit(left) && fit(right) && left != right).then_some((left, right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use grove_protocol::report::{TreeSplit, TreeTest};

    fn node(depth: u32, children: Option<(u32, u32)>) -> TreeNode {
        TreeNode {
            depth,
            rows: 1,
            values: vec![1.0],
            split: children.map(|(left, right)| TreeSplit {
                feature: "x".to_string(),
                test: TreeTest::AtMost(0.5),
                missing_left: None,
                left,
                right,
            }),
            cut: false,
        }
    }

    #[test]
    fn parents_stand_between_their_children() {
        let nodes = [
            node(0, Some((1, 2))),
            node(1, None),
            node(1, Some((3, 4))),
            node(2, None),
            node(2, None),
        ];
        let layout = TreeLayout::of(&nodes);
        let columns: Vec<f64> = layout.columns.into_iter().flatten().collect();
        assert_eq!(columns, [0.75, 0.0, 1.5, 1.0, 2.0]);
        assert_eq!((layout.leaves, layout.depth), (3, 2));
    }

    #[test]
    fn broken_trees_do_no_harm() {
        assert_eq!(TreeLayout::of(&[]).leaves, 0);
        let circle = [node(0, Some((0, 9)))];
        assert_eq!(TreeLayout::of(&circle).columns, [Some(0.0)]);
    }
}
