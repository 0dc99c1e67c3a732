//! The list of stages, joined by bands as wide as the rows that pass.

use yew::{Callback, Html, Properties, component, html};

use super::app::StateSnapshot;
use super::samples::SAMPLES;
use crate::ui::charts::number::{count, counted, duration};
use crate::ui::charts::river::{Course, StageRows, band};
use crate::ui::page::{Page, use_page};
use crate::ui::panels::belief::mark;
use crate::ui::panels::load::notes;
use crate::ui::panels::{profile, runs};
use crate::ui::state::{Action, CenterView, Opening, State, Status};
use crate::ui::widgets::file_button::{FileButton, TABLES};
use grove_protocol::report::{Detail, SplitReport, StageReport};
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
    html! {
        <nav class="rail" aria-label="Stages of the pipeline">
            <ol class="rail-list">
                { for PATH.into_iter().zip(statuses).map(|(stage, status)| {
                    let card = card(state, stage, status);
                    let stop = stop(&page, state, CenterView::Stage(stage), stage.name(), status, river(state, stage, status), card);
                    match stage {
                        Stage::Load => html! { <>{ stop }{ profile_stop(&page, state) }</> },
                        _ => stop,
                    }
                }) }
            </ol>
            <p class="rail-places">
                { place_button(&page, state, CenterView::TakeHome, "take-home") }
                { place_button(&page, state, CenterView::Recipe, "recipe") }
            </p>
            { runs_stop(&page, state) }
            <OpenAnother opening={state.engine.opening().map(Opening::told)} />
        </nav>
    }
}

/// Shows a place in the list, and the rows that pass it.
fn stop(
    page: &Page,
    state: &State,
    place: CenterView,
    name: &'static str,
    status: Status,
    river: Html,
    card: Html,
) -> Html {
    let page = page.clone();
    let onclick = move |_| page.tell(Action::PlaceChosen(place));
    let chosen = state.place == place;
    html! {
        <li class="rail-item" key={name}>
            <div class="rail-river">{ river }</div>
            <button type="button" class="stage" data-testid={["stage-", name].concat()}
                data-state={status.name()} aria-current={chosen.then_some("step")} {onclick}>
                { card }
            </button>
        </li>
    }
}

/// Shows the profile, which passes all rows unchanged.
fn profile_stop(page: &Page, state: &State) -> Html {
    let status = state.profile_status();
    let warnings = state.profile().map(|report| report.warnings.len() as u32);
    let sentence = match warnings {
        Some(0) => "No problems were found.".to_string(),
        Some(warnings) => counted(warnings, "warning", "warnings"),
        None => profile::SHORT.to_string(),
    };
    let card = facts(profile::TITLE, status, None, Html::default(), &sentence);
    let passing = state.report(Stage::Clean).zip(state.data.as_ref());
    let river = match passing {
        Some((clean, data)) => band(&StageRows {
            before: clean.rows_in,
            after: clean.rows_in,
            most: data.rows,
            course: Course::Together,
        }),
        None => html! { <span class="rail-bed" aria-hidden="true" /> },
    };
    stop(
        page,
        state,
        CenterView::Profile,
        "profile",
        status,
        river,
        card,
    )
}

/// Shows a place that is no stage and has no status.
fn place_button(page: &Page, state: &State, place: CenterView, handle: &'static str) -> Html {
    let page = page.clone();
    let onclick = move |_| page.tell(Action::PlaceChosen(place));
    let chosen = state.place == place;
    html! {
        <button type="button" class="button" data-testid={handle} aria-current={chosen.then_some("page")} {onclick}>{ place.title() }</button>
    }
}

/// Shows the place of the runs, which is no stage.
fn runs_stop(page: &Page, state: &State) -> Html {
    let page = page.clone();
    let onclick = move |_| page.tell(Action::PlaceChosen(CenterView::Runs));
    let chosen = state.place == CenterView::Runs;
    let kept = state.runs.known.kept;
    html! {
        <div class="rail-place">
            <button type="button" class="stage" data-testid="place-runs" data-runs={kept.to_string()} aria-current={chosen.then_some("page")} {onclick}>
                <span class="stage-head">
                    <span class="stage-glyph" aria-hidden="true">{ "≡" }</span>
                    <span class="stage-name">{ runs::TITLE }</span>
                    <span class="stage-size">{ count(kept) }</span>
                </span>
                <span class="stage-sentence">{ runs::in_words(&state.runs) }</span>
            </button>
        </div>
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
        <section class="open-another" aria-labelledby="open-another">
            <h2 class="open-another-title" id="open-another">{ "Open another table" }</h2>
            if let Some(told) = &props.opening {
                <p class="open-another-busy"><span class="spinner" aria-hidden="true" />{ told }{ " …" }</p>
            }
            <div class="open-another-list">
                <FileButton label="Choose a file" accept={TABLES} testid="file-input" {onchoose} />
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

fn card(state: &State, stage: Stage, status: Status) -> Html {
    let finished = state.finished(stage);
    let took = finished.and_then(|finished| finished.milliseconds);
    let sentence = finished.map_or(stage.about().does, |finished| {
        finished.report.sentence.as_str()
    });
    let size = match finished {
        Some(finished) => html! {
            <>
                { mark(state, stage) }
                <span class="stage-size">{ size(&finished.report) }</span>
                { noted(&finished.report) }
            </>
        },
        None => Html::default(),
    };
    facts(stage.about().title, status, took, size, sentence)
}

/// Shows how many notes there are on how the file was read.
fn noted(report: &StageReport) -> Html {
    let notes = match &report.detail {
        Detail::Load(summary) => notes::in_short(&summary.notes),
        _ => None,
    };
    match notes {
        Some(notes) => html! {
            <span class="stage-notes" data-testid="load-notes">{ notes }<span class="visually-hidden">{ " on how the file was read" }</span></span>
        },
        None => Html::default(),
    }
}

/// Shows the facts on a card.
fn facts(
    title: &'static str,
    status: Status,
    took: Option<f64>,
    size: Html,
    sentence: &str,
) -> Html {
    let word = match status.percent() {
        Some(percent) => format!("running, {percent} %"),
        None => status.word().to_string(),
    };
    html! {
        <>
            <span class="stage-head">
                <span class="stage-glyph" aria-hidden="true">{ status.glyph() }</span>
                <span class="stage-name">{ title }</span>
                if let Some(took) = took {
                    <span class="stage-time">{ duration(took) }</span>
                }
            </span>
            <span class="stage-facts">
                <span class="stage-word">{ word }</span>
                { size }
            </span>
            if let Some(percent) = status.percent() {
                <span class="stage-progress" aria-hidden="true"><span style={format!("width: {percent}%")} /></span>
            }
            <span class="stage-sentence">{ sentence }</span>
        </>
    }
}

fn size(report: &StageReport) -> String {
    format!("{} × {}", count(report.rows_out), count(report.columns_out))
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
