//! The rail: the stages one below the other, joined by the river of rows.

use yew::{Callback, Html, Properties, component, html};

use super::app::Moment;
use super::samples::SAMPLES;
use crate::api::report::{Detail, SplitReport, StageReport};
use crate::api::stage::{PATH, Stage};
use crate::ui::charts::number::{count, significant};
use crate::ui::charts::river::{Course, River};
use crate::ui::page::use_page;
use crate::ui::panels::why::why;
use crate::ui::state::{Action, Opening, Place, State, Status};
use crate::ui::widgets::file_button::{CSV, FileButton};

#[derive(Properties, PartialEq)]
pub struct RailProps {
    pub state: Moment,
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
                    let page = page.clone();
                    let onclick = move |_| page.tell(Action::PlaceChosen(Place::Stage(stage)));
                    let chosen = state.place == Place::Stage(stage);
                    html! {
                        <li class="rail-item" key={stage.name()}>
                            <div class="rail-river">{ river(state, stage, status) }</div>
                            <button type="button" class="stage" data-testid={format!("stage-{}", stage.name())}
                                data-state={status.name()} aria-current={chosen.then_some("step")} {onclick}>
                                { card(state, stage, status) }
                            </button>
                        </li>
                    }
                }) }
            </ol>
            <OpenAnother opening={state.opening.as_ref().map(Opening::told)} />
        </nav>
    }
}

#[derive(Properties, PartialEq)]
struct OpenAnotherProps {
    opening: Option<String>,
}

/// Another table, in reach from every stage.
#[component]
fn OpenAnother(props: &OpenAnotherProps) -> Html {
    let page = use_page();
    let onchoose = {
        let page = page.clone();
        Callback::from(move |file| page.open(file))
    };
    let onmake = {
        let page = page.clone();
        move |_| page.tell(Action::PlaceChosen(Place::Welcome))
    };
    html! {
        <section class="open-another" aria-labelledby="open-another">
            <h2 class="open-another-title" id="open-another">{ "Open another table" }</h2>
            if let Some(told) = &props.opening {
                <p class="open-another-busy"><span class="spinner" aria-hidden="true" />{ told }{ " …" }</p>
            }
            <div class="open-another-list">
                <FileButton label="Choose a CSV file" accept={CSV} testid="file-input" {onchoose} />
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
    let word = match status.percent() {
        Some(percent) => format!("running, {percent} %"),
        None => status.word().to_string(),
    };
    let took = finished.and_then(|finished| finished.milliseconds);
    html! {
        <>
            <span class="stage-head">
                <span class="stage-glyph" aria-hidden="true">{ status.glyph() }</span>
                <span class="stage-name">{ why(stage).title }</span>
                if let Some(took) = took {
                    <span class="stage-time">{ duration(took) }</span>
                }
            </span>
            <span class="stage-facts">
                <span class="stage-word">{ word }</span>
                if let Some(finished) = finished {
                    <span class="stage-size">{ size(&finished.report) }</span>
                }
            </span>
            if let Some(percent) = status.percent() {
                <span class="stage-progress" aria-hidden="true"><span style={format!("width: {percent}%")} /></span>
            }
            <span class="stage-sentence">
                { finished.map_or(why(stage).short, |finished| finished.report.sentence.as_str()) }
            </span>
        </>
    }
}

fn size(report: &StageReport) -> String {
    format!("{} × {}", count(report.rows_out), count(report.columns_out))
}

/// The rows on their way into a stage and out of it; a dry bed where nothing has run yet.
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
        (Stage::Featurize | Stage::Train | Stage::Evaluate, Some((train, held_out))) => {
            Course::Apart { train, held_out }
        }
        _ => Course::Together,
    };
    html! { <River rows_in={report.rows_in} rows_out={report.rows_out} {max_rows} {course} /> }
}

fn split(state: &State) -> Option<&SplitReport> {
    match &state.report(Stage::Split)?.detail {
        Detail::Split(split) => Some(split),
        _ => None,
    }
}

fn duration(milliseconds: f64) -> String {
    if milliseconds < 1000.0 {
        format!("{} ms", significant(milliseconds.round(), 3))
    } else {
        format!("{} s", significant(milliseconds / 1000.0, 3))
    }
}
