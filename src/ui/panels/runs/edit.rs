//! Edits a run's name, tags and note. A box keeps what is typed until it loses focus, whatever answers arrive.

use web_sys::{Event, HtmlTextAreaElement};
use yew::{Callback, Html, TargetCast, html};

use super::table::on_text;
use crate::ui::page::Page;
use crate::ui::state::RunRow;
use grove_protocol::tracking::{RunId, StoreRequest};

/// Makes a request that changes no note yet.
fn annotation(run: &RunId) -> StoreRequest {
    StoreRequest::Annotate {
        run: run.clone(),
        name: None,
        note: None,
        tags: None,
        experiment: None,
    }
}

/// Sends a changed text to the store.
fn noted(page: &Page, row: &RunRow, change: fn(&mut StoreRequest, String)) -> Callback<String> {
    let (page, run) = (page.clone(), row.info.id.clone());
    Callback::from(move |text: String| {
        let mut request = annotation(&run);
        change(&mut request, text.trim().to_string());
        page.client().store(request);
    })
}

/// Shows a box of one line.
fn line(row: &RunRow, what: &'static str, value: String, take: Callback<String>) -> Html {
    let label = [what, " of run ", row.name()].concat();
    html! {
        <input class="control" type="text" autocomplete="off" data-testid={["run-", &what.to_lowercase()].concat()} aria-label={label}
            ~defaultValue={value} onchange={on_text(move |text| take.emit(text))} />
    }
}

pub fn name(page: &Page, row: &RunRow) -> Html {
    let take = noted(page, row, |request, text| {
        if let StoreRequest::Annotate { name, .. } = request {
            *name = Some(text);
        }
    });
    line(row, "Name", row.info.name.clone(), take)
}

pub fn experiment(page: &Page, row: &RunRow) -> Html {
    let take = noted(page, row, |request, text| {
        if let StoreRequest::Annotate { experiment, .. } = request {
            *experiment = Some(text);
        }
    });
    line(row, "Experiment", row.info.experiment.clone(), take)
}

pub fn tags(page: &Page, row: &RunRow) -> Html {
    let take = noted(page, row, |request, text| {
        if let StoreRequest::Annotate { tags, .. } = request {
            let words = text.split(',').map(str::trim).filter(|tag| !tag.is_empty());
            *tags = Some(words.map(str::to_string).collect());
        }
    });
    line(row, "Tags", row.info.tags.join(", "), take)
}

pub fn note(page: &Page, row: &RunRow) -> Html {
    line(row, "Note", row.info.note.clone(), note_taken(page, row))
}

fn note_taken(page: &Page, row: &RunRow) -> Callback<String> {
    noted(page, row, |request, text| {
        if let StoreRequest::Annotate { note, .. } = request {
            *note = Some(text);
        }
    })
}

/// Shows a box of several lines.
pub fn long_note(page: &Page, row: &RunRow) -> Html {
    let take = note_taken(page, row);
    let onchange = move |event: Event| {
        take.emit(event.target_unchecked_into::<HtmlTextAreaElement>().value());
    };
    html! {
        <textarea class="control run-note" rows="3" data-testid="run-note" aria-label={["Note of run ", row.name()].concat()}
            defaultvalue={row.info.note.clone()} {onchange} />
    }
}
