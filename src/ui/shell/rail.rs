//! The list of stages, joined by bands as wide as the rows that pass.

use yew::{
    Callback, Html, MouseEvent, NodeRef, Properties, component, html, use_effect_with, use_node_ref,
};

use super::app::StateSnapshot;
use super::samples::SAMPLES;
use super::sight::after_drawing;
use crate::ui::charts::number::{count, counted, duration, significant};
use crate::ui::charts::river::{Course, StageRows, band};
use crate::ui::page::{Page, use_page};
use crate::ui::panels::belief::mark;
use crate::ui::panels::load::notes;
use crate::ui::panels::{profile, runs};
use crate::ui::state::{Action, CenterView, Opening, State, Status};
use crate::ui::widgets::file_button::{FileButton, TABLES};
use grove_protocol::report::{CheckVerdict, Detail, Finding, SplitReport, StageReport};
use grove_recipe::stage::{PATH, Stage};

#[derive(Properties, PartialEq)]
pub struct RailProps {
    pub state: StateSnapshot,
}

#[component]
pub fn Rail(props: &RailProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let statuses = state.statuses();
    let list = use_node_ref();
    {
        let list = list.clone();
        use_effect_with(state.place, move |_| show_current(&list));
    }
    html! {
        <div class="side">
            <nav class="rail" aria-label="Stages of the pipeline" ref={list}>
                <ol class="rail-list">
                    { for PATH.into_iter().zip(statuses).map(|(stage, status)| stop(&page, state, stage, status)) }
                </ol>
                <ul class="rail-places">
                    { place_row(&page, state, CenterView::Stage(Stage::Predict), "predict") }
                    { runs_row(&page, state) }
                    { place_row(&page, state, CenterView::TakeHome, "take-home") }
                    { place_row(&page, state, CenterView::Recipe, "recipe") }
                </ul>
            </nav>
            <OpenAnother opening={state.engine.opening().map(Opening::told)} />
        </div>
    }
}

/// Brings the current stage in sight where the list is a row that is wider than the window.
fn show_current(list: &NodeRef) {
    let Some(list) = list.cast::<web_sys::Element>() else {
        return;
    };
    if let Ok(Some(current)) = list.query_selector("[aria-current]") {
        let (row, shown) = (
            list.get_bounding_client_rect(),
            current.get_bounding_client_rect(),
        );
        let margin = (row.width() - shown.width()) / 2.0;
        list.set_scroll_left(list.scroll_left() + (shown.left() - row.left() - margin) as i32);
    }
}

/// Shows a stage in the list, and the rows that pass it.
fn stop(page: &Page, state: &State, stage: Stage, status: Status) -> Html {
    let place = CenterView::Stage(stage);
    let onclick = to_place(page, place);
    // The profile is a part of the panel that Data shows.
    let chosen = state.place.title() == place.title();
    html! {
        <li class="rail-item" key={stage.name()}>
            <div class="rail-river">{ river(state, stage, status) }</div>
            <button type="button" class="stage" data-testid={["stage-", stage.name()].concat()}
                data-state={status.name()} title={line(state, stage)} aria-current={chosen.then_some("step")} {onclick}>
                { icon(stage.name()) }
                { card(state, stage, status) }
            </button>
            if stage == Stage::Load {
                { profile_button(page, state) }
            }
        </li>
    }
}

fn to_place(page: &Page, place: CenterView) -> Callback<MouseEvent> {
    let page = page.clone();
    Callback::from(move |_| page.tell(Action::PlaceChosen(place)))
}

