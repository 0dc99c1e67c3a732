//! One panel per stage: what it did, what can be changed, what came out.

pub mod belief;
mod check;
mod clean;
mod directions;
mod downloads;
mod estimate;
mod evaluate;
mod featurize;
mod fields;
mod frame;
mod gaps;
pub mod load;
mod model_form;
mod predict;
pub mod profile;
mod progress;
mod provenance;
mod recipe;
mod recipe_file;
pub mod runs;
mod split;
pub mod take_home;
mod train;
mod trained;
pub mod why;

use yew::{Html, Properties, component, html};

use super::shell::Moment;
use super::state::Place;
use super::widgets::data_table::Heading;
use grove_recipe::columns::ColumnSummary;
use grove_recipe::stage::Stage;

#[derive(Properties, PartialEq)]
pub struct PanelProps {
    pub state: Moment,
}

/// The panel of the chosen stage.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let state = props.state.clone();
    match state.place {
        Place::Welcome => html! {},
        Place::Profile => html! { <profile::ProfilePanel {state} /> },
        Place::Recipe => html! { <recipe::RecipePanel {state} /> },
        Place::TakeHome => html! { <take_home::TakeHomePanel {state} /> },
        Place::Runs => {
            html! { <runs::RunsPanel runs={state.runs.clone()} recipe={state.recipe().cloned()} ready={state.can_run() && !state.asks_for_target()} searching={state.engine.searching().cloned()} /> }
        }
        Place::Stage(Stage::Load) => html! { <load::LoadPanel {state} /> },
        Place::Stage(Stage::Clean) => html! { <clean::CleanPanel {state} /> },
        Place::Stage(Stage::Check) => html! { <check::CheckPanel {state} /> },
        Place::Stage(Stage::Split) => html! { <split::SplitPanel {state} /> },
        Place::Stage(Stage::Featurize) => html! { <featurize::FeaturizePanel {state} /> },
        Place::Stage(Stage::Train) => html! { <train::TrainPanel {state} /> },
        Place::Stage(Stage::Evaluate) => html! { <evaluate::EvaluatePanel {state} /> },
        Place::Stage(Stage::Predict) => html! { <predict::PredictPanel {state} /> },
    }
}

/// The head of a table with these columns.
fn headings(columns: &[ColumnSummary]) -> Vec<Heading> {
    let heading = |column: &ColumnSummary| Heading {
        name: column.name.clone(),
        note: column.kind.name().to_string(),
        number: column.kind.is_number(),
    };
    columns.iter().map(heading).collect()
}
