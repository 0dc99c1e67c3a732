//! Predict: what the trees of a model say of a row by themselves, and how common such rows are.

use grove_protocol::report::{Commonness, Votes};
use grove_recipe::number::{count, counted, fixed, four, percent, significant};

use crate::axis::{PlotArea, ticks_across, widest, x_axis, y_axis};
use crate::bins::Bins;
use crate::mark::{Mark, px};
use crate::numbers::Numbers;
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

const HEIGHT: f64 = 190.0;

/// Draws the trees' votes as a histogram with the mean marked; of trees that add to a sum, the sum after each. `classes` are
/// the names of the classes; empty for a regression. O(bins + points).
pub fn scene(votes: &Votes, classes: &[String], width: f64) -> Scene {
    let name = |class: u32| classes.get(class as usize).map_or("", String::as_str);
    match votes {
        Votes::Classes {
            class,
            trees,
            counts,
            mean,
        } => {
            let (all, of) = (trees.iter().sum::<u32>(), name(*class));
            let most = trees.get(*class as usize).copied().unwrap_or(0);
            let mean = mean.get(*class as usize).copied().unwrap_or(0.0);
            let summary = format!(
                "{} of {} say {of}. The mean of their shares of {of}, {}, is the answer. Trees that agree can be wrong together.",
                count(most),
                counted(all, "tree", "trees"),
                fixed(mean, 3),
            );
            let title = ["What each tree says of ", of].concat();
            let label = ["share of ", of, " in the tree's leaf"].concat();
            let bins = (0.0, 1.0);
            histogram(
                title,
                summary,
                (bins, counts, mean),
                [&label, "trees"],
                width,
            )
        }
        Votes::Values {
            min,
            max,
            counts,
            mean,
        } => {
            let summary = format!(
                "{} say {} to {}. Their mean, {}, is the answer. Trees that agree can be wrong together.",
                counted(counts.iter().sum::<u32>(), "tree", "trees"),
                significant(*min, 4),
                significant(*max, 4),
                significant(*mean, 4),
            );
            let title = "What each tree says".to_owned();
            let label = "value of the tree's leaf";
            histogram(
                title,
                summary,
                ((*min, *max), counts, *mean),
                [label, "trees"],
                width,
            )
        }
        Votes::Sums {
            class,
            iterations,
            points,
        } => {
            let of = class.map_or(String::new(), |class| [" of ", name(class)].concat());
            let title = ["The sum", &of, " after each iteration"].concat();
            let [Some(first), Some(last)] = [points.first(), points.last()] else {
                let why = "No train row has this class, so that it has no sum.";
                return Scene::nothing(title, String::new(), why);
            };
            let summary = format!(
                "It goes from {} to {} in {}; the answer follows from the end. Where it stays level, the trees change nothing for this row.",
                significant(first.1, 4),
                significant(last.1, 4),
                counted(*iterations, "iteration", "iterations"),
            );
            let drawing = Drawing::plot(width, HEIGHT, "votes", line(points, width));
            Scene::drawn(title, summary, drawing)
        }
    }
}

/// Draws how common the row is among the train rows.
pub fn commonness(of: &Commonness, width: f64) -> Scene {
    let summary = format!(
        "{} of {} are in the row's leaf, in the mean of the trees. It is rarer than {} of {}. The model has learned from few rows like a rare one; its answer can still be right.",
        percent(of.share),
        counted(of.rows, "train row", "train rows"),
        percent(of.rarer_than),
        counted(of.compared, "train row", "train rows"),
    );
    let labels = ["mean share of train rows in the same leaf", "train rows"];
    let title = "How common such rows are".to_owned();
    histogram(
        title,
        summary,
        (of.range, &of.counts, of.share),
        labels,
        width,
    )
}

/// Writes the votes as a table.
pub fn numbers(votes: &Votes, classes: &[String]) -> Numbers {
    match votes {
        Votes::Classes { trees, mean, .. } => {
            Numbers::first(&["Class", "Trees", "Mean share"], classes.len(), &|class| {
                let trees = trees.get(class).copied().unwrap_or(0);
                let mean = four(mean.get(class).copied());
                vec![classes[class].clone(), count(trees), mean]
            })
        }
        Votes::Values {
            min, max, counts, ..
        } => crate::numbers::of_bins((*min, *max), &[("Trees", counts)]),
        Votes::Sums { points, .. } => {
            Numbers::along(&["Iterations", "Sum"], points.len(), &|place| {
                let (done, sum) = points[place];
                vec![count(done), significant(sum, 6)]
            })
        }
    }
}

