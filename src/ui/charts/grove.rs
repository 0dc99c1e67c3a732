//! Train: the forest as it grows. Each tree is as tall as it is deep and as wide as it has leaves.

use web_sys::{HtmlElement, KeyboardEvent};
use yew::{
    Callback, Html, NodeRef, Properties, classes, component, html, use_effect_with, use_node_ref,
    use_state_eq,
};

use super::axis::px;
use super::figure::{FigureFrame, nothing, use_figure_ids};
use super::number::{count, counted, fixed};
use grove_protocol::report::TreeShape;

#[derive(Properties, PartialEq)]
pub struct GroveProps {
    /// The trees grown so far, in order.
    pub shapes: Vec<TreeShape>,
    /// Trees that there will be.
    pub expected: u32,
    /// Asks for a tree to be opened.
    pub onclick: Callback<u32>,
    #[prop_or_default]
    pub selected: Option<u32>,
}

/// With more trees than this, every second, third, … is drawn.
const DRAWN: u32 = 300;
/// A tree's picture, in units that the style scales: its plot of ground.
const WIDTH: f64 = 40.0;
const HEIGHT: f64 = 56.0;

#[component]
pub fn Grove(props: &GroveProps) -> Html {
    let ids = use_figure_ids();
    let frame = use_node_ref();
    // The one tree that the tab key reaches; arrows move on from it.
    let reached = use_state_eq(|| 0u32);
    let grown = props.shapes.len() as u32;
    let expected = props.expected.max(grown);
    let every = expected.div_ceil(DRAWN).max(1);
    let drawn: Vec<u32> = (0..expected).step_by(every as usize).collect();
    let reachable = drawn.iter().filter(|&&tree| tree < grown).count() as u32;
    {
        // A new forest begins at its first tree.
        let reached = reached.clone();
        use_effect_with(reachable, move |&reachable| {
            if *reached >= reachable {
                reached.set(0);
            }
        });
    }
    let onkeydown = {
        let (frame, reached) = (frame.clone(), reached.clone());
        Callback::from(move |event: KeyboardEvent| {
            let Some(to) = moved(&event.key(), *reached, reachable, per_row(&frame)) else {
                return;
            };
            event.prevent_default();
            reached.set(to);
            focus(&frame, to);
        })
    };
    let largest = Largest::of(&props.shapes);
    let size = match drawn.len() {
        0..=40 => "grove-large",
        41..=120 => "grove-medium",
        _ => "grove-small",
    };
    html! {
        <FigureFrame ids={ids.clone()} title={if expected == 1 { "The tree" } else { "The forest" }} summary={in_words(props, expected)}>
            if drawn.is_empty() {
                { nothing("No tree has grown yet.") }
            } else {
                <div class={classes!("grove", size)} ref={frame} role="listbox" aria-orientation="horizontal"
                    aria-labelledby={ids.title} aria-describedby={ids.summary} {onkeydown}>
                    { for drawn.iter().enumerate().map(|(place, &tree)| {
                        let place = place as u32;
                        match props.shapes.get(tree as usize) {
                            Some(shape) => {
                                let (reach, onclick) = (reached.setter(), props.onclick.clone());
                                let clicked = Callback::from(move |_| {
                                    reach.set(place);
                                    onclick.emit(tree);
                                });
                                grown_tree(tree, *shape, &largest, *reached == place, props.selected == Some(tree), clicked)
                            }
                            None => seedling(tree),
                        }
                    }) }
                </div>
            }
            if every > 1 {
                <p class="figure-note">{ format!("Drawn is one tree of every {every}.") }</p>
            }
        </FigureFrame>
    }
}

/// What the tallest and the widest tree are, so that all fit.
struct Largest {
    depth: u32,
    leaves: u32,
}

impl Largest {
    fn of(shapes: &[TreeShape]) -> Self {
        Self {
            depth: shapes.iter().map(|s| s.depth).max().unwrap_or(0).max(1),
            leaves: shapes.iter().map(|s| s.leaves).max().unwrap_or(0).max(1),
        }
    }
}

fn grown_tree(
    tree: u32,
    shape: TreeShape,
    largest: &Largest,
    reached: bool,
    selected: bool,
    onclick: Callback<web_sys::MouseEvent>,
) -> Html {
    let label = format!(
        "Tree {}: depth {}, {}",
        count(tree + 1),
        count(shape.depth),
        counted(shape.leaves, "leaf", "leaves")
    );
    html! {
        <button type="button" class={classes!("tree", selected.then_some("tree-selected"))} key={tree} role="option"
            tabindex={if reached { "0" } else { "-1" }} aria-selected={selected.to_string()}
            aria-label={label.clone()} title={label} {onclick}>
            <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} aria-hidden="true" focusable="false">
                { figure(shape, largest) }
            </svg>
        </button>
    }
}

