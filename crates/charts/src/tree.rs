//! Train: one tree from the root down, with the question of each node.

use grove_protocol::report::{TreeNode, TreePicture};
use grove_recipe::number::{count, counted};

use crate::boosted_node;
use crate::fit::{LETTER, fit};
use crate::mark::{Anchor, Html, Mark, classes, px};
use crate::scale::Linear;
use crate::scene::{Drawing, Scene};
use crate::tree_layout::{TreeLayout, children};
use crate::tree_words::{
    answer, asked, categories, has_means, in_words, mean, node_in_words, some_of,
};

const NODE: f64 = 152.0;
const TALL: f64 = 54.0;
const COLUMN: f64 = 164.0;
const LEVEL: f64 = 104.0;
const MARGIN: f64 = 8.0;
/// The width of an edge that all rows take.
const WIDEST: f64 = 14.0;
/// Okabe and Ito's palette has eight colours; after the last it starts again.
const COLOURS: usize = 8;

/// Draws the tree. Returns also the distance of its root from the left. O(nodes × classes).
pub fn scene(tree: &TreePicture) -> (Scene, f64) {
    scene_of_path(tree, &[])
}

/// Draws the tree with the path of a row lit. `path` has the nodes of the path as the whole tree numbers them in preorder;
/// it ends where the picture does.
pub fn scene_of_path(tree: &TreePicture, path: &[u32]) -> (Scene, f64) {
    let lit = lit(&tree.nodes, path);
    let layout = TreeLayout::of(&tree.nodes);
    let number = tree.index.saturating_add(1);
    let title = match &tree.correction {
        Some(correction) => boosted_node::title(correction),
        None => ["Tree ", &count(number)].concat(),
    };
    let summary = in_words(tree, &layout);
    if tree.nodes.is_empty() {
        return (Scene::nothing(title, summary, "The tree is empty."), 0.0);
    }
    let width = f64::from(layout.leaves.max(1)) * COLUMN - (COLUMN - NODE) + 2.0 * MARGIN;
    let height = f64::from(layout.depth) * LEVEL + TALL + 2.0 * MARGIN + 14.0;
    let nodes = 0..tree.nodes.len();
    let edges = nodes.clone().filter_map(|i| edges(tree, &layout, &lit, i));
    let mut marks: Vec<Mark> = edges.flatten().collect();
    marks.extend(nodes.filter_map(|i| node(tree, &layout, lit.contains(&i), i)));
    let file = ["tree-", &number.to_string()].concat();
    let drawing = Drawing {
        class: "tree-view",
        ..Drawing::plot(width, height, &file, marks)
    };
    let root = place(tree, &layout, 0).map_or(0.0, |(x, _)| x);
    (Scene::drawn(title, summary, drawing), root)
}

/// Returns the nodes of the picture on a path: a path goes left where the next node is the next number.
fn lit(nodes: &[TreeNode], path: &[u32]) -> Vec<usize> {
    let mut lit: Vec<usize> = path.first().map(|_| 0).into_iter().collect();
    for step in path.windows(2) {
        let at = lit.last().copied().unwrap_or(0);
        let Some((left, right)) = children(nodes, at) else {
            break;
        };
        lit.push(if step[1] == step[0] + 1 { left } else { right });
    }
    lit
}

/// Returns the middle of a node's upper edge.
fn place(tree: &TreePicture, layout: &TreeLayout, i: usize) -> Option<(f64, f64)> {
    let column = layout.columns.get(i).copied().flatten()?;
    let depth = f64::from(tree.nodes.get(i)?.depth);
    Some((
        MARGIN + NODE / 2.0 + column * COLUMN,
        MARGIN + depth * LEVEL,
    ))
}

