//! What is to be predicted, as what, and with which seed: always in reach, in the top bar.

use std::rc::Rc;

use web_sys::{Event, HtmlSelectElement};
use yew::{Callback, Html, Properties, TargetCast, component, html};

use crate::api::columns::{ColumnSummary, DataSummary};
use crate::api::parameters::SEED;
use crate::api::recipe::{Recipe, Task};
use crate::ui::page::use_page;
use crate::ui::state::{Action, Edit};
use crate::ui::widgets::integer::IntegerField;

#[derive(Properties, PartialEq)]
pub struct DataChoicesProps {
    pub data: Rc<DataSummary>,
    pub recipe: Rc<Recipe>,
}

#[component]
pub fn DataChoices(props: &DataChoicesProps) -> Html {
    let DataChoicesProps { data, recipe } = props;
    let page = use_page();
    let edited = move |field: &'static str, edit: Edit| {
        page.tell(Action::RecipeEdited { field, edit });
    };
    let onseed = {
        let edited = edited.clone();
        Callback::from(move |seed: Option<u32>| {
            if let Some(seed) = seed {
                edited("seed", Edit::Seed(seed));
            }
        })
    };
    let ontarget = {
        let edited = edited.clone();
        move |event: Event| {
            let target = event.target_unchecked_into::<HtmlSelectElement>().value();
            edited("target", Edit::Target(target));
        }
    };
    let ontask = move |event: Event| {
        let name = event.target_unchecked_into::<HtmlSelectElement>().value();
        if let Some((task, _)) = TASKS.iter().find(|(_, known)| *known == name) {
            edited("task", Edit::Task(*task));
        }
    };
    let target = data.columns.iter().find(|c| c.name == recipe.target);
    let numbers = target.is_some_and(ColumnSummary::can_regress);
    html! {
        <div class="data-choices">
            <label class="labelled">
                <span class="labelled-name">{ "Predict" }</span>
                <select class="control" data-testid="target-select" onchange={ontarget}>
                    { for data.columns.iter().map(|column| html! {
                        <option value={column.name.clone()} ~selected={column.name == recipe.target}>{ &column.name }</option>
                    }) }
                </select>
            </label>
            <label class="labelled">
                <span class="labelled-name">{ "by" }</span>
                <select class="control" data-testid="task-select" onchange={ontask}
                    title={if numbers { "" } else { "Only a column of numbers can be predicted as a number." }}>
                    { for TASKS.iter().map(|(task, name)| html! {
                        <option value={*name} ~selected={*task == recipe.task}
                            disabled={*task == Task::Regression && !numbers && recipe.task != Task::Regression}>{ *name }</option>
                    }) }
                </select>
            </label>
            <div class="seed">
                <IntegerField declared={&SEED} value={Some(recipe.seed)} testid="seed-input" onchange={onseed} />
            </div>
        </div>
    }
}

const TASKS: [(Task, &str); 2] = [
    (Task::Classification, "classification"),
    (Task::Regression, "regression"),
];
