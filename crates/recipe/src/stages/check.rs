//! The check stage: the person's expectations of the data.

use serde::{Deserialize, Serialize};

use super::{About, out_of_range, reads};
use crate::parameters as p;
use crate::stage::Stage;
use crate::{KnownDoubt, Rule, options};

/// The expectations. Each is checked, whichever others fail.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Check {
    /// At most [`p::EXPECTATIONS_AT_MOST`], in the order of the list.
    pub expectations: Vec<Expectation>,
    /// Doubts about the scores that the person has acknowledged.
    #[serde(default)]
    pub known: Vec<KnownDoubt>,
}

/// A rule for the cleaned table, and what happens to the run if it fails.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// Whether it is checked. One that is off stays in the recipe.
    #[serde(default = "on")]
    pub on: bool,
    /// What happens to the run if it fails.
    #[serde(default = "severity")]
    pub severity: Severity,
    /// The rule.
    pub rule: Rule,
}

options! {
    /// What happens to the run if an expectation fails.
    pub enum Severity {
        /// The failure is reported, and the run goes on.
        Warn = "warn" "warn",
        /// The run ends once every expectation has been checked.
        Stop = "stop" "stop the run",
    }
}

const fn on() -> bool {
    p::EXPECTATION_ON.default
}

fn severity() -> Severity {
    p::SEVERITY.default()
}

impl Expectation {
    /// Makes an expectation that is on, of the default severity.
    pub fn new(rule: Rule) -> Self {
        Self {
            on: on(),
            severity: severity(),
            rule,
        }
    }
}

impl Check {
    /// Checks that every parameter is in its range. The error has the number of its expectation.
    pub(super) fn check(&self) -> Result<(), p::Misfit> {
        if self.expectations.len() > p::EXPECTATIONS_AT_MOST {
            let problem = format!(
                "There are {} expectations; at most {} are possible.",
                self.expectations.len(),
                p::EXPECTATIONS_AT_MOST
            );
            return Err(p::Misfit::new("expectations", problem));
        }
        if self.known.len() > p::EXPECTATIONS_AT_MOST {
            let problem = format!(
                "known has {} entries; at most {} are possible.",
                self.known.len(),
                p::EXPECTATIONS_AT_MOST
            );
            return Err(p::Misfit::new("known", problem));
        }
        let mut numbered = self.expectations.iter().enumerate();
        numbered.try_for_each(|(place, Expectation { rule, .. })| {
            rule.check().map_err(|misfit| {
                let misfit = misfit.about(&format!("Expectation {}", place + 1));
                let misfit = misfit.within(rule.name()).within("rule");
                misfit.within_list(place).within("expectations")
            })
        })
    }
}

/// The declaration of the check stage.
pub const ABOUT: About = About {
    title: "Check",
    does: "Tests the cleaned table against what a model needs and what you expect.",
    part: "What is expected of the cleaned table.",
    // Since version 2, findings have other sentences.
    version: 3,
    needs: &[Stage::Load, Stage::Clean],
    reads: reads! {
        target, task, weight, group, leave_out;
        check.expectations;
        split, seed
    },
    reads_less: None,
    check: |recipe| out_of_range(Stage::Check, recipe.check.check()),
    parameters: |_| Vec::new(),
    quick: true,
};
