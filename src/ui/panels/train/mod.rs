//! Train: the progress of the model, which for trees is a growing forest or a falling loss, and its parameters.

mod boosting;
mod directions;
mod estimate;
mod model_form;
pub mod trained;

use yew::{Callback, Html, component, html};

use self::estimate::estimate_line;
use self::model_form::ModelForm;
use self::trained::facts;
use super::categories::misfits;
use super::frame::{StageFrame, not_yet};
use super::missing_values::gaps;
use super::plane::Plane;
use super::progress::progress;
use super::{PanelProps, Purpose};
use crate::ui::charts::grove::Grove;
use crate::ui::charts::oob_curve::OobCurve;
use crate::ui::charts::tree_view::TreeView;
use crate::ui::page::{Page, use_page};
use crate::ui::state::{
    Action, CenterView, EngineWish, PlaneView, RunsAction, RunsView, State, Status,
};
use crate::ui::widgets::later::Later;
use grove_protocol::report::{
    Detail, OutOfBagReport, TargetDistribution, TrainReport, TreePicture, TreeShape,
};
use grove_recipe::Train;
use grove_recipe::models::Trees;
use grove_recipe::stage::Stage;

/// Why the stage exists.
pub const PURPOSE: Purpose = Purpose {
    sentence: "Training looks for patterns that link the features to the target. They should hold for new rows too, so the model must not memorise the train rows.",
    more: &[
        "No model is best for all data. Try several and compare them at evaluate: of two that score equally well, take the simpler one. The baseline shows what a model scores that has learned nothing.",
        "A decision tree asks a question such as “is the petal longer than 2.45 cm?”, and then another, until the rows that are left are all of one class. At each node it takes the question that separates the rows best.",
        "A single deep tree memorises its train rows. In a random forest every tree learns from rows drawn with replacement (the bootstrap), and at every node it may choose among a few random features only. So the trees make different mistakes, and their vote is better than any one of them (Breiman, 2001).",
        "Gradient boosting also adds up many trees, but in order: each small tree learns what the sum of those before it still gets wrong, and only a share of its correction is added, the learning rate (Friedman, 2001). That often predicts better than a forest. A forest becomes steadier with more trees; boosting goes on correcting until it fits the noise of its train rows. So watch the loss on rows that it does not learn from, and stop where that is lowest. On the sample diabetes, over ten splits, 1,000 iterations score a mean R² of 0.27 and 100 score 0.34; stopped early it scores 0.42, and a forest 0.40.",
        "Each tree in the picture is as tall as it is deep and as wide as it has leaves. Click one to read its questions.",
    ],
};

#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let state = &props.state;
    let page = use_page();
    let run = state.engine.run();
    let training = run.filter(|run| run.stage == Some(Stage::Train));
    let parameters = match (state.recipe(), &state.data) {
        (Some(recipe), Some(data)) => html! {
            <>
                <ModelForm recipe={recipe.clone()} data={data.clone()} />
                { misfits(&page, state, Stage::Train) }
                { gaps(&page, state, Stage::Train) }
                { estimate_line(state) }
                { search(&page) }
            </>
        },
        _ => Html::default(),
    };
    let map = html! { <Plane state={state.clone()} view={PlaneView::Train} /> };
    html! {
        <StageFrame state={state.clone()} stage={Stage::Train} {parameters}>
            { match (training, state.stopped(), trained(state)) {
                (Some(run), _, _) => html! { <>{ progress(run) }{ growing(&page, state, &run.recipe.train, &run.trees, map) }</> },
                (None, Some(stopped), _) => growing(&page, state, &stopped.recipe.train, &stopped.shapes, map),
                (None, None, Some(report)) => html! { <>{ grown(&page, state, report, map) }{ facts(report) }</> },
                (None, None, None) => not_yet("Choose a model and press Run to see it learn."),
            } }
        </StageFrame>
    }
}

/// Shows the button for a search, since other parameters may be better.
fn search(page: &Page) -> Html {
    let page = page.clone();
    let onclick = move |_| {
        page.tell(Action::Runs(RunsAction::Viewed(RunsView::Search)));
        page.tell(Action::PlaceChosen(CenterView::Runs));
    };
    html! { <p><button type="button" class="button" data-testid="search" {onclick}>{ "Search for better parameters" }</button></p> }
}

