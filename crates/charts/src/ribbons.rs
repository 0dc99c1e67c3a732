//! Featurize: which features each column became.

use grove_protocol::report::{Feature, FeaturizeReport};
use grove_recipe::number::{count, counted};

use crate::fit::{LETTER, fit};
use crate::mark::{Anchor, Mark, px};
use crate::scene::{Drawing, Scene};

const ROW: f64 = 24.0;
/// A column with more features than this is drawn as one ribbon.
const APART: usize = 4;
/// With more columns than this, the rest is only counted in words.
pub const COLUMNS_SHOWN: usize = 150;

/// Draws each column as a ribbon to its features, and returns how many columns there are. O(features × columns).
pub fn scene(report: &FeaturizeReport, width: f64) -> (Scene, usize) {
    let title = "From columns to features";
    let columns = by_column(&report.features);
    let summary = in_words(report, columns.len());
    if columns.is_empty() && report.unused.is_empty() {
        let scene = Scene::nothing(title, summary, "No column gave a feature.");
        return (scene, 0);
    }
    let places = RibbonPlaces::within(width);
    let (mut marks, mut above) = (Vec::new(), 0);
    for (column, features) in columns.iter().take(COLUMNS_SHOWN) {
        marks.push(one_column(column, features, above, &places));
        above += slots(features);
    }
    for (column, reason) in &report.unused {
        marks.push(unused(
            column,
            reason,
            above as f64 * ROW + ROW / 2.0,
            &places,
        ));
        above += 1;
    }
    let height = above.max(1) as f64 * ROW + 4.0;
    let drawing = Drawing {
        class: "ribbons",
        is_group: true,
        ..Drawing::plot(width, height, "features", marks)
    };
    (Scene::drawn(title, summary, drawing), columns.len())
}

/// Groups the features by column, in the order of each column's first feature.
fn by_column(features: &[Feature]) -> Vec<(&str, Vec<&Feature>)> {
    let mut columns: Vec<(&str, Vec<&Feature>)> = Vec::new();
    for feature in features {
        // Features of a column follow each other, so it is nearly always the last one.
        match columns
            .iter_mut()
            .rev()
            .find(|(name, _)| *name == feature.column)
        {
            Some((_, of_column)) => of_column.push(feature),
            None => columns.push((&feature.column, vec![feature])),
        }
    }
    columns
}

/// Returns how many rows of the picture the features of a column take.
fn slots(features: &[&Feature]) -> usize {
    if features.len() > APART {
        1
    } else {
        features.len()
    }
}

/// Where texts end and ribbons begin, in pixels from the left.
struct RibbonPlaces {
    from: f64,
    to: f64,
    end: f64,
}

impl RibbonPlaces {
    fn within(width: f64) -> Self {
        Self {
            from: (width * 0.3).min(220.0),
            to: (width * 0.3).min(220.0) + (width * 0.18).clamp(40.0, 200.0),
            end: width,
        }
    }
}

fn one_column(column: &str, features: &[&Feature], above: usize, places: &RibbonPlaces) -> Mark {
    let rows = slots(features);
    let grouped = rows < features.len();
    let top = above as f64 * ROW;
    let middle = top + rows as f64 * ROW / 2.0;
    let thick = if grouped { thick(features.len()) } else { 6.0 };
    let start = middle - thick * rows as f64 / 2.0;
    let (wide, high) = (places.end, rows as f64 * ROW);
    let mut marks = vec![
        Mark::rect(0.0, top, wide, high).class("hover-area"),
        name(column, middle, places),
        end(places.from - 3.0, start, thick * rows as f64),
    ];
    if grouped {
        let all = [column, ": ", &count(features.len() as u64), " features"].concat();
        let listed = listed(features);
        let one = (all.as_str(), listed.as_str(), false);
        marks.extend(ribbon(one, start, top, thick, places));
    } else {
        for (place, feature) in features.iter().enumerate() {
            let (from, to) = (start + place as f64 * thick, top + place as f64 * ROW);
            let one = (feature.name.as_str(), feature.fitted.as_str(), true);
            marks.extend(ribbon(one, from, to, thick, places));
        }
    }
    let label = [column, " becomes ", &listed(features)].concat();
    Mark::group(marks)
        .class("ribbon")
        .with("tabindex", "0")
        .with("role", "img")
        .with("aria-label", label)
}

/// A group's ribbon is wider, but by less than in proportion: 1000 must fit beside 1.
#[allow(
    clippy::disallowed_methods,
    reason = "how thick a ribbon is, is a matter of pixels, and only the page draws it"
)]
fn thick(features: usize) -> f64 {
    (6.0 + (features as f64).log2()).min(16.0)
}

