//! Proposals: a first set of expectations from the data, of which the person takes what they like.

use std::rc::Rc;

use yew::{Html, UseStateHandle, html};

use super::put;
use crate::ui::charts::number::counted;
use crate::ui::page::Page;
use crate::ui::state::{Action, State};
use grove_recipe::{Expectation, Recipe};

/// `left` are the places of those that are not to be taken.
pub fn proposals(
    page: &Page,
    state: &State,
    recipe: &Rc<Recipe>,
    left: &UseStateHandle<Vec<usize>>,
) -> Html {
    let propose = {
        let (page, recipe, left) = (page.clone(), recipe.clone(), left.clone());
        move |_| {
            left.set(Vec::new());
            page.client().propose(&recipe);
        }
    };
    let busy = state.proposals.waits.is_some();
    html! {
        <>
            <button type="button" class="button" data-testid="propose-expectations" disabled={busy} onclick={propose}>
                { if busy { "Looking at the data …" } else { "Propose expectations" } }
            </button>
            <p class="section-note" role="status">
                if let Some(proposed) = &state.proposals.answer {
                    { format!("{} proposed.", counted(proposed.len() as u32, "expectation is", "expectations are")) }
                }
            </p>
            if let Some(proposed) = &state.proposals.answer {
                { offered(page, recipe, proposed, left) }
            }
        </>
    }
}

fn offered(
    page: &Page,
    recipe: &Rc<Recipe>,
    proposed: &[Expectation],
    left: &UseStateHandle<Vec<usize>>,
) -> Html {
    let known = |new: &Expectation| recipe.check.expectations.iter().any(|e| e.rule == new.rule);
    let new: Vec<(usize, &Expectation)> = proposed
        .iter()
        .enumerate()
        .filter(|(_, e)| !known(e))
        .collect();
    let taken: Vec<Expectation> = new
        .iter()
        .filter(|(place, _)| !left.contains(place))
        .map(|(_, expectation)| (*expectation).clone())
        .collect();
    let count = taken.len() as u32;
    let close = {
        let page = page.clone();
        move |_| page.tell(Action::ProposalsClosed)
    };
    let take = {
        let (page, recipe) = (page.clone(), recipe.clone());
        move |_| {
            let mut check = recipe.check.clone();
            check.expectations.extend(taken.iter().cloned());
            put(&page, "check", check);
            page.tell(Action::ProposalsClosed);
        }
    };
    html! {
        <fieldset class="ticks" data-testid="proposals">
            <legend class="section-title">{ "Proposals" }</legend>
            <p class="section-note">
                { if new.is_empty() {
                    "All that would be proposed is expected already."
                } else {
                    "All of it is true of the present rows, with some room for new ones. Each only warns until you let it stop the run."
                } }
            </p>
            <ul class="tick-list">
                { for new.iter().map(|(place, expectation)| proposal(*place, expectation, left)) }
            </ul>
            <div class="expectation-controls">
                if !new.is_empty() {
                    <button type="button" class="button button-primary" data-testid="take-proposals" disabled={count == 0} onclick={take}>
                        { format!("Take {}", counted(count, "expectation", "expectations")) }
                    </button>
                }
                <button type="button" class="button button-quiet" onclick={close}>{ "Close" }</button>
            </div>
        </fieldset>
    }
}

fn proposal(place: usize, expectation: &Expectation, left: &UseStateHandle<Vec<usize>>) -> Html {
    let checked = !left.contains(&place);
    let onchange = {
        let left = left.clone();
        move |_| {
            let mut places = Vec::clone(&left);
            if checked {
                places.push(place);
            } else {
                places.retain(|other| *other != place);
            }
            left.set(places);
        }
    };
    html! {
        <li key={place}>
            <label class="check">
                <input type="checkbox" {checked} {onchange} />
                <span class="check-text"><span class="check-name">{ expectation.rule.sentence() }</span></span>
            </label>
        </li>
    }
}
