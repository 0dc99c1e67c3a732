//! Which columns the model may look at.

use std::rc::Rc;

use web_sys::{Event, HtmlInputElement};
use yew::{Html, Properties, TargetCast, component, html};

use crate::api::columns::{ColumnSummary, DataSummary};
use crate::api::recipe::Recipe;
use crate::ui::page::use_page;
use crate::ui::state::{Action, Edit};

#[derive(Properties, PartialEq)]
pub struct LeaveOutProps {
    pub data: Rc<DataSummary>,
    pub recipe: Rc<Recipe>,
}

#[component]
pub fn LeaveOut(props: &LeaveOutProps) -> Html {
    let LeaveOutProps { data, recipe } = props;
    let page = use_page();
    let left = recipe.leave_out.len();
    html! {
        <fieldset class="leave-out" data-testid="leave-out">
            <legend class="section-title">{ "Columns to leave out" }</legend>
            <p class="section-note">
                { match left {
                    0 => "The model may look at every column but the target.".to_string(),
                    1 => "The model will not see 1 column.".to_string(),
                    n => format!("The model will not see {n} columns."),
                } }
            </p>
            <ul class="leave-out-list">
                { for data.columns.iter().filter(|column| column.name != recipe.target).map(|column| {
                    let name = column.name.clone();
                    let page = page.clone();
                    let onchange = move |event: Event| {
                        let out = event.target_unchecked_into::<HtmlInputElement>().checked();
                        page.tell(Action::RecipeEdited {
                            field: "leave_out",
                            edit: Edit::LeaveOut { column: name.clone(), out },
                        });
                    };
                    html! {
                        <li key={column.name.clone()}>
                            <label class="check">
                                <input type="checkbox" name={column.name.clone()} data-column={column.name.clone()} checked={recipe.leave_out.contains(&column.name)} {onchange} />
                                <span class="check-text">
                                    <span class="check-name">{ &column.name }</span>
                                    if let Some(reason) = reason(column) {
                                        <span class="check-reason">{ reason }</span>
                                    }
                                </span>
                            </label>
                        </li>
                    }
                }) }
            </ul>
        </fieldset>
    }
}

/// Why Grove proposes to leave a column out.
fn reason(column: &ColumnSummary) -> Option<&'static str> {
    use crate::api::columns::ColumnKind;
    if column.identifier {
        return Some(
            "seems to name its rows: it says nothing about rows that the model has not seen",
        );
    }
    match column.kind {
        ColumnKind::Empty => Some("holds no value at all"),
        ColumnKind::Text => Some("text that hardly ever repeats"),
        _ if column.distinct == 1 => Some("holds the same value everywhere"),
        _ => None,
    }
}
