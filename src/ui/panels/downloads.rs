//! Downloads of a run's files.

use yew::{AttrValue, Html, Properties, component, html};

use crate::ui::page::use_page;
use grove_protocol::Download;

#[derive(Properties, PartialEq)]
pub struct DownloadsProps {
    pub title: AttrValue,
    pub note: AttrValue,
    pub files: Vec<Download>,
    pub enabled: bool,
}

#[component]
pub fn Downloads(props: &DownloadsProps) -> Html {
    let page = use_page();
    html! {
        <section class="downloads" aria-labelledby="downloads-title">
            <h2 class="section-title" id="downloads-title">{ &props.title }</h2>
            if !props.note.is_empty() {
                <p class="section-note">{ &props.note }</p>
            }
            <ul class="download-list">
                { for props.files.iter().map(|&what| {
                    let page = page.clone();
                    let onclick = move |_| page.client().download(what);
                    html! {
                        <li class="download">
                            <button type="button" class="button" data-testid={format!("download-{}", what.name())} disabled={!props.enabled} {onclick}>
                                <span aria-hidden="true">{ "↓ " }</span>{ what.file_name() }
                            </button>
                            <span class="download-what">{ meaning(what) }</span>
                        </li>
                    }
                }) }
            </ul>
            if props.files.iter().any(|what| what.file_name().ends_with(".csv")) {
                <p class="section-note">
                    { "CSV files contain every cell unchanged. A spreadsheet may read a cell that begins with =, +, - or @ as a formula: import the file there as text." }
                </p>
            }
        </section>
    }
}

const fn meaning(what: Download) -> &'static str {
    match what {
        Download::Model => {
            "the model with all fitted steps; Grove and the grove command can load it"
        }
        Download::Metrics => "every score of the run",
        Download::Recipe => "every choice, the seed and the data's hash, to repeat the run",
        Download::Predictions => "the test rows with the model's predictions",
        Download::NewPredictions => "every row of the new file with its prediction",
        Download::Cleaned => "the table after all steps",
    }
}