pub fn trained(state: &State) -> Option<&TrainReport> {
    match &state.report(Stage::Train)?.detail {
        Detail::Train(report) => Some(report),
        _ => None,
    }
}

/// Shows a forest of which some trees have grown, with what they answer.
fn growing(page: &Page, state: &State, train: &Train, shapes: &[TreeShape], map: Html) -> Html {
    match train.about().trees {
        Trees::None => return map,
        Trees::Sequential => return boosting::growing(page, state, train, shapes, map),
        Trees::One | Trees::Many => {}
    }
    let expected = train.trees();
    html! {
        <>
            { grove(page, state, shapes.to_vec(), expected, None) }
            <div class="pictures">
                if train.forest().is_some_and(|forest| forest.bootstrap) {
                    <Later><OobCurve shapes={shapes.to_vec()} {expected} metric={score(state)} /></Later>
                }
                <Later>{ map }</Later>
            </div>
        </>
    }
}

fn grown(page: &Page, state: &State, report: &TrainReport, map: Html) -> Html {
    if report.model.about().trees == Trees::None {
        let label = report.model.about().label;
        let words = [
            "There are no trees to draw: ",
            label,
            " has none. Evaluate shows how good it is.",
        ];
        return html! { <>{ not_yet(&words.concat()) }{ map }</> };
    }
    if let Some(boosting) = &report.boosting {
        return boosting::grown(page, state, report, boosting, map);
    }
    let trees = report.trees.len() as u32;
    html! {
        <>
            { grove(page, state, report.trees.clone(), trees, None) }
            if let Some(tree) = &state.tree.answer {
                { opened(page, (**tree).clone()) }
            }
            <div class="pictures">
                <Later>{ match &report.out_of_bag {
                    Some(rows) => out_of_bag(state, report, rows.clone()),
                    None => html! { <p class="section-note">{ match trees {
                        1 => "The tree learned from all train rows, so there are no out-of-bag rows to score it on.",
                        _ => "Every tree learned from all train rows, so there are no out-of-bag rows to score it on.",
                    } }</p> },
                } }</Later>
                <Later>{ map }</Later>
            </div>
        </>
    }
}

/// Draws the trees. `each` is how many trees an iteration of gradient boosting has; `None` for a forest.
fn grove(
    page: &Page,
    state: &State,
    shapes: Vec<TreeShape>,
    expected: u32,
    each: Option<u32>,
) -> Html {
    // The engine draws a tree with the rows and features of its latest run.
    let fresh = state.statuses().get(Stage::Train as usize) == Some(&Status::Fresh);
    let can_open = state.engine.may(EngineWish::Ask) && fresh;
    let page = page.clone();
    let onclick = Callback::from(move |index: u32| {
        if can_open {
            page.client().tree(index * each.unwrap_or(1));
        }
    });
    let opened = state.tree.answer.as_ref().map(|tree| tree.index);
    let selected = opened.map(|tree| tree / each.unwrap_or(1));
    html! { <Grove {shapes} {expected} {onclick} {selected} in_order={each.is_some()} /> }
}

fn opened(page: &Page, tree: TreePicture) -> Html {
    let page = page.clone();
    let onclose = move |_| page.tell(Action::TreeClosed);
    html! {
        <div class="opened-tree" data-testid="tree">
            <button type="button" class="button button-quiet" onclick={onclose}>{ "Close the tree" }</button>
            <TreeView {tree} />
        </div>
    }
}

fn out_of_bag(state: &State, trained: &TrainReport, report: OutOfBagReport) -> Html {
    let shapes = trained.trees.clone();
    let expected = shapes.len() as u32;
    html! { <OobCurve {shapes} {expected} metric={score(state)} {report} rows={trained.rows} /> }
}

/// Returns the score of a growing forest, which depends on the target's task as the split reports it.
fn score(state: &State) -> &'static str {
    match state.report(Stage::Split).map(|report| &report.detail) {
        Some(Detail::Split(split)) => match split.target {
            TargetDistribution::Classes { .. } => "accuracy",
            TargetDistribution::Numbers { .. } => "r2",
        },
        _ => "accuracy",
    }
}
