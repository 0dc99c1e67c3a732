//! The form of a search: which parameters are varied over which values, and the number of candidates.

use std::rc::Rc;

use web_sys::{Event, HtmlInputElement, InputEvent};
use yew::{Callback, Html, TargetCast, html};

use crate::ui::charts::metric_names::label;
use crate::ui::charts::number::{count, counted, score_text};
use crate::ui::page::Page;
use crate::ui::state::{Action, DraftAxis, KnownTrials, Runs, RunsAction, SearchDraft};
use crate::ui::widgets::parameter::field;
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_protocol::report::{FoldWinner, NestedSearch, TrialPlan, metrics_of};
use grove_protocol::tracking::SearchMethod;
use grove_recipe::parameters::{N_ITER, Searchable, Span, searchable};
use grove_recipe::{ModelName, Recipe};

const METHODS: [(SearchMethod, &str); 2] = [
    (SearchMethod::Grid, "a grid: every combination"),
    (SearchMethod::Random, "at random"),
];

/// Changes the draft.
fn change(page: &Page, draft: &SearchDraft, change: impl FnOnce(&mut SearchDraft)) {
    let mut draft = draft.clone();
    change(&mut draft);
    page.tell(Action::Runs(RunsAction::SearchDrafted(Box::new(draft))));
}

pub fn form(
    page: &Page,
    runs: &Rc<Runs>,
    recipe: &Rc<Recipe>,
    ready: bool,
    trials: &KnownTrials,
) -> Html {
    let draft = &runs.draft;
    let declared = searchable(draft.models(recipe));
    let everything = searchable(ModelName::OPTIONS.iter().map(|(model, _)| *model));
    let scoring = draft.scoring(recipe.task).to_string();
    let read = draft.read(recipe, &scoring);
    let start = {
        let (page, recipe) = (page.clone(), Rc::clone(recipe));
        let search = read.as_ref().ok().map(|(search, _)| search.clone());
        move |_| {
            if let Some(search) = &search {
                page.client().search(&recipe, search);
            }
        }
    };
    let nest = {
        let (page, recipe) = (page.clone(), Rc::clone(recipe));
        let search = read.as_ref().ok().map(|(search, _)| search.clone());
        move |_| {
            if let Some(search) = &search {
                let plan = TrialPlan::NestedSearch(Box::new(search.clone()));
                page.client().run_trials(&recipe, plan);
            }
        }
    };
    let told = match &read {
        Ok((_, candidates)) => [
            &counted(*candidates, "candidate", "candidates"),
            " will be scored by folds of the train rows; the test rows are not used.",
        ]
        .concat(),
        Err(problem) => problem.clone(),
    };
    let axes = draft.axes.iter().filter_map(|axis| {
        // A parameter that no tried model has is shown all the same, so that it can be removed.
        let known = declared
            .iter()
            .chain(&everything)
            .find(|known| known.parameter() == axis.parameter)?;
        Some(self::axis(page, draft, axis, known))
    });
    html! {
        <section class="form" aria-labelledby="search-title" data-testid="search-form">
            <h2 class="section-title" id="search-title">{ "New search" }</h2>
            <p class="section-note">{ "Tries other values of some parameters of the present recipe, and scores each candidate by cross-validation." }</p>
            <ul class="search-axes">{ for axes }</ul>
            <div class="form-fields">
                { add(page, draft, recipe, &declared) }
                { method(page, draft) }
                if draft.method == SearchMethod::Random {
                    { n_iter(page, draft) }
                }
                { score(page, draft, recipe, &scoring) }
            </div>
            <p class="section-note search-foretold" role="status" data-testid="search-foretold">{ told }</p>
            <button type="button" class="button button-primary" data-testid="search-start" disabled={read.is_err() || !ready} onclick={start}>{ "Start the search" }</button>
            { " " }
            <button type="button" class="button" data-testid="search-nested" disabled={read.is_err() || !ready} onclick={nest}
                title="Searches in each of five folds of the train rows, and scores the best on the rest: five times as long.">{ "Score the search itself (nested folds)" }</button>
            if let Some(error) = trials.error.as_ref() {
                <p class="section-note" role="alert">{ &error.problem }{ " " }{ &error.advice }</p>
            }
            if let Some(nested) = &trials.nested {
                { winners(nested) }
            }
        </section>
    }
}