/// Leads to the profile in Data. Its fact is the number of warnings that nothing mends yet.
fn profile_button(page: &Page, state: &State) -> Html {
    let status = state.profile_status();
    let fact = match (status, state.profile_warnings()) {
        (Status::Running { .. }, _) => "profiling …".to_string(),
        (Status::Failed, _) => "✕ profile".to_string(),
        (_, None) => "profile".to_string(),
        (_, Some((0, 0))) => "✓ profile".to_string(),
        (_, Some((0, notes))) => counted(notes, "note", "notes"),
        (_, Some((warnings, _))) => counted(warnings, "warning", "warnings"),
    };
    let onclick = {
        let page = page.clone();
        move |_| {
            page.tell(Action::PlaceChosen(CenterView::Profile));
            after_drawing(profile::show);
        }
    };
    html! {
        <button type="button" class="stage-part" data-testid="stage-profile" data-state={status.name()}
            title="What is in each column, and what to look at before training." {onclick}>
            { fact }<span class="visually-hidden">{ ", " }{ status.word() }</span>
        </button>
    }
}

/// Draws the sign of a stage or place, for windows without room for names.
fn icon(name: &'static str) -> Html {
    html! {
        <svg class="stage-icon" viewBox="0 0 24 24" aria-hidden="true"><use href={["./pictures.svg#", name].concat()} /></svg>
    }
}

/// Shows a place that is no stage and has no status.
fn place_row(page: &Page, state: &State, place: CenterView, handle: &'static str) -> Html {
    let onclick = to_place(page, place);
    let chosen = state.place == place;
    html! {
        <li>
            <button type="button" class="stage stage-place" data-testid={handle} aria-current={chosen.then_some("page")} {onclick}>
                { icon(handle) }
                <span class="stage-name">{ place.title() }</span>
            </button>
        </li>
    }
}

