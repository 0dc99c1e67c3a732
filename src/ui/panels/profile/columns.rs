//! The profile: a line for each column, searched by name; a click shows the rest of its figures.

use std::rc::Rc;

use web_sys::{HtmlInputElement, InputEvent};
use yew::{Html, TargetCast, UseStateHandle, html};

use super::details::details;
use crate::ui::charts::distribution::{distribution, values};
use crate::ui::charts::number::{count, counted, percent, share};
use crate::ui::charts::tree_view::legend;
use crate::ui::page::Page;
use crate::ui::panels::load::kinds::kind_of;
use grove_charts::column::written;
use grove_protocol::profile::{ColumnProfile, ProfileReport};
use grove_recipe::columns::{ColumnSummary, DataSummary};
use grove_recipe::parameters::COLUMN_ROLE;
use grove_recipe::{Recipe, Role};

/// More lines than these are shown when they are asked for.
const SHOWN: usize = 60;
/// Lines drawn at once.
pub const AT_ONCE: usize = 8;
/// The headings of the table.
const HEADINGS: [&str; 7] = [
    "Column",
    "Type",
    "Values",
    "Missing",
    "Distinct",
    "Typical value",
    "Predicts alone",
];

/// The search, the column whose figures are all shown, and how many lines are.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnChoice {
    pub search: String,
    pub column: Option<String>,
    pub shown: usize,
}

impl Default for ColumnChoice {
    fn default() -> Self {
        Self {
            search: String::new(),
            column: None,
            shown: SHOWN,
        }
    }
}

/// A column of the open table, of the profiled one, or of both.
pub struct Line<'d> {
    opened: Option<&'d ColumnSummary>,
    profiled: Option<&'d ColumnProfile>,
}

impl Line<'_> {
    fn name(&self) -> &str {
        let profiled = self.profiled.map(|column| &column.name);
        self.opened
            .map(|column| &column.name)
            .or(profiled)
            .map_or("", |name| name)
    }
}

/// Returns the columns with this in their names: those of the open table, then those that cleaning made.
pub fn found<'d>(
    data: &'d DataSummary,
    report: Option<&'d ProfileReport>,
    search: &str,
) -> Vec<Line<'d>> {
    let search = search.trim().to_lowercase();
    let profiles = report.map_or(&[][..], |report| &report.columns);
    let opened = data.columns.iter().enumerate().map(|(place, column)| Line {
        opened: Some(column),
        // Most often both have the same columns.
        profiled: (profiles.get(place).filter(|at| at.name == column.name))
            .or_else(|| profiles.iter().find(|at| at.name == column.name)),
    });
    let made = profiles.iter().filter(|profile| {
        let known = |column: &ColumnSummary| column.name == profile.name;
        !data.columns.iter().any(known)
    });
    let made = made.map(|profile| Line {
        opened: None,
        profiled: Some(profile),
    });
    let named = |line: &Line| line.name().to_lowercase().contains(&search);
    opened.chain(made).filter(named).collect()
}

/// Shows the first of these columns, and how to see the others.
pub fn columns(
    page: &Page,
    recipe: &Recipe,
    data: &Rc<DataSummary>,
    report: Option<&Rc<ProfileReport>>,
    found: &[Line],
    drawn: usize,
    choice: &UseStateHandle<ColumnChoice>,
) -> Html {
    let oninput = {
        let choice = choice.clone();
        move |event: InputEvent| {
            let search = event.target_unchecked_into::<HtmlInputElement>().value();
            choice.set(ColumnChoice {
                search,
                ..(*choice).clone()
            });
        }
    };
    let onmore = {
        let choice = choice.clone();
        move |_| {
            choice.set(ColumnChoice {
                shown: choice.shown + SHOWN,
                ..(*choice).clone()
            });
        }
    };
    let hidden = found.len().saturating_sub(choice.shown) as u32;
    html! {
        <section aria-labelledby="columns-title">
            <div class="columns-head">
                <h2 class="section-title" id="columns-title">{ "Columns" }</h2>
                <input class="control columns-search" type="search" placeholder="Find a column" aria-label="Find a column" value={choice.search.clone()} {oninput} />
            </div>
            if let Some(report) = report {
                { legend(&report.groups) }
            }
            <div class="table-frame" tabindex="0" role="region" aria-label="Statistics of every column">
                <table class="profile-table" data-testid="profile-columns">
                    <caption class="visually-hidden">{ "Type, values and statistics of every column" }</caption>
                    <thead><tr>
                        { for HEADINGS.map(|name| html! { <th scope="col">{ name }</th> }) }
                    </tr></thead>
                    <tbody>{ for found.iter().take(drawn).map(|column| line(page, recipe, data, report, column, choice)) }</tbody>
                </table>
            </div>
            if hidden > 0 {
                <button type="button" class="button" onclick={onmore}>{ "Show more columns (" }{ count(hidden) }{ " hidden)" }</button>
            }
            if report.is_some_and(|report| report.columns.iter().any(|column| column.alone.is_some())) {
                <p class="section-note">{ "“Predicts alone” is how well a column by itself predicts the target: 0 % is no better than without it, 100 % is always right." }</p>
            }
        </section>
    }
}

