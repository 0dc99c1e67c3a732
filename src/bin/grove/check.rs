//! Any file, held against the expectations of a recipe; and how findings are printed.

use std::path::Path;

use grove::api::recipe::DataReference;
use grove::api::report::{Detail, Finding, Verdict};
use grove::api::stage::Stage;
use grove::pipeline::{Event, Pipeline};

use crate::failure::Failure;
use crate::{files, interrupt, recipe};

/// Prints every expectation with what was found. `Err` where the run would stop.
pub fn file(recipe: &Path, data: &Path) -> Result<(), Failure> {
    let mut recipe = recipe::read(recipe)?;
    let mut pipeline = Pipeline::default();
    let opened = pipeline.open(&files::file_name(data), &files::read(data)?, &recipe.load)?;
    // It was made for other data, of which this should be more.
    recipe.data = DataReference {
        name: opened.name,
        sha256: opened.sha256,
    };
    pipeline.begin(recipe)?;
    loop {
        interrupt::check()?;
        match pipeline.step()? {
            Event::Finished(report) => {
                println!("{:<10}{}", report.stage.name(), report.sentence);
                if let Detail::Check(check) = report.detail {
                    check.expectations.iter().for_each(print_finding);
                }
            }
            // What stops the run does so before the stage after it starts.
            Event::Started(Stage::Split) | Event::Ended => return Ok(()),
            _ => {}
        }
    }
}

pub fn print_finding(finding: &Finding) {
    let word = match finding.verdict {
        Verdict::Passed => "passed",
        Verdict::Warned => "warning",
        Verdict::Stopped => "STOP",
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
