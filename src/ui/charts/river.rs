//! The rail's river: between two stages, a band as wide as the rows that pass.

use yew::{Html, Properties, component, html};

use super::axis::px;
use super::number::{count, counted};

/// How the rows run between two stages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Course {
    /// All together.
    #[default]
    Together,
    /// Parting into rows to learn from and rows to judge by.
    Forking { train: u32, held_out: u32 },
    /// In two strands.
    Apart { train: u32, held_out: u32 },
}

#[derive(Properties, PartialEq)]
pub struct RiverProps {
    pub rows_in: u32,
    pub rows_out: u32,
    /// Rows of the widest place of the river.
    pub max_rows: u32,
    #[prop_or_default]
    pub course: Course,
}

const WIDTH: f64 = 72.0;
const HEIGHT: f64 = 28.0;
/// Width of the river where all rows pass.
const FULL: f64 = 40.0;
const GAP: f64 = 12.0;

#[component]
pub fn River(props: &RiverProps) -> Html {
    let wide = |rows: u32| band_width(rows, props.max_rows);
    let words = in_words(props);
    html! {
        <svg class="river" role="img" aria-label={words.clone()} viewBox={format!("0 0 {WIDTH} {HEIGHT}")} width={px(WIDTH)} height={px(HEIGHT)}>
            <title>{ words }</title>
            {
                match props.course {
                    Course::Together => together(wide(props.rows_in), wide(props.rows_out), props.rows_in > props.rows_out),
                    Course::Forking { train, held_out } => {
                        let (left, right) = banks(wide(train), wide(held_out));
                        let (train, held_out) = (wide(train), wide(held_out));
                        let start = (WIDTH - train - held_out) / 2.0;
                        html! {
                            <>
                                <path class="river-train" d={band(start, train, left, train)} />
                                <path class="river-test" d={band(start + train, held_out, right, held_out)} />
                            </>
                        }
                    }
                    Course::Apart { train, held_out } => {
                        let (left, right) = banks(wide(train), wide(held_out));
                        html! {
                            <>
                                <path class="river-train" d={band(left, wide(train), left, wide(train))} />
                                <path class="river-test" d={band(right, wide(held_out), right, wide(held_out))} />
                            </>
                        }
                    }
                }
            }
        </svg>
    }
}

fn together(above: f64, below: f64, drops: bool) -> Html {
    let left = (WIDTH - above) / 2.0;
    // The left bank is straight, so that what is lost is seen to leave on the right.
    let lost = (above - below).max(2.0);
    let landing = lost.min(7.0);
    html! {
        <>
            <path class="river-band" d={band(left, below, left, below)} />
            if drops {
                <path class="river-trickle" d={band(left + below, lost, left + below + lost + 4.0, landing)} />
            }
        </>
    }
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
    format!("M{a} 0C{a} {middle} {b} {middle} {b} {end}H{c}C{c} {middle} {d} {middle} {d} 0Z")
}

/// In pixels. A single row of a million is still seen.
fn band_width(rows: u32, max_rows: u32) -> f64 {
    if rows == 0 {
        return 0.0;
    }
    let share = f64::from(rows) / f64::from(max_rows.max(1));
    (share * FULL).clamp(1.5, FULL)
}

fn in_words(props: &RiverProps) -> String {
    match props.course {
        Course::Together if props.rows_in > props.rows_out => format!(
            "{} of {} go on, {} dropped",
            count(props.rows_out),
            counted(props.rows_in, "row", "rows"),
            count(props.rows_in - props.rows_out)
        ),
        Course::Together => format!("{} on", counted(props.rows_out, "row goes", "rows go")),
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
        let props = RiverProps {
            rows_in: 398,
            rows_out: 392,
            max_rows: 398,
            course: Course::Together,
        };
        assert_eq!(in_words(&props), "392 of 398 rows go on, 6 dropped");
    }
}