fn line(
    page: &Page,
    recipe: &Recipe,
    data: &DataSummary,
    report: Option<&Rc<ProfileReport>>,
    column: &Line,
    choice: &UseStateHandle<ColumnChoice>,
) -> Html {
    let name = column.name();
    let open = choice.column.as_deref() == Some(name);
    let onclick = {
        let (choice, name) = (choice.clone(), name.to_string());
        move |_| {
            choice.set(ColumnChoice {
                column: (!open).then(|| name.clone()),
                ..(*choice).clone()
            });
        }
    };
    let role = recipe.role(name);
    let (rows, missing, distinct) = match (report.zip(column.profiled), column.opened) {
        (Some((report, column)), _) => (report.rows, column.missing, column.distinct),
        (None, Some(column)) => (data.rows, column.missing, column.distinct),
        (None, None) => (0, 0, 0),
    };
    let profiled = report.zip(column.profiled);
    html! {
        <>
            <tr key={name.to_string()} class={(role != Role::Feature).then_some("column-with-role")}>
                <th scope="row">
                    if profiled.is_some() {
                        <button type="button" class="link-button" aria-expanded={open.to_string()} {onclick}>{ name }</button>
                    } else {
                        { name }
                    }
                    { notes(column, role) }
                </th>
                <td>
                    { match (column.opened, column.profiled) {
                        (Some(opened), _) => kind_of(page, &recipe.load, opened),
                        (None, Some(made)) => made.kind.name().into(),
                        (None, None) => html! {},
                    } }
                </td>
                <td class="profile-picture">
                    { match (profiled, column.opened) {
                        (Some((report, column)), _) => distribution(column, &report.groups, false),
                        (None, Some(opened)) => values(opened, data.rows),
                        (None, None) => html! {},
                    } }
                </td>
                <td title={counted(missing, "row", "rows")}>{ percent(share(missing, rows)) }</td>
                <td>{ count(distinct) }</td>
                <td class="profile-typical">{ column.profiled.map(typical) }</td>
                <td>{ column.profiled.and_then(|column| column.alone).map_or("–".to_string(), percent) }</td>
            </tr>
            if let Some((report, column)) = profiled.filter(|_| open) {
                <tr><td class="profile-open" colspan={HEADINGS.len().to_string()}>{ details(report, column) }</td></tr>
            }
        </>
    }
}

/// What else is known of a column: its role, its unit, and whether its values identify the rows.
fn notes(column: &Line, role: Role) -> Html {
    let note = |words: &str| html! { <span class="chip-note">{ words }</span> };
    html! {
        <>
            if role != Role::Feature {
                <span class="tile-role">{ COLUMN_ROLE.label_of(role) }</span>
            }
            if let Some(opened) = column.opened {
                if let Some(unit) = &opened.unit {
                    { note(unit) }
                }
                if opened.identifier() {
                    { note("identifies rows") }
                }
            }
        </>
    }
}

/// Returns the median of numbers, or the most frequent text.
fn typical(column: &ColumnProfile) -> String {
    match (&column.numbers, column.top.first()) {
        (Some(numbers), _) => written(column.kind, numbers.median),
        (None, Some((value, _))) => value.clone(),
        (None, None) => "–".to_string(),
    }
}
