//! Evaluate: how much the scores vary by the split and by the seed, and whether more rows would help.

use std::rc::Rc;

use yew::{Html, Properties, component, html};

use crate::ui::charts::metric_names::{label, meaning};
use crate::ui::charts::number::{count, score_text};
use crate::ui::charts::plot::{Plot, Plotted};
use crate::ui::charts::scene::draw;
use crate::ui::page::{Page, use_page};
use crate::ui::shell::StateSnapshot;
use crate::ui::state::{KnownTrials, OngoingTrials, State};
use grove_charts::folds::strip;
use grove_protocol::report::{
    Detail, Evaluation, FoldScores, RepeatedScores, Repeats, StageReport, TrialPlan, spread,
};

/// How many other splits and seeds are tried.
const REPEATS: u32 = 10;

#[derive(Properties, PartialEq)]
pub struct TrialsProps {
    pub state: StateSnapshot,
    /// The report of the evaluation that they are compared with.
    pub report: Rc<StageReport>,
}

#[component]
pub fn Trials(props: &TrialsProps) -> Html {
    let page = use_page();
    let Detail::Evaluate(evaluation) = &props.report.detail else {
        return html! {};
    };
    let state = &props.state;
    let KnownTrials {
        repeats,
        curve,
        error,
        ..
    } = state.trials();
    html! {
        <section class="stack" aria-labelledby="trials-title" data-testid="trials">
            <h2 class="section-title" id="trials-title">{ "What if the split or the seed had been another?" }</h2>
            <p class="section-note">{ "The recipe is trained again: with other test rows, with other random choices, or on fewer rows. The run itself stays as it is." }</p>
            { match state.engine.trying() {
                Some(trying) => progress(&page, trying),
                None => html! {
                    <div class="button-row">
                        { begin(&page, state, TrialPlan::Repeats(REPEATS), "trials-repeats", "Try 10 other splits and seeds") }
                        { begin(&page, state, TrialPlan::LearningCurve, "trials-curve", "Draw a learning curve") }
                    </div>
                },
            } }
            if let Some(error) = error {
                <p class="section-note" role="alert" data-testid="trials-error">{ &error.problem }{ " " }{ &error.advice }</p>
            }
            if let Some(repeats) = repeats {
                { spreads(&repeats, evaluation) }
            }
            if let Some(curve) = curve {
                <div data-testid="learning-curve" data-sizes={curve.sizes.len().to_string()}>
                    if let Some(note) = &curve.note {
                        <p class="section-note">{ note }</p>
                    }
                    <Plot of={Plotted::LearningCurve(curve)} />
                </div>
            }
        </section>
    }
}

fn begin(
    page: &Page,
    state: &State,
    plan: TrialPlan,
    testid: &'static str,
    words: &'static str,
) -> Html {
    let (page, recipe) = (page.clone(), state.recipe().cloned());
    let onclick = move |_| {
        if let Some(recipe) = &recipe {
            page.client().run_trials(recipe, plan.clone());
        }
    };
    html! {
        <button type="button" class="button" data-testid={testid} disabled={!state.can_try()} {onclick}>{ words }</button>
    }
}

/// Shows how far trials are, with a button that stops them.
pub fn progress(page: &Page, trying: &OngoingTrials) -> Html {
    let page = page.clone();
    let onclick = move |_| page.client().cancel();
    // A training is a thousand units.
    let (done, total) = (trying.done.done, trying.done.total);
    let words = match total {
        0 => "Splitting the rows …".to_owned(),
        _ => [
            &count(done / 1000),
            " of ",
            &count(total / 1000),
            " trainings",
        ]
        .concat(),
    };
    html! {
        <div class="progress" data-testid="trials-progress">
            <progress class="progress-bar" aria-label="Trainings that are done" max={total.max(1).to_string()} value={done.to_string()} />
            <span>{ words }</span>
            <button type="button" class="button" data-testid="trials-cancel" disabled={trying.stopping} {onclick}>
                { if trying.stopping { "Stopping …" } else { "Stop" } }
            </button>
        </div>
    }
}

fn spreads(repeats: &Repeats, evaluation: &Evaluation) -> Html {
    let of_run = |name: &str| {
        let metric = evaluation.metrics.iter().find(|metric| metric.name == name);
        metric.and_then(|metric| metric.value)
    };
    html! {
        <>
            { for repeats.notes.iter().map(|note| html! { <p class="section-note">{ note }</p> }) }
            <div class="table-frame" tabindex="0" role="region" aria-labelledby="trials-title">
                <table class="plain-table folds" data-testid="repeats">
                    <caption class="visually-hidden">{ "Mean and standard deviation over other splits and over other seeds, each score, and the score of the run" }</caption>
                    <thead><tr>
                        <th scope="col">{ "Metric" }</th>
                        <th scope="col" class="number">{ "This run ◇" }</th>
                        <th scope="col">{ "Other splits ●, mean |" }</th>
                        <th scope="col" class="number">{ "Mean ± std" }</th>
                        <th scope="col">{ "Other seeds ●, mean |" }</th>
                        <th scope="col" class="number">{ "Mean ± std" }</th>
                    </tr></thead>
                    <tbody>{ for repeats.scores.iter().map(|scores| row(scores, of_run(&scores.name))) }</tbody>
                </table>
            </div>
            <p class="section-note">{ "Another split has other test rows and other train rows; another seed of the training changes neither. A difference between two runs that is smaller than these spreads may be chance. Do not choose the split or the seed with the best score: it would flatter." }</p>
        </>
    }
}

fn row(scores: &RepeatedScores, of_run: Option<f64>) -> Html {
    html! {
        <tr data-testid={["repeats-", &scores.name].concat()} data-splits={exact(&scores.by_split)} data-seeds={exact(&scores.by_seed)}>
            <th scope="row" title={meaning(&scores.name)}>{ label(&scores.name).to_string() }</th>
            <td class="number">{ text(of_run) }</td>
            { spread_cells(&scores.name, &scores.by_split, of_run) }
            { spread_cells(&scores.name, &scores.by_seed, of_run) }
        </tr>
    }
}

/// The scores for automation, with all digits; an undefined one is empty.
fn exact(scores: &[Option<f64>]) -> String {
    let each = scores
        .iter()
        .map(|score| score.map_or(String::new(), |score| score.to_string()));
    each.collect::<Vec<_>>().join(" ")
}

fn text(value: Option<f64>) -> String {
    value.map_or("not defined".to_owned(), score_text)
}

fn spread_cells(name: &str, scores: &[Option<f64>], of_run: Option<f64>) -> Html {
    let known = spread(scores);
    let drawn = FoldScores {
        name: name.to_owned(),
        mean: known.map(|(mean, _)| mean),
        std: known.map(|(_, std)| std),
        folds: scores.to_vec(),
    };
    let each: Vec<String> = scores.iter().map(|score| text(*score)).collect();
    let each = each.join(", ");
    let told = known.map_or("–".to_owned(), |(mean, std)| {
        [&score_text(mean), " ± ", &score_text(std)].concat()
    });
    html! {
        <>
            <td title={each.clone()}>
                if !scores.is_empty() {
                    { draw(strip(&drawn, of_run).as_slice()) }
                }
                <span class="visually-hidden">{ each }</span>
            </td>
            <td class="number">{ told }</td>
        </>
    }
}
