//! The controls for target and task in the top bar.

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html};

use crate::ui::page::use_page;
use crate::ui::state::{Action, Edit};
use crate::ui::widgets::select::{Select, SelectEntry};
use grove_recipe::columns::{ColumnKind, DataSummary};
use grove_recipe::{CHOOSE_TARGET, Recipe, Task, columns_after};

#[derive(Properties, PartialEq)]
pub struct DataChoicesProps {
    pub data: Rc<DataSummary>,
    pub recipe: Rc<Recipe>,
}

#[component]
pub fn DataChoices(props: &DataChoicesProps) -> Html {
    let DataChoicesProps { data, recipe } = props;
    let page = use_page();
    let columns = columns_after(data.known(), &recipe.clean.steps);
    let edited = move |field: &'static str, edit: Edit| {
        page.tell(Action::RecipeEdited { field, edit });
    };
    let ontarget = {
        let (edited, columns) = (edited.clone(), columns.clone());
        Callback::from(move |index: usize| {
            if let Some((name, _)) = columns.get(index) {
                edited("target", Edit::Target(name.clone()));
            }
        })
    };
    let ontask = Callback::from(move |index: usize| {
        if let Some((task, _)) = TASKS.get(index) {
            edited("task", Edit::Task(*task));
        }
    });
    let target = columns.iter().find(|(name, _)| *name == recipe.target);
    // What an expression gives is only known after a run.
    let numbers = target.is_some_and(|(_, kind)| kind.is_none_or(ColumnKind::is_number));
    let asked = !recipe.has_target();
    let targets = columns.iter().map(|(name, _)| SelectEntry {
        value: name.clone().into(),
        disabled: false,
    });
    let tasks = TASKS.iter().map(|(task, name)| SelectEntry {
        value: (*name).into(),
        disabled: *task == Task::Regression && !numbers && recipe.task != Task::Regression,
    });
    let hint = match asked {
        true => Some(CHOOSE_TARGET),
        false => (!numbers).then_some("Only a column of numbers can be predicted as a number."),
    };
    html! {
        <div class="data-choices">
            <label class="labelled">
                <span class="labelled-name">{ "Predict" }</span>
                <Select testid="target-select" unchosen={asked.then_some("choose …")} entries={targets.collect::<Vec<_>>()}
                    chosen={columns.iter().position(|(name, _)| *name == recipe.target)} onchoose={ontarget} />
            </label>
            <label class="labelled labelled-chip">
                <span class="labelled-name">{ "by" }</span>
                <Select testid="task-select" disabled={asked} entries={tasks.collect::<Vec<_>>()} title={hint}
                    chosen={TASKS.iter().position(|(task, _)| *task == recipe.task)} onchoose={ontask} />
            </label>
        </div>
    }
}

const TASKS: [(Task, &str); 2] = [
    (Task::Classification, "classification"),
    (Task::Regression, "regression"),
];
