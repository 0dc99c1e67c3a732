//! The rail's river: between two stages, a band as wide as the rows that pass.

use yew::{Html, Properties, component};

use super::scene::draw;
pub use grove_charts::river::Course;
use grove_charts::river::{Rows, river};

#[derive(Properties, PartialEq)]
pub struct RiverProps {
    pub rows_in: u32,
    pub rows_out: u32,
    /// Rows of the widest place of the river.
    pub max_rows: u32,
    pub course: Course,
}

#[component]
pub fn River(props: &RiverProps) -> Html {
    draw(&[river(&Rows {
        before: props.rows_in,
        after: props.rows_out,
        most: props.max_rows,
        course: props.course,
    })])
}
