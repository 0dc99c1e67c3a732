//! The tools above the table of runs: filter, columns, actions on the selected runs.

use std::rc::Rc;

use web_sys::{Event, File, HtmlInputElement, InputEvent};
use yew::{Callback, Html, TargetCast, html};

use super::cells::{explained, group, heading};
use super::{ask, press};
use crate::ui::charts::number::{count, counted};
use crate::ui::page::Page;
use crate::ui::shell::{StateSnapshot, theme_name};
use crate::ui::state::{Action, RunColumn, Runs, RunsAction, RunsView};
use crate::ui::widgets::file_button::FileButton;
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_protocol::Request;
use grove_protocol::calls::{
    CompareRuns, DeleteRuns, PurgeRuns, RestoreRuns, RunsFile, StopComparing,
};

pub fn tools(page: &Page, runs: &Rc<Runs>) -> Html {
    html! {
        <div class="run-tools">
            <div class="run-search">
                { filter(page, runs) }
                { experiments(page, runs) }
            </div>
            <div class="run-actions">
                { actions(page, runs) }
            </div>
            { columns(page, runs) }
        </div>
    }
}

fn filter(page: &Page, runs: &Runs) -> Html {
    let oninput = {
        let page = page.clone();
        move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            page.tell(Action::Runs(RunsAction::Filtered(text)));
        }
    };
    let problem = runs.shown.problem.as_ref();
    html! {
        <div class="field run-filter">
            <label class="field-label" for="runs-filter">{ "Find runs" }</label>
            <input class="control" type="text" autocomplete="off" spellcheck="false" id="runs-filter" data-testid="runs-filter"
                placeholder="accuracy >= 0.9 AND n_estimators > 50" value={runs.table.filter.clone()} {oninput}
                aria-invalid={problem.is_some().to_string()} aria-describedby="runs-filter-help" />
            <p class="field-help" id="runs-filter-help" data-testid="runs-found" data-found={runs.shown.found.to_string()}>
                if let Some(problem) = problem {
                    <span class="field-message" role="alert" data-testid="runs-filter-problem">{ problem }</span>
                } else {
                    { "Words of names, tags, notes and parameters, or conditions with <, <=, =, !=, >= and >, joined by AND." }
                }
            </p>
        </div>
    }
}

fn experiments(page: &Page, runs: &Runs) -> Html {
    let names = &runs.known.experiments;
    if names.len() < 2 {
        return html! {};
    }
    let named = |name: &String| match name.as_str() {
        "" => "(no experiment)".to_string(),
        name => name.to_string(),
    };
    let all = "All experiments".to_string();
    let entry = |value: String| SelectEntry {
        value: value.into(),
        disabled: false,
    };
    let entries: Vec<SelectEntry> = std::iter::once(all)
        .chain(names.iter().map(named))
        .map(entry)
        .collect();
    let chosen = runs.table.experiment.as_ref();
    let place = chosen.and_then(|chosen| names.iter().position(|name| name == chosen));
    let onchoose = {
        let (page, names) = (page.clone(), names.clone());
        Callback::from(move |index: usize| {
            let experiment = index
                .checked_sub(1)
                .and_then(|index| names.get(index))
                .cloned();
            page.tell(Action::Runs(RunsAction::ExperimentChosen(experiment)));
        })
    };
    html! {
        <div class="field">
            <label class="field-label" for="runs-experiment">{ "Experiment" }</label>
            <Select id="runs-experiment" testid="runs-experiment" {entries} chosen={Some(place.map_or(0, |place| place + 1))} {onchoose} />
        </div>
    }
}

/// Shows the actions on the selected runs.
fn actions(page: &Page, runs: &Runs) -> Html {
    let selected = runs.selection();
    let none = selected.is_empty();
    let compared = runs.to_compare();
    let told = match selected.len() as u32 {
        0 if runs.proposes() => "The last two are chosen for comparison.".to_string(),
        0 => "No run is selected.".to_string(),
        n => [&counted(n, "run is", "runs are"), " selected."].concat(),
    };
    if runs.view == RunsView::Deleted {
        return html! {
            <>
                <span class="run-selected">{ told }</span>
                <button type="button" class="button" data-testid="restore-runs" disabled={none}
                    onclick={ask(page, RestoreRuns { runs: selected })}>{ "Restore" }</button>
                { purge(page, runs) }
            </>
        };
    }
    let comparing = runs.awaits(|request| matches!(request, Request::CompareRuns(_)));
    let words = if comparing {
        "Comparing …"
    } else {
        "Compare"
    };
    let edited = runs.table.editing;
    let progress = runs.compared_so_far.map(|(done, total)| html! {
        <div class="progress run-comparing">
            <progress class="progress-bar" aria-label="Scores in resampled test rows" max={total.to_string()} value={done.to_string()} />
            <button type="button" class="button" data-testid="stop-comparing" onclick={ask(page, StopComparing)}>{ "Stop" }</button>
        </div>
    });
    html! {
        <>
            <span class="run-selected" role="status">{ told }</span>
            <button type="button" class="button button-primary" data-testid="compare-runs" disabled={compared.len() < 2 || comparing}
                title="Two or more runs, beside the oldest of them" onclick={ask(page, CompareRuns { runs: compared })}>{ words }</button>
            <button type="button" class="button" data-testid="delete-runs" disabled={none}
                onclick={ask(page, DeleteRuns { runs: selected })}>{ "Delete" }</button>
            <button type="button" class="button" data-testid="edit-runs" aria-pressed={edited.to_string()}
                onclick={press(page, RunsAction::EditingSwitched)}>{ if edited { "Done" } else { "Edit names" } }</button>
            { progress }
        </>
    }
}

