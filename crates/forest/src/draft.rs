//! A tree while it grows, and its pruning.

/// A node that has been grown. Children come after their parent.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// Impurity times weight.
    pub impurity: f64,
    /// The leaf that it is, or would be where the tree is to be pruned.
    pub leaf: u32,
    pub split: Option<DraftSplit>,
}

#[derive(Clone, Debug)]
pub(super) struct DraftSplit {
    pub feature: u32,
    /// Rows with codes at or below this go left.
    pub low: u32,
    pub threshold: f64,
    pub missing_left: bool,
    /// The decrease in impurity, times the node's weight.
    pub decrease: f64,
    pub left: u32,
    pub right: u32,
}

/// Minimal cost-complexity pruning (Breiman et al., “Classification and Regression Trees”, 1984): of all
/// subtrees with the same root, the smallest of those for which the impurity of the leaves plus `price`
/// for each leaf is least. O(nodes).
pub(super) fn prune(drafts: &mut [Draft], price: f64) {
    let mut costs = vec![0.0; drafts.len()];
    // Children come after their parent, so that their costs are known.
    for index in (0..drafts.len()).rev() {
        let as_leaf = drafts[index].impurity + price;
        costs[index] = as_leaf;
        if let Some(DraftSplit { left, right, .. }) = &drafts[index].split {
            let as_tree = costs[*left as usize] + costs[*right as usize];
            if as_leaf <= as_tree {
                drafts[index].split = None;
            } else {
                costs[index] = as_tree;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Draft, DraftSplit, prune};

    /// A root of impurity 10 whose left side is a split that gains 1 and whose right side is pure.
    fn tree() -> Vec<Draft> {
        let node = |impurity, children: Option<u32>| Draft {
            impurity,
            leaf: 0,
            split: children.map(|left| DraftSplit {
                feature: 0,
                low: 0,
                threshold: 0.0,
                missing_left: false,
                decrease: 0.0,
                left,
                right: left + 1,
            }),
        };
        let inner = [node(10.0, Some(1)), node(4.0, Some(3)), node(0.0, None)];
        let leaves = [node(1.0, None), node(2.0, None)];
        inner.into_iter().chain(leaves).collect()
    }

    #[test]
    fn the_weakest_link_goes_first() {
        let splits = |price| {
            let mut tree = tree();
            prune(&mut tree, price);
            (
                tree[0].split.is_some(),
                tree[0].split.is_some() && tree[1].split.is_some(),
            )
        };
        assert_eq!(splits(0.5), (true, true));
        // At the price that a split just gains, the smaller tree is taken.
        assert_eq!(splits(1.0), (true, false));
        assert_eq!(splits(5.9), (true, false));
        assert_eq!(splits(6.0), (false, false));
    }
}
