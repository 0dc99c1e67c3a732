//! The columns: what each is for, and how it becomes features.

use std::rc::Rc;

use web_sys::{HtmlInputElement, InputEvent};
use yew::{AttrValue, Callback, Html, Properties, TargetCast, component, html, use_state_eq};

use super::column_form::column_form;
use crate::ui::charts::number::counted;
use crate::ui::page::{Page, use_page};
use crate::ui::state::sorted::SortedMap;
use crate::ui::state::{Action, Edit};
use crate::ui::widgets::growing::use_growing;
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_protocol::report::FeaturizeReport;
use grove_recipe::columns::{ColumnKind, ColumnSummary};
use grove_recipe::order::sort_by_key;
use grove_recipe::parameters::{COLUMN_ENCODING, COLUMN_ROLE};
use grove_recipe::{Encoding, Recipe, Role};

#[derive(Properties, PartialEq)]
pub struct ColumnTableProps {
    /// As they are after cleaning, as far as that is known; of a column that no run has made yet, nothing but its kind.
    pub columns: Vec<ColumnSummary>,
    pub recipe: Rc<Recipe>,
    /// Of the latest run.
    pub report: Option<FeaturizeReport>,
}

/// More columns than these can be searched.
const SEARCHED: usize = 30;
/// More rows than these are shown when they are asked for.
const SHOWN: usize = 60;
/// Rows drawn at once.
const AT_ONCE: usize = 10;
/// The table's columns.
const WIDTH: &str = "6";

#[component]
pub fn ColumnTable(props: &ColumnTableProps) -> Html {
    let ColumnTableProps {
        columns,
        recipe,
        report,
    } = props;
    let page = use_page();
    let query = use_state_eq(String::new);
    let more = use_state_eq(|| SHOWN);
    let opened = use_state_eq(|| None::<String>);
    let found: Vec<&ColumnSummary> = columns
        .iter()
        .filter(|column| column.name.to_lowercase().contains(&*query))
        .collect();
    let hidden = found.len().saturating_sub(*more);
    let drawn = use_growing(found.len() - hidden, AT_ONCE);
    let onsearch = {
        let (query, more) = (query.setter(), more.setter());
        move |event: InputEvent| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            query.set(typed.trim().to_lowercase());
            more.set(SHOWN);
        }
    };
    let onmore = {
        let more = more.clone();
        move |_| more.set(*more + SHOWN)
    };
    let given = report.as_ref().map(given);
    html! {
        <section aria-labelledby="columns-title">
            <h2 class="section-title" id="columns-title">{ "Columns" }</h2>
            <p class="section-note">{ COLUMN_ROLE.help }</p>
            if recipe.weight.is_some() {
                <p class="section-note">{ "Weights count during training. In the evaluation every row counts once." }</p>
            }
            if columns.len() > SEARCHED {
                <label class="column-search">
                    { "Find a column" }
                    <input class="control" type="search" data-testid="column-search" oninput={onsearch} />
                </label>
            }
            <div class="table-frame" tabindex="0" role="region" aria-label="Role and encoding of every column">
                <table class="plain-table column-table" data-testid="columns" aria-labelledby="columns-title">
                    <thead><tr>
                        <th scope="col">{ "Column" }</th>
                        <th scope="col">{ "Kind" }</th>
                        <th scope="col">{ COLUMN_ROLE.label }</th>
                        <th scope="col">{ COLUMN_ENCODING.label }</th>
                        <th scope="col"><span class="visually-hidden">{ "Parameters" }</span></th>
                        <th scope="col" class="number">{ "Features" }</th>
                    </tr></thead>
                    <tbody>
                        { for found.iter().take(drawn).map(|column| {
                            let open = opened.as_ref() == Some(&column.name);
                            let onopen = {
                                let (opened, name) = (opened.setter(), column.name.clone());
                                Callback::from(move |()| opened.set((!open).then(|| name.clone())))
                            };
                            let features = given.as_ref().map(|given| given.get(column.name.as_str()));
                            row(&page, recipe, column, features, open, onopen)
                        }) }
                    </tbody>
                </table>
            </div>
            if found.is_empty() {
                <p class="section-note" role="status">{ "No column has such a name." }</p>
            }
            if hidden > 0 {
                <button type="button" class="button" onclick={onmore}>{ format!("Show more columns ({hidden} hidden)") }</button>
            }
        </section>
    }
}

/// How many features each column gave, or why it gave none.
fn given(report: &FeaturizeReport) -> SortedMap<&str, Result<u32, &str>> {
    let features = report.features.iter();
    let features = features.map(|feature| (feature.column.as_str(), Ok(1)));
    let unused = report.unused.iter();
    let unused = unused.map(|(column, reason)| (column.as_str(), Err(reason.as_str())));
    let mut all: Vec<(&str, Result<u32, &str>)> = features.chain(unused).collect();
    // In order, each is put at the end of the map, which is quick for many columns.
    sort_by_key(&mut all, |(column, _)| *column);
    let mut given: SortedMap<&str, Result<u32, &str>> = SortedMap::default();
    for (column, found) in all {
        let before = given.get(column).and_then(|count| count.ok()).unwrap_or(0);
        given.insert(column, found.map(|count| before + count));
    }
    given
}

