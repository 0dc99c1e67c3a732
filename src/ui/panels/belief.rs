//! Shows the doubts about the scores above them, each with the change that removes it.

use std::rc::Rc;

use yew::{Html, html};

use crate::ui::charts::number::counted;
use crate::ui::page::Page;
use crate::ui::state::{Action, CenterView, Edit, State};
use grove_protocol::report::{Doubt, Remedy};
use grove_recipe::Recipe;
use grove_recipe::stage::Stage;

/// Shows the doubts. For the present recipe with buttons that change it; for a stored run, with `None`, without.
pub fn belief(page: Option<(&Page, &State)>, doubts: &[Doubt]) -> Html {
    let is_known = |doubt: &Doubt| match page.and_then(|(_, state)| state.recipe()) {
        Some(recipe) => doubt.is_known_to(recipe),
        None => doubt.known,
    };
    let (known, open): (Vec<_>, Vec<_>) = doubts.iter().partition(|doubt| is_known(doubt));
    let count = open.len().to_string();
    if doubts.is_empty() {
        return html! {
            <p class="section-note" data-testid="belief" data-doubts={count}>{ "✓ No reason to doubt these scores was found." }</p>
        };
    }
    html! {
        <section class="belief" aria-labelledby="belief-title" data-testid="belief" data-doubts={count}>
            <h2 class="section-title" id="belief-title">{ "Reasons to doubt these scores" }</h2>
            <ul class="expectations">
                { for open.into_iter().map(|doubt| doubt_item(page, doubt)) }
            </ul>
            if !known.is_empty() {
                <details class="belief-known" data-testid="belief-known">
                    <summary>{ ["✓ ", &counted(known.len() as u32, "doubt that you know", "doubts that you know")].concat() }</summary>
                    <ul class="expectations">
                        { for known.into_iter().map(|doubt| quiet(page, doubt)) }
                    </ul>
                </details>
            }
        </section>
    }
}

fn doubt_item(page: Option<(&Page, &State)>, doubt: &Doubt) -> Html {
    html! {
        <li class="expectation" data-verdict="warned" data-doubt={doubt.question.name()} data-columns={doubt.columns.join(",")}>
            <span class="expectation-glyph" aria-hidden="true">{ "!" }</span>
            <div class="expectation-text">
                <h3 class="expectation-name">{ doubt.question.title() }</h3>
                <p>{ &doubt.found }{ " " }{ &doubt.advice }</p>
                if let Some((page, state)) = page {
                    <div class="belief-steps">
                        { mend(page, state, doubt) }
                        { know(page, state, doubt, true, "I know") }
                    </div>
                }
            </div>
        </li>
    }
}

fn quiet(page: Option<(&Page, &State)>, doubt: &Doubt) -> Html {
    html! {
        <li class="expectation" data-doubt={doubt.question.name()} data-columns={doubt.columns.join(",")}>
            <div class="expectation-text">
                <h3 class="expectation-name">{ doubt.question.title() }</h3>
                <p>{ &doubt.found }</p>
                if let Some((page, state)) = page {
                    <div class="belief-steps">{ know(page, state, doubt, false, "Warn me again") }</div>
                }
            </div>
        </li>
    }
}

/// Shows a button that makes the change and runs again, or goes to where a person chooses.
fn mend(page: &Page, state: &State, doubt: &Doubt) -> Html {
    let label = match doubt.remedy {
        Remedy::ChangeModel => doubt.remedy.label() + " …",
        _ => doubt.remedy.label() + " and run again",
    };
    let next = state.mended(&doubt.remedy);
    let disabled = next.is_some() && !state.can_run();
    let page = page.clone();
    let onclick = move |_| match &next {
        Some(recipe) => run(&page, recipe),
        None => page.tell(Action::PlaceChosen(CenterView::Stage(Stage::Train))),
    };
    html! { <button type="button" class="button" data-testid="belief-mend" {disabled} {onclick}>{ label }</button> }
}

/// Shows a button that records in the recipe whether the person knows of the doubt, and evaluates again, so that the
/// run's record says so, too.
fn know(page: &Page, state: &State, doubt: &Doubt, known: bool, label: &'static str) -> Html {
    let next = state.knowing(doubt, known);
    let page = page.clone();
    let onclick = move |_| {
        if let Some(recipe) = &next {
            run(&page, recipe);
        }
    };
    let (handle, disabled) = (
        if known {
            "belief-know"
        } else {
            "belief-forget"
        },
        !state.can_run(),
    );
    let said = [label, ": ", doubt.question.title()].concat();
    html! { <button type="button" class="link-button" data-testid={handle} aria-label={said} {disabled} {onclick}>{ label }</button> }
}

fn run(page: &Page, recipe: &Rc<Recipe>) {
    page.tell(Action::RecipeEdited {
        field: "belief",
        edit: Edit::Belief(Rc::clone(recipe)),
    });
    page.client().run(recipe);
}

/// Shows in the list of stages how many doubts the present recipe does not record as known.
pub fn mark(state: &State, stage: Stage) -> Html {
    let open = state.doubts(stage).count() as u32;
    if open == 0 {
        return Html::default();
    }
    html! {
        <span class="stage-mark" data-testid="belief-mark" data-doubts={open.to_string()}>{ ["! ", &counted(open, "doubt", "doubts")].concat() }</span>
    }
}
