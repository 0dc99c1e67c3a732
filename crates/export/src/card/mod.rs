//! Writes the model card in Markdown: what a model is, its training data, its scores, and what it is not for (Mitchell et
//! al., “Model Cards for Model Reporting”, 2019).

mod boosting;
pub mod facts;
mod results;

use super::text::markdown;
use facts::{SectionPart, belief, facts};
use grove_protocol::report::StageReport;
use grove_recipe::Recipe;

/// Writes the card in UTF-8 with `\n` line ends. Names and values of the data are escaped, so that none is read as
/// Markdown or HTML. The same run gives the same bytes. O(size of the reports).
pub fn write(recipe: &Recipe, stages: &[StageReport]) -> Vec<u8> {
    let mut card = format!("# Model card: {}\n", markdown(&recipe.target));
    for section in belief(stages).into_iter().chain(facts(recipe, stages)) {
        card.push_str(&format!("\n## {}\n", section.title));
        for part in &section.parts {
            card.push('\n');
            card.push_str(&written(part));
        }
    }
    card.into_bytes()
}

fn written(part: &SectionPart) -> String {
    match part {
        SectionPart::Text(text) => format!("{}\n", markdown(text)),
        SectionPart::List(items) => items
            .iter()
            .map(|item| format!("- {}\n", markdown(item)))
            .collect(),
        SectionPart::Table {
            caption,
            header,
            rows,
        } => {
            let line = |cells: &[String]| {
                let cells: Vec<String> = cells.iter().map(|cell| markdown(cell)).collect();
                format!("| {} |\n", cells.join(" | "))
            };
            let rule = "|---".repeat(header.len());
            let rows: String = rows.iter().map(|row| line(row)).collect();
            format!("{}:\n\n{}{rule}|\n{rows}", markdown(caption), line(header))
        }
    }
}
