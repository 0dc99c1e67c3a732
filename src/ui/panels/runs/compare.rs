//! Runs side by side: the differences of their recipes and scores, and the rows that they predict differently.

use std::rc::Rc;

use yew::{Html, html};

use super::ask;
use crate::ui::charts::confusion_matrix::{MatrixView, confusion_matrix};
use crate::ui::charts::difference::{difference, in_words, signed};
use crate::ui::charts::metric_names::{label, meaning};
use crate::ui::charts::number::{count, counted, percent, score_text};
use crate::ui::charts::predicted_actual::PredictedActual;
use crate::ui::page::Page;
use crate::ui::panels::frame::not_yet;
use crate::ui::state::Runs;
use grove_protocol::calls::OpenRun;
use grove_protocol::report::EvaluationOutcome;
use grove_protocol::tracking::{
    ChangedRow, ComparedRun, DifferenceVerdict, MetricDelta, OtherRows, RunComparison,
    RunDifference,
};

pub fn compared(page: &Page, runs: &Rc<Runs>) -> Html {
    let Some(comparison) = &runs.comparison else {
        return not_yet("Select two or more runs in the table, and press Compare.");
    };
    let Some((first, others)) = comparison.runs.split_first() else {
        return not_yet("There is nothing to compare.");
    };
    html! {
        <>
            <p class="panel-sentence" data-testid="comparison" data-runs={comparison.runs.len().to_string()}>{ sentence(runs, comparison, first) }</p>
            { for others.iter().filter_map(|other| Some(elsewhere(runs, comparison, other, other.other_rows?))) }
            { scores(page, runs, comparison, first, others) }
            { parameters(page, runs, comparison) }
            { outcomes(runs, comparison) }
            { for others.iter().filter(|other| other.other_rows.is_none()).map(|other| changed(runs, first, other)) }
        </>
    }
}

fn sentence(runs: &Runs, comparison: &RunComparison, first: &ComparedRun) -> String {
    let all = comparison.runs.len() as u32;
    let alike = comparison.runs.iter().all(|run| run.other_rows.is_none());
    let rows = if alike {
        " on the same "
    } else {
        ", of which the first was scored on "
    };
    [
        &counted(all, "run", "runs"),
        rows,
        &counted(comparison.rows, "test row", "test rows"),
        ", beside “",
        runs.name_of(&first.id),
        "”.",
    ]
    .concat()
}

/// Says that a run was scored on other test rows than the first.
fn elsewhere(runs: &Runs, comparison: &RunComparison, run: &ComparedRun, rows: OtherRows) -> Html {
    let words = [
        "“",
        runs.name_of(&run.id),
        "” was scored on ",
        &counted(rows.count, "test row", "test rows"),
        " of its own, ",
        &count(rows.shared),
        " of which are among the ",
        &count(comparison.rows),
        " of the first run. A difference may come from the rows rather than the models, so it has no interval.",
    ];
    html! {
        <p class="warning" data-testid="other-rows" data-shared={rows.shared.to_string()}><strong>{ "! Other test rows: " }</strong>{ words.concat() }</p>
    }
}

/// Shows a run's name at the head of its column.
fn head(page: &Page, runs: &Runs, run: &ComparedRun) -> Html {
    html! {
        <th scope="col">
            <button type="button" class="link-button" onclick={ask(page, OpenRun { run: run.id.clone() })}>{ runs.name_of(&run.id) }</button>
            if let Some(rows) = run.other_rows {
                <span class="compared-better">{ ["on ", &counted(rows.count, "other test row", "other test rows")].concat() }</span>
            }
        </th>
    }
}