fn edges(tree: &TreePicture, layout: &TreeLayout, lit: &[usize], i: usize) -> Option<Vec<Mark>> {
    let (left, right) = children(&tree.nodes, i)?;
    let from = place(tree, layout, i)?;
    let to = |child: usize| Some((place(tree, layout, child)?, tree.nodes.get(child)?.rows));
    let all = f64::from(tree.nodes.first()?.rows.max(1));
    let mut marks = Vec::new();
    // The word stands on the side away from the edge.
    for (child, answer, side, anchor) in [
        (left, "yes", -1.0, Anchor::End),
        (right, "no", 1.0, Anchor::Start),
    ] {
        let Some(((x, y), rows)) = to(child) else {
            continue;
        };
        let wide = (f64::from(rows) / all * WIDEST).clamp(1.0, WIDEST);
        let path =
            Mark::path(edge((from.0, from.1 + TALL), (x, y))).class(match lit.contains(&child) {
                true => "tree-edge tree-edge-lit",
                false => "tree-edge",
            });
        let title = [answer, ": ", &counted(rows, "row", "rows")].concat();
        marks.push(path.with("stroke-width", px(wide)).titled(title));
        let at = (x + side * (wide / 2.0 + 5.0), y - 7.0);
        marks.push(Mark::text(at, anchor, answer).class("tree-answer"));
    }
    Some(marks)
}

fn edge((from_x, from_y): (f64, f64), (to_x, to_y): (f64, f64)) -> String {
    let middle = px((from_y + to_y) / 2.0);
    let (x, to) = (px(from_x), px(to_x));
    let curve = [&x, " ", &middle, " ", &to, " ", &middle, " ", &to].concat();
    ["M", &x, " ", &px(from_y), "C", &curve, " ", &px(to_y)].concat()
}

fn node(tree: &TreePicture, layout: &TreeLayout, lit: bool, i: usize) -> Option<Mark> {
    let (x, y) = place(tree, layout, i)?;
    let node = tree.nodes.get(i)?;
    let left = x - NODE / 2.0;
    let inner = NODE - 16.0;
    let text = match &node.split {
        Some(split) => {
            let asked = asked(split, 4);
            let room = inner - asked.chars().count() as f64 * LETTER;
            fit(&split.feature, room) + &asked
        }
        None => fit(&answer(tree, node), inner),
    };
    let rows = |at, anchor, words: String| Mark::text(at, anchor, words).class("tree-rows");
    let card = Mark::rect(left, y, NODE, TALL)
        .class("tree-card")
        .with("rx", "4");
    let question = Mark::text((left + 8.0, y + 17.0), Anchor::Start, text);
    let mut marks = vec![
        Mark::title(node_in_words(tree, node)),
        card,
        question.class("tree-question"),
    ];
    if let Some(categories) = node.split.as_ref().and_then(categories) {
        marks.push(rows(
            (left + 8.0, y + 32.0),
            Anchor::Start,
            some_of(categories, inner),
        ));
    }
    marks.extend(match tree.correction {
        Some(_) => boosted_node::bar(tree, node, left + 8.0, y + 24.0, inner),
        None => shares(tree, node, left + 8.0, y + 24.0, inner),
    });
    marks.push(rows(
        (left + 8.0, y + 47.0),
        Anchor::Start,
        counted(node.rows, "row", "rows"),
    ));
    if has_means(tree) && node.split.is_some() {
        marks.push(rows((left + NODE - 8.0, y + 47.0), Anchor::End, mean(node)));
    }
    if node.cut {
        let below = (x, y + TALL + 13.0);
        marks.push(rows(below, Anchor::Middle, "continues below ⋮".to_owned()));
    }
    let leaf = node.split.is_none() && !node.cut;
    let leaf = if leaf { "tree-leaf" } else { "" };
    let class = classes(&["tree-node", leaf, if lit { "tree-lit" } else { "" }]);
    Some(Mark::group(marks).class(class))
}

/// Draws the classes at a node as a bar of their shares; for numbers, the mean on a line from the least to the largest.
fn shares(tree: &TreePicture, node: &TreeNode, left: f64, top: f64, wide: f64) -> Vec<Mark> {
    const HIGH: f64 = 8.0;
    if tree.classes.is_empty() {
        let means = tree.nodes.iter().filter_map(|n| n.values.first()).copied();
        let (low, high) = means
            .filter(|v| v.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| {
                (a.min(v), b.max(v))
            });
        let scale = Linear::new((low, high), (left, left + wide));
        let at = scale.at(node.values.first().copied().unwrap_or(low));
        let middle = top + HIGH / 2.0;
        return vec![
            Mark::line((left, middle), (left + wide, middle)).class("axis-line"),
            Mark::circle((at, middle), 4.0).class("tree-mean"),
        ];
    }
    let all: f64 = node.values.iter().sum();
    let mut x = left;
    let mut marks = Vec::new();
    for (class, n) in node.values.iter().enumerate().filter(|(_, n)| **n > 0.0) {
        let part = if all > 0.0 { n / all * wide } else { 0.0 };
        marks.push(Mark::rect(x, top, part, HIGH).class(series(class)));
        x += part;
    }
    marks.push(Mark::rect(left, top, wide, HIGH).class("tree-shares-edge"));
    marks
}

