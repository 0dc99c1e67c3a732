//! Predict: a model of this page, a stored one, or one from a file predicts a row or a file of rows.

mod anatomy;
mod row;
mod why;

use std::rc::Rc;

use web_sys::File;
use yew::{Callback, Html, component, html, use_effect_with, use_state};

use super::downloads::Downloads;
use super::frame::StageFrame;
use super::{PanelProps, Purpose};
use crate::ui::charts::number::{bytes, count, counted, percent, share};
use crate::ui::page::{Page, use_page};
use crate::ui::state::{Action, CenterView, EngineWish, State};
use crate::ui::widgets::data_table::{DataTable, Heading};
use crate::ui::widgets::file_button::{FileButton, MODEL, TABLES};
use grove_protocol::calls::UseVersion;
use grove_protocol::report::{ModelSummary, PredictionSummary};
use grove_protocol::tracking::VersionId;
use grove_protocol::{Download, TableName};
use grove_recipe::LoadChoice;
use grove_recipe::stage::Stage;

/// Why the stage exists.
pub const PURPOSE: Purpose = Purpose {
    sentence: "A model is useful when it predicts rows whose target nobody knows yet.",
    more: &[
        "A new row goes through the same steps as a test row: the same cleaning, the fillings and categories that were learned from the train rows, then the model. The model file holds all of these steps, so that nobody has to remember them.",
        "The order of the columns does not matter, and further columns are ignored. If the file lacks a column that the model needs, an error names it.",
        "A model only knows the data that it was trained on. If the new rows come from another hospital or another year, it may score worse than on the test rows.",
    ],
};

#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let onmodel = {
        let page = page.clone();
        Callback::from(move |file: File| page.client().load_model(&file.name(), file.into()))
    };
    let rows = use_state(|| None::<File>);
    let onrows = {
        let (page, rows) = (page.clone(), rows.clone());
        Callback::from(move |file: File| {
            page.client()
                .predict(&file.name(), file.clone().into(), Vec::new());
            rows.set(Some(file));
        })
    };
    let back = {
        let page = page.clone();
        move |_| page.tell(Action::PlaceChosen(CenterView::Welcome))
    };
    {
        let page = page.clone();
        use_effect_with(state.champion_wanted(), move |wanted| {
            if let Some(version) = wanted.clone() {
                page.client().store(UseVersion { version });
            }
        });
    }
    let trained = state.has_trained();
    let ready = (trained || state.model.answer.is_some()) && state.engine.may(EngineWish::Ask);
    html! {
        <StageFrame state={state.clone()} stage={Stage::Predict}>
            if state.data.is_none() {
                <button type="button" class="button button-quiet" onclick={back}>{ "← Back to the start" }</button>
            }
            <section aria-labelledby="model-title">
                <h2 class="section-title" id="model-title">{ "1. The model" }</h2>
                if let Some(version) = state.version_in_use() {
                    { in_use(state, version) }
                }
                { match (&state.model.answer, trained) {
                    (Some(model), _) => model_facts(model),
                    (None, true) => html! { <p class="section-note" data-testid="trained-in-use">{ "The model that was just trained is used, unless you load another." }</p> },
                    (None, false) => html! { <p class="section-note">{ "Load a model file that Grove has saved, or train one." }</p> },
                } }
                { others(&page, state, trained) }
                <FileButton label={if state.model.waits.is_some() { "Loading …" } else { "Load a model file" }} accept={MODEL} testid="model-input" onchoose={onmodel} />
            </section>
            if ready {
                <row::RowForm state={state.clone()} />
            }
            <section aria-labelledby="rows-title">
                <h2 class="section-title" id="rows-title">{ "3. Or a file of rows" }</h2>
                if ready {
                    <p class="section-note">{ "A CSV with the columns that the model was trained on. It needs no target." }</p>
                    <div class="button-row">
                        <FileButton label={if state.prediction.waits.is_some() { "Predicting …" } else { "Choose a file" }} accept={TABLES} testid="predict-input" primary=true onchoose={onrows} />
                        { otherwise(&page, state, &rows) }
                    </div>
                } else {
                    <p class="section-note">{ "A model is needed first." }</p>
                }
            </section>
            if let Some(prediction) = &state.prediction.answer {
                { predictions(&page, prediction, state.engine.may(EngineWish::Ask)) }
            }
        </StageFrame>
    }
}

/// Shows buttons for other readings of a file that is written otherwise than the training data.
fn otherwise(page: &Page, state: &State, rows: &Option<File>) -> Html {
    let failure = state.failure(Stage::Predict);
    let choice = failure.and_then(|error| error.choice.as_deref().cloned());
    let (Some(choice), Some(file)) = (choice, rows) else {
        return html! {};
    };
    let how = match &choice {
        LoadChoice::DateOrder(order) => order.label().to_string(),
        LoadChoice::Numbers(decimal, _) => ["decimals after ", decimal.label()].concat(),
        other => other.to_string(),
    };
    let label = ["Read ", &file.name(), ", ", &how].concat();
    let (page, file) = (page.clone(), file.clone());
    let onclick = move |_| {
        let choices = vec![choice.clone()];
        page.client()
            .predict(&file.name(), file.clone().into(), choices);
    };
    html! { <button type="button" class="button" data-testid="predict-otherwise" {onclick}>{ label }</button> }
}

