//! The recipe as text: read, located where it is wrong, brought up from earlier formats, and put into a link.

mod errors;
mod formats;
mod links;
mod properties;

use grove_recipe::{Operation, Recipe, Rule, Step};

use crate::shared;

/// A recipe with something in every list and map.
fn full() -> Recipe {
    let mut recipe = shared::recipe();
    recipe.weight = Some("weight".into());
    recipe.group = Some("a \"group\" \\ of rows".into());
    recipe
        .load
        .kinds
        .insert("found.at".into(), grove_recipe::columns::ColumnKind::Date);
    recipe.clean.steps = Operation::all().into_iter().map(Step::from).collect();
    for step in &mut recipe.clean.steps {
        step.on = false;
    }
    recipe.check.expectations = ["age", "name"]
        .map(|column| Rule::NotNull {
            column: column.into(),
        })
        .map(grove_recipe::Expectation::new)
        .to_vec();
    for column in ["price in €", "price.net"] {
        let columns = &mut recipe.featurize.columns;
        columns.insert(column.into(), Default::default());
    }
    recipe
        .train
        .set("monotonic_cst", serde_json::json!({ "age": 1 }))
        .unwrap();
    recipe
}
