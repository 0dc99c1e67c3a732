//! The parameters of one column.

use yew::{Callback, Html, html};

use crate::ui::page::Page;
use crate::ui::state::{Action, Edit};
use crate::ui::widgets::parameter::FieldLook;
use grove_recipe::columns::ColumnSummary;
use grove_recipe::parameters::{Fields, Parameter, Value, in_form_where};
use grove_recipe::stage::Stage;
use grove_recipe::{ColumnEncoding, Recipe};

/// Those that the column's encoding reads.
pub fn column_form(page: &Page, recipe: &Recipe, column: &ColumnSummary) -> Html {
    let plan = recipe.featurize.plan(&column.name, column.kind);
    // Where no encoding is chosen, the column has that of its kind. It is chosen in the list of columns.
    let encoding = ColumnEncoding::encoding.name;
    let parameters = in_form_where(&plan.own, encoding, &plan.encoding.into());
    let parameters = parameters.iter().filter(|(of, _)| of.name != encoding);
    let look = FieldLook {
        empty: "as for all columns".into(),
        ..FieldLook::default()
    };
    let fields = parameters
        .map(|(of, value)| look.draw(of, value, changed(page, &column.name, &plan.own, of)));
    let problem = recipe
        .check()
        .err()
        .filter(|error| error.stage == Stage::Featurize);
    html! {
        <div class="form-fields" role="group" aria-label={format!("Parameters of {}", column.name)}>
            { for fields }
            if let Some(problem) = problem {
                <p class="field-message" role="alert">{ problem.problem }</p>
            }
        </div>
    }
}

fn changed(page: &Page, column: &str, own: &ColumnEncoding, of: &Parameter) -> Callback<Value> {
    let (page, column, own, name) = (page.clone(), column.to_owned(), own.clone(), of.name);
    Callback::from(move |value: Value| {
        let mut encoding = own.clone();
        if let Some(Ok(())) = encoding.write(name, &value) {
            let column = column.clone();
            page.tell(Action::RecipeEdited {
                field: name,
                edit: Edit::Encoding { column, encoding },
            });
        }
    })
}
