//! What is to be predicted, as what, and with which seed: always in reach, in the top bar.

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html};

use crate::api::columns::{ColumnSummary, DataSummary};
use crate::api::parameters::SEED;
use crate::api::recipe::{Recipe, Task};
use crate::ui::page::use_page;
use crate::ui::state::{Action, Edit};
use crate::ui::widgets::integer::integer_field;
use crate::ui::widgets::select::{Entry, Select};

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
        Callback::from(move |seed: u32| edited("seed", Edit::Seed(seed)))
    };
    let ontarget = {
        let (edited, data) = (edited.clone(), data.clone());
        Callback::from(move |index: usize| {
            if let Some(column) = data.columns.get(index) {
                edited("target", Edit::Target(column.name.clone()));
            }
        })
    };
    let ontask = Callback::from(move |index: usize| {
        if let Some((task, _)) = TASKS.get(index) {
            edited("task", Edit::Task(*task));
        }
    });
    let target = data.columns.iter().find(|c| c.name == recipe.target);
    let numbers = target.is_some_and(ColumnSummary::can_regress);
    let targets = data.columns.iter().map(|column| Entry {
        value: column.name.clone().into(),
        disabled: false,
    });
    let tasks = TASKS.iter().map(|(task, name)| Entry {
        value: (*name).into(),
        disabled: *task == Task::Regression && !numbers && recipe.task != Task::Regression,
    });
    let hint = (!numbers).then_some("Only a column of numbers can be predicted as a number.");
    html! {
        <div class="data-choices">
            <label class="labelled">
                <span class="labelled-name">{ "Predict" }</span>
                <Select testid="target-select" entries={targets.collect::<Vec<_>>()}
                    chosen={data.columns.iter().position(|column| column.name == recipe.target)} onchoose={ontarget} />
            </label>
            <label class="labelled">
                <span class="labelled-name">{ "by" }</span>
                <Select testid="task-select" entries={tasks.collect::<Vec<_>>()} title={hint}
                    chosen={TASKS.iter().position(|(task, _)| *task == recipe.task)} onchoose={ontask} />
            </label>
            <div class="seed">
                { integer_field(&SEED, Some("seed-input"), recipe.seed, onseed) }
            </div>
        </div>
    }
}

const TASKS: [(Task, &str); 2] = [
    (Task::Classification, "classification"),
    (Task::Regression, "regression"),
];
