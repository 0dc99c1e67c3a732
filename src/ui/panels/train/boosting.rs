//! Train: gradient boosting, whose trees correct each other in order.

use yew::{Callback, Html, html};

use super::{grove, opened};
use crate::ui::charts::loss_curve::LossCurve;
use crate::ui::charts::number::{count, counted};
use crate::ui::charts::plot::{Plot, Plotted};
use crate::ui::page::Page;
use crate::ui::panels::frame::run_with_trees;
use crate::ui::state::{State, Status};
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_protocol::report::{BoostingReport, TrainReport, TreePicture, TreeShape};
use grove_recipe::Train;
use grove_recipe::models::trees::TREES_AT_MOST;
use grove_recipe::stage::Stage;

/// How it differs from a forest.
const UNLIKE_A_FOREST: &str = "The trees of a forest grow independently and vote. Here each tree only learns what the sum of those before it still gets wrong, so their order matters, and too many of them overfit.";

/// Shows the iterations so far.
pub fn growing(page: &Page, state: &State, train: &Train, shapes: &[TreeShape], map: Html) -> Html {
    let asked = train.trees();
    html! {
        <>
            <p class="section-note">{ UNLIKE_A_FOREST }</p>
            <div class="pictures">
                <LossCurve shapes={shapes.to_vec()} {asked} />
                { map }
            </div>
            { grove(page, state, shapes.to_vec(), asked, Some(1)) }
        </>
    }
}

/// Shows a model that has grown.
pub fn grown(
    page: &Page,
    state: &State,
    report: &TrainReport,
    boosting: &BoostingReport,
    map: Html,
) -> Html {
    let grown = report.trees.len() as u32;
    let each = boosting.per_iteration.max(1);
    let target = state.recipe().map(|recipe| recipe.target.clone());
    let examples = (boosting.examples.clone(), target.unwrap_or_default());
    html! {
        <>
            <p class="section-note">{ UNLIKE_A_FOREST }</p>
            <div class="pictures">
                <LossCurve shapes={report.trees.clone()} asked={boosting.asked} report={boosting.clone()} />
                { map }
            </div>
            { on_from_here(page, state, grown, boosting) }
            <Plot of={Plotted::Corrections(examples.0, examples.1)} />
            { grove(page, state, report.trees.clone(), grown, Some(each)) }
            if let Some(tree) = &state.tree.answer {
                { classes(page, tree, each) }
                { opened(page, (**tree).clone()) }
            }
        </>
    }
}

/// Shows the buttons that grow more trees, or keep those up to the best iteration.
fn on_from_here(page: &Page, state: &State, grown: u32, boosting: &BoostingReport) -> Html {
    let fresh = state.statuses().get(Stage::Train as usize) == Some(&Status::Fresh);
    let Some(recipe) = state.recipe().filter(|_| fresh && state.can_run()) else {
        return html! {};
    };
    let more = grown.saturating_add(boosting.asked).min(TREES_AT_MOST);
    let best = boosting.best.filter(|best| (1..grown).contains(best));
    let on = [
        "Grow ",
        &counted(
            more.saturating_sub(grown),
            "more iteration",
            "more iterations",
        ),
    ];
    html! {
        <div class="step-buttons">
            if !boosting.stopped_early && more > grown {
                { run_with_trees(page, recipe, more, "grow-on", on.concat()) }
            }
            if let Some(best) = best {
                { run_with_trees(page, recipe, best, "keep-best", ["Keep only the first ", &count(best)].concat()) }
            }
        </div>
    }
}

/// Shows the choice of the class whose tree is open, where an iteration has a tree for each.
fn classes(page: &Page, tree: &TreePicture, each: u32) -> Html {
    if each < 2 {
        return html! {};
    }
    let entries: Vec<SelectEntry> = tree.classes.iter().map(|class| entry(class)).collect();
    let (first, chosen) = (tree.index / each * each, tree.index % each);
    let page = page.clone();
    let onchoose = Callback::from(move |class: usize| page.client().tree(first + class as u32));
    html! {
        <label class="labelled">
            <span class="labelled-name">{ "Tree of the class" }</span>
            <Select testid="tree-class" {entries} chosen={Some(chosen as usize)} {onchoose} />
        </label>
    }
}

fn entry(class: &str) -> SelectEntry {
    SelectEntry {
        value: class.to_owned().into(),
        disabled: false,
    }
}
