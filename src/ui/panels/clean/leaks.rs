//! Columns that give a target away, and a button that leaves them out.

use yew::{Html, html};

use crate::ui::page::Page;
use crate::ui::state::{Action, Edit};
use grove_protocol::report::Leak;
use grove_recipe::{Recipe, Role};

pub fn leaks(page: &Page, recipe: &Recipe, leaks: &[Leak]) -> Html {
    let leak = |(index, leak): (usize, &Leak)| {
        let seen = leak
            .columns
            .iter()
            .filter(|column| !recipe.leave_out.contains(column));
        let seen: Vec<String> = seen.cloned().collect();
        if seen.is_empty() {
            return html! {};
        }
        let label = format!("Leave out {}", seen.join(", "));
        let page = page.clone();
        let onclick = move |_| {
            for column in &seen {
                let column = column.clone();
                page.tell(Action::RecipeEdited {
                    field: "role",
                    edit: Edit::Role {
                        column,
                        role: Role::Ignored,
                    },
                });
            }
        };
        // The first are certain; that others follow them is a guess.
        let testid = if index == 0 {
            "leave-out-leaks"
        } else {
            "leave-out-followers"
        };
        html! {
            <div class="warning" role="status">
                <p><strong>{ "! Leak: " }</strong>{ &leak.sentence }</p>
                <button type="button" class="button" data-testid={testid} {onclick}>{ label }</button>
            </div>
        }
    };
    html! { <>{ for leaks.iter().enumerate().map(leak) }</> }
}
