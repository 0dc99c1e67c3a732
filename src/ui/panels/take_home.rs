//! Exports: files of the latest run for other tools. Each is prepared, described, and then saved.

use web_sys::{Event, HtmlInputElement};
use yew::{Html, TargetCast, component, html};

use super::PanelProps;
use super::downloads::Downloads;
use super::frame::{not_yet, use_heading};
use crate::ui::charts::number::{bytes, count, counted, significant};
use crate::ui::page::{Page, use_page};
use crate::ui::state::{Action, CenterView, EngineWish, FileInProgress, State};
use grove_protocol::Download;
use grove_protocol::onnx::{OnnxComparison, OnnxRevealed};
use grove_protocol::take_home::{PreparedFile, TakeHomeFormat};
use grove_recipe::Task;
use grove_recipe::stage::Stage;

const TITLE: &str = CenterView::TakeHome.title();

#[component]
pub fn TakeHomePanel(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let heading = use_heading(());
    html! {
        <section class="panel" aria-labelledby="panel-title">
            <header class="panel-head">
                <h1 class="panel-title" id="panel-title" tabindex="-1" ref={heading}>{ TITLE }</h1>
                <p class="panel-why">{ "Use the result elsewhere: in a program, a repository, on a cluster, in a report. Each file is made from the latest run, on this machine, and stays there unless you send it." }</p>
            </header>
            if let Some(changed) = state.changed_since_run() {
                { out_of_date(&page, state, &changed) }
            }
            if state.has_trained() {
                <Downloads
                    title="Files of the latest run"
                    note=""
                    files={vec![Download::Model, Download::Metrics, Download::Recipe, Download::Predictions]}
                    enabled={state.engine.may(EngineWish::Ask)} />
                <h2 class="section-title">{ "For other tools" }</h2>
                { examples(&page, state) }
                <ul class="take-home">
                    { for TakeHomeFormat::ALL.into_iter().map(|format| file(&page, state, format)) }
                </ul>
            } else if state.finished(Stage::Evaluate).is_some() {
                { not_yet("The engine no longer has the results. Run again to make these files.") }
            } else {
                { not_yet("Press Run first: these files are made from a run.") }
            }
        </section>
    }
}

/// Says that the recipe has changed since the model was made, with the button that makes it anew.
fn out_of_date(page: &Page, state: &State, changed: &str) -> Html {
    let recipe = state.recipe().cloned();
    let page = page.clone();
    let onclick = move |_| {
        if let Some(recipe) = &recipe {
            page.client().run(recipe);
        }
    };
    html! {
        <div class="notice" role="status" data-testid="take-home-stale">
            <p><strong>{ "◐ Out of date: " }</strong>{ "these files are of the run before the recipe changed. Since then: " }{ changed }{ "." }</p>
            <button type="button" class="button" data-testid="take-home-run" disabled={!state.can_run()} {onclick}>{ "Run again" }</button>
        </div>
    }
}

/// Shows the switch for example rows of the table.
fn examples(page: &Page, state: &State) -> Html {
    let page = page.clone();
    let onchange = move |event: Event| {
        let wanted = event.target_unchecked_into::<HtmlInputElement>().checked();
        page.tell(Action::ExamplesSwitched(wanted));
    };
    html! {
        <div class="field field-switch">
            <input type="checkbox" id="take-home-examples" data-testid="take-home-examples" checked={state.take_home.examples} {onchange} aria-describedby="take-home-examples-help" />
            <label class="field-label" for="take-home-examples">{ "Example rows" }</label>
            <p class="field-help" id="take-home-examples-help">{ "Puts a few rows of the table into files that can contain them, which is the MLflow model. Otherwise no file contains a row." }</p>
        </div>
    }
}

fn file(page: &Page, state: &State, format: TakeHomeFormat) -> Html {
    let name = format.name();
    let made = &state.take_home;
    let heading = ["take-home-", name].concat();
    html! {
        <li class="card" key={name}>
            <h3 class="section-title" id={heading.clone()}>{ format.title() }</h3>
            <p class="section-note">{ format.what_for() }</p>
            { match (state.engine.making().filter(|making| making.format == format), made.prepared(format)) {
                (Some(making), _) => progress(page, making),
                (None, Some(prepared)) => ready(page, prepared),
                (None, None) => {
                    let page = page.clone();
                    let examples = made.examples;
                    let onclick = move |_| page.client().prepare(format, examples);
                    html! {
                        <button type="button" class="button" data-testid={["prepare-", name].concat()} aria-describedby={heading}
                            disabled={!state.can_prepare()} {onclick}>{ ["Make ", format.file_name()].concat() }</button>
                    }
                }
            } }
            if let Some(error) = made.refused(format) {
                <div class="problem" role="alert" data-testid={["refused-", name].concat()}>
                    <span class="problem-glyph" aria-hidden="true">{ "✕" }</span>
                    <div class="problem-text">
                        <p class="problem-what">{ &error.problem }</p>
                        <p class="problem-advice">{ &error.advice }</p>
                    </div>
                </div>
            }
        </li>
    }
}

