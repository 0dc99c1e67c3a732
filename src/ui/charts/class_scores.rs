//! Evaluate: each class against the rest.

use yew::{Html, html};

use super::number::{count, fixed};
use grove_protocol::report::ClassScores;

const COLUMNS: [(&str, &str); 5] = [
    (
        "Precision",
        "Of the rows predicted as the class, the share that belongs to it.",
    ),
    (
        "Recall",
        "Of the rows of the class, the share predicted as it.",
    ),
    ("F1", "The harmonic mean of precision and recall."),
    (
        "ROC AUC",
        "How often a row of the class gets a higher probability for the class than a row of another class.",
    ),
    ("Rows", "Test rows of the class."),
];

pub fn class_scores(
    classes: &[String],
    per_class: &[ClassScores],
    macro_average: &ClassScores,
    weighted_average: &ClassScores,
) -> Html {
    html! {
        <div class="table-frame" tabindex="0" role="region" aria-label="Scores per class">
            <table class="scores" data-testid="class-scores">
                <caption class="figure-title">{ "Scores per class" }</caption>
                <thead>
                    <tr>
                        <th scope="col" class="scores-name">{ "Class" }</th>
                        { for COLUMNS.iter().map(|(name, meaning)| html! {
                            <th scope="col" title={*meaning}>{ *name }</th>
                        }) }
                    </tr>
                </thead>
                <tbody>
                    { for classes.iter().zip(per_class).map(|(class, scores)| row(class, scores)) }
                </tbody>
                <tfoot>
                    { row("mean of the classes (macro)", macro_average) }
                    { row("mean weighted by rows", weighted_average) }
                </tfoot>
            </table>
        </div>
    }
}

fn row(name: &str, scores: &ClassScores) -> Html {
    let score = |value: Option<f64>| match value {
        Some(value) => html! { <td title={value.to_string()}>{ fixed(value, 3) }</td> },
        None => html! { <td title="not defined: it would divide by 0">{ "–" }</td> },
    };
    html! {
        <tr>
            <th scope="row" class="scores-name" title={name.to_string()}><span>{ name }</span></th>
            { score(scores.precision) }
            { score(scores.recall) }
            { score(scores.f1) }
            { score(scores.roc_auc) }
            <td>{ count(scores.support) }</td>
        </tr>
    }
}
