//! A bar inside text or a table, whose width is a share of the available width.

use crate::mark::{Mark, part};

/// Draws a bar. `share` is from 0 to 1; `kind` is a class of the style sheet that gives the colour.
pub fn bar(share: f64, kind: &'static str) -> Mark {
    // A share above 0 stays visible.
    let share = if share > 0.0 { share.max(0.004) } else { 0.0 };
    let ground = Mark::rect_of("0", "0", "100%", "100%").class("bar-ground");
    let value = Mark::rect_of("0", "0", part(share), "100%").class("bar-value");
    Mark::ornament(["bar ", kind].concat(), vec![ground, value])
}