/// Draws bars, and a line across them at a value.
fn histogram(
    title: String,
    summary: String,
    ((min, max), counts, at): ((f64, f64), &[u32], f64),
    [across, up]: [&str; 2],
    width: f64,
) -> Scene {
    let bins = Bins {
        min,
        max,
        count: counts.len() as u32,
    };
    let most = counts.iter().copied().max().unwrap_or(0);
    let y_ticks = Ticks::of_counts(most, 3);
    let area = PlotArea::within(width, HEIGHT, &widest(&y_ticks));
    let y = Linear::new(y_ticks.ends(), area.y());
    let x = Linear::new((min, max), area.x());
    let x_ticks = Ticks::within((min, max), ticks_across(width));
    let mut marks = vec![y_axis(area, &y, &y_ticks, up)];
    for (bin, &n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
        let (from, to) = bins.edges(bin);
        let (left, right, top) = (x.at(from), x.at(to), y.at(f64::from(n)));
        let bar = Mark::rect(left, top, (right - left - 1.0).max(1.0), area.bottom - top);
        let [from, to] = [from, to].map(|end| significant(end, 3));
        let title = [&from, " to ", &to, ": ", &count(n)].concat();
        marks.push(bar.class("mark").titled(title));
    }
    let at = x.at(at);
    marks.push(Mark::line((at, area.top), (at, area.bottom)).class("zero-line"));
    marks.push(x_axis(area, &x, &x_ticks, across));
    Scene::drawn(title, summary, Drawing::plot(width, HEIGHT, "votes", marks))
}

fn line(points: &[(u32, f64)], width: f64) -> Vec<Mark> {
    let sums = points.iter().map(|point| point.1);
    let domain = sums.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), sum| {
        (low.min(sum), high.max(sum))
    });
    let y_ticks = Ticks::around(domain, 3);
    let area = PlotArea::within(width, HEIGHT, &widest(&y_ticks));
    let y = Linear::new(y_ticks.ends(), area.y());
    let ends = (0.0, f64::from(points.last().map_or(1, |point| point.0)));
    let x = Linear::new(ends, area.x());
    let x_ticks = Ticks::whole(ends, ticks_across(width));
    let mut path = String::new();
    for (place, (done, sum)) in points.iter().enumerate() {
        let command = if place == 0 { "M" } else { "L" };
        path.extend([command, &px(x.at(f64::from(*done))), " ", &px(y.at(*sum))]);
    }
    vec![
        y_axis(area, &y, &y_ticks, "sum"),
        Mark::path(path).class("curve"),
        x_axis(area, &x, &x_ticks, "iterations"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(scene: &Scene, class: &str) -> usize {
        let marks = scene.marks().iter();
        marks
            .filter(|mark| mark.attribute("class") == Some(class))
            .count()
    }

    #[test]
    fn votes_have_bars_and_the_answer_is_marked() {
        let mut counts = vec![0; 20];
        (counts[0], counts[19]) = (2, 3);
        let votes = Votes::Classes {
            class: 1,
            trees: vec![2, 3],
            counts,
            mean: vec![0.4, 0.6],
        };
        let classes = ["no".to_owned(), "<yes>".to_owned()];
        let scene = scene(&votes, &classes, 480.0);
        assert_eq!((drawn(&scene, "mark"), drawn(&scene, "zero-line")), (2, 1));
        assert!(
            scene.summary.starts_with("3 of 5 trees say <yes>."),
            "{}",
            scene.summary
        );
        assert_eq!(numbers(&votes, &classes).rows[1][1], "3");
    }

    #[test]
    fn equal_values_and_a_sum_without_points_do_no_harm() {
        let votes = Votes::Values {
            min: 7.0,
            max: 7.0,
            counts: vec![9, 0],
            mean: 7.0,
        };
        assert_eq!(drawn(&scene(&votes, &[], 480.0), "mark"), 1);
        let mut votes = Votes::Sums {
            class: None,
            iterations: 2,
            points: Vec::new(),
        };
        assert!(scene(&votes, &[], 480.0).drawing().is_none());
        if let Votes::Sums { points, .. } = &mut votes {
            *points = vec![(0, 1.0), (2, -3.0)];
        }
        assert_eq!(drawn(&scene(&votes, &[], 480.0), "curve"), 1);
    }
}
