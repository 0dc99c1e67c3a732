//! `grove check`: checks a file against a recipe's expectations, and prints the findings.

use std::path::Path;

use grove_engine::{Pipeline, RunEvent};
use grove_protocol::report::{CheckVerdict, Detail, Finding};
use grove_recipe::stage::Stage;

use crate::failure::CommandFailure;
use crate::reading::{self, ReadingOptions};
use crate::{interrupt, recipe};

/// Prints every expectation with its result. `Err` if the run would stop.
pub fn file(recipe: &Path, data: &Path, options: &ReadingOptions) -> Result<(), CommandFailure> {
    let mut draft = recipe::draft(recipe)?;
    options.apply(&mut draft.recipe_mut().load);
    let (bytes, loaded) = reading::load_new(data, &mut draft)?;
    let mut pipeline = Pipeline::default();
    let opened = pipeline.opened(bytes, loaded);
    reading::print_notes(&opened);
    // The file replaces the data that the recipe was made for.
    draft.set_data_free();
    pipeline.begin(recipe::complete(draft, &opened)?)?;
    loop {
        interrupt::check()?;
        match pipeline.step()? {
            RunEvent::Finished(report) => {
                println!("{:<10}{}", report.stage.name(), report.sentence);
                if let Detail::Check(check) = report.detail {
                    check.expectations.iter().for_each(print_finding);
                }
            }
            // A failure that stops the run does so before the next stage starts.
            RunEvent::Started(Stage::Split) | RunEvent::Ended => return Ok(()),
            _ => {}
        }
    }
}

pub fn print_finding(finding: &Finding) {
    let word = match finding.verdict {
        CheckVerdict::Passed => "passed",
        CheckVerdict::Warned => "warning",
        CheckVerdict::Stopped => "STOP",
    };
    println!("{word:<10}{}: {}", finding.name, finding.message);
    if let Some(of) = finding.of_rule.as_ref().filter(|of| !of.rows.is_empty()) {
        let rows: Vec<String> = of.rows.iter().map(u32::to_string).collect();
        let more = if finding.failing as usize > rows.len() {
            ", …"
        } else {
            ""
        };
        let word = if finding.failing == 1 { "row" } else { "rows" };
        println!("{:<10}{word} {}{more}", "", rows.join(", "));
    }
}
