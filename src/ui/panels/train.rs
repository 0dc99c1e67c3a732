//! Train: the grove as it grows, one tree opened, and the forest's parameters.

use yew::{Callback, Html, component, html};

use super::PanelProps;
use super::estimate::EstimateLine;
use super::fields::Fields;
use super::frame::{StageFrame, form, not_yet};
use super::progress::progress;
use crate::api::parameters::{
    BOOTSTRAP, CLASS_WEIGHT, MAX_DEPTH, MAX_FEATURES, MIN_SAMPLES_LEAF, MIN_SAMPLES_SPLIT,
    N_ESTIMATORS,
};
use crate::api::recipe::Train;
use crate::api::report::{Detail, TrainReport, TreeShape};
use crate::api::stage::Stage;
use crate::ui::charts::grove::Grove;
use crate::ui::charts::number::{bytes, counted};
use crate::ui::charts::tree_view::TreeView;
use crate::ui::page::{Page, use_page};
use crate::ui::state::{Action, Edit, State, Status};

#[component]
pub fn TrainPanel(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let forest = forest(state);
    let onclick = {
        // The engine draws a tree with the rows and features of its latest run.
        let fresh = state.statuses().get(Stage::Train as usize) == Some(&Status::Fresh);
        let (page, can_open) = (page.clone(), state.run.is_none() && fresh);
        Callback::from(move |index: u32| {
            if can_open {
                page.client().tree(index);
            }
        })
    };
    let onclose = {
        let page = page.clone();
        move |_| page.tell(Action::TreeClosed)
    };
    html! {
        <StageFrame state={state.clone()} stage={Stage::Train}>
            if let Some(run) = state.run.as_ref().filter(|_| growing(state)) {
                { progress(run) }
            }
            if let Some((shapes, expected)) = forest {
                <Grove {shapes} {expected} {onclick} selected={state.tree.answer.as_ref().map(|tree| tree.index)} />
            } else {
                { not_yet("Press Run to watch the forest grow.") }
            }
            if let Some(tree) = &state.tree.answer {
                <div class="opened-tree" data-testid="tree">
                    <button type="button" class="button button-quiet" onclick={onclose}>{ "Close the tree" }</button>
                    <TreeView tree={(**tree).clone()} />
                </div>
            }
            if let Some(report) = trained(state).filter(|_| !growing(state)) {
                <ul class="facts">
                    <li>{ counted(report.rows, "row to learn from", "rows to learn from") }</li>
                    <li>{ counted(report.features, "feature", "features") }</li>
                    if let Some(tried) = report.features_per_split {
                        <li>{ format!("{tried} tried at each split") }</li>
                    }
                    <li>{ format!("{} in memory", bytes(f64::from(report.bytes))) }</li>
                </ul>
            }
            if let Some(recipe) = state.recipe() {
                { parameters(&page, &recipe.train) }
                <EstimateLine state={state.clone()} />
            }
        </StageFrame>
    }
}

fn growing(state: &State) -> bool {
    state
        .run
        .as_ref()
        .is_some_and(|run| run.stage == Some(Stage::Train))
}

/// The forest as it stands, and how many trees it will have.
fn forest(state: &State) -> Option<(Vec<TreeShape>, u32)> {
    if let Some(run) = state.run.as_ref().filter(|_| growing(state)) {
        return Some((run.trees.to_vec(), run.total));
    }
    let report = trained(state)?;
    Some((report.trees.clone(), report.trees.len() as u32))
}

fn trained(state: &State) -> Option<&TrainReport> {
    match &state.report(Stage::Train)?.detail {
        Detail::Train(report) => Some(report),
        _ => None,
    }
}

fn parameters(page: &Page, now: &Train) -> Html {
    let edit = Edit::Train;
    let fields = Fields { page, now, edit };
    form(html! {
        <>
            { fields.whole(&N_ESTIMATORS, |train| &mut train.n_estimators) }
            { fields.limit(&MAX_DEPTH, |train| &mut train.max_depth) }
            { fields.whole(&MIN_SAMPLES_SPLIT, |train| &mut train.min_samples_split) }
            { fields.whole(&MIN_SAMPLES_LEAF, |train| &mut train.min_samples_leaf) }
            { fields.choice(&MAX_FEATURES, |train| &mut train.max_features) }
            { fields.choice(&CLASS_WEIGHT, |train| &mut train.class_weight) }
            { fields.switch(&BOOTSTRAP, |train| &mut train.bootstrap) }
        </>
    })
}
