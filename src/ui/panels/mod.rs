//! One panel per stage, in a folder or a file of its name: what it did, what can be changed, what came out.

mod behind;
pub mod belief;
mod calibration;
mod categories;
mod check;
mod clean;
mod conformal;
mod curves;
mod downloads;
mod effect;
mod evaluate;
mod featurize;
mod fields;
mod findings;
mod frame;
pub mod load;
mod missing_values;
mod moved;
pub mod plane;
mod predict;
pub mod profile;
mod progress;
mod provenance;
mod recipe;
mod recipe_file;
pub mod runs;
mod shapley;
mod slices;
mod split;
mod take_home;
mod threshold;
pub mod train;
mod trials;
mod verdict;

use yew::{Html, Properties, component, html};

use super::shell::StateSnapshot;
use super::state::CenterView;
use super::widgets::data_table::Heading;
use grove_recipe::columns::ColumnSummary;
use grove_recipe::for_each_stage;
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
        CenterView::Profile => stage_panel(Stage::Load, state),
        CenterView::Recipe => html! { <recipe::RecipePanel {state} /> },
        CenterView::TakeHome => html! { <take_home::TakeHomePanel {state} /> },
        CenterView::Runs => {
            html! { <runs::RunsPanel runs={state.runs.clone()} recipe={state.recipe().cloned()} ready={state.can_run() && !state.asks_for_target()} searching={state.engine.searching().cloned()} trying={state.engine.trying().cloned()} trials={state.trials()} state={state.clone()} /> }
        }
        CenterView::Stage(stage) => stage_panel(stage, state),
    }
}

/// Why a stage exists.
pub struct Purpose {
    /// In one sentence.
    pub sentence: &'static str,
    /// For who wants to know more, in paragraphs.
    pub more: &'static [&'static str],
}

macro_rules! stage_panels {
    (
        path { $($Stage:ident $module:ident $name:literal,)* }
        beside { $($Beside:ident $beside:ident $called:literal,)* }
    ) => {
        fn stage_panel(stage: Stage, state: StateSnapshot) -> Html {
            match stage {
                $( Stage::$Stage => html! { <$module::Panel {state} /> }, )*
                $( Stage::$Beside => html! { <$beside::Panel {state} /> }, )*
            }
        }

        /// Why a stage exists.
        const fn purpose(stage: Stage) -> &'static Purpose {
            match stage {
                $( Stage::$Stage => &$module::PURPOSE, )*
                $( Stage::$Beside => &$beside::PURPOSE, )*
            }
        }
    };
}

for_each_stage!(stage_panels);

/// The head of a table with these columns.
fn headings(columns: &[ColumnSummary]) -> Vec<Heading> {
    let heading = |column: &ColumnSummary| Heading {
        name: column.name.clone(),
        note: column.kind.name().to_string(),
        number: column.kind.is_number(),
    };
    columns.iter().map(heading).collect()
}
