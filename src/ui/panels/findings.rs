//! What was found in the data, with the change that mends it in place, and its taking back.

use std::rc::Rc;

use yew::{Html, html};

use super::profile::warnings::warning_item;
use crate::ui::page::Page;
use crate::ui::state::{Action, Edit, State};
use grove_protocol::profile::{Warning, WarningSeverity};
use grove_protocol::report::Remedy;
use grove_recipe::{Operation, Recipe};

/// Shows a button that makes a change, or that the present recipe has it, with a button that takes back this change alone.
/// `handle` is the button's for automation. `short` replaces the words that are seen, beside the name of a column.
pub fn remedy(
    page: &Page,
    state: &State,
    remedy: &Remedy,
    handle: &'static str,
    short: Option<(&'static str, &'static str)>,
) -> Html {
    let label = label(remedy);
    let class = match short {
        Some(_) => "link-button",
        None => "button finding-action",
    };
    let seen = short.map_or(label.clone(), |(verb, _)| verb.to_string());
    let tell = |recipe: Option<Rc<Recipe>>| {
        let page = page.clone();
        move |_| {
            if let Some(recipe) = &recipe {
                page.tell(Action::RecipeEdited {
                    field: "belief",
                    edit: Edit::Belief(Rc::clone(recipe)),
                });
            }
        }
    };
    match state.put_back(remedy) {
        None => html! {
            <button type="button" {class} data-testid={handle} aria-label={label} onclick={tell(state.mended(remedy))}>{ seen }</button>
        },
        without => {
            let said = ["Put back: ", &label].concat();
            html! {
                <span class="finding-done">
                    { short.map_or_else(|| ["✓ Done: ", &label].concat(), |(_, done)| done.to_string()) }
                    <button type="button" class="link-button" data-testid="put-back" aria-label={said} onclick={tell(without)}>{ "Put back" }</button>
                </span>
            }
        }
    }
}

fn label(remedy: &Remedy) -> String {
    match remedy {
        Remedy::Clean {
            operation: Operation::MergeCategories { column, .. },
        } => ["Merge the spellings in ", column].concat(),
        Remedy::Clean {
            operation:
                Operation::Replace {
                    columns,
                    to_replace,
                    ..
                },
        } => [
            "Treat “",
            to_replace,
            "” as missing in ",
            &columns.join(", "),
        ]
        .concat(),
        remedy => remedy.label(),
    }
}

/// Shows the warnings about the table that a step of cleaning or a role mends; nothing before the table was profiled.
pub fn to_mend(page: &Page, state: &State) -> Html {
    let Some(report) = state.profile() else {
        return html! {};
    };
    let mends = |warning: &&Warning| {
        warning.kind.severity() != WarningSeverity::Note
            && (warning.kind.leaves_out() || !warning.remedies.is_empty())
    };
    let warnings: Vec<&Warning> = report.warnings.iter().filter(mends).collect();
    if warnings.is_empty() {
        return html! {};
    }
    html! {
        <section aria-labelledby="findings-title">
            <h2 class="section-title" id="findings-title">{ "What was found in the table" }</h2>
            <ul class="expectations" data-testid="findings">{ for warnings.into_iter().map(|warning| warning_item(page, state, warning)) }</ul>
        </section>
    }
}
