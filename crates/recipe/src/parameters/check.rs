//! The parameters of checking.

use super::{Choice, Switch};
use crate::Severity;

/// Of a recipe.
pub const EXPECTATIONS_AT_MOST: usize = 500;
/// Of one expectation's list of values.
pub const VALUES_AT_MOST: usize = 10_000;
/// Of one expectation that no two rows are equal in them.
pub const COLUMNS_AT_MOST: usize = 20;
/// Characters of a pattern.
pub const PATTERN_AT_MOST: usize = 1000;
/// Numbers that a remembered distribution keeps.
pub const QUANTILES_AT_MOST: usize = 200;
/// Categories that a remembered distribution names; the others are counted together.
pub const CATEGORIES_AT_MOST: usize = 100;

/// Whether an expectation is checked.
pub const EXPECTATION_ON: Switch = Switch {
    name: "on",
    label: "Check this",
    help: "If off, the expectation stays in the recipe but is not checked.",
    default: true,
};
/// What becomes of the run where an expectation fails.
pub const SEVERITY: Choice<Severity> = Choice {
    name: "severity",
    label: "If it fails",
    help: "With a warning the run goes on; a stop ends it after all checks.",
    options: Severity::OPTIONS,
};
/// The significance level of [`Distribution`](crate::Rule::Distribution) where none is chosen.
pub const ALPHA: f64 = 0.01;