/// A trunk and a crown, standing on the ground.
fn figure(shape: TreeShape, largest: &Largest) -> Html {
    let middle = WIDTH / 2.0;
    let ground = HEIGHT - 2.0;
    let tall = f64::from(shape.depth) / f64::from(largest.depth);
    let height = 8.0 + tall * (ground - 12.0);
    let half = 2.5 + f64::from(shape.leaves) / f64::from(largest.leaves) * (middle - 4.5);
    let top = ground - height;
    let (trunk, base) = (ground - height * 0.3, ground - height * 0.14);
    // Widest a third up the crown, pointed at the top.
    let widest = base - (base - top) * 0.36;
    let crown = format!(
        "M{m} {t}C{a} {u} {b} {v} {b} {w}C{b} {base} {m} {base} {m} {base}C{m} {base} {c} {base} {c} {w}C{c} {v} {d} {u} {m} {t}Z",
        m = px(middle),
        t = px(top),
        a = px(middle + half * 0.3),
        u = px(top + (widest - top) * 0.3),
        b = px(middle + half),
        v = px(widest - (widest - top) * 0.4),
        w = px(widest),
        base = px(base),
        c = px(middle - half),
        d = px(middle - half * 0.3),
    );
    html! {
        <>
            <line class="tree-ground" x1="0" x2={px(WIDTH)} y1={px(ground)} y2={px(ground)} />
            <line class="tree-trunk" x1={px(middle)} x2={px(middle)} y1={px(ground)} y2={px(trunk)} />
            if shape.depth > 0 {
                <path class="tree-crown" d={crown} />
            }
        </>
    }
}

fn seedling(tree: u32) -> Html {
    html! {
        <span class="tree tree-seedling" key={tree} aria-hidden="true">
            <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} focusable="false">
                <circle class="tree-seed" cx={px(WIDTH / 2.0)} cy={px(HEIGHT - 4.0)} r="1.5" />
            </svg>
        </span>
    }
}

/// Where a key leads from tree `from` of `trees`, with `row` trees side by side.
fn moved(key: &str, from: u32, trees: u32, row: u32) -> Option<u32> {
    let last = trees.checked_sub(1)?;
    let to = match key {
        "ArrowRight" => from.saturating_add(1),
        "ArrowLeft" => from.saturating_sub(1),
        "ArrowDown" if from + row <= last => from + row,
        "ArrowUp" if from >= row => from - row,
        "ArrowDown" | "ArrowUp" => from,
        "Home" => 0,
        "End" => last,
        _ => return None,
    };
    Some(to.min(last))
}

/// Trees side by side, read off the page.
fn per_row(frame: &NodeRef) -> u32 {
    let tops = |i: u32| tree_at(frame, i).map(|tree| tree.offset_top());
    let first = tops(0);
    (1..DRAWN)
        .take_while(|&i| first.is_some() && tops(i) == first)
        .count() as u32
        + 1
}

fn focus(frame: &NodeRef, place: u32) {
    if let Some(tree) = tree_at(frame, place) {
        // A tree that cannot take the focus leaves it where it is.
        let _ = tree.focus();
    }
}

fn tree_at(frame: &NodeRef, place: u32) -> Option<HtmlElement> {
    use wasm_bindgen::JsCast;
    frame
        .cast::<HtmlElement>()?
        .children()
        .item(place)?
        .dyn_into()
        .ok()
}

fn in_words(props: &GroveProps, expected: u32) -> String {
    let grown = props.shapes.len() as u32;
    let how_many = if grown < expected {
        format!(
            "{} of {} grown",
            count(grown),
            counted(expected, "tree", "trees")
        )
    } else {
        counted(grown, "tree", "trees")
    };
    let depths = || props.shapes.iter().map(|shape| shape.depth);
    let (Some(least), Some(most)) = (depths().min(), depths().max()) else {
        return format!("{how_many}.");
    };
    if expected == 1 {
        return format!("{how_many}, {most} deep; choose it to read its questions.");
    }
    let leaves: f64 = props.shapes.iter().map(|s| f64::from(s.leaves)).sum();
    format!(
        "{how_many}, {least} to {most} deep, with {} leaves on average. Tall is deep, wide is many leaves{}.",
        fixed(leaves / f64::from(grown.max(1)), 1),
        if grown < expected {
            ""
        } else {
            "; choose a tree to open it"
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_walk_the_rows() {
        assert_eq!(moved("ArrowRight", 0, 10, 4), Some(1));
        assert_eq!(moved("ArrowRight", 9, 10, 4), Some(9));
        assert_eq!(moved("ArrowDown", 1, 10, 4), Some(5));
        assert_eq!(moved("ArrowDown", 7, 10, 4), Some(7));
        assert_eq!(moved("ArrowUp", 2, 10, 4), Some(2));
        assert_eq!(moved("End", 2, 10, 4), Some(9));
        assert_eq!(moved("Home", 2, 10, 4), Some(0));
        assert_eq!(moved("Enter", 2, 10, 4), None);
        assert_eq!(moved("End", 0, 0, 4), None);
    }
}