fn row(
    page: &Page,
    recipe: &Recipe,
    column: &ColumnSummary,
    features: Option<Option<&Result<u32, &str>>>,
    open: bool,
    onopen: Callback<()>,
) -> Html {
    let name = &column.name;
    let is_feature = recipe.role(name) == Role::Feature && column.kind != ColumnKind::Empty;
    let open = open && is_feature;
    let words = if open { "Done" } else { "Adjust" };
    html! {
        <key={name.clone()}>
            <tr data-column={name.clone()}>
                <th scope="row">
                    { name }
                    if let Some(note) = note(column) {
                        <span class="column-note">{ note }</span>
                    }
                </th>
                <td>{ column.kind.name() }</td>
                <td>{ role(page, recipe, column) }</td>
                if is_feature {
                    <td>{ encoding(page, recipe, column) }</td>
                    <td>
                        <button type="button" class="button button-quiet" data-testid={format!("adjust-{name}")}
                            aria-expanded={open.to_string()} aria-label={[words, " ", name].concat()}
                            onclick={move |_| onopen.emit(())}>{ words }</button>
                    </td>
                } else {
                    <td>{ "—" }</td><td></td>
                }
                <td class="number" data-testid={format!("features-{name}")}>{ match features {
                    Some(Some(Ok(count))) => count.to_string(),
                    Some(Some(Err(reason))) => format!("none: {reason}"),
                    _ => String::new(),
                } }</td>
            </tr>
            if open {
                <tr>
                    <td colspan={WIDTH}>{ column_form(page, recipe, column) }</td>
                </tr>
            }
        </>
    }
}

fn role(page: &Page, recipe: &Recipe, column: &ColumnSummary) -> Html {
    let now = recipe.role(&column.name);
    let entries = COLUMN_ROLE.options.iter().map(|(role, label)| SelectEntry {
        value: (*label).into(),
        // There is always a target; and only numbers weigh.
        disabled: match role {
            Role::Target => false,
            Role::Weight => now == Role::Target || !column.kind.is_number(),
            _ => now == Role::Target,
        },
    });
    let onchoose = {
        let (page, column) = (page.clone(), column.name.clone());
        move |index: usize| {
            if let Some((role, _)) = COLUMN_ROLE.options.get(index) {
                let (column, role) = (column.clone(), *role);
                let edit = Edit::Role { column, role };
                page.tell(Action::RecipeEdited {
                    field: COLUMN_ROLE.name,
                    edit,
                });
            }
        }
    };
    select(
        "role",
        COLUMN_ROLE.label,
        &column.name,
        entries.collect(),
        COLUMN_ROLE
            .options
            .iter()
            .position(|(role, _)| *role == now),
        onchoose.into(),
    )
}

/// The default comes first, then all that the column's kind can have.
fn encoding(page: &Page, recipe: &Recipe, column: &ColumnSummary) -> Html {
    let possible = Encoding::of(column.kind);
    let own = recipe.featurize.columns.get(&column.name);
    let own = own.cloned().unwrap_or_default();
    let label = |encoding: &Encoding| COLUMN_ENCODING.label_of(*encoding);
    let default = recipe.featurize.default_encoding(column.kind);
    let default = format!("default: {}", label(&default));
    let labels = possible.iter().map(|encoding| label(encoding).into());
    let entries = std::iter::once(AttrValue::from(default)).chain(labels);
    let entries = entries.map(|value| SelectEntry {
        value,
        disabled: false,
    });
    let chosen = match own.encoding {
        None => Some(0),
        Some(encoding) => {
            let place = possible.iter().position(|other| *other == encoding);
            place.map(|place| place + 1)
        }
    };
    let onchoose = {
        let (page, column) = (page.clone(), column.name.clone());
        move |index: usize| {
            let mut encoding = own.clone();
            encoding.encoding = index.checked_sub(1).and_then(|i| possible.get(i)).copied();
            let column = column.clone();
            page.tell(Action::RecipeEdited {
                field: COLUMN_ENCODING.name,
                edit: Edit::Encoding { column, encoding },
            });
        }
    };
    select(
        "encoding",
        COLUMN_ENCODING.label,
        &column.name,
        entries.collect(),
        chosen,
        onchoose.into(),
    )
}

/// A list in a row, labelled by its column for screen readers.
fn select(
    what: &str,
    label: &str,
    column: &str,
    entries: Vec<SelectEntry>,
    chosen: Option<usize>,
    onchoose: Callback<usize>,
) -> Html {
    html! {
        <label>
            <span class="visually-hidden">{ format!("{label} of {column}") }</span>
            <Select testid={format!("{what}-{column}")} {entries} {chosen} {onchoose} />
        </label>
    }
}

/// Why Grove proposes to ignore a column.
fn note(column: &ColumnSummary) -> Option<String> {
    if column.kind == ColumnKind::Text {
        return Some("hardly ever repeats: a name, or a text to take terms from".to_string());
    }
    if column.identifier() {
        return Some("seems to name its rows".to_string());
    }
    match (column.distinct, column.missing) {
        (0, _) => {
            let empty = column.kind == ColumnKind::Empty;
            empty.then(|| "has no values".to_string())
        }
        (1, 0) => Some("holds the same value everywhere".to_string()),
        (_, 0) => None,
        (_, missing) => Some(format!("missing in {}", counted(missing, "row", "rows"))),
    }
}
