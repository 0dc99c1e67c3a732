//! Train: the columns with which a prediction may only rise, or only fall.

use std::collections::BTreeMap;
use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html};

use super::model_form::edited;
use crate::ui::page::use_page;
use crate::ui::panels::frame::fold;
use crate::ui::widgets::growing::use_growing;
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_recipe::columns::{ColumnSummary, DataSummary};
use grove_recipe::models::trees::TreeParameters;
use grove_recipe::{Recipe, Role, Task};

#[derive(Properties, PartialEq)]
pub struct DirectionsProps {
    pub recipe: Rc<Recipe>,
    pub data: Rc<DataSummary>,
}

/// The number of columns that are drawn at once.
const AT_ONCE: usize = 25;

#[component]
pub fn Directions(props: &DirectionsProps) -> Html {
    let DirectionsProps { recipe, data } = props;
    let page = &use_page();
    let none = BTreeMap::new();
    let set = recipe.train.directions().unwrap_or(&none);
    let has_direction = possible(recipe, data);
    let columns: Vec<&ColumnSummary> = data
        .columns
        .iter()
        .filter(|column| column.kind.is_number() && recipe.role(&column.name) == Role::Feature)
        // A category has no direction, even if it is a number.
        .filter(|column| {
            let plan = recipe.featurize.plan(&column.name, column.kind);
            plan.encoding.gives_numbers() || set.contains_key(&column.name)
        })
        // A constraint that is set can always be removed.
        .filter(|column| has_direction || set.contains_key(&column.name))
        .collect();
    let drawn = use_growing(columns.len(), AT_ONCE);
    let entries: Vec<SelectEntry> = TreeParameters::monotonic_cst
        .options
        .iter()
        .map(|(_, label)| SelectEntry {
            value: (*label).into(),
            disabled: false,
        })
        .collect();
    let changed = {
        let (page, train) = (page.clone(), recipe.train.clone());
        Callback::from(move |set: BTreeMap<String, i8>| {
            let mut train = train.clone();
            if let Some(directions) = train.directions_mut() {
                *directions = set;
                edited(&page, TreeParameters::monotonic_cst.name, train);
            }
        })
    };
    let onchoose = |column: &str| {
        let (column, set, changed) = (column.to_string(), set.clone(), changed.clone());
        Callback::from(move |index: usize| {
            let mut set = set.clone();
            match TreeParameters::monotonic_cst.options.get(index) {
                Some((direction @ (1 | -1), _)) => set.insert(column.clone(), *direction),
                _ => set.remove(&column),
            };
            changed.emit(set);
        })
    };
    let inside = html! {
        <>
            <p class="section-note">{ TreeParameters::monotonic_cst.help }</p>
            if !has_direction {
                <p class="section-note">{ "With more than two classes a prediction cannot rise or fall, so no column can have a direction." }</p>
            } else if columns.is_empty() {
                <p class="section-note">{ "The model uses no column of numbers." }</p>
            }
            <ul class="directions">
                { for columns.into_iter().take(drawn).map(|column| {
                    let now = set.get(&column.name).copied().unwrap_or_default();
                    html! {
                        <li key={column.name.clone()}>
                            <label class="direction">
                                <span class="direction-column">{ &column.name }</span>
                                <Select testid={format!("direction-{}", column.name)} entries={entries.clone()}
                                    chosen={TreeParameters::monotonic_cst.options.iter().position(|(direction, _)| *direction == now)}
                                    onchoose={onchoose(&column.name)} />
                            </label>
                        </li>
                    }
                }) }
            </ul>
        </>
    };
    fold(TreeParameters::monotonic_cst.label, set.len(), inside)
}

/// Returns whether monotonic constraints are possible: for numbers, and for the probability of one of two classes.
fn possible(recipe: &Recipe, data: &DataSummary) -> bool {
    let target = data.columns.iter().find(|c| c.name == recipe.target);
    recipe.task == Task::Regression || target.is_none_or(|target| target.distinct <= 2)
}