fn scores(
    page: &Page,
    runs: &Runs,
    comparison: &RunComparison,
    first: &ComparedRun,
    others: &[ComparedRun],
) -> Html {
    html! {
        <section aria-labelledby="compared-scores">
            <h2 class="section-title" id="compared-scores">{ "Scores" }</h2>
            <p class="section-note">{ if comparison.resamples == 0 {
                "Below each score is its difference to the first run, on other test rows.".to_string()
            } else {
                ["Below each score is its difference to the first run, and in brackets the interval of this difference in ",
                   &percent(comparison.level), " of ", &count(comparison.resamples),
                   " resamples of the test rows. If the interval contains 0, the difference is within noise: other test rows might show the opposite."].concat()
            } }</p>
            <div class="table-frame" tabindex="0" role="region" aria-labelledby="compared-scores">
                <table class="plain-table compared" data-testid="compared-scores">
                    <caption class="visually-hidden">{ "Scores of each run, and their differences to the first run’s" }</caption>
                    <thead><tr><th scope="col">{ "Metric" }</th>{ for comparison.runs.iter().map(|run| head(page, runs, run)) }</tr></thead>
                    <tbody>{ for first.deltas.iter().map(|delta| score(delta, others)) }</tbody>
                </table>
            </div>
        </section>
    }
}

fn score(first: &MetricDelta, others: &[ComparedRun]) -> Html {
    let of = |run: &ComparedRun| {
        run.deltas
            .iter()
            .find(|delta| delta.metric == first.metric)
            .cloned()
    };
    let deltas: Vec<Option<MetricDelta>> = others.iter().map(of).collect();
    // All runs have one scale, so that their bars can be compared.
    let ends = deltas.iter().flatten().flat_map(|delta| {
        let (low, high) = delta.interval.unwrap_or((0.0, 0.0));
        [
            low.abs(),
            high.abs(),
            delta.difference.map_or(0.0, f64::abs),
        ]
    });
    let reach = ends.fold(0.0, f64::max);
    html! {
        <tr>
            <th scope="row" title={meaning(&first.metric)}>
                { label(&first.metric).to_string() }
                <span class="compared-better">{ if first.higher_is_better { "higher is better" } else { "lower is better" } }</span>
            </th>
            <td>{ value(first.value) }</td>
            { for deltas.into_iter().map(|delta| beside(delta, reach)) }
        </tr>
    }
}

fn value(value: Option<f64>) -> String {
    value.map_or("not defined".to_string(), score_text)
}

fn beside(delta: Option<MetricDelta>, reach: f64) -> Html {
    let Some(delta) = delta else {
        return html! { <td>{ "–" }</td> };
    };
    let (glyph, word, name) = match delta.verdict {
        Some(DifferenceVerdict::Better) => ("▲ ", "better", "better"),
        Some(DifferenceVerdict::Worse) => ("▼ ", "worse", "worse"),
        Some(DifferenceVerdict::WithinNoise) => ("≈ ", "within noise", "within-noise"),
        None => ("", "", ""),
    };
    html! {
        <td data-testid={["delta-", &delta.metric].concat()} data-verdict={name} data-difference={delta.difference.map(|value| value.to_string())}>
            <span class="compared-value">{ value(delta.value) }</span>
            { match (delta.difference, delta.interval) {
                (Some(value), Some(interval)) => html! {
                    <>
                        { difference(value, interval, reach) }
                        <span class="compared-difference">{ in_words(value, interval) }</span>
                    </>
                },
                (Some(value), None) => html! { <span class="compared-difference">{ signed(value) }</span> },
                _ => html! {},
            } }
            if !word.is_empty() {
                <strong class="compared-verdict"><span aria-hidden="true">{ glyph }</span>{ word }</strong>
            }
        </td>
    }
}

fn parameters(page: &Page, runs: &Runs, comparison: &RunComparison) -> Html {
    html! {
        <section aria-labelledby="compared-parameters">
            <h2 class="section-title" id="compared-parameters">{ "What differs in their recipes" }</h2>
            if comparison.parameters.is_empty() {
                <p class="section-note">{ "Nothing: the recipes are the same." }</p>
            } else {
                <div class="table-frame" tabindex="0" role="region" aria-labelledby="compared-parameters">
                    <table class="plain-table" data-testid="compared-parameters">
                        <caption class="visually-hidden">{ "Parameters that are not the same in all runs" }</caption>
                        <thead><tr><th scope="col">{ "Parameter" }</th>{ for comparison.runs.iter().map(|run| head(page, runs, run)) }</tr></thead>
                        <tbody>{ for comparison.parameters.iter().map(parameter) }</tbody>
                    </table>
                </div>
            }
        </section>
    }
}

