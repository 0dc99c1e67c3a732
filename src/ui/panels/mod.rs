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
pub mod load;
mod missing_values;
mod model_form;
mod predict;
pub mod profile;
mod progress;
mod provenance;
pub mod purpose;
mod recipe;
mod recipe_file;
pub mod runs;
mod split;
pub mod take_home;
mod train;
mod trained;

use yew::{Html, Properties, component, html};

use super::shell::StateSnapshot;
use super::state::CenterView;
use super::widgets::data_table::Heading;
use grove_recipe::columns::ColumnSummary;
use grove_recipe::stage::Stage;

#[derive(Properties, PartialEq)]
pub struct PanelProps {
    pub state: StateSnapshot,
}

/// The panel of the chosen stage.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let state = props.state.clone();
    match state.place {
        CenterView::Welcome => html! {},
        CenterView::Profile => html! { <profile::ProfilePanel {state} /> },
        CenterView::Recipe => html! { <recipe::RecipePanel {state} /> },
        CenterView::TakeHome => html! { <take_home::TakeHomePanel {state} /> },
        CenterView::Runs => {
            html! { <runs::RunsPanel runs={state.runs.clone()} recipe={state.recipe().cloned()} ready={state.can_run() && !state.asks_for_target()} searching={state.engine.searching().cloned()} /> }
        }
        CenterView::Stage(Stage::Load) => html! { <load::LoadPanel {state} /> },
        CenterView::Stage(Stage::Clean) => html! { <clean::CleanPanel {state} /> },
        CenterView::Stage(Stage::Check) => html! { <check::CheckPanel {state} /> },
        CenterView::Stage(Stage::Split) => html! { <split::SplitPanel {state} /> },
        CenterView::Stage(Stage::Featurize) => html! { <featurize::FeaturizePanel {state} /> },
        CenterView::Stage(Stage::Train) => html! { <train::TrainPanel {state} /> },
        CenterView::Stage(Stage::Evaluate) => html! { <evaluate::EvaluatePanel {state} /> },
        CenterView::Stage(Stage::Predict) => html! { <predict::PredictPanel {state} /> },
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
