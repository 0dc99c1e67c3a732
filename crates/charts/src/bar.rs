//! A bar inside text or a table: as wide as its share of the room it is given.

use crate::mark::{Mark, part};

/// `share` is from 0 to 1; `kind` is a class of the style sheet that gives the colour.
pub fn bar(share: f64, kind: &'static str) -> Mark {
    // What is there must be seen.
    let share = if share > 0.0 { share.max(0.004) } else { 0.0 };
    let ground = Mark::rect_of("0", "0", "100%", "100%").class("bar-ground");
    let value = Mark::rect_of("0", "0", part(share), "100%").class("bar-value");
    Mark::ornament(["bar ", kind].concat(), vec![ground, value])
}