/// Draws the ribbon to a feature or to all features of a column: its name, what was fitted, and whether that stands
/// beside the name.
fn ribbon(
    (name, fitted, beside): (&str, &str, bool),
    from: f64,
    top: f64,
    thick: f64,
    places: &RibbonPlaces,
) -> [Mark; 3] {
    let to = top + (ROW - thick) / 2.0;
    let title = if fitted.is_empty() {
        name.to_owned()
    } else {
        [name, ": ", fitted].concat()
    };
    let room = places.end - places.to - 12.0;
    let written = fit(name, room);
    let whole = written == name;
    let place = (places.to + 10.0, to + thick / 2.0 + 4.0);
    let mut text = Mark::text(place, Anchor::Start, written).class("ribbon-feature");
    if beside && whole && !fitted.is_empty() {
        let fitted = Mark::span(fit_beside(fitted, name, room)).class("ribbon-fitted");
        text = text.holding(vec![fitted.with("dx", "8")]);
    }
    let band = band((places.from, from), (places.to, to), thick);
    [
        Mark::path(band).class("ribbon-band").titled(title.clone()),
        end(places.to, to, thick),
        text.titled(title),
    ]
}

fn name(column: &str, middle: f64, places: &RibbonPlaces) -> Mark {
    let text = fit(column, places.from - 12.0);
    Mark::text((places.from - 10.0, middle + 4.0), Anchor::End, text)
        .class("ribbon-column")
        .titled(column.to_owned())
}

fn end(x: f64, y: f64, height: f64) -> Mark {
    Mark::rect(x, y, 3.0, height).class("ribbon-end")
}

/// Returns what was fitted, shortened; nothing if too little of it fits beside the name.
fn fit_beside(fitted: &str, name: &str, room: f64) -> String {
    let left = room - name.chars().count() as f64 * LETTER - 12.0;
    if left < 100.0 {
        return String::new();
    }
    fit(fitted, left)
}

fn unused(column: &str, reason: &str, middle: f64, places: &RibbonPlaces) -> Mark {
    let stop = places.from + 24.0;
    let line = |from, to| Mark::line(from, to).class("ribbon-stop");
    let words = fit(
        &["not used: ", reason].concat(),
        places.end - places.to - 12.0,
    );
    let title = [column, " is not used: ", reason].concat();
    let text = Mark::text((places.to + 10.0, middle + 4.0), Anchor::Start, words);
    Mark::group(vec![
        name(column, middle, places),
        line((places.from, middle), (stop, middle)),
        line((stop, middle - 4.0), (stop, middle + 4.0)),
        text.class("ribbon-feature").titled(title),
    ])
    .class("ribbon-unused")
}

fn band(from: (f64, f64), to: (f64, f64), thick: f64) -> String {
    let middle = px((from.0 + to.0) / 2.0);
    let (x0, x1) = (px(from.0), px(to.0));
    let (a, b) = (px(from.1), px(to.1));
    let (c, d) = (px(to.1 + thick), px(from.1 + thick));
    let there = [&middle, " ", &a, " ", &middle, " ", &b, " ", &x1, " ", &b].concat();
    let back = [&middle, " ", &c, " ", &middle, " ", &d, " ", &x0, " ", &d].concat();
    ["M", &x0, " ", &a, "C", &there, "V", &c, "C", &back, "Z"].concat()
}

fn listed(features: &[&Feature]) -> String {
    const NAMED: usize = 8;
    let mut names: Vec<&str> = features
        .iter()
        .take(NAMED)
        .map(|f| f.name.as_str())
        .collect();
    let more = features.len().saturating_sub(NAMED);
    let rest = format!("{more} more");
    if more > 0 {
        names.push(&rest);
    }
    names.join(", ")
}

fn in_words(report: &FeaturizeReport, columns: usize) -> String {
    let unused = report.unused.len() as u32;
    let left_out = if unused > 0 {
        format!(" {} not used.", counted(unused, "column is", "columns are"))
    } else {
        String::new()
    };
    format!(
        "{} became {}.{left_out}",
        counted(columns as u64, "column", "columns"),
        counted(report.features.len() as u64, "feature", "features"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feature(name: &str, column: &str) -> Feature {
        Feature {
            name: name.to_string(),
            column: column.to_string(),
            fitted: String::new(),
            categorical: false,
        }
    }

    #[test]
    fn features_are_gathered_under_their_column() {
        let features = [
            feature("a", "a"),
            feature("b = x", "b"),
            feature("b = y", "b"),
            feature("a missing", "a"),
        ];
        let columns = by_column(&features);
        let names: Vec<_> = columns.iter().map(|(name, f)| (*name, f.len())).collect();
        assert_eq!(names, [("a", 2), ("b", 2)]);
    }

    #[test]
    fn many_features_of_a_column_take_one_slot() {
        let features: Vec<Feature> = (0..21).map(|i| feature(&i.to_string(), "zone")).collect();
        let all: Vec<&Feature> = features.iter().collect();
        assert_eq!(slots(&all), 1);
        assert_eq!(slots(&all[..APART]), APART);
        assert!(listed(&all).ends_with("7, 13 more"));
    }
}
