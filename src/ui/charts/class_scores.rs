//! Evaluate: each class against the rest.

use yew::{Html, Properties, component, html};

use super::number::{count, fixed};
use grove_protocol::report::ClassScores;

#[derive(Properties, PartialEq)]
pub struct ClassScoresTableProps {
    pub classes: Vec<String>,
    pub per_class: Vec<ClassScores>,
    pub macro_average: ClassScores,
    pub weighted_average: ClassScores,
}

const COLUMNS: [(&str, &str); 5] = [
    (
        "Precision",
        "Of the rows predicted as the class, the share that is of it.",
    ),
    (
        "Recall",
        "Of the rows of the class, the share predicted as it.",
    ),
    ("F1", "The harmonic mean of precision and recall."),
    (
        "ROC AUC",
        "How often a row of the class gets a higher probability for it than another row does.",
    ),
    ("Rows", "Test rows of the class."),
];

#[component]
pub fn ClassScoresTable(props: &ClassScoresTableProps) -> Html {
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
                    { for props.classes.iter().zip(&props.per_class).map(|(class, scores)| row(class, scores)) }
                </tbody>
                <tfoot>
                    { row("mean of the classes (macro)", &props.macro_average) }
                    { row("mean weighted by rows", &props.weighted_average) }
                </tfoot>
            </table>
        </div>
    }
}

fn row(name: &str, scores: &ClassScores) -> Html {
    let score = |value: Option<f64>| match value {
        Some(value) => html! { <td title={value.to_string()}>{ fixed(value, 3) }</td> },
        None => html! { <td title="not defined: there is nothing to divide by">{ "–" }</td> },
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