/// Shows what nested folds have found.
fn winners(nested: &NestedSearch) -> Html {
    let text = |score: Option<f64>| score.map_or("not defined".to_owned(), score_text);
    let row = |(fold, winner): (usize, &FoldWinner)| {
        let parameters = winner.parameters.iter();
        let parameters: Vec<String> = parameters
            .map(|(name, value)| [name, " ", value].concat())
            .collect();
        html! {
            <tr>
                <td class="number">{ count(fold as u64 + 1) }</td>
                <td>{ parameters.join(", ") }</td>
                <td class="number">{ text(winner.chosen_by) }</td>
                <td class="number">{ text(winner.held_out) }</td>
            </tr>
        }
    };
    html! {
        <div data-testid="nested" data-folds={nested.winners.len().to_string()}>
            if let Some(sentence) = nested.sentence() {
                <p class="section-note">{ sentence }</p>
            }
            if let Some(note) = &nested.note {
                <p class="section-note">{ note }</p>
            }
            <div class="table-frame" tabindex="0" role="region" aria-label="The best candidate of each fold">
                <table class="plain-table">
                    <thead><tr>
                        <th scope="col" class="number">{ "Fold" }</th>
                        <th scope="col">{ "Its best" }</th>
                        <th scope="col" class="number">{ "By the folds that chose it" }</th>
                        <th scope="col" class="number">{ "On rows that did not" }</th>
                    </tr></thead>
                    <tbody>{ for nested.winners.iter().enumerate().map(row) }</tbody>
                </table>
            </div>
        </div>
    }
}

fn axis(page: &Page, draft: &SearchDraft, axis: &DraftAxis, known: &Searchable) -> Html {
    let remove = {
        let (page, draft, parameter) = (page.clone(), draft.clone(), axis.parameter.clone());
        move |_| {
            change(&page, &draft, |draft| {
                draft.axes.retain(|axis| axis.parameter != parameter);
            });
        }
    };
    let id = ["axis-", &axis.parameter].concat();
    let control = match &known.declared.span {
        span @ (Span::Options(_) | Span::Switch) => html! {
            <ul class="tick-list">
                { for span.options().into_iter().enumerate().map(|(place, (_, words))| {
                    let (page, draft, parameter) = (page.clone(), draft.clone(), axis.parameter.clone());
                    let onchange = move |event: Event| {
                        let chosen = event.target_unchecked_into::<HtmlInputElement>().checked();
                        with_axis(&page, &draft, &parameter, |axis| {
                            if chosen { axis.chosen.insert(place); } else { axis.chosen.remove(&place); }
                        });
                    };
                    html! {
                        <li><label class="check">
                            <input type="checkbox" checked={axis.chosen.contains(&place)} {onchange} />
                            <span class="check-name">{ words }</span>
                        </label></li>
                    }
                }) }
            </ul>
        },
        _ => {
            let (page, draft, parameter) = (page.clone(), draft.clone(), axis.parameter.clone());
            let oninput = move |event: InputEvent| {
                let text = event.target_unchecked_into::<HtmlInputElement>().value();
                with_axis(&page, &draft, &parameter, |axis| axis.text = text);
            };
            html! {
                <>
                    <input class="control" type="text" autocomplete="off" id={id.clone()} data-testid={id.clone()} aria-labelledby={[&id, "-label"].concat()}
                        aria-describedby={[&id, "-help"].concat()} value={axis.text.clone()} {oninput} />
                    <p class="field-help" id={[&id, "-help"].concat()}>{ range(&known.declared.span) }</p>
                </>
            }
        }
    };
    html! {
        <li class="search-axis" key={axis.parameter.clone()}>
            <fieldset class="ticks">
                <legend class="field-label" id={[&id, "-label"].concat()}>{ known.declared.label }<span class="chip-note">{ [" ", &axis.parameter].concat() }</span></legend>
                { control }
            </fieldset>
            <button type="button" class="button button-quiet" aria-label={["Leave ", known.declared.label, " as it is"].concat()} onclick={remove}>{ "Remove" }</button>
        </li>
    }
}

fn with_axis(page: &Page, draft: &SearchDraft, parameter: &str, with: impl FnOnce(&mut DraftAxis)) {
    change(page, draft, |draft| {
        if let Some(axis) = draft
            .axes
            .iter_mut()
            .find(|axis| axis.parameter == parameter)
        {
            with(axis);
        }
    });
}

