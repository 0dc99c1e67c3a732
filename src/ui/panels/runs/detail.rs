//! One run: its scores, how it was made, and what can be done with it.

use std::rc::Rc;

use serde_json::Value;
use web_sys::Element;
use yew::{Html, SubmitEvent, TargetCast, html};

use super::cells::when;
use super::{ask, edit, press};
use crate::ui::charts::fold_scores::fold_scores;
use crate::ui::charts::number::{bytes, count, counted, duration};
use crate::ui::charts::oob_curve::OobCurve;
use crate::ui::page::Page;
use crate::ui::panels::belief::belief;
use crate::ui::panels::evaluate::Results;
use crate::ui::panels::frame::not_yet;
use crate::ui::panels::train::trained::facts;
use crate::ui::panels::verdict::verdict;
use crate::ui::state::{RunRow, Runs, RunsAction};
use grove_protocol::calls::{DeleteRuns, RegisterModel};
use grove_protocol::report::Detail;
use grove_protocol::tracking::{RunDetail, StageRecord};
use grove_recipe::stage::Stage;
use grove_recipe::{Recipe, Task, Train, flat};

pub fn opened(page: &Page, runs: &Rc<Runs>) -> Html {
    let Some(detail) = &runs.opened else {
        return not_yet("Open a run from the table.");
    };
    let Some(row) = runs.row(&detail.info.id) else {
        return not_yet("This run is gone.");
    };
    let recipe = &row.info.recipe;
    html! {
        <>
            <section class="run-head" aria-labelledby="run-title" data-testid="run-detail" data-run={row.info.id.0.clone()}>
                <h2 class="section-title" id="run-title">{ row.name() }</h2>
                { about(row) }
                <div class="run-actions">
                    <button type="button" class="button button-primary" data-testid="take-recipe"
                        onclick={press(page, RunsAction::RecipeTaken(Box::new(recipe.clone())))}>{ "Use this recipe" }</button>
                    if runs.searches().contains(&row.info.id) {
                        <button type="button" class="button" data-testid="show-search"
                            onclick={press(page, RunsAction::SearchShown(row.info.id.clone()))}>{ "Show the results of the search" }</button>
                    }
                    <button type="button" class="button" data-testid="delete-run"
                        onclick={ask(page, DeleteRuns { runs: vec![row.info.id.clone()] })}>{ "Delete" }</button>
                </div>
            </section>
            if !row.info.belief.is_empty() {
                { belief(None, &row.info.belief) }
            }
            { notes(page, row) }
            { register(page, row) }
            { pictures(detail, recipe) }
            { parameters(row) }
            { path(&detail.stages) }
        </>
    }
}

/// Shows the origin of the run.
fn about(row: &RunRow) -> Html {
    let info = &row.info;
    let recipe = &info.recipe;
    html! {
        <>
            <ul class="facts">
                <li>{ when(info.started) }</li>
                <li>{ duration(info.milliseconds) }</li>
                <li>{ recipe.train.about().label }</li>
                <li>{ ["predicts ", &recipe.target, " of ", &recipe.data.name].concat() }</li>
                if info.model_bytes > 0.0 {
                    <li>{ ["model ", &bytes(info.model_bytes)].concat() }</li>
                }
                if let Some(rows) = &info.test_rows {
                    <li>{ counted(rows.count, "test row", "test rows") }</li>
                }
            </ul>
            if let Some(changed) = row.changed() {
                <p class="section-note" data-testid="run-changed">{ ["Since the run before: ", changed].concat() }</p>
            }
            <p class="section-note run-hash">{ "Data SHA-256 " }<code>{ &recipe.data.sha256 }</code></p>
        </>
    }
}

/// Shows the boxes for the person's notes. Each run has its own, so that typed text stays with its run.
fn notes(page: &Page, row: &RunRow) -> Html {
    html! {
        <section class="run-notes" key={row.info.id.0.clone()} aria-label="Your notes on the run">
            <div class="field"><span class="field-label" aria-hidden="true">{ "Name" }</span>{ edit::name(page, row) }</div>
            <div class="field"><span class="field-label" aria-hidden="true">{ "Experiment" }</span>{ edit::experiment(page, row) }</div>
            <div class="field"><span class="field-label" aria-hidden="true">{ "Tags, separated by commas" }</span>{ edit::tags(page, row) }</div>
            <div class="field run-notes-long"><span class="field-label" aria-hidden="true">{ "Note" }</span>{ edit::long_note(page, row) }</div>
        </section>
    }
}

/// Shows the form that registers the run's model as a version of a named model.
fn register(page: &Page, row: &RunRow) -> Html {
    if row.info.model_bytes <= 0.0 {
        return html! { <p class="section-note">{ "The model of this run was not kept, so it cannot be registered: use its recipe and run again." }</p> };
    }
    let (page, run) = (page.clone(), row.info.id.clone());
    let onsubmit = move |event: SubmitEvent| {
        event.prevent_default();
        let form: Element = event.target_unchecked_into();
        let (model, description) = (
            typed(&form, "#model-name"),
            typed(&form, "#model-description"),
        );
        if !model.is_empty() {
            page.client().store(RegisterModel {
                run: run.clone(),
                model,
                description,
            });
        }
    };
    let proposed = row.info.recipe.target.clone();
    html! {
        <details class="run-register">
            <summary data-testid="register">{ "Register the model" }</summary>
            <p class="section-note">{ "Gives the model a name and a version. Predict uses the version marked as champion." }</p>
            <form class="run-form" {onsubmit}>
                <div class="field">
                    <label class="field-label" for="model-name">{ "Name of the model" }</label>
                    <input class="control" type="text" required=true autocomplete="off" id="model-name" data-testid="register-name" ~defaultValue={proposed} />
                </div>
                <div class="field">
                    <label class="field-label" for="model-description">{ "What it is for" }</label>
                    <input class="control" type="text" autocomplete="off" id="model-description" data-testid="register-description" />
                </div>
                <button type="submit" class="button" data-testid="register-model">{ "Register" }</button>
            </form>
        </details>
    }
}

