//! What every panel has: a heading, why the stage exists, what went wrong, what it did.

use std::rc::Rc;

use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::{
    Children, Html, NodeRef, Properties, component, hook, html, use_effect_with, use_node_ref,
};

use super::moved::leading_score;
use super::provenance::provenance;
use super::purpose;
use crate::ui::charts::number::{count, rough_time};
use crate::ui::page::{Page, use_page};
use crate::ui::shell::StateSnapshot;
use crate::ui::state::{Action, CenterView, Edit, Notice, RunMode, State, Status};
use crate::ui::widgets::problem::problem;
use grove_recipe::stage::Stage;
use grove_recipe::{CHOOSE_TARGET, Recipe};

#[derive(Properties, PartialEq)]
pub struct StageFrameProps {
    pub state: StateSnapshot,
    pub stage: Stage,
    /// The stage's parameters, which stay in sight beside the pictures; nothing where a stage has a list of its own.
    #[prop_or_default]
    pub parameters: Html,
    pub children: Children,
}

#[component]
pub fn StageFrame(props: &StageFrameProps) -> Html {
    let StageFrameProps {
        state,
        stage,
        parameters,
        children,
    } = props;
    let page = use_page();
    let why = purpose(*stage);
    let heading = use_heading(state.place);
    let error = state
        .failure(*stage)
        .filter(|_| !state.is_told_at_step(*stage));
    let found = use_node_ref();
    {
        // Who has scrolled down to the parameters is to see what came of them.
        let found = found.clone();
        use_effect_with(error.map(Rc::as_ptr), move |_| scroll_back_to(&found));
    }
    let status = state.statuses().get(*stage as usize).copied();
    {
        let page = page.clone();
        use_effect_with(state.fingerprint_wanted(), move |wanted| {
            if let Some(wanted) = wanted {
                page.client().output(wanted);
            }
        });
    }
    let sentence = state.report(*stage).map(|report| report.sentence.clone());
    let has_result = sentence.is_some();
    html! {
        <section class="panel" aria-labelledby="panel-title">
            <header class="panel-head">
                <h1 class="panel-title" id="panel-title" tabindex="-1" ref={heading}>{ CenterView::Stage(*stage).title() }</h1>
                if let Some(sentence) = sentence {
                    <p class="panel-sentence">{ sentence }</p>
                } else {
                    <p class="panel-why">{ why.sentence }</p>
                }
                <details class="panel-more">
                    <summary>{ "Why this stage?" }</summary>
                    if has_result {
                        <p>{ why.sentence }</p>
                    }
                    { for why.more.iter().map(|paragraph| html! { <p>{ *paragraph }</p> }) }
                </details>
            </header>
            if let Some(error) = error {
                <div ref={found}>{ problem(error, page.dismiss(*stage)) }</div>
            }
            if let Some(notice) = &state.notice {
                { notice_bar(&page, state, notice) }
            }
            if *stage > Stage::Clean && state.asks_for_target() {
                { to_question(&page) }
            }
            { run_up_to_here(&page, state, *stage, status) }
            { beside(children, parameters, effect(&page, state, *stage), status == Some(Status::Stale)) }
            { provenance(&page, state, *stage) }
            { run_again(&page, state, *stage) }
        </section>
    }
}

/// Shows pictures, and parameters with their effect beside them where there are some: below them in a narrow window.
fn beside(pictures: &Children, parameters: &Html, effect: Html, stale: bool) -> Html {
    let shown = if stale {
        "panel-pictures is-stale"
    } else {
        "panel-pictures"
    };
    let pictures = html! { <div class={shown}>{ pictures.clone() }</div> };
    if *parameters == Html::default() {
        return html! { <>{ effect }{ pictures }</> };
    }
    html! {
        <div class="panel-body">
            { pictures }
            <div class="panel-parameters">{ effect }{ parameters.clone() }</div>
        </div>
    }
}

