//! The results of a search: its candidates as lines through their parameters, and the best of them in a table.

use std::rc::Rc;

use yew::{Callback, Html, html};

use super::form::select;
use crate::ui::charts::metric_names::label;
use crate::ui::charts::number::{count, score_text, significant};
use crate::ui::charts::plot::{Plot, Plotted};
use crate::ui::page::Page;
use crate::ui::panels::runs::cells::{heading, when};
use crate::ui::panels::runs::{ask, press};
use crate::ui::state::{Action, RunCell, RunColumn, RunRow, Runs, RunsAction, SearchCandidates};
use crate::ui::widgets::select::SelectEntry;
use grove_charts::parallel::{AxisValues, Candidate, ParallelAxis, Search};
use grove_protocol::calls::OpenRun;
use grove_protocol::tracking::RunId;
use grove_recipe::Recipe;
use grove_recipe::order::sort_by;

/// The number of candidates in the table; the others are in the table of runs.
const LISTED: usize = 50;

pub fn result(page: &Page, runs: &Rc<Runs>, recipe: Option<&Rc<Recipe>>) -> Html {
    let searches = runs.searches();
    let Some(found) = &runs.found else {
        return html! {};
    };
    let best = found
        .candidates
        .first()
        .filter(|(_, score)| score.is_some())
        .map(|(row, _)| Rc::clone(row));
    let candidates = found.candidates.iter().map(|(row, score)| Candidate {
        name: row.name().to_string(),
        score: *score,
    });
    let search = Search {
        axes: found
            .axes
            .iter()
            .map(|column| axis(found, column))
            .collect(),
        metric: label(&found.scoring).to_string(),
        higher_is_better: found.higher_is_better,
        candidates: candidates.collect(),
        best: best_place(found),
    };
    let same_data = |row: &RunRow| {
        recipe.is_some_and(|recipe| recipe.data.sha256 == row.info.recipe.data.sha256)
    };
    html! {
        <section class="search-result" aria-labelledby="found-title" data-testid="search-result" data-candidates={found.candidates.len().to_string()}>
            <h2 class="section-title" id="found-title">{ "What was found" }</h2>
            <div class="run-search">
                { which(page, runs, &searches, found) }
                { by(page, found) }
            </div>
            if let Some(best) = best {
                <div class="run-actions">
                    <button type="button" class="button button-primary" data-testid="take-best"
                        onclick={press(page, RunsAction::RecipeTaken(Box::new(best.info.recipe.clone())))}>{ ["Use the best: ", best.name()].concat() }</button>
                    if !same_data(&best) {
                        <span class="run-selected">{ ["It belongs to ", &best.info.recipe.data.name, "."].concat() }</span>
                    }
                </div>
                if found.candidates.len() > 1 {
                    <p class="section-note" data-testid="search-optimism">{ optimism(found.candidates.len()) }</p>
                }
            }
            <Plot of={Plotted::Search(search)} />
            { table(page, found) }
        </section>
    }
}

/// Says why the best score flatters.
fn optimism(candidates: usize) -> String {
    format!(
        "The best of {} scores flatters: the folds that score it also chose it. The search did not see the test rows, so run the best once to see how good it is.",
        count(candidates as u64)
    )
}

/// Returns the place of the best candidate, if it has a score. The candidates are sorted.
fn best_place(found: &SearchCandidates) -> Option<usize> {
    found
        .candidates
        .first()
        .and_then(|(_, score)| score.map(|_| 0))
}

fn axis(found: &SearchCandidates, column: &RunColumn) -> ParallelAxis {
    let cells: Vec<RunCell> = found
        .candidates
        .iter()
        .map(|(row, _)| row.cell(column))
        .collect();
    let numbers: Option<Vec<f64>> = cells
        .iter()
        .map(|cell| match cell {
            RunCell::Number(number) => Some(*number),
            _ => None,
        })
        .collect();
    let values = match numbers {
        Some(numbers) => AxisValues::Numbers(numbers),
        None => options(cells),
    };
    ParallelAxis {
        name: heading(column),
        values,
    }
}