/// Returns the class of the marks of a class.
pub fn series(class: usize) -> String {
    ["series-", &(class % COLOURS).to_string()].concat()
}

/// Draws the legend of the colours.
pub fn legend(classes: &[String]) -> Mark {
    const NAMED: usize = 16;
    let more = classes.len().saturating_sub(NAMED) as u32;
    let item = Mark::html(Html::Item, Vec::new()).class("legend-item");
    let mut items = Vec::new();
    for (class, name) in classes.iter().take(NAMED).enumerate() {
        let colour = Mark::rect(0.0, 0.0, 12.0, 12.0).class(series(class));
        let swatch = Mark::ornament("legend-swatch", vec![colour])
            .with("width", "12")
            .with("height", "12");
        let name = Mark::html_text(Html::Span, name.clone());
        let title = classes[class].clone();
        items.push(item.clone().titled(title).holding(vec![swatch, name]));
    }
    if more > 0 {
        let more = counted(more, "more class", "more classes");
        let words = [
            "and ",
            &more,
            "; colours repeat, the names are at the leaves",
        ]
        .concat();
        items.push(item.saying(words));
    }
    Mark::html(Html::List, items).class("legend")
}

#[cfg(test)]
mod tests {
    use super::*;
    use grove_protocol::report::{Correction, TreeSplit, TreeTest};

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn boosted() -> TreePicture {
        let leaf = |value| TreeNode {
            depth: 1,
            rows: 5,
            values: vec![value],
            split: None,
            cut: false,
        };
        let root = TreeNode {
            depth: 0,
            rows: 10,
            values: Vec::new(),
            split: Some(TreeSplit {
                feature: "city".to_owned(),
                test: TreeTest::In(names(&["Oslo", "Rome"])),
                missing_left: Some(false),
                left: 1,
                right: 2,
            }),
            cut: false,
        };
        TreePicture {
            index: 4,
            classes: names(&["no", "yes"]),
            nodes: vec![root, leaf(0.125), leaf(-0.25)],
            correction: Some(Correction {
                iteration: 5,
                class: Some("yes".to_owned()),
            }),
        }
    }

    #[test]
    fn a_tree_that_corrects_others_shows_categories_and_signs() {
        let (scene, _) = scene(&boosted());
        assert_eq!(scene.title, "Tree 5, for yes");
        let text = crate::markup::figure(&scene);
        for told in [
            ">city is one of<",
            ">Oslo, Rome<",
            ">+0.125<",
            ">−0.25<",
            "city is one of Oslo, Rome? 10 rows; missing values: no",
            "5 rows, adds −0.25",
            "It first asks whether city is one of 2 categories.",
            "adds to the sum of the trees before it",
        ] {
            assert!(text.contains(told), "{told}: {text}");
        }
        assert!(
            !text.contains("mean") && !text.contains("series-"),
            "{text}"
        );
    }

    #[test]
    fn a_path_is_lit_as_far_as_the_picture_goes() {
        let tree = boosted();
        let text = |path: &[u32]| crate::markup::figure(&scene_of_path(&tree, path).0);
        // To the right, and further below the picture.
        let right = text(&[0, 4, 5]);
        assert_eq!(right.matches("tree-lit").count(), 2, "{right}");
        assert_eq!(right.matches("tree-edge-lit").count(), 1);
        assert_eq!(lit(&tree.nodes, &[0, 1]), [0, 1]);
        assert_eq!(lit(&tree.nodes, &[0, 4]), [0, 2]);
        assert!(!text(&[]).contains("lit"));
    }

    #[test]
    fn a_tree_of_a_forest_shows_its_classes() {
        let mut tree = boosted();
        tree.correction = None;
        for node in &mut tree.nodes {
            node.values = vec![2.0, 3.0];
        }
        let text = crate::markup::figure(&scene(&tree).0);
        assert!(
            text.contains("Tree 5<") && text.contains("mostly yes"),
            "{text}"
        );
        assert!(
            text.contains("series-1") && !text.contains("adds"),
            "{text}"
        );
    }
}