/// Returns the text in a box of a form.
pub fn typed(form: &Element, selector: &str) -> String {
    use wasm_bindgen::JsCast;
    let found = form.query_selector(selector).ok().flatten();
    let input = found.and_then(|found| found.dyn_into::<web_sys::HtmlInputElement>().ok());
    input.map_or(String::new(), |input| input.value().trim().to_string())
}

/// Shows the charts of training and evaluation from the stored reports.
fn pictures(detail: &RunDetail, recipe: &Recipe) -> Html {
    let reports = || detail.stages.iter().map(|record| &record.report);
    let trained = reports().find_map(|report| match &report.detail {
        Detail::Train(trained) => Some(trained),
        _ => None,
    });
    let evaluated = reports().find(|report| report.stage == Stage::Evaluate);
    let metric = match recipe.task {
        Task::Classification => "accuracy",
        Task::Regression => "r2",
    };
    html! {
        <>
            if let Some(report) = evaluated {
                if let Detail::Evaluate(evaluation) = &report.detail {
                    { verdict(evaluation, None, Html::default()) }
                }
                <Results report={Rc::new(report.clone())} model={Some(recipe.train.model())} target={recipe.target.clone()} />
            }
            // A candidate of a search has only scores of folds.
            if let (None, Some(report)) = (evaluated, &detail.info.cross_validation) {
                { fold_scores(report, &detail.info.metrics) }
            }
            if let Some(trained) = trained {
                { facts(trained) }
                if let Some(report) = &trained.out_of_bag {
                    <OobCurve shapes={trained.trees.clone()} expected={trained.trees.len() as u32} {metric} report={report.clone()} rows={trained.rows} />
                }
            }
        </>
    }
}

/// Shows the parameters: first those that differ from the defaults, then all.
fn parameters(row: &RunRow) -> Html {
    let recipe = &row.info.recipe;
    let mut usual = Recipe::new(
        recipe.data.clone(),
        recipe.target.clone(),
        recipe.task,
        Vec::new(),
    );
    let model = usual.train.model();
    usual.train = Train::of(recipe.train.model());
    let mut usual = flat(&usual);
    usual.insert("train.model".to_owned(), model.name().into());
    let all: Vec<(&String, &Value)> = row
        .parameters
        .iter()
        .filter(|(name, _)| !name.starts_with("data."))
        .collect();
    let changed = all
        .iter()
        .copied()
        .filter(|(name, value)| !name.starts_with("load.") && usual.get(*name) != Some(*value));
    let changed: Vec<(&String, &Value)> = changed.collect();
    html! {
        <section aria-labelledby="parameters-title">
            <h2 class="section-title" id="parameters-title">{ "Parameters that differ from their defaults" }</h2>
            if changed.is_empty() {
                <p class="section-note">{ "None." }</p>
            } else {
                { table("Parameters that differ from their defaults", &changed) }
            }
            <details class="panel-more">
                <summary data-testid="all-parameters">{ ["All ", &count(all.len() as u32), " parameters"].concat() }</summary>
                { table("All parameters", &all) }
            </details>
        </section>
    }
}

fn table(caption: &'static str, parameters: &[(&String, &Value)]) -> Html {
    html! {
        <div class="table-frame" tabindex="0" role="region" aria-label={caption}>
            <table class="plain-table">
                <caption class="visually-hidden">{ caption }</caption>
                <thead><tr><th scope="col">{ "Parameter" }</th><th scope="col">{ "Value" }</th></tr></thead>
                <tbody>{ for parameters.iter().map(|(name, value)| html! {
                    <tr><th scope="row">{ *name }</th><td>{ plain(value) }</td></tr>
                }) }</tbody>
            </table>
        </div>
    }
}

/// Writes a parameter's value without the quotes of JSON.
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "none".to_string(),
        value => value.to_string(),
    }
}

/// Shows what each stage did, and how long it took.
fn path(stages: &[StageRecord]) -> Html {
    html! {
        <section aria-labelledby="path-title">
            <h2 class="section-title" id="path-title">{ "What each stage did" }</h2>
            <div class="table-frame" tabindex="0" role="region" aria-labelledby="path-title">
                <table class="plain-table">
                    <caption class="visually-hidden">{ "Each stage in one sentence, and how long it took" }</caption>
                    <thead><tr><th scope="col">{ "Stage" }</th><th scope="col">{ "What it did" }</th><th scope="col" class="number">{ "Took" }</th></tr></thead>
                    <tbody>{ for stages.iter().map(|record| html! {
                        <tr>
                            <th scope="row">{ record.report.stage.about().title }</th>
                            <td>{ &record.report.sentence }</td>
                            <td class="number">{ record.milliseconds.map_or("known before".to_string(), duration) }</td>
                        </tr>
                    }) }</tbody>
                </table>
            </div>
        </section>
    }
}
