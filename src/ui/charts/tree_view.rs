//! Train: one tree, its questions from the top down.

use yew::{Html, Properties, classes, component, html, use_effect_with, use_node_ref};

use super::axis::px;
use super::figure::{FigureFrame, nothing, use_figure_ids};
use super::number::{count, counted, percent, significant};
use super::text::fit;
use super::tree_layout::{TreeLayout, children};
use grove_protocol::report::{TreeNode, TreePicture};

#[derive(Properties, PartialEq)]
pub struct TreeViewProps {
    pub tree: TreePicture,
}

const NODE: f64 = 152.0;
const TALL: f64 = 54.0;
const COLUMN: f64 = 164.0;
const LEVEL: f64 = 104.0;
const MARGIN: f64 = 8.0;
/// Width of an edge that all rows take.
const WIDEST: f64 = 14.0;
/// Okabe and Ito's palette has eight colours; after them they begin anew.
const COLOURS: usize = 8;

#[component]
pub fn TreeView(props: &TreeViewProps) -> Html {
    let ids = use_figure_ids();
    let frame = use_node_ref();
    let tree = &props.tree;
    let layout = TreeLayout::of(&tree.nodes);
    let width = f64::from(layout.leaves.max(1)) * COLUMN - (COLUMN - NODE) + 2.0 * MARGIN;
    let height = f64::from(layout.depth) * LEVEL + TALL + 2.0 * MARGIN + 14.0;
    {
        // A wide tree is first seen at its root.
        let root = place(tree, &layout, 0).map_or(0.0, |(x, _)| x);
        use_effect_with((frame.clone(), root), |(frame, root)| {
            if let Some(frame) = frame.cast::<web_sys::Element>() {
                frame.set_scroll_left(*root as i32 - frame.client_width() / 2);
            }
        });
    }
    let title = format!("Tree {}", count(tree.index.saturating_add(1)));
    html! {
        <FigureFrame ids={ids.clone()} {title} summary={in_words(tree, &layout)} save_as={(!tree.nodes.is_empty()).then(|| format!("tree-{}", tree.index + 1))}>
            if tree.nodes.is_empty() {
                { nothing("The tree is empty.") }
            } else {
                if !tree.classes.is_empty() {
                    { legend(&tree.classes) }
                }
                <div class="tree-frame" ref={frame} tabindex="0" role="region" aria-labelledby={ids.title.clone()}>
                    <svg class="picture tree-view" role="img" aria-labelledby={ids.title} aria-describedby={ids.summary} width={px(width)} height={px(height)}>
                        { for (0..tree.nodes.len()).filter_map(|i| edges(tree, &layout, i)) }
                        { for (0..tree.nodes.len()).filter_map(|i| node(tree, &layout, i)) }
                    </svg>
                </div>
            }
        </FigureFrame>
    }
}

/// Middle of a node's upper edge.
fn place(tree: &TreePicture, layout: &TreeLayout, i: usize) -> Option<(f64, f64)> {
    let column = layout.columns.get(i).copied().flatten()?;
    let depth = f64::from(tree.nodes.get(i)?.depth);
    Some((
        MARGIN + NODE / 2.0 + column * COLUMN,
        MARGIN + depth * LEVEL,
    ))
}

fn edges(tree: &TreePicture, layout: &TreeLayout, i: usize) -> Option<Html> {
    let (left, right) = children(&tree.nodes, i)?;
    let (x, y) = place(tree, layout, i)?;
    let all = f64::from(tree.nodes.first()?.rows.max(1));
    // The word stands on the side from which the edge does not come.
    let edge = |child: usize, answer: &'static str, side: f64, anchor: &'static str| {
        let (to_x, to_y) = place(tree, layout, child)?;
        let rows = tree.nodes.get(child)?.rows;
        let wide = (f64::from(rows) / all * WIDEST).clamp(1.0, WIDEST);
        let (from, middle) = (y + TALL, (y + TALL + to_y) / 2.0);
        let d = format!(
            "M{} {}C{} {} {} {} {} {}",
            px(x),
            px(from),
            px(x),
            px(middle),
            px(to_x),
            px(middle),
            px(to_x),
            px(to_y)
        );
        Some(html! {
            <>
                <path class="tree-edge" {d} stroke-width={px(wide)}>
                    <title>{ format!("{answer}: {}", counted(rows, "row", "rows")) }</title>
                </path>
                <text class="tree-answer" x={px(to_x + side * (wide / 2.0 + 5.0))} y={px(to_y - 7.0)} text-anchor={anchor}>{ answer }</text>
            </>
        })
    };
    Some(html! { <>{ edge(left, "yes", -1.0, "end") }{ edge(right, "no", 1.0, "start") }</> })
}