/// Returns the options in order. Numbers come before texts, as everywhere.
fn options(cells: Vec<RunCell>) -> AxisValues {
    let mut known = cells.clone();
    sort_by(&mut known, |a, b| a.compared(b, false));
    known.dedup();
    let place = |cell: &RunCell| known.iter().position(|known| known == cell).unwrap_or(0);
    AxisValues::Options {
        places: cells.iter().map(place).collect(),
        options: known.into_iter().map(text).collect(),
    }
}

fn text(cell: RunCell) -> String {
    match cell {
        RunCell::Number(number) => significant(number, 6),
        RunCell::Text(text) => text,
        RunCell::Nothing => "–".to_string(),
    }
}

/// Shows the choice of the search, if there are several.
fn which(page: &Page, runs: &Runs, searches: &[RunId], found: &SearchCandidates) -> Html {
    if searches.len() < 2 {
        return html! {};
    }
    let entry = |id: &RunId| {
        let started = runs
            .row(id)
            .map_or(String::new(), |row| when(row.info.started));
        SelectEntry {
            value: [runs.name_of(id), ", ", &started].concat().into(),
            disabled: false,
        }
    };
    let entries = searches.iter().map(entry).collect();
    let chosen = searches
        .iter()
        .position(|id| *id == found.parent)
        .unwrap_or(0);
    let onchoose = {
        let (page, searches) = (page.clone(), searches.to_vec());
        Callback::from(move |index: usize| {
            if let Some(search) = searches.get(index) {
                page.tell(Action::Runs(RunsAction::SearchShown(search.clone())));
            }
        })
    };
    select("search-shown", "Search", entries, chosen, onchoose)
}

/// Shows the choice of the score.
fn by(page: &Page, found: &SearchCandidates) -> Html {
    let entry = |name: &String| SelectEntry {
        value: label(name).to_string().into(),
        disabled: false,
    };
    let entries = found.scores.iter().map(entry).collect();
    let chosen = found
        .scores
        .iter()
        .position(|name| *name == found.scoring)
        .unwrap_or(0);
    let onchoose = {
        let (page, scores) = (page.clone(), found.scores.clone());
        Callback::from(move |index: usize| {
            if let Some(score) = scores.get(index) {
                page.tell(Action::Runs(RunsAction::ScoreShown(score.clone())));
            }
        })
    };
    select("score-shown", "Score", entries, chosen, onchoose)
}

fn table(page: &Page, found: &SearchCandidates) -> Html {
    let all = found.candidates.len();
    html! {
        <>
            <div class="table-frame compared-rows" tabindex="0" role="region" aria-label="Candidates">
                <table class="plain-table" data-testid="search-candidates">
                    <caption class="visually-hidden">{ "Candidates, the best first" }</caption>
                    <thead><tr>
                        <th scope="col">{ "Run" }</th>
                        <th scope="col" class="number">{ label(&found.scoring).to_string() }</th>
                        { for found.axes.iter().map(|column| html! { <th scope="col">{ heading(column) }</th> }) }
                    </tr></thead>
                    <tbody>{ for found.candidates.iter().take(LISTED).map(|(row, score)| html! {
                        <tr key={row.info.id.0.clone()}>
                            <th scope="row"><button type="button" class="link-button" onclick={ask(page, OpenRun { run: row.info.id.clone() })}>{ row.name() }</button></th>
                            <td class="number">{ score.map_or("not defined".to_string(), score_text) }</td>
                            { for found.axes.iter().map(|column| html! { <td>{ text(row.cell(column)) }</td> }) }
                        </tr>
                    }) }</tbody>
                </table>
            </div>
            if all > LISTED {
                <p class="section-note">{ ["The best ", &count(LISTED as u32), " of ", &count(all as u32), "; all are in the table of runs."].concat() }</p>
            }
        </>
    }
}
