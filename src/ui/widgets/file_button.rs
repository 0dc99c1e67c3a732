//! A button that chooses a file. The real input is there for the keyboard and for tests.

use web_sys::{Event, File, HtmlInputElement};
use yew::{AttrValue, Callback, Html, Properties, TargetCast, classes, component, html};

/// The endings and types of files that can be opened as a table.
pub const TABLES: &str = ".csv,.tsv,.txt,.gz,.zip,.jsonl,.ndjson,.parquet,text/csv,text/plain";
/// The ending of model files.
pub const MODEL: &str = ".grove";

#[derive(Properties, PartialEq)]
pub struct FileButtonProps {
    pub label: AttrValue,
    /// File name endings and media types that the browser's dialog offers.
    pub accept: AttrValue,
    pub testid: AttrValue,
    #[prop_or_default]
    pub primary: bool,
    pub onchoose: Callback<File>,
}

#[component]
pub fn FileButton(props: &FileButtonProps) -> Html {
    let onchange = {
        let onchoose = props.onchoose.clone();
        move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let file = input.files().and_then(|files| files.get(0));
            // The same file can then be chosen again.
            input.set_value("");
            if let Some(file) = file {
                onchoose.emit(file);
            }
        }
    };
    html! {
        <label class={classes!("button", "file-button", props.primary.then_some("button-primary"))}>
            <input class="file-button-input" type="file" accept={&props.accept} data-testid={&props.testid} {onchange} />
            { &props.label }
        </label>
    }
}