/// Shows the button that deletes for good, after a second click.
fn purge(page: &Page, runs: &Runs) -> Html {
    let words = [
        "Delete ",
        &counted(runs.known.deleted, "run", "runs"),
        " for good",
    ]
    .concat();
    html! {
        <details class="run-purge">
            <summary data-testid="purge">{ "Delete for good …" }</summary>
            <p class="section-note">{ "All deleted runs go, with their models that are not registered. This cannot be undone." }</p>
            <button type="button" class="button" data-testid="purge-runs" onclick={ask(page, PurgeRuns)}>{ words }</button>
        </details>
    }
}

fn columns(page: &Page, runs: &Runs) -> Html {
    let known = &runs.known;
    let mut groups: Vec<(&str, Vec<&RunColumn>)> = Vec::new();
    // Without its name, a run could not be opened.
    for column in known
        .columns
        .iter()
        .filter(|column| **column != RunColumn::Name)
    {
        let group = group(column);
        match groups.iter_mut().find(|(name, _)| *name == group) {
            Some((_, columns)) => columns.push(column),
            None => groups.push((group, vec![column])),
        }
    }
    let shown = count(runs.shown.columns.len() as u32);
    html! {
        <details class="run-columns">
            <summary data-testid="runs-columns">{ ["Columns (", &shown, " shown)"].concat() }</summary>
            { for groups.into_iter().map(|(name, columns)| html! {
                <fieldset class="ticks">
                    <legend class="field-label">{ name }</legend>
                    <ul class="tick-list">{ for columns.into_iter().map(|column| tick(page, runs, column)) }</ul>
                </fieldset>
            }) }
        </details>
    }
}

fn tick(page: &Page, runs: &Runs, column: &RunColumn) -> Html {
    let onchange = {
        let (page, column) = (page.clone(), column.clone());
        move |event: Event| {
            let shown = event.target_unchecked_into::<HtmlInputElement>().checked();
            page.tell(Action::Runs(RunsAction::ColumnChosen(
                column.clone(),
                shown,
            )));
        }
    };
    let name = match column {
        RunColumn::Parameter(name) => name.to_string(),
        column => heading(column),
    };
    html! {
        <li key={column.key().to_string()}>
            <label class="check" title={explained(column)}>
                <input type="checkbox" data-testid={["column-", column.key()].concat()} checked={runs.table.shows(column, &runs.known)} {onchange} />
                <span class="check-name">{ name }</span>
            </label>
        </li>
    }
}

/// Shows the buttons that export and import all that is kept.
pub fn files(page: &Page, runs: &Runs, state: &StateSnapshot) -> Html {
    let nothing = runs.rows.is_empty() && runs.models.is_empty();
    let exporting = |what| {
        runs.awaits(|request| matches!(request, Request::ExportRuns(asked) if asked.file == what))
    };
    let export = |file, testid: &'static str, label: &'static str, nothing: bool| {
        let exporting = exporting(file);
        let (page, state) = (page.clone(), state.clone());
        let onclick = move |_| {
            let visit = state.visit(theme_name());
            let visit = visit.filter(|_| file == RunsFile::Everything);
            page.client().export_runs(file, visit);
        };
        html! {
            <button type="button" class="button" data-testid={testid} disabled={nothing || exporting} {onclick}>
                { if exporting { "Exporting …" } else { label } }
            </button>
        }
    };
    html! {
        <section class="run-files" aria-labelledby="run-files-title">
            <h2 class="section-title" id="run-files-title">{ "Export and import" }</h2>
            <p class="section-note">{ "Everything in one zip, for another browser or machine, or as a backup: all runs, models and kept tables, the open table with its recipe and what can be undone, and the colours. Or only the runs, with parameters, scores and recipes, as folders that MLflow shows." }</p>
            <div class="run-actions">
                { export(RunsFile::Everything, "export-runs", "↓ Export everything", nothing && state.data.is_none()) }
                { export(RunsFile::Mlruns, "export-mlruns", "↓ Runs for MLflow", nothing) }
                { import_button(page, runs) }
            </div>
        </section>
    }
}

/// Shows the button that brings an export back.
pub fn import_button(page: &Page, runs: &Runs) -> Html {
    let onchoose = {
        let page = page.clone();
        Callback::from(move |file: File| page.client().import_runs(file.into()))
    };
    let importing = runs.awaits(|request| matches!(request, Request::ImportRuns(_)));
    let label = if importing {
        "Importing …"
    } else {
        "Import a zip"
    };
    html! { <FileButton {label} accept=".zip" testid="import-runs" {onchoose} /> }
}