/// Describes how to write values.
fn range(span: &Span) -> String {
    let (min, max, none) = match span {
        Span::Whole {
            min,
            max,
            unlimited,
        } => (min.to_string(), max.to_string(), *unlimited),
        Span::Real { min, max, .. } => (min.to_string(), max.to_string(), false),
        _ => return String::new(),
    };
    [
        "From ",
        &min,
        " to ",
        &max,
        if none { ", or none for no limit" } else { "" },
        ". A list such as 1, 2, 5; at random also a range: 1 to 20, or 1 to 1000 log.",
    ]
    .concat()
}

fn add(page: &Page, draft: &SearchDraft, recipe: &Rc<Recipe>, declared: &[Searchable]) -> Html {
    let taken = |known: &&Searchable| {
        !draft
            .axes
            .iter()
            .any(|axis| axis.parameter == known.parameter())
    };
    let free: Vec<&Searchable> = declared.iter().filter(taken).collect();
    let entry = |value: &str| SelectEntry {
        value: value.to_string().into(),
        disabled: false,
    };
    let mut entries = vec![entry("Choose …")];
    entries.extend(
        free.iter()
            .map(|known| entry(&[known.declared.label, " (", &known.parameter(), ")"].concat())),
    );
    let names: Vec<String> = free.iter().map(|known| known.parameter()).collect();
    let onchoose = {
        let (page, draft, recipe) = (page.clone(), draft.clone(), Rc::clone(recipe));
        Callback::from(move |index: usize| {
            let name = index.checked_sub(1).and_then(|index| names.get(index));
            let known = searchable(draft.models(&recipe));
            let known = known.iter().find(|known| Some(&known.parameter()) == name);
            let axis = known.map(|known| DraftAxis::around(known, &recipe));
            change(&page, &draft, |draft| draft.axes.extend(axis));
        })
    };
    select(
        "search-parameter",
        "Parameter to vary",
        entries,
        0,
        onchoose,
    )
}

fn method(page: &Page, draft: &SearchDraft) -> Html {
    let entry = |(_, words): &(SearchMethod, &str)| SelectEntry {
        value: words.to_string().into(),
        disabled: false,
    };
    let chosen = METHODS
        .iter()
        .position(|(method, _)| *method == draft.method);
    let onchoose = {
        let (page, draft) = (page.clone(), draft.clone());
        Callback::from(move |index: usize| {
            if let Some((method, _)) = METHODS.get(index) {
                change(&page, &draft, |draft| draft.method = *method);
            }
        })
    };
    let entries = METHODS.iter().map(entry).collect();
    select(
        "search-method",
        "Candidates are",
        entries,
        chosen.unwrap_or(0),
        onchoose,
    )
}

fn n_iter(page: &Page, draft: &SearchDraft) -> Html {
    let onchange = {
        let (page, draft) = (page.clone(), draft.clone());
        Callback::from(move |n_iter: u32| change(&page, &draft, |draft| draft.n_iter = n_iter))
    };
    field(&N_ITER, &draft.n_iter, onchange)
}

fn score(page: &Page, draft: &SearchDraft, recipe: &Recipe, scoring: &str) -> Html {
    let metrics = metrics_of(recipe.task);
    let entry = |name: &&str| SelectEntry {
        value: label(name).to_string().into(),
        disabled: false,
    };
    let chosen = metrics.iter().position(|name| *name == scoring);
    let onchoose = {
        let (page, draft) = (page.clone(), draft.clone());
        Callback::from(move |index: usize| {
            let scoring = metrics.get(index).map(ToString::to_string);
            change(&page, &draft, |draft| draft.scoring = scoring);
        })
    };
    let entries = metrics.iter().map(entry).collect();
    select(
        "search-scoring",
        "Best by",
        entries,
        chosen.unwrap_or(0),
        onchoose,
    )
}

/// Shows a list with its label.
pub fn select(
    id: &'static str,
    words: &'static str,
    entries: Vec<SelectEntry>,
    chosen: usize,
    onchoose: Callback<usize>,
) -> Html {
    html! {
        <div class="field">
            <label class="field-label" for={id}>{ words }</label>
            <Select {id} testid={id} {entries} chosen={Some(chosen)} {onchoose} />
        </div>
    }
}
