//! The report: one HTML file with the pipeline, its pictures, the scores and the model card. It has no script, loads
//! nothing, and forbids both to whatever might have got into it.

mod pictures;
mod roc;
mod svg;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::card::facts::{Part, Section, belief, facts};
use super::text::html;
use grove_protocol::report::{Detail, Outcome, StageReport};
use grove_protocol::tracking::Predicted;
use grove_recipe::Recipe;

const STYLE: &str = include_str!("report.css");

/// UTF-8 HTML. `predicted` are the predictions on the test rows, for the curves of a classification. The same run gives
/// the same bytes. O(size of the reports + test rows · log test rows × classes).
pub fn write(recipe: &Recipe, stages: &[StageReport], predicted: Option<&Predicted>) -> Vec<u8> {
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
        pictures = pictures(stages, predicted),
    )
    .into_bytes()
}

/// The stages one after the other, each with what it did.
fn path(stages: &[StageReport]) -> String {
    let stage = |report: &StageReport| {
        let sentence = html(&report.sentence);
        format!("<li><b>{}</b> {sentence}</li>\n", report.stage.name())
    };
    let stages: String = stages.iter().map(stage).collect();
    format!("<ol class=\"path\">\n{stages}</ol>\n")
}

fn pictures(stages: &[StageReport], predicted: Option<&Predicted>) -> String {
    let mut pictures = String::new();
    for report in stages {
        match &report.detail {
            Detail::Split(split) => pictures.push_str(&pictures::target(&split.target)),
            Detail::Evaluate(evaluation) => {
                let permuted = evaluation.permutation.iter();
                let permuted = permuted.flat_map(|p| &p.columns).cloned();
                let permuted: Vec<_> = permuted.collect();
                let impurity = "Importance of columns (mean decrease in impurity)";
                let shuffled = "Importance of columns (decrease of the score when shuffled)";
                let mut drawn = vec![
                    pictures::importances(impurity, &evaluation.importances),
                    pictures::importances(shuffled, &permuted),
                ];
                match &evaluation.outcome {
                    Outcome::Classes {
                        classes, confusion, ..
                    } => {
                        let curves = predicted.map(roc::curves).unwrap_or_default();
                        drawn.push(Some(pictures::confusion(classes, confusion)));
                        drawn.push(pictures::roc(&curves));
                    }
                    Outcome::Numbers {
                        points,
                        residual_min,
                        residual_max,
                        residual_counts,
                    } => {
                        drawn.push(pictures::predicted_actual(points));
                        drawn.push(pictures::residuals(
                            *residual_min,
                            *residual_max,
                            residual_counts,
                        ));
                    }
                }
                pictures.extend(drawn.into_iter().flatten());
            }
            _ => {}
        }
    }
    pictures
}

fn written(section: &Section) -> String {
    let parts: String = section.parts.iter().map(part).collect();
    format!("<section><h2>{}</h2>\n{parts}</section>\n", section.title)
}

fn part(part: &Part) -> String {
    match part {
        Part::Text(text) => format!("<p>{}</p>\n", html(text)),
        Part::List(items) => {
            let items: String = items
                .iter()
                .map(|item| format!("<li>{}</li>\n", html(item)))
                .collect();
            format!("<ul>\n{items}</ul>\n")
        }
        Part::Table {
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
