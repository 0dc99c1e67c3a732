//! The rail's river: between two stages, a band as wide as the rows that pass.

use grove_recipe::number::{count, counted};

use crate::mark::{Mark, px};

/// How the rows run between two stages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Course {
    /// All together.
    #[default]
    Together,
    /// Parting into rows to learn from and rows to judge by.
    Forking {
        /// Rows to learn from.
        train: u32,
        /// Rows to judge by.
        held_out: u32,
    },
    /// In two strands.
    Apart {
        /// Rows to learn from.
        train: u32,
        /// Rows to judge by.
        held_out: u32,
    },
}

/// The rows between two stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageRows {
    /// That went into the stage above.
    pub before: u32,
    /// That came out of it.
    pub after: u32,
    /// Of the widest place of the river.
    pub most: u32,
    /// How they run.
    pub course: Course,
}

const WIDTH: f64 = 72.0;
const HEIGHT: f64 = 28.0;
/// Width of the river where all rows pass.
const FULL: f64 = 40.0;
const GAP: f64 = 12.0;

/// A part of the river.
pub fn river(rows: &StageRows) -> Mark {
    let wide = |n: u32| band_width(n, rows.most);
    let marks = match rows.course {
        Course::Together => together(
            wide(rows.before),
            wide(rows.after),
            rows.before > rows.after,
        ),
        Course::Forking { train, held_out } => {
            let (train, held_out) = (wide(train), wide(held_out));
            let (left, right) = banks(train, held_out);
            let start = (WIDTH - train - held_out) / 2.0;
            strands(
                band(start, train, left, train),
                band(start + train, held_out, right, held_out),
            )
        }
        Course::Apart { train, held_out } => {
            let (train, held_out) = (wide(train), wide(held_out));
            let (left, right) = banks(train, held_out);
            strands(
                band(left, train, left, train),
                band(right, held_out, right, held_out),
            )
        }
    };
    let words = in_words(rows);
    let size = ["0 0 ", &px(WIDTH), " ", &px(HEIGHT)].concat();
    Mark::svg(Vec::new())
        .class("river")
        .with("role", "img")
        .with("aria-label", words.clone())
        .with("viewBox", size)
        .with("width", px(WIDTH))
        .with("height", px(HEIGHT))
        .holding(vec![Mark::title(words)])
        .holding(marks)
}

fn strands(train: String, held_out: String) -> Vec<Mark> {
    vec![
        Mark::path(train).class("river-train"),
        Mark::path(held_out).class("river-test"),
    ]
}

fn together(above: f64, below: f64, drops: bool) -> Vec<Mark> {
    let left = (WIDTH - above) / 2.0;
    // The left bank is straight, so that what is lost is seen to leave on the right.
    let lost = (above - below).max(2.0);
    let landing = lost.min(7.0);
    let mut marks = vec![Mark::path(band(left, below, left, below)).class("river-band")];
    if drops {
        let trickle = band(left + below, lost, left + below + lost + 4.0, landing);
        marks.push(Mark::path(trickle).class("river-trickle"));
    }
    marks
}

/// Left edges of the two strands.
fn banks(train: f64, held_out: f64) -> (f64, f64) {
    let left = (WIDTH - train - held_out - GAP) / 2.0;
    (left, left + train + GAP)
}

/// A band that flows from `top` to `bottom` (left edges), changing its width on the way.
fn band(top: f64, top_width: f64, bottom: f64, bottom_width: f64) -> String {
    let middle = px(HEIGHT / 2.0);
    let (a, b) = (px(top), px(bottom));
    let (c, d) = (px(bottom + bottom_width), px(top + top_width));
    let end = px(HEIGHT);
    let (down, up) = (
        [
            " 0C", &a, " ", &middle, " ", &b, " ", &middle, " ", &b, " ", &end,
        ]
        .concat(),
        ["C", &c, " ", &middle, " ", &d, " ", &middle, " ", &d, " 0Z"].concat(),
    );
    ["M", &a, &down, "H", &c, &up].concat()
}

/// In pixels. A single row of a million is still seen.
fn band_width(rows: u32, max_rows: u32) -> f64 {
    if rows == 0 {
        return 0.0;
    }
    let share = f64::from(rows) / f64::from(max_rows.max(1));
    (share * FULL).clamp(1.5, FULL)
}

fn in_words(rows: &StageRows) -> String {
    match rows.course {
        Course::Together if rows.before > rows.after => format!(
            "{} of {} go on, {} dropped",
            count(rows.after),
            counted(rows.before, "row", "rows"),
            count(rows.before - rows.after)
        ),
        Course::Together => format!("{} on", counted(rows.after, "row goes", "rows go")),
        Course::Forking { train, held_out } | Course::Apart { train, held_out } => format!(
            "{} to learn from, {} to judge by",
            counted(train, "row", "rows"),
            count(held_out)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_follows_rows() {
        assert_eq!(band_width(0, 100), 0.0);
        assert_eq!(band_width(50, 100), FULL / 2.0);
        assert_eq!(band_width(1, u32::MAX), 1.5);
        assert_eq!(band_width(7, 0), FULL);
    }

    #[test]
    fn strands_stay_inside_the_picture() {
        let (left, right) = banks(band_width(75, 100), band_width(25, 100));
        assert!(left >= 0.0 && right + band_width(25, 100) <= WIDTH);
    }

    #[test]
    fn dropped_rows_are_told() {
        let rows = StageRows {
            before: 398,
            after: 392,
            most: 398,
            course: Course::Together,
        };
        assert_eq!(in_words(&rows), "392 of 398 rows go on, 6 dropped");
    }
}
