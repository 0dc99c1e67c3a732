//! Train: the trees of gradient boosting in order, each as a bar that shows how much it decreased the train loss.

use grove_protocol::report::TreeShape;
use grove_recipe::number::{count, counted, percent, significant};

use crate::forest::{DrawnTree, tree_button, tree_plot, tree_seed};
use crate::mark::{Mark, classes};
use crate::scene::Scene;

/// The width and the height of a bar's picture, in units that the style sheet scales.
const WIDE: f64 = 40.0;
const HIGH: f64 = 56.0;

/// Draws the iterations so far, in order, and places for the others. `reached` is the place of the one that the tab key
/// reaches. O(iterations).
pub fn scene(shapes: &[TreeShape], expected: u32, reached: u32, selected: Option<u32>) -> Scene {
    let drawn = DrawnTree::of(shapes.len() as u32, expected);
    let title = "What each tree still corrected";
    let summary = in_words(shapes, drawn.expected);
    if drawn.expected == 0 {
        return Scene::nothing(title, summary, "No tree has grown yet.");
    }
    let most = shapes.iter().filter_map(corrected).map(f64::abs);
    let most = most.filter(|size| size.is_finite()).fold(0.0, f64::max);
    let bars = (0..drawn.expected).step_by(drawn.every as usize).zip(0..);
    let bars = bars.map(|(tree, place)| match shapes.get(tree as usize) {
        Some(shape) => {
            let label = label(tree, shape);
            let picture = tree_plot(vec![ground(), bar(corrected(shape), most)]);
            tree_button(
                tree,
                label,
                picture,
                reached == place,
                selected == Some(tree),
            )
        }
        None => tree_seed(),
    });
    Scene::flowing(title, summary, bars.collect())
}

/// Returns by how much an iteration decreased the train loss.
fn corrected(shape: &TreeShape) -> Option<f64> {
    shape.losses.map(|losses| losses.corrected)
}

fn label(tree: u32, shape: &TreeShape) -> String {
    let change = match corrected(shape) {
        Some(less) if less < 0.0 => [": train loss up by ", &significant(-less, 3)].concat(),
        Some(less) => [": train loss down by ", &significant(less, 3)].concat(),
        None => String::new(),
    };
    let leaves = counted(shape.leaves, "leaf", "leaves");
    ["Tree ", &count(tree + 1), &change, ", ", &leaves].concat()
}

fn ground() -> Mark {
    Mark::line((0.0, HIGH - 2.0), (WIDE, HIGH - 2.0)).class("tree-ground")
}

/// Draws the square root of the decrease, so that the small ones of the end are seen beside the large ones of the
/// beginning.
fn bar(corrected: Option<f64>, most: f64) -> Mark {
    let share = match corrected {
        Some(less) if most > 0.0 && less.is_finite() => (less.abs() / most).sqrt(),
        _ => 0.0,
    };
    let high = (share * (HIGH - 6.0)).max(1.0);
    let rises = corrected.is_some_and(|less| less < 0.0);
    let class = classes(&["corrected", if rises { "corrected-wrong" } else { "" }]);
    Mark::rect(6.0, HIGH - 2.0 - high, WIDE - 12.0, high).class(class)
}

fn in_words(shapes: &[TreeShape], expected: u32) -> String {
    let grown = shapes.len() as u32;
    let how_many = if grown < expected {
        let of = counted(expected, "iteration", "iterations");
        [&count(grown), " of ", &of, "."].concat()
    } else {
        [&counted(grown, "iteration", "iterations"), "."].concat()
    };
    let decreases: Vec<f64> = shapes.iter().filter_map(corrected).collect();
    let all: f64 = decreases.iter().sum();
    let first = decreases.len().div_ceil(4);
    let early: f64 = decreases.iter().take(first).sum();
    let shares = if grown == expected && decreases.len() >= 4 && all > 0.0 {
        format!(
            " The first {} made {} of the decrease of the train loss.",
            counted(first as u64, "iteration", "iterations"),
            percent((early / all).clamp(0.0, 1.0)),
        )
    } else {
        String::new()
    };
    format!(
        "{how_many} The higher a bar, the more its tree decreased the train loss; heights are square roots, so that small ones can be seen.{shares}{}",
        if grown < expected {
            ""
        } else {
            " Choose a bar to open its tree."
        }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use grove_protocol::report::Losses;

    fn shape(corrected: f64) -> TreeShape {
        TreeShape {
            depth: 2,
            leaves: 3,
            oob_score: None,
            losses: Some(Losses {
                train: 1.0,
                corrected,
                validation: None,
            }),
        }
    }

    #[test]
    fn heights_are_square_roots_of_what_was_corrected() {
        let height = |corrected| {
            bar(Some(corrected), 4.0)
                .attribute("height")
                .map(str::to_owned)
        };
        assert_eq!(height(4.0).as_deref(), Some("50"));
        assert_eq!(height(1.0).as_deref(), Some("25"));
        assert_eq!(
            height(0.0).as_deref(),
            Some("1"),
            "even nothing can be seen"
        );
        assert_eq!(height(f64::NAN).as_deref(), Some("1"));
        let worse = bar(Some(-1.0), 4.0);
        assert_eq!(worse.attribute("class"), Some("corrected corrected-wrong"));
    }

    #[test]
    fn every_iteration_has_a_bar_or_a_place() {
        let shapes = [4.0, 2.0, 1.0, -0.5].map(shape);
        let growing = scene(&shapes, 6, 0, None);
        assert_eq!(growing.marks().len(), 6);
        assert!(
            growing.summary.starts_with("4 of 6 iterations."),
            "{}",
            growing.summary
        );
        assert!(!growing.summary.contains("Choose"), "{}", growing.summary);
        let all = scene(&shapes, 4, 0, Some(1));
        assert_eq!(all.marks().len(), 4);
        let first = "The first 1 iteration made 62\u{202f}% of the decrease";
        assert!(all.summary.contains(first), "{}", all.summary);
        assert_eq!(
            all.marks()[3].attribute("aria-label"),
            Some("Tree 4: train loss up by 0.5, 3 leaves")
        );
        assert_eq!(all.marks()[1].attribute("aria-selected"), Some("true"));
        let many = vec![shape(1.0); 1000];
        assert!(scene(&many, 1000, 0, None).marks().len() <= 300);
    }
}
