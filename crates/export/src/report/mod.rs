//! Writes the report: one HTML file with the pipeline, its charts, the scores and the model card. It has no script and
//! loads nothing, and its content-security policy forbids both.
//!
//! Why: `docs/decisions/0024-pictures-are-scenes.md`.

mod pictures;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::card::facts::{Section, SectionPart, belief, facts};
use grove_charts::markup::{escaped as html, figure};
use grove_protocol::report::StageReport;
use grove_protocol::tracking::TestPredictions;
use grove_recipe::Recipe;

pub use pictures::scenes;

/// The page's colours and sizes, the styles of its pictures, and those of the report.
const STYLE: &str = concat!(
    include_str!("../../../../www/styles/tokens.css"),
    include_str!("../../../../www/styles/pictures.css"),
    include_str!("report.css")
);

/// Writes UTF-8 HTML. `predicted` are the predictions on the test rows, for the curves of a classification. The
/// same run gives the same bytes. O(size of the reports + resamples × test rows × classes).
pub fn write(
    recipe: &Recipe,
    stages: &[StageReport],
    predicted: Option<&TestPredictions>,
) -> Vec<u8> {
    let title = format!("{}: {}", recipe.data.name, recipe.target);
    let sections: String = facts(recipe, stages).iter().map(written).collect();
    let style = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta name=\"generator\" content=\"Grove {version}\">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{path}{belief}<section><h2>Pictures</h2>
{pictures}</section>
{sections}</main>
</body>
</html>
",
        version = env!("CARGO_PKG_VERSION"),
        title = html(&title),
        path = path(stages),
        belief = belief(stages).iter().map(written).collect::<String>(),
        pictures = scenes(recipe, stages, predicted)
            .iter()
            .map(figure)
            .collect::<String>(),
    )
    .into_bytes()
}

/// Writes the stages one after the other, each with what it did.
fn path(stages: &[StageReport]) -> String {
    let stage = |report: &StageReport| {
        let sentence = html(&report.sentence);
        format!("<li><b>{}</b> {sentence}</li>\n", report.stage.name())
    };
    let stages: String = stages.iter().map(stage).collect();
    format!("<ol class=\"path\">\n{stages}</ol>\n")
}

fn written(section: &Section) -> String {
    let parts: String = section.parts.iter().map(part).collect();
    format!("<section><h2>{}</h2>\n{parts}</section>\n", section.title)
}

fn part(part: &SectionPart) -> String {
    match part {
        SectionPart::Text(text) => format!("<p>{}</p>\n", html(text)),
        SectionPart::List(items) => {
            let items: String = items
                .iter()
                .map(|item| format!("<li>{}</li>\n", html(item)))
                .collect();
            format!("<ul>\n{items}</ul>\n")
        }
        SectionPart::Table {
            caption,
            header,
            rows,
        } => {
            let cells = |name: &str, cells: &[String]| -> String {
                let cell = |cell: &String| format!("<{name}>{}</{name}>", html(cell));
                cells.iter().map(cell).collect()
            };
            let header = cells("th scope=\"col\"", header).replace("</th scope=\"col\">", "</th>");
            let rows: String = rows
                .iter()
                .map(|row| format!("<tr>{}</tr>\n", cells("td", row)))
                .collect();
            let caption = html(caption);
            format!(
                "<table><caption>{caption}</caption><thead><tr>{header}</tr></thead><tbody>\n{rows}</tbody></table>\n"
            )
        }
    }
}
