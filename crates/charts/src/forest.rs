//! Train: the forest while it grows. A tree's height shows its depth, its width the number of its leaves.

use grove_protocol::report::TreeShape;
use grove_recipe::number::{count, counted, fixed};

use crate::mark::{Html, Mark, classes, px};
use crate::scene::Scene;

/// With more trees than this, only every second, third, … is drawn.
pub const DRAWN: u32 = 300;
/// The width of a tree's picture, in units that the style sheet scales.
const WIDTH: f64 = 40.0;
const HEIGHT: f64 = 56.0;

/// Which trees of a forest are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawnTree {
    /// The trees that are drawn or will be.
    pub expected: u32,
    /// One in so many trees is drawn.
    pub every: u32,
    /// How many of the drawn trees have grown, so that the keyboard reaches them.
    pub reachable: u32,
}

impl DrawnTree {
    /// Decides it for `grown` trees of those that are `expected`.
    pub fn of(grown: u32, expected: u32) -> Self {
        let expected = expected.max(grown);
        let every = expected.div_ceil(DRAWN).max(1);
        Self {
            expected,
            every,
            reachable: grown.div_ceil(every),
        }
    }

    /// Returns the class of the style sheet for this many trees.
    pub fn class(&self) -> &'static str {
        match self.expected.div_ceil(self.every) {
            0..=40 => "grove grove-large",
            41..=120 => "grove grove-medium",
            _ => "grove grove-small",
        }
    }
}

/// Draws the trees grown so far, in order, and places for the others. `reached` is the place of the one tree that the
/// tab key reaches. O(trees).
pub fn scene(shapes: &[TreeShape], expected: u32, reached: u32, selected: Option<u32>) -> Scene {
    let drawn = DrawnTree::of(shapes.len() as u32, expected);
    let title = if drawn.expected == 1 {
        "The tree"
    } else {
        "The forest"
    };
    let summary = in_words(shapes, drawn.expected);
    if drawn.expected == 0 {
        return Scene::nothing(title, summary, "No tree has grown yet.");
    }
    let largest = Largest::of(shapes);
    let trees = (0..drawn.expected).step_by(drawn.every as usize).zip(0..);
    let trees = trees.map(|(tree, place)| match shapes.get(tree as usize) {
        Some(shape) => grown_tree(
            tree,
            *shape,
            &largest,
            reached == place,
            selected == Some(tree),
        ),
        None => tree_seed(),
    });
    Scene::flowing(title, summary, trees.collect())
}

/// The greatest depth and number of leaves, to which all trees are scaled.
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
) -> Mark {
    let label = format!(
        "Tree {}: depth {}, {}",
        count(tree + 1),
        count(shape.depth),
        counted(shape.leaves, "leaf", "leaves")
    );
    let picture = tree_plot(figure(shape, largest));
    tree_button(tree, label, picture, reached, selected)
}

/// Makes the button that opens a tree, with a label and a picture. `reached` is whether the tab key reaches it.
pub fn tree_button(tree: u32, label: String, picture: Mark, reached: bool, selected: bool) -> Mark {
    let class = classes(&["tree", if selected { "tree-selected" } else { "" }]);
    Mark::html(Html::Button, vec![picture])
        .with("type", "button")
        .class(class)
        .with("role", "option")
        .with("tabindex", if reached { "0" } else { "-1" })
        .with("aria-selected", if selected { "true" } else { "false" })
        .with("aria-label", label.clone())
        .titled(label)
        .chosen_as(tree)
}

/// Draws the picture on a tree's button.
pub fn tree_plot(marks: Vec<Mark>) -> Mark {
    let size = ["0 0 ", &px(WIDTH), " ", &px(HEIGHT)].concat();
    Mark::svg(marks)
        .with("viewBox", size)
        .with("aria-hidden", "true")
        .with("focusable", "false")
}

/// Draws a trunk and a crown.
fn figure(shape: TreeShape, largest: &Largest) -> Vec<Mark> {
    let middle = WIDTH / 2.0;
    let ground = HEIGHT - 2.0;
    let tall = f64::from(shape.depth) / f64::from(largest.depth);
    let height = 8.0 + tall * (ground - 12.0);
    let half = 2.5 + f64::from(shape.leaves) / f64::from(largest.leaves) * (middle - 4.5);
    let top = ground - height;
    let (trunk, base) = (ground - height * 0.3, ground - height * 0.14);
    // The crown is widest at a third of its height and pointed at the top.
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
    let mut marks = vec![
        Mark::line((0.0, ground), (WIDTH, ground)).class("tree-ground"),
        Mark::line((middle, ground), (middle, trunk)).class("tree-trunk"),
    ];
    if shape.depth > 0 {
        marks.push(Mark::path(crown).class("tree-crown"));
    }
    marks
}

/// Draws the place of a tree that has not grown yet.
pub fn tree_seed() -> Mark {
    let seed = Mark::circle((WIDTH / 2.0, HEIGHT - 4.0), 1.5).class("tree-seed");
    Mark::html(Html::Span, vec![tree_plot(vec![seed])])
        .class("tree tree-seedling")
        .with("aria-hidden", "true")
}

/// Returns the tree that a key leads to from tree `from` of `trees`, with `row` trees side by side.
pub fn moved(key: &str, from: u32, trees: u32, row: u32) -> Option<u32> {
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

fn in_words(shapes: &[TreeShape], expected: u32) -> String {
    let grown = shapes.len() as u32;
    let how_many = if grown < expected {
        format!(
            "{} of {} grown",
            count(grown),
            counted(expected, "tree", "trees")
        )
    } else {
        counted(grown, "tree", "trees")
    };
    let depths = || shapes.iter().map(|shape| shape.depth);
    let (Some(least), Some(most)) = (depths().min(), depths().max()) else {
        return format!("{how_many}.");
    };
    if expected == 1 {
        return format!("{how_many}, {most} deep; choose it to read its questions.");
    }
    let leaves: f64 = shapes.iter().map(|s| f64::from(s.leaves)).sum();
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
