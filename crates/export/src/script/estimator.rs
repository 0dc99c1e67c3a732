//! Writes the model as a scikit-learn estimator.

use serde_json::Value;

use super::{boosting, python};
use grove_recipe::models::Trees;
use grove_recipe::{ClassWeight, MaxFeatures, ModelName, Recipe, Task};

/// Writes the constructor's call with the recipe's parameters, and the module that it is imported from. A parameter has
/// its name in the recipe unless another one is given here.
pub fn estimator(recipe: &Recipe) -> (String, &'static str) {
    let about = recipe.train.about();
    let declared = recipe.train.declared().into_iter();
    let arguments = declared.filter_map(|parameter| {
        let name = parameter.name;
        argument(name, &recipe.train.get(name)?, recipe)
    });
    let arguments: Vec<String> = arguments.chain(beside(recipe)).collect();
    let class = about.sklearn.class(recipe.task);
    let call = format!("{class}({})", arguments.join(", "));
    let call = match about.sklearn.standardised {
        true => format!("make_pipeline(StandardScaler(), {call})"),
        false => call,
    };
    (call, about.sklearn.module)
}

/// Returns the class of a call.
pub fn class(call: &str) -> &str {
    let call = call
        .strip_prefix("make_pipeline(StandardScaler(), ")
        .unwrap_or(call);
    call.split('(').next().unwrap_or_default()
}

/// Writes an argument; `None` if scikit-learn has no such parameter, or it has scikit-learn's default.
fn argument(name: &str, value: &Value, recipe: &Recipe) -> Option<String> {
    let (tree, forest) = (recipe.train.tree(), recipe.train.forest());
    let of_classes = recipe.task == Task::Classification;
    if recipe.train.boosting().is_some() {
        return boosting::argument(name, value, recipe);
    }
    let text = match (name, tree) {
        ("cuts" | "monotonic_cst", Some(_)) => return None,
        ("class_weight", Some(tree)) => {
            let balanced = of_classes && tree.class_weight == ClassWeight::Balanced;
            balanced.then(|| "\"balanced\"".to_owned())?
        }
        ("max_features", Some(tree)) => {
            max_features(tree.max_features, of_classes, forest.is_some())
        }
        ("max_samples", _) => {
            let draws = forest.is_some_and(|forest| forest.bootstrap && forest.max_samples < 1.0);
            draws.then(|| number(value))?
        }
        _ => number(value),
    };
    Some(format!("{name}={text}"))
}

fn max_features(chosen: MaxFeatures, of_classes: bool, of_forest: bool) -> String {
    let text = match chosen {
        MaxFeatures::Auto if of_classes && of_forest => "\"sqrt\"",
        MaxFeatures::Auto | MaxFeatures::All => "None",
        MaxFeatures::Sqrt => "\"sqrt\"",
        MaxFeatures::Log2 => "\"log2\"",
        MaxFeatures::Third => "1 / 3",
    };
    text.to_owned()
}

/// Writes a number without an exponent.
pub(super) fn number(value: &Value) -> String {
    match value.as_f64().filter(|_| value.is_f64()) {
        Some(number) => number.to_string(),
        None => python(value.clone()),
    }
}

/// Returns arguments that are not parameters of the recipe.
fn beside(recipe: &Recipe) -> Option<String> {
    let seed = recipe.seed;
    match recipe.train.about().trees {
        Trees::Many => return Some(format!("n_jobs=-1, random_state={seed}")),
        Trees::One | Trees::Sequential => return Some(format!("random_state={seed}")),
        Trees::None => {}
    }
    let told = match (recipe.train.model(), recipe.task) {
        (ModelName::LogisticRegression, _) => "max_iter=1000",
        (ModelName::Lasso, _) => "max_iter=10_000",
        (ModelName::Dummy, Task::Classification) => "strategy=\"prior\"",
        (ModelName::Dummy, Task::Regression) => "strategy=\"mean\"",
        _ => return None,
    };
    Some(told.to_owned())
}
