//! Train: what the picture of a tree says in words.

use grove_protocol::report::{TreeNode, TreePicture, TreeSplit, TreeTest};
use grove_recipe::number::{count, counted, percent, significant};

use crate::boosted_node;
use crate::fit::{LETTER, fit};
use crate::tree_layout::TreeLayout;

/// Categories that are named while the pointer is on a node.
const NAMES: usize = 40;

/// Returns whether a node's value is the mean of its rows.
pub fn has_means(tree: &TreePicture) -> bool {
    tree.classes.is_empty() && tree.correction.is_none()
}

/// Returns the categories that go left, where a split is by categories.
pub fn categories(split: &TreeSplit) -> Option<&[String]> {
    match &split.test {
        TreeTest::In(categories) => Some(categories),
        TreeTest::AtMost(_) => None,
    }
}

/// Writes what a node asks of its feature, without the categories.
pub fn asked(split: &TreeSplit, digits: u32) -> String {
    match &split.test {
        // Every number goes left, and what is missing goes right.
        TreeTest::AtMost(f64::MAX) if split.missing_left.is_some() => " is there".to_owned(),
        TreeTest::AtMost(threshold) => [" ≤ ", &significant(*threshold, digits)].concat(),
        TreeTest::In(_) => " is one of".to_owned(),
    }
}

/// Writes as many names as fit, and how many are left out.
pub fn some_of(names: &[String], pixels: f64) -> String {
    let room = (pixels / LETTER) as usize;
    let left_out = |told: usize| match names.len() - told {
        0 => String::new(),
        more => [", +", &count(more as u64)].concat(),
    };
    let text = |told: usize| names[..told].join(", ") + &left_out(told);
    let fits = |told: &usize| text(*told).chars().count() <= room;
    let most = (1..names.len()).take_while(fits).last();
    match (most, names.first()) {
        _ if fits(&names.len()) => text(names.len()),
        (Some(told), _) => text(told),
        (None, Some(first)) => {
            let more = left_out(1);
            fit(first, pixels - more.chars().count() as f64 * LETTER) + &more
        }
        (None, None) => String::new(),
    }
}

/// Writes what a leaf predicts: the class with most rows, or the mean.
pub fn answer(tree: &TreePicture, node: &TreeNode) -> String {
    if tree.correction.is_some() {
        let added = boosted_node::added(node);
        return added.map_or(String::new(), |value| boosted_node::signed(value, 4));
    }
    if tree.classes.is_empty() {
        return mean(node);
    }
    top_class(tree, node).map_or(String::new(), |(name, _)| name.to_string())
}

/// Writes the mean of the rows at a node.
pub fn mean(node: &TreeNode) -> String {
    significant(node.values.first().copied().unwrap_or(f64::NAN), 4)
}

/// Returns the first of the classes with most rows, and its share.
pub fn top_class<'a>(tree: &'a TreePicture, node: &TreeNode) -> Option<(&'a str, f64)> {
    let all: f64 = node.values.iter().sum();
    let mut top: Option<(usize, f64)> = None;
    for (i, &n) in node.values.iter().enumerate() {
        if top.is_none_or(|(_, most)| n > most) {
            top = Some((i, n));
        }
    }
    let (i, n) = top?;
    let share = if all > 0.0 { n / all } else { 0.0 };
    Some((tree.classes.get(i)?, share))
}

/// Says what a node asks, or what a leaf predicts, and of how many rows.
pub fn node_in_words(tree: &TreePicture, node: &TreeNode) -> String {
    let here = match (&tree.correction, top_class(tree, node)) {
        (Some(_), _) => match boosted_node::added(node) {
            Some(value) => [", adds ", &boosted_node::signed(value, 6)].concat(),
            None => String::new(),
        },
        (None, Some((name, share))) if !tree.classes.is_empty() => {
            format!(", mostly {name} ({})", percent(share))
        }
        _ => [", mean ", &mean(node)].concat(),
    };
    let rows = counted(node.rows, "row", "rows");
    let Some(split) = &node.split else {
        return rows + &here;
    };
    let missing = match split.missing_left {
        Some(true) => "; missing values: yes",
        Some(false) => "; missing values: no",
        None => "",
    };
    let names = match categories(split) {
        Some(names) => {
            let shown = names.iter().take(NAMES).cloned().collect::<Vec<_>>();
            let more = names.len() > NAMES;
            [" ", &shown.join(", "), if more { ", …" } else { "" }].concat()
        }
        None => String::new(),
    };
    [
        &split.feature,
        &asked(split, 6),
        &names,
        "? ",
        &rows,
        &here,
        missing,
    ]
    .concat()
}

/// Sums the picture up.
pub fn in_words(tree: &TreePicture, layout: &TreeLayout) -> String {
    let first = tree.nodes.first().and_then(|root| root.split.as_ref());
    let question = first.map_or(
        "It asks no question and always predicts the same.".to_string(),
        |split| match &split.test {
            TreeTest::AtMost(f64::MAX) if split.missing_left.is_some() => {
                format!(
                    "It first asks whether there is a value of {}.",
                    split.feature
                )
            }
            TreeTest::AtMost(threshold) => format!(
                "It first asks whether {} is at most {}.",
                split.feature,
                significant(*threshold, 4)
            ),
            TreeTest::In(names) => format!(
                "It first asks whether {} is one of {}.",
                split.feature,
                counted(names.len() as u64, "category", "categories")
            ),
        },
    );
    let cut = tree.nodes.iter().filter(|node| node.cut).count() as u32;
    let cut = if cut > 0 {
        format!(
            " {} cut off here.",
            counted(cut, "branch is", "branches are")
        )
    } else {
        String::new()
    };
    let means = match &tree.correction {
        Some(correction) => boosted_node::in_words(correction),
        None if has_means(tree) => " A dot is at the mean of the rows, on a line from the smallest to the largest mean of the tree.".to_owned(),
        None => String::new(),
    };
    format!(
        "{question} The picture shows {} on {}; an edge is as wide as the number of rows that take it.{means}{cut}",
        counted(tree.nodes.len() as u64, "node", "nodes"),
        counted(layout.depth + 1, "level", "levels"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_split_by_what_is_missing_names_no_number() {
        let mut split = TreeSplit {
            feature: "age".to_owned(),
            test: TreeTest::AtMost(f64::MAX),
            missing_left: Some(false),
            left: 1,
            right: 2,
        };
        assert_eq!(asked(&split, 4), " is there");
        split.test = TreeTest::AtMost(1.5);
        assert_eq!(asked(&split, 4), " ≤ 1.5");
    }

    #[test]
    fn as_many_categories_are_named_as_fit() {
        let room = |letters: usize| letters as f64 * LETTER + 0.1;
        let three = names(&["Oslo", "Rome", "Lisbon"]);
        assert_eq!(some_of(&three, room(18)), "Oslo, Rome, Lisbon");
        assert_eq!(some_of(&three, room(17)), "Oslo, Rome, +1");
        assert_eq!(some_of(&three, room(13)), "Oslo, +2");
        assert_eq!(some_of(&three, room(7)), "Os…, +2");
        assert_eq!(some_of(&names(&["Reykjavik"]), room(5)), "Reyk…");
        assert_eq!(some_of(&[], room(9)), "");
    }
}
