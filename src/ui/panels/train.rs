//! Train: the grove as it grows, one tree opened, and the forest's parameters.

use yew::{Callback, Html, component, html};

use super::frame::{Form, StageFrame, not_yet};
use super::{PanelProps, field};
use crate::api::parameters::{
    BOOTSTRAP, CLASS_WEIGHT, MAX_DEPTH, MAX_FEATURES, MIN_SAMPLES_LEAF, MIN_SAMPLES_SPLIT,
    N_ESTIMATORS,
};
use crate::api::recipe::{ClassWeight, MaxFeatures, Train};
use crate::api::report::{Detail, TrainReport, TreeShape};
use crate::api::stage::Stage;
use crate::ui::charts::grove::Grove;
use crate::ui::charts::number::{bytes, counted};
use crate::ui::charts::tree_view::TreeView;
use crate::ui::page::{Page, use_page};
use crate::ui::state::{Action, Edit, State, Status};
use crate::ui::widgets::choice::ChoiceField;
use crate::ui::widgets::integer::IntegerField;
use crate::ui::widgets::switch::SwitchField;

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
                { form(&page, &recipe.train) }
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

fn form(page: &Page, now: &Train) -> Html {
    let set = Edit::Train;
    /// For a number that may not be empty.
    fn number(
        place: fn(&mut Train) -> &mut u32,
    ) -> impl Fn(&mut Train, Option<u32>) + Copy + 'static {
        move |train, value| {
            if let Some(value) = value {
                *place(train) = value;
            }
        }
    }
    html! {
        <Form>
            <IntegerField declared={&N_ESTIMATORS} value={Some(now.n_estimators)}
                onchange={field(page, now, N_ESTIMATORS.name, number(|t| &mut t.n_estimators), set)} />
            <IntegerField declared={&MAX_DEPTH} value={now.max_depth} empty="no limit"
                onchange={field(page, now, MAX_DEPTH.name, |t: &mut Train, depth| t.max_depth = depth, set)} />
            <IntegerField declared={&MIN_SAMPLES_SPLIT} value={Some(now.min_samples_split)}
                onchange={field(page, now, MIN_SAMPLES_SPLIT.name, number(|t| &mut t.min_samples_split), set)} />
            <IntegerField declared={&MIN_SAMPLES_LEAF} value={Some(now.min_samples_leaf)}
                onchange={field(page, now, MIN_SAMPLES_LEAF.name, number(|t| &mut t.min_samples_leaf), set)} />
            <ChoiceField<MaxFeatures> declared={&MAX_FEATURES} value={now.max_features}
                onchange={field(page, now, MAX_FEATURES.name, |t: &mut Train, chosen| t.max_features = chosen, set)} />
            <ChoiceField<ClassWeight> declared={&CLASS_WEIGHT} value={now.class_weight}
                onchange={field(page, now, CLASS_WEIGHT.name, |t: &mut Train, chosen| t.class_weight = chosen, set)} />
            <SwitchField declared={&BOOTSTRAP} value={now.bootstrap}
                onchange={field(page, now, BOOTSTRAP.name, |t: &mut Train, on| t.bootstrap = on, set)} />
        </Form>
    }
}