/// Shows the leading score, and the button that renews it where a change does not run by itself.
fn effect(page: &Page, state: &State, stage: Stage) -> Html {
    let score = match stage {
        // Evaluate has its verdict; before the table is cleaned and after the evaluation there is nothing to move.
        Stage::Load | Stage::Evaluate | Stage::Predict => Html::default(),
        _ => leading_score(state),
    };
    let recipe =
        to_run(state, Stage::Evaluate).filter(|_| state.is_renewable() && !state.renews_itself());
    let apply = recipe.map(|recipe| {
        let (page, recipe) = (page.clone(), Rc::clone(recipe));
        let onclick = move |_| {
            let client = page.client();
            client.run_through(&recipe, Stage::Evaluate, RunMode::InPlace);
        };
        html! {
            <p class="apply">
                <button type="button" class="button button-primary" data-testid="apply" {onclick}>{ "Apply" }</button>
                if let Some(seconds) = state.seconds_to_run() {
                    <span>{ "Takes " }{ rough_time(seconds) }{ "." }</span>
                }
            </p>
        }
    });
    if apply.is_none() && score == Html::default() {
        return score;
    }
    html! { <div class="effect">{ score }{ apply }</div> }
}

/// The heading of a panel, in sight when the panel comes or this changes: who opens a file or follows a run is taken along
/// with the focus, who walks the rail keeps that there.
#[hook]
pub fn use_heading<T: PartialEq + 'static>(of: T) -> NodeRef {
    let heading = use_node_ref();
    let shown = heading.clone();
    use_effect_with(of, move |_| {
        focus_if_lost(&shown);
        scroll_back_to(&shown);
    });
    heading
}

/// Moves the focus to a heading where what had it is gone.
fn focus_if_lost(heading: &NodeRef) {
    let lost = gloo::utils::document()
        .active_element()
        .is_none_or(|element| element.tag_name() == "BODY");
    if let Some(heading) = heading.cast::<web_sys::HtmlElement>().filter(|_| lost) {
        // Nothing depends on it where it fails.
        let _ = heading.focus();
    }
}