fn progress(page: &Page, making: &FileInProgress) -> Html {
    let page = page.clone();
    let onclick = move |_| page.client().cancel();
    let words = match making.total {
        0 => "Writing the file …".to_string(),
        total => [
            "Reading it back: ",
            &count(making.done),
            " of ",
            &counted(total, "test row", "test rows"),
            " compared.",
        ]
        .concat(),
    };
    html! {
        <>
            <div class="progress">
                <progress class="progress-bar" aria-label="Test rows that are compared" max={making.total.max(1).to_string()} value={making.done.to_string()} />
                <button type="button" class="button" data-testid="take-home-cancel" {onclick}>{ "Stop" }</button>
            </div>
            <p class="section-note" role="status">{ words }</p>
        </>
    }
}

/// Describes a prepared file before it is saved.
fn ready(page: &Page, prepared: &PreparedFile) -> Html {
    let format = prepared.format;
    let page = page.clone();
    let onclick = move |_| page.client().save_prepared(format);
    let classes = prepared.task == Task::Classification;
    let label = [format.file_name(), ", ", &bytes(prepared.bytes)].concat();
    html! {
        <div class="prepared" data-testid={["prepared-", format.name()].concat()} data-bytes={prepared.bytes.to_string()}>
            if let Some(comparison) = &prepared.comparison {
                { compared(comparison, classes) }
            }
            if !prepared.notes.is_empty() {
                <ul class="notes">{ for prepared.notes.iter().map(|note| html! { <li>{ note }</li> }) }</ul>
            }
            { reveals(&prepared.reveals) }
            <button type="button" class="button button-primary" data-testid={["download-", format.name()].concat()} {onclick}>
                <span aria-hidden="true">{ "↓ " }</span>{ label }
            </button>
        </div>
    }
}

/// Shows the comparison. The file was read back by an evaluator that shares no code with the writer.
fn compared(comparison: &OnnxComparison, classes: bool) -> Html {
    let rows = counted(comparison.rows, "test row", "test rows");
    let difference = significant(comparison.largest_difference, 2);
    let largest = match comparison.largest_difference == 0.0 {
        true => "to the last bit".to_string(),
        false if classes => [
            "with a largest difference of a probability of ",
            &difference,
        ]
        .concat(),
        false => [
            "with a largest difference of ",
            &difference,
            " of the predicted value",
        ]
        .concat(),
    };
    let wrong = comparison.label_mismatches;
    let (glyph, words) = match wrong {
        0 => (
            "✓ ",
            [
                "The file was read back and predicts all ",
                &rows,
                " as Grove does, ",
                &largest,
                ".",
            ]
            .concat(),
        ),
        _ => (
            "! ",
            [
                "The file was read back: of ",
                &rows,
                " it predicts ",
                &count(wrong),
                " differently from Grove, ",
                &largest,
                ". Do not rely on it.",
            ]
            .concat(),
        ),
    };
    html! {
        <p data-testid="read-back" data-rows={comparison.rows.to_string()} data-mismatches={wrong.to_string()}>
            <span aria-hidden="true">{ glyph }</span>{ words }
        </p>
    }
}

fn reveals(reveals: &[OnnxRevealed]) -> Html {
    if reveals.is_empty() {
        return html! {};
    }
    html! {
        <details>
            <summary>{ "What it reveals of the data" }</summary>
            <ul class="notes">
                { for reveals.iter().map(|revealed| html! {
                    <li>
                        { [&revealed.what, ": ", &count(revealed.count)].concat() }
                        if !revealed.examples.is_empty() {
                            { [" (", &revealed.examples.join(", "), if (revealed.examples.len() as u32) < revealed.count { " …)" } else { ")" }].concat() }
                        }
                    </li>
                }) }
            </ul>
        </details>
    }
}
