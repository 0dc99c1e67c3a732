//! Evaluate: the score of each fold of a cross-validation, beside the test score.

use yew::{Html, html};

use super::metric_names::{label, meaning};
use super::number::{counted, score_text};
use super::scene::draw;
use grove_charts::folds::strip;
use grove_protocol::report::{CrossValidationReport, FoldScores, Metric};

/// Draws the scores. `metrics` are those on the test rows; empty if these were not scored.
pub fn fold_scores(report: &CrossValidationReport, metrics: &[Metric]) -> Html {
    let test = |scores: &FoldScores| {
        let metric = metrics.iter().find(|metric| metric.name == scores.name);
        metric.and_then(|metric| metric.value)
    };
    let models = counted(report.n_splits * report.n_repeats, "model", "models");
    html! {
        <section aria-labelledby="folds-title" data-testid="cross-validation">
            <h2 class="section-title" id="folds-title">{ ["Cross-validation: scores of ", &models].concat() }</h2>
            <p class="section-note">{ how(report) }</p>
            if let Some(note) = &report.note {
                <p class="section-note">{ note }</p>
            }
            <div class="table-frame" tabindex="0" role="region" aria-labelledby="folds-title">
                <table class="plain-table folds">
                    <caption class="visually-hidden">{ "Mean and standard deviation over the folds, each fold's score, and the test score" }</caption>
                    <thead><tr>
                        <th scope="col">{ "Metric" }</th>
                        <th scope="col" class="number">{ "Mean ± std" }</th>
                        <th scope="col">{ "Each fold ●, their mean |, test rows ◇" }</th>
                        <th scope="col" class="number">{ "Test rows" }</th>
                    </tr></thead>
                    <tbody>{ for report.scores.iter().map(|scores| row(scores, test(scores))) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn how(report: &CrossValidationReport) -> String {
    [
        &counted(report.rows, "train row was", "train rows were"),
        " split into folds (",
        &report.splitter,
        "), and each fold was scored by a model that was trained on the others. The spread of the dots shows how much a score varies by chance; a test score among them is normal. Compare settings by the mean, which does not use the test rows.",
    ]
    .concat()
}

fn row(scores: &FoldScores, test: Option<f64>) -> Html {
    let text = |value: Option<f64>| value.map_or("not defined".to_string(), score_text);
    let full = |value: Option<f64>| value.map(|value| value.to_string());
    let each: Vec<String> = scores.folds.iter().map(|score| text(*score)).collect();
    let each = each.join(", ");
    let mut mean = text(scores.mean);
    if let Some(std) = scores.std {
        mean.push_str(" ± ");
        mean.push_str(&score_text(std));
    }
    html! {
        <tr data-testid={["folds-", &scores.name].concat()} data-mean={full(scores.mean)} data-std={full(scores.std)}
            data-folds={scores.folds.len().to_string()}>
            <th scope="row" title={meaning(&scores.name)}>{ label(&scores.name).to_string() }</th>
            <td class="number">{ mean }</td>
            <td title={each.clone()}>
                { draw(strip(scores, test).as_slice()) }
                <span class="visually-hidden">{ each }</span>
            </td>
            <td class="number">{ text(test) }</td>
        </tr>
    }
}
