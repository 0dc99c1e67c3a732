//! Profile: a line for each column, searched by name; a click shows the rest of its figures.

use web_sys::{HtmlInputElement, InputEvent};
use yew::{Html, TargetCast, UseStateHandle, html};

use crate::ui::charts::column_tile::written;
use crate::ui::charts::distribution::distribution;
use crate::ui::charts::number::{count, counted, percent, share};
use grove_protocol::profile::{ColumnProfile, ProfileReport};

/// The number of lines shown at first.
const SHOWN: usize = 60;

/// The search and the chosen column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ColumnSelection {
    pub search: String,
    pub column: Option<String>,
}

pub fn columns(report: &ProfileReport, choice: &UseStateHandle<ColumnSelection>) -> Html {
    let oninput = {
        let choice = choice.clone();
        move |event: InputEvent| {
            choice.set(ColumnSelection {
                search: event.target_unchecked_into::<HtmlInputElement>().value(),
                column: choice.column.clone(),
            });
        }
    };
    let found = found(report, &choice.search);
    let hidden = found.len().saturating_sub(SHOWN) as u32;
    html! {
        <section aria-labelledby="columns-title">
            <h2 class="section-title" id="columns-title">{ "Columns" }</h2>
            <p class="section-note">{ "“Predicts alone” is how well a column by itself predicts the target: 0 % is no better than without it, 100 % is always right." }</p>
            <input class="control" type="search" placeholder="Find a column" aria-label="Find a column" value={choice.search.clone()} {oninput} />
            <div class="table-frame" tabindex="0" role="region" aria-labelledby="columns-title">
                <table class="profile-table" data-testid="profile-columns">
                    <caption class="visually-hidden">{ "Statistics of every column" }</caption>
                    <thead><tr>
                        { for ["Column", "Values", "Missing", "Distinct", "Typical value", "Predicts alone"].map(|name| html! { <th scope="col">{ name }</th> }) }
                    </tr></thead>
                    <tbody>{ for found.into_iter().take(SHOWN).map(|column| line(report, column, choice)) }</tbody>
                </table>
            </div>
            if hidden > 0 {
                <p class="section-note">{ format!("{} not shown: search for them by name.", counted(hidden, "more column is", "more columns are")) }</p>
            }
        </section>
    }
}

fn found<'r>(report: &'r ProfileReport, search: &str) -> Vec<&'r ColumnProfile> {
    let search = search.trim().to_lowercase();
    let columns = report.columns.iter();
    columns
        .filter(|column| column.name.to_lowercase().contains(&search))
        .collect()
}

fn line(
    report: &ProfileReport,
    column: &ColumnProfile,
    choice: &UseStateHandle<ColumnSelection>,
) -> Html {
    let chosen = choice.column.as_ref() == Some(&column.name);
    let onclick = {
        let choice = choice.clone();
        let name = column.name.clone();
        move |_| {
            choice.set(ColumnSelection {
                search: choice.search.clone(),
                column: (!chosen).then(|| name.clone()),
            });
        }
    };
    html! {
        <tr key={column.name.clone()}>
            <th scope="row">
                <button type="button" class="link-button" aria-pressed={chosen.to_string()} {onclick}>{ &column.name }</button>
                <span class="chip-note">{ column.kind.name() }</span>
            </th>
            <td class="profile-picture">{ distribution(column, &report.groups, false) }</td>
            <td>{ percent(share(column.missing, report.rows)) }</td>
            <td>{ count(column.distinct) }</td>
            <td>{ middle(column) }</td>
            <td>{ column.alone.map_or("–".to_string(), percent) }</td>
        </tr>
    }
}

/// Returns the median of numbers, or the most frequent text.
fn middle(column: &ColumnProfile) -> String {
    match (&column.numbers, column.top.first()) {
        (Some(numbers), _) => written(column.kind, numbers.median),
        (None, Some((value, _))) => value.clone(),
        (None, None) => "–".to_string(),
    }
}