/// Shows the place of the runs with how many are kept.
fn runs_row(page: &Page, state: &State) -> Html {
    let onclick = to_place(page, CenterView::Runs);
    let chosen = state.place == CenterView::Runs;
    let kept = state.runs.known.kept;
    html! {
        <li>
            <button type="button" class="stage stage-place" data-testid="place-runs" data-runs={kept.to_string()} title={runs::in_words(&state.runs)}
                aria-current={chosen.then_some("page")} {onclick}>
                { icon("runs") }
                <span class="stage-name">{ runs::TITLE }</span>
                <span class="stage-fact">{ if state.runs.error.is_some() { "! failed".to_string() } else { count(kept) } }</span>
            </button>
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct OpenAnotherProps {
    opening: Option<String>,
}

/// Opens another table, from every stage.
#[component]
fn OpenAnother(props: &OpenAnotherProps) -> Html {
    let page = use_page();
    let onchoose = {
        let page = page.clone();
        Callback::from(move |file| page.open(file))
    };
    let onmake = {
        let page = page.clone();
        move |_| page.tell(Action::PlaceChosen(CenterView::Welcome))
    };
    html! {
        <section class="open-another" aria-label="Open another table">
            if let Some(told) = &props.opening {
                <p class="open-another-busy"><span class="spinner" aria-hidden="true" />{ told }{ " …" }</p>
            }
            <div class="open-another-list">
                <FileButton label="Open another file" accept={TABLES} testid="file-input" {onchoose} />
                { for SAMPLES.iter().map(|sample| {
                    let page = page.clone();
                    let onclick = move |_| page.open_sample(sample.name);
                    html! {
                        <button type="button" class="chip chip-button" data-testid={format!("sample-{}", sample.name)} title={sample.line} {onclick}>{ sample.title }</button>
                    }
                }) }
                <button type="button" class="chip chip-button" data-testid="make-data" onclick={onmake}>{ "Make data …" }</button>
            </div>
        </section>
    }
}

/// What a stage does, or did.
fn line(state: &State, stage: Stage) -> String {
    let Some(finished) = state.finished(stage) else {
        return stage.about().does.to_string();
    };
    let sentence = &finished.report.sentence;
    match finished.milliseconds {
        Some(took) => [sentence, " (", &duration(took), ")"].concat(),
        None => sentence.clone(),
    }
}

fn card(state: &State, stage: Stage, status: Status) -> Html {
    let title = CenterView::Stage(stage).title();
    let Some(finished) = state.finished(stage) else {
        return row(title, status, "", Html::default());
    };
    let marks = html! { <>{ mark(state, stage) }{ noted(&finished.report) }</> };
    row(title, status, &fact(&finished.report), marks)
}

/// The one fact of a stage.
fn fact(report: &StageReport) -> String {
    match &report.detail {
        Detail::Check(check) => {
            let passed = |found: &&Finding| found.verdict == CheckVerdict::Passed;
            let held = check.expectations.iter().filter(passed).count();
            format!("{held} of {}", check.expectations.len())
        }
        Detail::Split(split) => {
            let parts = [split.train, split.validation, split.test];
            let parts = parts.into_iter().filter(|rows| *rows > 0).map(count);
            parts.collect::<Vec<_>>().join(" / ")
        }
        Detail::Featurize(features) => {
            counted(features.features.len() as u32, "feature", "features")
        }
        Detail::Train(train) if !train.trees.is_empty() => {
            let (one, many) = train.model.about().trees.unit();
            counted(train.trees.len() as u32, one, many)
        }
        Detail::Train(train) => train.model.about().label.to_string(),
        Detail::Evaluate(evaluation) => {
            let score = evaluation.metrics.first().and_then(|metric| metric.value);
            score.map_or(String::new(), |score| significant(score, 3))
        }
        _ => format!("{} × {}", count(report.rows_out), count(report.columns_out)),
    }
}

/// Shows how many notes there are on how the file was read.
fn noted(report: &StageReport) -> Html {
    let notes = match &report.detail {
        Detail::Load(summary) => notes::in_short(&summary.notes),
        _ => None,
    };
    match notes {
        Some(notes) => html! {
            <span class="stage-mark" data-testid="load-notes" title={notes.clone()}><span aria-hidden="true">{ "!" }</span><span class="visually-hidden">{ notes }{ " on how the file was read" }</span></span>
        },
        None => Html::default(),
    }
}

/// Shows a stage in a line: its status, its name, and one fact.
fn row(title: &'static str, status: Status, fact: &str, marks: Html) -> Html {
    let fact = match (status, status.percent()) {
        (_, Some(percent)) => format!("{percent} %"),
        (Status::Running { .. }, None) => "…".to_string(),
        (Status::Failed, None) => status.word().to_string(),
        _ => fact.to_string(),
    };
    html! {
        <>
            <span class="stage-glyph" aria-hidden="true">{ status.glyph() }</span>
            <span class="stage-name">{ title }</span>
            { marks }
            <span class="visually-hidden">{ status.word() }</span>
            <span class="stage-fact">{ fact }</span>
            if let Some(percent) = status.percent() {
                <span class="stage-progress" aria-hidden="true"><span style={format!("width: {percent}%")} /></span>
            }
        </>
    }
}

/// Shows the rows before and after a stage; an empty band if nothing has run yet.
fn river(state: &State, stage: Stage, status: Status) -> Html {
    let report = match (stage, state.report(stage)) {
        (Stage::Load, _) | (_, None) => None,
        (_, Some(report)) if status != Status::Idle => Some(report),
        _ => None,
    };
    let Some(report) = report else {
        return html! { <span class="rail-bed" aria-hidden="true" /> };
    };
    let max_rows = state.data.as_ref().map_or(report.rows_in, |data| data.rows);
    let parts =
        split(state).map(|split| (split.train, split.validation.saturating_add(split.test)));
    let course = match (stage, parts) {
        (Stage::Split, Some((train, held_out))) => Course::Forking { train, held_out },
        (behind, Some((train, held_out))) if behind > Stage::Split => {
            Course::Apart { train, held_out }
        }
        _ => Course::Together,
    };
    band(&StageRows {
        before: report.rows_in,
        after: report.rows_out,
        most: max_rows,
        course,
    })
}

fn split(state: &State) -> Option<&SplitReport> {
    match &state.report(Stage::Split)?.detail {
        Detail::Split(split) => Some(split),
        _ => None,
    }
}
