//! Evaluate, numbers: how large the errors are, and their sign.

use grove_recipe::number::{count, counted, percent, significant};

use crate::axis::{PlotArea, ticks_across, widest, x_axis, y_axis};
use crate::bins::Bins;
use crate::mark::Mark;
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

const HEIGHT: f64 = 260.0;

/// Draws a histogram. `counts` are of equal bins from `min` to `max`, in the unit of the column `target`. Where it `opens`, a
/// bar with rows can be chosen by its place.
pub fn scene(
    (min, max): (f64, f64),
    counts: &[u32],
    target: &str,
    width: f64,
    opens: bool,
) -> Scene {
    let title = "Residuals";
    let rows = counts.iter().fold(0u32, |a, b| a.saturating_add(*b));
    let bins = Bins {
        min,
        max,
        count: counts.len() as u32,
    };
    let summary = in_words(&bins, counts, rows);
    if rows == 0 || !min.is_finite() || !max.is_finite() {
        return Scene::nothing(title, summary, "There are no test rows to draw.");
    }
    let marks = marks(&bins, counts, width, target, opens);
    let drawing = Drawing {
        is_group: opens,
        ..Drawing::plot(width, HEIGHT, "residuals", marks)
    };
    Scene::drawn(title, summary, drawing)
}

fn in_words(bins: &Bins, counts: &[u32], rows: u32) -> String {
    let most = counts.iter().copied().max().unwrap_or(0);
    let Some(mode) = counts.iter().position(|&n| n == most && n > 0) else {
        return "Actual minus predicted.".to_string();
    };
    let (from, to) = bins.edges(mode);
    format!(
        "Actual minus predicted, of {}, from {} to {}. Most lie from {} to {} ({}). Right of zero the prediction was too low.",
        counted(rows, "test row", "test rows"),
        significant(bins.min, 3),
        significant(bins.max, 3),
        significant(from, 3),
        significant(to, 3),
        percent(f64::from(most) / f64::from(rows.max(1))),
    )
}

fn marks(bins: &Bins, counts: &[u32], width: f64, target: &str, opens: bool) -> Vec<Mark> {
    let y_ticks = Ticks::of_counts(counts.iter().copied().max().unwrap_or(0), 4);
    let area = PlotArea::within(width, HEIGHT, &widest(&y_ticks));
    let y = Linear::new(y_ticks.ends(), area.y());
    // Without 0 on the axis, one could not see that all errors have the same sign.
    let domain = (bins.min.min(0.0), bins.max.max(0.0));
    let x = Linear::new(domain, area.x());
    let x_ticks = Ticks::within(domain, ticks_across(width));
    let mut marks = vec![y_axis(area, &y, &y_ticks, "test rows")];
    for (bin, &n) in counts.iter().enumerate() {
        let (from, to) = bins.edges(bin);
        let (left, right, top) = (x.at(from), x.at(to), y.at(f64::from(n)));
        let bar = Mark::rect(left, top, (right - left - 1.0).max(1.0), area.bottom - top);
        let (from, to) = (significant(from, 4), significant(to, 4));
        let title = [&from, " to ", &to, ": ", &count(n)].concat();
        let bar = bar.class("mark");
        let bar = match opens && n > 0 {
            true => bar
                .with("tabindex", "0")
                .with("role", "button")
                .with("aria-label", title.clone())
                .chosen_as(bin as u32),
            false => bar,
        };
        marks.push(bar.titled(title));
    }
    let zero = x.at(0.0);
    marks.push(Mark::line((zero, area.top), (zero, area.bottom)).class("zero-line"));
    let label = ["actual − predicted ", target].concat();
    marks.push(x_axis(area, &x, &x_ticks, &label));
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_in_sight_and_every_bin_is_drawn() {
        let scene = scene((1.0, 3.0), &[2, 0, 5, 1], "price", 480.0, false);
        let marks = scene.marks();
        let with = |class: &str| {
            let marks = marks.iter();
            marks
                .filter(|m| m.attribute("class") == Some(class))
                .count()
        };
        assert_eq!((with("mark"), with("zero-line")), (4, 1));
        assert!(scene.summary.contains("8 test rows"), "{}", scene.summary);
    }

    #[test]
    fn a_bar_with_rows_can_be_opened() {
        let scene = scene((1.0, 3.0), &[2, 0, 5, 1], "price", 480.0, true);
        let marks = scene.marks().iter();
        let opens: Vec<_> = marks
            .filter_map(|mark| mark.attribute("data-mark"))
            .collect();
        assert_eq!(opens, ["0", "2", "3"]);
    }

    #[test]
    fn without_rows_or_ends_there_is_nothing_to_draw() {
        assert!(
            scene((0.0, 1.0), &[0, 0], "y", 480.0, false)
                .drawing()
                .is_none()
        );
        assert!(
            scene((f64::NAN, 1.0), &[1], "y", 480.0, true)
                .drawing()
                .is_none()
        );
    }
}
