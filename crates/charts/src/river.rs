//! The bands between the stages in the list of stages: as wide as the number of rows that pass.

use grove_recipe::number::{count, counted};

use crate::mark::{Mark, px};

/// How the rows go from one stage to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Course {
    /// In one band.
    #[default]
    Together,
    /// In one band that divides into train rows and held-out rows.
    Forking {
        /// Train rows.
        train: u32,
        /// Held-out rows.
        held_out: u32,
    },
    /// In two bands.
    Apart {
        /// Train rows.
        train: u32,
        /// Held-out rows.
        held_out: u32,
    },
}

/// The rows between two stages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageRows {
    /// Rows that the stage above took.
    pub before: u32,
    /// Rows that it returned.
    pub after: u32,
    /// The most rows of any stage, to which the widths are scaled.
    pub most: u32,
    /// How they go on.
    pub course: Course,
}

const WIDTH: f64 = 12.0;
const HEIGHT: f64 = 44.0;
/// The width of the band of most rows.
const FULL: f64 = 4.0;
const GAP: f64 = 3.0;

/// Draws the bands between two stages.
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
        .with("preserveAspectRatio", "none")
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
    // The left edge is straight, so that lost rows are seen to leave on the right.
    let lost = (above - below).max(1.0);
    let landing = lost.min(2.0);
    let mut marks = vec![Mark::path(band(left, below, left, below)).class("river-band")];
    if drops {
        let trickle = band(left + below, lost, left + below + lost + 1.0, landing);
        marks.push(Mark::path(trickle).class("river-trickle"));
    }
    marks
}

/// Returns the left edges of the two bands.
fn banks(train: f64, held_out: f64) -> (f64, f64) {
    let left = (WIDTH - train - held_out - GAP) / 2.0;
    (left, left + train + GAP)
}

/// Draws a band from `top` to `bottom` (left edges), which changes its width on the way.
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

/// Returns a width in pixels. A single row of a million stays visible.
fn band_width(rows: u32, max_rows: u32) -> f64 {
    if rows == 0 {
        return 0.0;
    }
    let share = f64::from(rows) / f64::from(max_rows.max(1));
    (share * FULL).clamp(1.0, FULL)
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
            "{} to learn from, {} to test on",
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
        assert_eq!(band_width(1, u32::MAX), 1.0);
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