/// Scrolls to what the page has been scrolled past, as far as the bar on top leaves it in sight; what lies further down
/// stays where it is.
fn scroll_back_to(node: &NodeRef) {
    if let Some(element) = node.cast::<web_sys::Element>() {
        let page = gloo::utils::document().document_element();
        let seen = page.map_or(0.0, |page| f64::from(page.client_height()));
        if element.get_bounding_client_rect().bottom() < seen {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
    }
}

/// What could be run from a panel now.
fn to_run(state: &State, through: Stage) -> Option<&Rc<Recipe>> {
    let recipe = state
        .recipe()
        .filter(|recipe| recipe.check_up_to(through).is_ok());
    recipe.filter(|_| state.can_run() && !state.is_previewing())
}

/// Where to answer what the stages from check on wait for.
fn to_question(page: &Page) -> Html {
    let page = page.clone();
    let onclick = move |_| page.tell(Action::PlaceChosen(CenterView::Stage(Stage::Load)));
    html! {
        <div class="notice" data-testid="target-wanted">
            <p>{ CHOOSE_TARGET }{ " This stage waits until then." }</p>
            <button type="button" class="button" {onclick}>{ "Choose in Data" }</button>
        </div>
    }
}

/// Runs what leads to a stage and no more, where the page does not do so by itself. Says why what is shown is out of date.
fn run_up_to_here(page: &Page, state: &State, stage: Stage, status: Option<Status>) -> Html {
    let words = match status {
        Some(Status::Stale) if !state.renews_itself() => "Renew",
        Some(Status::Idle) => "Run up to here",
        _ => return html! {},
    };
    let on_the_way = (Stage::Clean..=Stage::Evaluate).contains(&stage);
    let button = to_run(state, stage).filter(|_| on_the_way).map(|recipe| {
        let (page, recipe) = (page.clone(), Rc::clone(recipe));
        let onclick = move |_| page.client().run_through(&recipe, stage, RunMode::InPlace);
        html! { <button type="button" class="button" data-testid={["run-to-", stage.name()].concat()} {onclick}>{ words }</button> }
    });
    match status {
        Some(Status::Stale) => html! {
            <div class="notice out-of-date" data-testid="out-of-date">
                <p><span aria-hidden="true">{ "◐ " }</span>{ "Out of date. " }{ state.why_stale(stage) }</p>
                { button }
            </div>
        },
        _ => html! { <p>{ button }</p> },
    }
}

/// Makes the output of a stage and of all behind it once more.
fn run_again(page: &Page, state: &State, stage: Stage) -> Html {
    let done = (Stage::Clean..=Stage::Evaluate).contains(&stage) && state.finished(stage).is_some();
    let Some(recipe) = to_run(state, Stage::Evaluate).filter(|_| done) else {
        return html! {};
    };
    let (page, recipe) = (page.clone(), Rc::clone(recipe));
    let onclick = move |_| page.client().run_again(&recipe, stage);
    html! {
        <p><button type="button" class="button button-quiet" data-testid={["run-again-", stage.name()].concat()} {onclick}
            title="Forgets what this stage and those behind it made, and makes it anew. It comes out the same, to the last bit.">{ "Run all again from here" }</button></p>
    }
}

pub(super) fn notice_bar(page: &Page, state: &State, notice: &Notice) -> Html {
    let dismiss = {
        let page = page.clone();
        move |_| page.tell(Action::NoticeDismissed)
    };
    let keep = state.stopped().zip(state.recipe());
    html! {
        <div class="notice" role="status" data-testid="notice">
            <p>{ &*notice.text }</p>
            if let Some((stopped, recipe)) = keep {
                { keep_trees(page, stopped.trees, recipe) }
            }
            <button type="button" class="button button-quiet" onclick={dismiss}>{ "Dismiss" }</button>
        </div>
    }
}

/// Makes the trees that have grown the whole forest.
fn keep_trees(page: &Page, trees: u32, recipe: &Recipe) -> Html {
    let (one, many) = recipe.train.about().trees.unit();
    let words = match trees {
        1 => ["Keep the ", one].concat(),
        _ => ["Keep the ", &count(trees), " ", many].concat(),
    };
    run_with_trees(page, recipe, trees, "keep-trees", words)
}

/// Makes a button that runs the recipe with so many trees or iterations.
pub(super) fn run_with_trees(
    page: &Page,
    recipe: &Recipe,
    trees: u32,
    testid: &'static str,
    words: String,
) -> Html {
    let mut recipe = recipe.clone();
    let Some((number, field)) = recipe.train.trees_mut() else {
        return html! {};
    };
    *number = trees;
    let recipe = Rc::new(recipe);
    let page = page.clone();
    let onclick = move |_| {
        let edit = Edit::part(recipe.train.clone());
        page.tell(Action::RecipeEdited { field, edit });
        page.client().run(&recipe);
    };
    html! { <button type="button" class="button" data-testid={testid} {onclick}>{ words }</button> }
}

/// The parameters of a stage.
pub fn form(fields: Html) -> Html {
    html! {
        <section class="form" aria-labelledby="form-title">
            <h2 class="section-title" id="form-title">{ "Parameters" }</h2>
            <div class="form-fields">{ fields }</div>
        </section>
    }
}

/// Rarely changed parameters, with the number of those that differ from their defaults.
pub fn fold(title: &'static str, changed: usize, fields: Html) -> Html {
    html! {
        <details class="form-fold">
            <summary>
                { title }
                if changed > 0 {
                    <span class="form-fold-changed">{ format!(" ({changed} set)") }</span>
                }
            </summary>
            { fields }
        </details>
    }
}

/// In the place of a picture that comes by itself, unless the table is large.
pub fn soon(state: &State, text: &str) -> Html {
    not_yet(if state.is_previewing() {
        "One moment …"
    } else {
        text
    })
}

/// In the place of a picture before the stage has run.
pub fn not_yet(text: &str) -> Html {
    html! { <p class="not-yet">{ text }</p> }
}