fn parameter(differing: &RunDifference) -> Html {
    let first = differing.values.first();
    html! {
        <tr data-parameter={differing.parameter.clone()}>
            <th scope="row">{ &differing.parameter }</th>
            { for differing.values.iter().map(|value| {
                let text = value.as_deref().map_or("–", plain).to_string();
                if Some(value) == first {
                    html! { <td>{ text }</td> }
                } else {
                    html! { <td><strong>{ text }</strong></td> }
                }
            }) }
        </tr>
    }
}

/// Writes JSON for people: a text without its quotes, and a missing limit as a word.
fn plain(json: &str) -> &str {
    match json {
        "null" => "none",
        text => text
            .strip_prefix('"')
            .and_then(|text| text.strip_suffix('"'))
            .unwrap_or(text),
    }
}

/// Shows the confusion matrices, or the charts of a regression, beside each other.
fn outcomes(runs: &Runs, comparison: &RunComparison) -> Html {
    let outcome = |run: &ComparedRun| {
        let of = runs.name_of(&run.id).to_string();
        match &run.outcome {
            EvaluationOutcome::Classes {
                classes, confusion, ..
            } => confusion_matrix(classes, confusion, MatrixView::Counts, Some(&of), false),
            EvaluationOutcome::Numbers { points, .. } => {
                let row = runs.row(&run.id);
                let target = row.map_or(String::new(), |row| row.info.recipe.target.clone());
                html! {
                    <div>
                        <h3 class="figure-title">{ of }</h3>
                        <PredictedActual points={points.clone()} {target} />
                    </div>
                }
            }
        }
    };
    html! {
        <section aria-labelledby="compared-outcomes">
            <h2 class="section-title" id="compared-outcomes">{ "Where they err" }</h2>
            <div class="pictures compared-pictures">{ for comparison.runs.iter().map(outcome) }</div>
        </section>
    }
}

/// Shows rows that two runs predict differently.
fn changed(runs: &Runs, first: &ComparedRun, other: &ComparedRun) -> Html {
    let (before, now) = (runs.name_of(&first.id), runs.name_of(&other.id));
    let title = ["changed-", &other.id.0].concat();
    let listed = other.changed.len() as u32;
    let all = other.better.saturating_add(other.worse);
    html! {
        <section aria-labelledby={title.clone()} data-testid="changed-rows" data-better={other.better.to_string()} data-worse={other.worse.to_string()}>
            <h2 class="section-title" id={title.clone()}>{ ["Rows that “", now, "” predicts differently"].concat() }</h2>
            <p class="section-note">
                { ["Better on ", &counted(other.better, "row", "rows"), ", worse on ", &counted(other.worse, "row", "rows"), " than “", before, "”."].concat() }
                if listed < all {
                    { [" Listed are ", &count(listed), "."].concat() }
                }
            </p>
            if listed > 0 {
                <div class="table-frame compared-rows" tabindex="0" role="region" aria-labelledby={title}>
                    <table class="plain-table">
                        <caption class="visually-hidden">{ "Test rows with their actual values and each run’s predictions" }</caption>
                        <thead><tr>
                            <th scope="col" class="number">{ "Row" }</th>
                            <th scope="col">{ "Is" }</th>
                            <th scope="col">{ ["“", before, "” said"].concat() }</th>
                            <th scope="col">{ ["“", now, "” says"].concat() }</th>
                            <th scope="col">{ "Verdict" }</th>
                        </tr></thead>
                        <tbody>{ for other.changed.iter().map(row) }</tbody>
                    </table>
                </div>
            }
        </section>
    }
}

fn row(changed: &ChangedRow) -> Html {
    html! {
        <tr>
            <td class="number">{ changed.row.to_string() }</td>
            <td>{ &changed.actual }</td>
            <td>{ &changed.first }</td>
            <td>{ &changed.this }</td>
            <td>{ if changed.better { "▲ better" } else { "▼ worse" } }</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn values_are_read_without_the_signs_of_json() {
        assert_eq!(plain("\"random_forest\""), "random_forest");
        assert_eq!(plain("null"), "none");
        assert_eq!(plain("0.5"), "0.5");
    }
}