/// Shows the models that can be chosen instead of the present one, besides those in files.
fn others(page: &Page, state: &State, trained: bool) -> Html {
    if trained && state.model.answer.is_some() {
        let page = page.clone();
        let onclick = move |_| page.client().use_trained();
        return html! { <button type="button" class="button" data-testid="use-trained" {onclick}>{ "Use the model just trained" }</button> };
    }
    let champion = state.champion().filter(|_| trained);
    let Some(version) = champion else {
        return html! {};
    };
    let label = ["Use the champion ", &version.model].concat();
    let page = page.clone();
    let onclick = move |_| {
        let version = version.clone();
        page.client().store(UseVersion { version });
    };
    html! { <button type="button" class="button" data-testid="use-champion" {onclick}>{ label }</button> }
}

/// Shows which of the registered models is in use.
fn in_use(state: &State, version: &VersionId) -> Html {
    let number = version.version.to_string();
    let models = state.runs.models.iter();
    let mut known = models.filter(|model| model.name == version.model);
    let known = known.find_map(|model| {
        model
            .versions
            .iter()
            .find(|known| known.version == version.version)
    });
    let aliases = known.map_or(String::new(), |known| known.aliases.join(", "));
    let aliases = match aliases.as_str() {
        "" => aliases,
        aliases => [" (", aliases, ")"].concat(),
    };
    html! {
        <p class="section-note" data-testid="version-in-use" data-model={version.model.clone()} data-version={number.clone()}>
            { ["Version ", &number, " of the registered model ", &version.model, &aliases, " is used, unless you train or load another."].concat() }
        </p>
    }
}

fn model_facts(model: &ModelSummary) -> Html {
    html! {
        <div class="card" data-testid="model-summary">
            <p class="card-title">{ &model.name }</p>
            <ul class="facts">
                <li>{ format!("predicts {}", model.target) }</li>
                <li>{ model.model.about().label }</li>
                if model.trees > 1 {
                    <li>{ counted(model.trees, "tree", "trees") }</li>
                }
                if !model.classes.is_empty() {
                    <li>{ counted(model.classes.len() as u32, "class", "classes") }</li>
                }
                <li>{ format!("trained on {} of {}", counted(model.train_rows, "row", "rows"), model.trained_on) }</li>
                <li>{ bytes(f64::from(model.bytes)) }</li>
            </ul>
            <details>
                <summary>{ format!("Needs {}", counted(model.columns.len() as u32, "column", "columns")) }</summary>
                <ul class="chips">
                    { for model.columns.iter().map(|(name, kind)| html! { <li class="chip">{ name }<span class="chip-note">{ kind }</span></li> }) }
                </ul>
            </details>
        </div>
    }
}

fn predictions(page: &Page, prediction: &Rc<PredictionSummary>, enabled: bool) -> Html {
    html! {
        <>
            <section aria-labelledby="predictions-title">
                <h2 class="section-title" id="predictions-title">{ "Predictions" }</h2>
                <p class="panel-sentence" data-testid="predict-rows" data-rows={prediction.rows.to_string()}>
                    { format!("{} of {} predicted.", counted(prediction.rows, "row", "rows"), prediction.name) }
                </p>
                if !prediction.notes.is_empty() {
                    <ul class="notes" data-testid="predict-notes">{ for prediction.notes.iter().map(|note| html! { <li>{ note }</li> }) }</ul>
                }
                if !prediction.counts.is_empty() {
                    <ul class="parts">
                        { for prediction.counts.iter().map(|(class, rows)| html! {
                            <li class="part">
                                <span class="part-name">{ class }</span>
                                <span class="part-rows">{ count(*rows) }</span>
                                <span class="part-what">{ percent(share(*rows, prediction.rows)) }</span>
                            </li>
                        }) }
                    </ul>
                }
                <DataTable page={page.clone()} table={TableName::Predictions} label="The predictions"
                    version={format!("{:?}", Rc::as_ptr(prediction))}
                    columns={headings(prediction)} rows={prediction.rows} />
            </section>
            <Downloads title="Take home" note="The predictions as a table." files={vec![Download::NewPredictions]} {enabled} />
        </>
    }
}

/// Returns all columns except the row, which the table has by itself. All are numbers except predicted classes and sets of
/// them.
fn headings(prediction: &PredictionSummary) -> Vec<Heading> {
    let regression = prediction.counts.is_empty();
    let heading = |name: &String| Heading {
        name: name.clone(),
        note: String::new(),
        number: regression || name != "prediction" && name != "prediction_set",
    };
    let names = prediction.header.iter().filter(|name| *name != "row");
    names.map(heading).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(header: &[&str], counts: Vec<(String, u32)>) -> Vec<bool> {
        let summary = PredictionSummary {
            name: "new.csv".into(),
            rows: 1,
            header: header.iter().map(ToString::to_string).collect(),
            notes: Vec::new(),
            counts,
        };
        let headings = headings(&summary);
        headings.iter().map(|heading| heading.number).collect()
    }

    #[test]
    fn predicted_numbers_line_up_as_numbers_and_classes_as_texts() {
        let interval = ["row", "prediction", "prediction_p05", "prediction_p95"];
        assert_eq!(numbers(&interval, Vec::new()), [true; 3]);
        let classes = ["row", "prediction", "probability_yes"];
        let counts = vec![("yes".into(), 1)];
        assert_eq!(numbers(&classes, counts.clone()), [false, true]);
        let set = ["row", "prediction", "probability_yes", "prediction_set"];
        assert_eq!(numbers(&set, counts), [false, true, false]);
    }
}
