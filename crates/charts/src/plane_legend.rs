//! The colours and shapes of a plane, and what they mean.

use grove_protocol::report::PlaneReport;
use grove_recipe::number::significant;
use grove_recipe::order::sort_by;

use crate::fit::{LETTER, fit};
use crate::mark::{Anchor, Mark};
use crate::plane_marks::{LARGE, SMALL, ringed, shape};

/// The classes with a colour and a shape of their own; the others share one.
const CLASSES: usize = 7;
/// The colours of values, parts of viridis.
const AMOUNTS: usize = 10;
/// The height of a row of the legend, in pixels.
pub const ROW: f64 = 20.0;
/// The longest name of a class, in pixels.
const NAME: f64 = 150.0;

/// Which colour is which class or value.
#[derive(Debug, PartialEq)]
pub struct Legend {
    /// The colour of each class; empty for values.
    of_class: Vec<usize>,
    /// The lowest and the highest value.
    values: (f64, f64),
    /// Whether rows have no target.
    plain: bool,
    /// What is written, each with its place in pixels.
    items: Vec<(Item, String, f64, f64)>,
    /// The rows that it takes.
    pub rows: u32,
}

/// What a text of the legend is about.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Item {
    Colour(usize),
    Scale,
    Ring,
    Small,
}

impl Legend {
    /// Gives each class a colour, the most frequent ones first where there are many, and lays out the texts. O(rows).
    pub fn of(report: &PlaneReport, width: f64) -> Self {
        let plain = report.target.is_empty();
        let answers = report.field.iter().flat_map(|field| &field.answers);
        let targets = report.points.iter().map(|point| point.target);
        let all = targets.chain(answers.copied());
        let values = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let mut legend = Self {
            of_class: colours(report),
            values,
            plain,
            items: Vec::new(),
            rows: 0,
        };
        if plain {
            return legend;
        }
        let mut texts: Vec<(Item, String)> = Vec::new();
        if report.classes.is_empty() {
            let ends = [values.0, values.1].map(|value| significant(value, 3));
            texts.push((
                Item::Scale,
                [&ends[0], " to ", &ends[1], " ", &report.target].concat(),
            ));
        }
        for (class, name) in report.classes.iter().enumerate() {
            if legend.of_class[class] < CLASSES {
                texts.push((Item::Colour(legend.of_class[class]), fit(name, NAME)));
            }
        }
        if legend.of_class.contains(&CLASSES) {
            texts.push((Item::Colour(CLASSES), "all others".to_owned()));
        }
        if report.points.iter().any(|point| point.test) {
            texts.push((Item::Small, "train row".to_owned()));
        }
        if !ringed(report).is_empty() {
            let words = if report.classes.is_empty() {
                "largest errors"
            } else {
                "wrong"
            };
            texts.push((Item::Ring, words.to_owned()));
        }
        let (mut x, mut row) = (8.0, 0);
        for (item, text) in texts {
            let room = item.room() + text.chars().count() as f64 * LETTER + 16.0;
            if x + room > width && x > 8.0 {
                (x, row) = (8.0, row + 1);
            }
            legend
                .items
                .push((item, text, x, f64::from(row) * ROW + 12.0));
            x += room;
        }
        legend.rows = row + 1;
        legend
    }

    /// Returns the number of colours.
    pub fn colours(&self) -> usize {
        match self.of_class.is_empty() {
            true => AMOUNTS,
            false => CLASSES + 1,
        }
    }

    /// Returns the colour of a class or value.
    pub fn colour(&self, target: f64) -> usize {
        if !self.of_class.is_empty() {
            return self
                .of_class
                .get(target as usize)
                .copied()
                .unwrap_or(CLASSES);
        }
        let (low, high) = self.values;
        let share = (target / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0);
        ((share * AMOUNTS as f64) as usize).min(AMOUNTS - 1)
    }

    /// Returns the shape of a colour: values have one alone.
    pub fn shape(&self, colour: usize) -> usize {
        if self.of_class.is_empty() { 0 } else { colour }
    }

    /// Returns the class of the style sheets of a colour.
    pub fn class(&self, colour: usize) -> String {
        let name = match (self.plain, self.of_class.is_empty()) {
            (true, _) => return "plane-plain".to_owned(),
            (false, true) => "amount-",
            (false, false) => "plane-",
        };
        [name, &colour.to_string()].concat()
    }

    /// Draws the legend.
    pub fn marks(&self, report: &PlaneReport) -> Mark {
        let mut marks = Vec::new();
        for (item, text, x, y) in &self.items {
            let at = (x + 6.0, *y);
            match item {
                Item::Colour(colour) => {
                    let mark = Mark::path(shape(*colour, at, LARGE + 0.5));
                    marks.push(mark.class(["plane-point ", &self.class(*colour)].concat()));
                }
                Item::Scale => marks.extend((0..AMOUNTS).map(|colour| {
                    let left = x + colour as f64 * 8.0;
                    Mark::rect(left, y - 5.0, 8.0, 10.0).class(self.class(colour))
                })),
                Item::Ring => marks.push(Mark::path(shape(0, at, 8.0)).class("plane-ring")),
                Item::Small => {
                    let kind = if report.classes.is_empty() {
                        "amount-4"
                    } else {
                        "plane-plain"
                    };
                    let mark = Mark::path(shape(0, at, LARGE * SMALL));
                    marks.push(mark.class(["plane-point plane-small ", kind].concat()));
                }
            }
            let words = Mark::text((x + item.room(), y + 4.0), Anchor::Start, text.clone());
            marks.push(words.class("panel-label"));
        }
        Mark::group(marks).with("aria-hidden", "true")
    }
}

impl Item {
    /// The room before its text, in pixels.
    const fn room(self) -> f64 {
        match self {
            Self::Scale => AMOUNTS as f64 * 8.0 + 8.0,
            Self::Ring => 20.0,
            Self::Colour(_) | Self::Small => 16.0,
        }
    }
}

/// Returns the colour of each class: its place, or where there are many its place among the most frequent.
fn colours(report: &PlaneReport) -> Vec<usize> {
    let classes = report.classes.len();
    if classes <= CLASSES {
        return (0..classes).collect();
    }
    let mut counts: Vec<(usize, usize)> = (0..classes).map(|class| (0, class)).collect();
    for point in &report.points {
        if let Some(count) = counts.get_mut(point.target as usize) {
            count.0 += 1;
        }
    }
    sort_by(&mut counts, |a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut colours = vec![CLASSES; classes];
    for (colour, (_, class)) in counts.into_iter().take(CLASSES).enumerate() {
        colours[class] = colour;
    }
    colours
}