fn node(tree: &TreePicture, layout: &TreeLayout, i: usize) -> Option<Html> {
    let (x, y) = place(tree, layout, i)?;
    let node = tree.nodes.get(i)?;
    let left = x - NODE / 2.0;
    let inner = NODE - 16.0;
    let text = match &node.split {
        Some(split) => {
            let threshold = format!(" ≤ {}", significant(split.threshold, 4));
            let room = inner - threshold.chars().count() as f64 * super::text::LETTER;
            format!("{}{threshold}", fit(&split.feature, room))
        }
        None => fit(&answer(tree, node), inner),
    };
    let rows = counted(node.rows, "row", "rows");
    Some(html! {
        <g class={classes!("tree-node", (node.split.is_none() && !node.cut).then_some("tree-leaf"))}>
            <title>{ node_in_words(tree, node) }</title>
            <rect class="tree-card" x={px(left)} y={px(y)} width={px(NODE)} height={px(TALL)} rx="4" />
            <text class="tree-question" x={px(left + 8.0)} y={px(y + 17.0)}>{ text }</text>
            { shares(tree, node, left + 8.0, y + 24.0, inner) }
            <text class="tree-rows" x={px(left + 8.0)} y={px(y + 47.0)}>{ rows }</text>
            if tree.classes.is_empty() && node.split.is_some() {
                <text class="tree-rows" x={px(left + NODE - 8.0)} y={px(y + 47.0)} text-anchor="end">{ mean(node) }</text>
            }
            if node.cut {
                <text class="tree-rows" x={px(x)} y={px(y + TALL + 13.0)} text-anchor="middle">{ "goes on below ⋮" }</text>
            }
        </g>
    })
}

/// The classes at a node as a bar of their shares; for numbers, the mean on the line from least to most.
fn shares(tree: &TreePicture, node: &TreeNode, left: f64, top: f64, wide: f64) -> Html {
    const HIGH: f64 = 8.0;
    if tree.classes.is_empty() {
        let means = tree.nodes.iter().filter_map(|n| n.values.first()).copied();
        let (low, high) = means
            .filter(|v| v.is_finite())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| {
                (a.min(v), b.max(v))
            });
        let scale = super::scale::Linear::new((low, high), (left, left + wide));
        let at = scale.at(node.values.first().copied().unwrap_or(low));
        return html! {
            <>
                <line class="axis-line" x1={px(left)} x2={px(left + wide)} y1={px(top + HIGH / 2.0)} y2={px(top + HIGH / 2.0)} />
                <circle class="tree-mean" cx={px(at)} cy={px(top + HIGH / 2.0)} r="4" />
            </>
        };
    }
    let all: f64 = node.values.iter().sum();
    let mut x = left;
    let parts = node.values.iter().enumerate().filter(|(_, n)| **n > 0.0);
    html! {
        <>
            { for parts.map(|(class, n)| {
                let part = if all > 0.0 { n / all * wide } else { 0.0 };
                let from = x;
                x += part;
                html! { <rect class={series(class)} x={px(from)} y={px(top)} width={px(part)} height={px(HIGH)} /> }
            }) }
            <rect class="tree-shares-edge" x={px(left)} y={px(top)} width={px(wide)} height={px(HIGH)} />
        </>
    }
}

/// The style of a class's marks.
pub fn series(class: usize) -> String {
    format!("series-{}", class % COLOURS)
}

/// What the colours stand for; nothing where there are no classes.
pub fn legend(classes: &[String]) -> Html {
    const NAMED: usize = 16;
    let more = classes.len().saturating_sub(NAMED) as u32;
    html! {
        <ul class="legend">
            { for classes.iter().take(NAMED).enumerate().map(|(i, class)| html! {
                <li class="legend-item" title={class.clone()}>
                    <svg class="legend-swatch" width="12" height="12" aria-hidden="true" focusable="false">
                        <rect class={series(i)} width="12" height="12" />
                    </svg>
                    <span>{ class }</span>
                </li>
            }) }
            if more > 0 {
                <li class="legend-item">{ format!("and {}; colours repeat, the names stand at the leaves", counted(more, "more class", "more classes")) }</li>
            }
        </ul>
    }
}

/// What a leaf predicts: the class with most rows, or the mean.
fn answer(tree: &TreePicture, node: &TreeNode) -> String {
    if tree.classes.is_empty() {
        return mean(node);
    }
    top_class(tree, node).map_or(String::new(), |(name, _)| name.to_string())
}

fn mean(node: &TreeNode) -> String {
    significant(node.values.first().copied().unwrap_or(f64::NAN), 4)
}

/// The first of the classes with most rows, and its share.
fn top_class<'a>(tree: &'a TreePicture, node: &TreeNode) -> Option<(&'a str, f64)> {
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

fn node_in_words(tree: &TreePicture, node: &TreeNode) -> String {
    let here = match top_class(tree, node) {
        Some((name, share)) if !tree.classes.is_empty() => {
            format!("mostly {name} ({})", percent(share))
        }
        _ => format!("mean {}", mean(node)),
    };
    let rows = counted(node.rows, "row", "rows");
    match &node.split {
        Some(split) => format!(
            "{} ≤ {}? {rows}, {here}",
            split.feature,
            significant(split.threshold, 6)
        ),
        None => format!("{rows}, {here}"),
    }
}

fn in_words(tree: &TreePicture, layout: &TreeLayout) -> String {
    let first = tree.nodes.first().and_then(|root| root.split.as_ref());
    let question = first.map_or(
        "It asks no question and always answers the same.".to_string(),
        |split| {
            format!(
                "It first asks whether {} is at most {}.",
                split.feature,
                significant(split.threshold, 4)
            )
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
    let means = if tree.classes.is_empty() {
        " A dot stands at the mean of the rows, on a line from the smallest to the largest of the tree."
    } else {
        ""
    };
    format!(
        "{question} Drawn are {} on {}; an edge is as wide as the rows that take it.{means}{cut}",
        counted(tree.nodes.len() as u64, "node", "nodes"),
        counted(layout.depth + 1, "level", "levels"),
    )
}
