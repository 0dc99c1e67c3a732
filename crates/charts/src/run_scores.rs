//! Runs: the score of each run as a dot, all on one scale.

use grove_recipe::number::{fixed, score_text};

use crate::mark::{Anchor, Html, Mark, part};
use crate::metric_names::label;
use crate::scale::{Linear, Ticks};
use crate::scene::Scene;

/// The score of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct RunScore {
    /// What the run is called.
    pub name: String,
    /// Its score on the test rows.
    pub value: f64,
    /// Where the score may lie, see [`likely`].
    pub interval: Option<(f64, f64)>,
    /// Whether the run is chosen for comparison.
    pub chosen: bool,
}

/// Draws the runs in this order. Each name is a button, whose mark has the run's place in the list. O(runs).
pub fn scene(metric: &str, higher_is_better: bool, runs: &[RunScore]) -> Scene {
    let title = [label(metric), " of each run"].concat();
    let ends = runs.iter().flat_map(|run| {
        let (low, high) = run.interval.unwrap_or((run.value, run.value));
        [low, run.value, high]
    });
    let domain = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), end| {
        (low.min(end), high.max(end))
    });
    let ticks = Ticks::around(domain, 4);
    let x = Linear::new(ticks.ends(), (0.02, 0.98));
    let rows = runs.iter().zip(0..);
    let mut items: Vec<Mark> = rows.map(|(run, place)| row(run, place, &x)).collect();
    items.push(axis(&ticks, &x));
    let list = Mark::html(Html::NumberedList, items).class("run-scores");
    Scene::flowing(title, in_words(higher_is_better, runs), vec![list])
}

fn row(run: &RunScore, place: u32, x: &Linear) -> Mark {
    let at = |value: f64| part(x.at(value));
    let mut marks = vec![Mark::line_of(("0", "50%"), ("100%", "50%")).class("run-line")];
    let mut words = score_text(run.value);
    if let Some((low, high)) = run.interval {
        let line = [
            (low, high, "50%", "50%"),
            (low, low, "30%", "70%"),
            (high, high, "30%", "70%"),
        ];
        marks.extend(line.map(|(from, to, above, below)| {
            Mark::line_of((at(from), above), (at(to), below)).class("whisker")
        }));
        words.extend([" (", &fixed(low, 3), " to ", &fixed(high, 3), ")"]);
    }
    let dot = Mark::circle_of(at(run.value), "50%", 5.0);
    marks.push(dot.class(if run.chosen {
        "run-dot run-dot-chosen"
    } else {
        "run-dot"
    }));
    let name = Mark::html_text(Html::Button, run.name.clone())
        .class("link-button")
        .with("type", "button")
        .chosen_as(place);
    let cells = vec![
        name,
        Mark::ornament("run-strip", marks),
        Mark::html_text(Html::Span, words).class("run-value"),
    ];
    Mark::html(Html::Item, cells)
        .class("run-score")
        .with("data-value", run.value.to_string())
}

fn axis(ticks: &Ticks, x: &Linear) -> Mark {
    let label = |value: &f64| {
        let anchor = match () {
            () if Some(value) == ticks.values.first() => Anchor::Start,
            () if Some(value) == ticks.values.last() => Anchor::End,
            () => Anchor::Middle,
        };
        let text = Mark::text((0.0, 12.0), anchor, ticks.label(*value)).without(&["x"]);
        text.with("x", part(x.at(*value)))
    };
    let labels = ticks.values.iter().map(label).collect();
    let strip = Mark::ornament("run-strip run-axis", labels);
    Mark::html(Html::Item, vec![strip])
        .class("run-score")
        .with("aria-hidden", "true")
}

/// Returns the Wilson interval of an accuracy on so many rows: of such intervals, 95 % hold the accuracy that a very large
/// number of rows would show. Wilson, “Probable Inference, the Law of Succession, and Statistical Inference”, 1927.
pub fn likely(accuracy: f64, rows: u32) -> Option<(f64, f64)> {
    const Z: f64 = 1.959_963_984_540_054;
    if rows == 0 || !(0.0..=1.0).contains(&accuracy) {
        return None;
    }
    let of_rows = Z * Z / f64::from(rows);
    let middle = accuracy + of_rows / 2.0;
    let half = (accuracy * (1.0 - accuracy) * of_rows + of_rows * of_rows / 4.0).sqrt();
    let ends = [middle - half, middle + half].map(|end| (end / (1.0 + of_rows)).clamp(0.0, 1.0));
    Some((ends[0], ends[1]))
}

fn in_words(higher_is_better: bool, runs: &[RunScore]) -> String {
    let better = |a: &&RunScore, b: &&RunScore| match higher_is_better {
        true => a.value.total_cmp(&b.value),
        false => b.value.total_cmp(&a.value),
    };
    let mut words = match runs.iter().max_by(better) {
        Some(best) => ["Best: ", &best.name, " with ", &score_text(best.value), "."].concat(),
        None => String::new(),
    };
    if runs.iter().any(|run| run.interval.is_some()) {
        words.push_str(" A line shows where the score would be with 95 % confidence if there were very many test rows.");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mark::Inside;

    fn run(name: &str, value: f64, rows: u32) -> RunScore {
        RunScore {
            name: name.to_owned(),
            value,
            interval: likely(value, rows),
            chosen: false,
        }
    }

    #[test]
    fn an_interval_is_wilsons() {
        // statsmodels.stats.proportion.proportion_confint(35, 38, method="wilson")
        let (low, high) = likely(35.0 / 38.0, 38).unwrap();
        assert!((low - 0.792_006).abs() < 1e-5, "{low}");
        assert!((high - 0.972_785).abs() < 1e-5, "{high}");
        let (low, high) = likely(1.0, 10).unwrap();
        assert!(low > 0.7 && high > 0.999, "{low} {high}");
        assert_eq!(likely(0.5, 0), None);
        assert_eq!(likely(f64::NAN, 10), None);
    }

    #[test]
    fn all_runs_have_one_scale_and_nothing_is_outside() {
        let runs = [run("a", 0.5, 20), run("b", 0.9, 200), run("c", 1.0, 5)];
        let scene = scene("accuracy", true, &runs);
        assert_eq!(scene.title, "Accuracy of each run");
        assert!(scene.summary.starts_with("Best: c with 1.000."));
        let items = scene.marks()[0].inside();
        assert_eq!(items.len(), 4);
        let mut places = Vec::new();
        for item in &items[..3] {
            let Inside::Mark(item) = item else {
                panic!("a mark");
            };
            let Inside::Mark(strip) = &item.inside()[1] else {
                panic!("a strip");
            };
            let Some(Inside::Mark(dot)) = strip.inside().last() else {
                panic!("a dot");
            };
            let place = dot.attribute("cx").unwrap().trim_end_matches('%');
            places.push(place.parse::<f64>().unwrap());
        }
        assert!(places.is_sorted(), "{places:?}");
        assert!(places.iter().all(|place| (2.0..=98.0).contains(place)));
    }

    #[test]
    fn of_errors_the_least_is_best() {
        let runs = [run("a", 5.0, 0), run("b", 4.0, 0)];
        assert_eq!(scene("rmse", false, &runs).summary, "Best: b with 4.000.");
    }
}
