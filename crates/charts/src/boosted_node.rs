//! Train: what is different at the nodes of a tree that corrects others. A leaf says what it adds to the sum, and a bar
//! shows its sign and its size.

use grove_protocol::report::{Correction, TreeNode, TreePicture};
use grove_recipe::number::{count, significant};

use crate::mark::Mark;
use crate::scale::Linear;

/// The height of a leaf's bar.
const HIGH: f64 = 8.0;

/// Writes what a leaf adds to the sum, with its sign.
pub fn signed(value: f64, digits: u32) -> String {
    let plus = if value > 0.0 { "+" } else { "" };
    [plus, &significant(value, digits)].concat()
}

/// Returns what a leaf adds to the sum; `None` above the leaves.
pub fn added(node: &TreeNode) -> Option<f64> {
    node.values.first().copied()
}

/// Returns the title of the picture.
pub fn title(correction: &Correction) -> String {
    let number = count(correction.iteration);
    match &correction.class {
        Some(class) => ["Tree ", &number, ", for ", class].concat(),
        None => ["Tree ", &number].concat(),
    }
}

/// Draws what a leaf adds: to the right of the middle where it raises the sum, to the left where it lowers it, all of a
/// tree to one scale.
pub fn bar(tree: &TreePicture, node: &TreeNode, left: f64, top: f64, wide: f64) -> Vec<Mark> {
    let Some(value) = added(node) else {
        return Vec::new();
    };
    let most = tree.nodes.iter().filter_map(added).map(f64::abs);
    let most = most.fold(f64::MIN_POSITIVE, f64::max);
    let scale = Linear::new((-most, most), (left, left + wide));
    let (middle, end) = (left + wide / 2.0, scale.at(value));
    let (from, length) = (middle.min(end), (end - middle).abs());
    let sign = if value < 0.0 {
        "tree-lowers"
    } else {
        "tree-raises"
    };
    vec![
        Mark::line((left, top + HIGH / 2.0), (left + wide, top + HIGH / 2.0)).class("axis-line"),
        Mark::rect(from, top, length, HIGH).class(sign),
        Mark::line((middle, top - 1.0), (middle, top + HIGH + 1.0)).class("axis-line"),
    ]
}

/// Says what the numbers at the leaves are.
pub fn in_words(correction: &Correction) -> String {
    let before = match correction.iteration {
        0 | 1 => "the first prediction",
        _ => "the sum of the trees before it",
    };
    let of = correction.class.as_ref().map_or(String::new(), |class| {
        [
            " The sum is that of ",
            class,
            ": the larger, the likelier it is.",
        ]
        .concat()
    });
    format!(
        " The number at a leaf is what the tree adds to {before}: + raises it, − lowers it, and the bars show how much.{of}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(value: f64) -> TreeNode {
        TreeNode {
            depth: 1,
            rows: 5,
            values: vec![value],
            split: None,
            cut: false,
        }
    }

    fn tree(nodes: Vec<TreeNode>) -> TreePicture {
        TreePicture {
            index: 0,
            classes: Vec::new(),
            nodes,
            correction: None,
        }
    }

    #[test]
    fn what_is_added_has_a_sign() {
        assert_eq!(signed(0.25, 3), "+0.25");
        assert_eq!(signed(-0.25, 3), "−0.25");
        assert_eq!(signed(0.0, 3), "0");
    }

    #[test]
    fn bars_reach_to_either_side_of_the_middle_on_one_scale() {
        let tree = tree(vec![leaf(-2.0), leaf(1.0)]);
        let ends = |node| {
            let marks = bar(&tree, node, 0.0, 0.0, 100.0);
            let of = |name| marks[1].attribute(name).map(str::to_owned).unwrap();
            (of("x"), of("width"), of("class"))
        };
        let owned = |x: &str, width: &str, class: &str| (x.into(), width.into(), class.into());
        assert_eq!(ends(&tree.nodes[0]), owned("0", "50", "tree-lowers"));
        assert_eq!(ends(&tree.nodes[1]), owned("50", "25", "tree-raises"));
        let above = TreeNode {
            values: Vec::new(),
            ..leaf(0.0)
        };
        assert_eq!(bar(&tree, &above, 0.0, 0.0, 100.0), []);
    }
}
