//! What a script for scikit-learn says of gradient boosting: its arguments, what it knows of single features, and which
//! rows it watches.

use serde_json::Value;

use super::TrainingFacts;
use super::estimator::number;
use super::python;
use crate::text::{quoted, quoted_list};
use grove_recipe::columns::ColumnKind;
use grove_recipe::models::gradient_boosting::{EarlyStopping, Loss, Parameters};
use grove_recipe::{BinEncoding, ClassWeight, Encoding, Recipe, Task};

/// Writes an argument; `None` if scikit-learn has no such parameter, or it is of another task, or given with the features.
pub fn argument(name: &str, value: &Value, recipe: &Recipe) -> Option<String> {
    let boosting = recipe.train.boosting()?;
    let of_classes = recipe.task == Task::Classification;
    let text = match name {
        "monotonic_cst" | "intervals" | "cat_smooth" | "cat_l2" => return None,
        "loss" | "quantile" if of_classes => return None,
        "quantile" if boosting.loss != Loss::Quantile => return None,
        "class_weight" => {
            let balanced = of_classes && boosting.class_weight == ClassWeight::Balanced;
            balanced.then(|| "\"balanced\"".to_owned())?
        }
        "early_stopping" => match boosting.early_stopping {
            EarlyStopping::Auto => quoted("auto"),
            EarlyStopping::On => python(true),
            EarlyStopping::Off => python(false),
        },
        // A share: a whole number would be refused.
        "max_features" => format!("{:?}", boosting.max_features),
        _ => number(value),
    };
    Some(format!("{name}={text}"))
}

/// Whether growing stops early.
fn stops_early(boosting: &Parameters, facts: &TrainingFacts) -> bool {
    boosting.stops_early(facts.parts.train.len() as u32)
}

/// Whether growing stops early by the loss of the split's validation rows.
fn watches_the_split(facts: &TrainingFacts) -> bool {
    let boosting = facts.recipe.train.boosting();
    let stops = boosting.is_some_and(|boosting| stops_early(boosting, facts));
    stops && !facts.parts.validation.is_empty()
}

/// What the model has to know of single features, by the names of the steps that make them.
struct OfSteps {
    /// Those whose feature is a category as it is.
    categories: Vec<String>,
    /// 1 where the prediction may only rise with the feature, −1 where it may only fall.
    directions: Vec<(String, i8)>,
}

impl OfSteps {
    fn new(facts: &TrainingFacts) -> Option<Self> {
        let recipe = facts.recipe;
        let boosting = recipe.train.boosting()?;
        let (mut categories, mut directions) = (Vec::new(), Vec::new());
        for (place, (column, kind)) in facts.features().enumerate() {
            let plan = recipe.featurize.plan(column, kind);
            let rises = match plan.encoding {
                Encoding::Passthrough | Encoding::Standard | Encoding::Robust | Encoding::Log => {
                    true
                }
                Encoding::QuantileBins => plan.own.bin_encoding == BinEncoding::Ordinal,
                _ => false,
            };
            if plan.encoding == Encoding::Categorical && kind != ColumnKind::Empty {
                categories.push(place.to_string());
            }
            let direction = boosting.monotonic_cst.get(column).copied().unwrap_or(0);
            if rises && direction != 0 {
                directions.push((place.to_string(), direction));
            }
        }
        let any = !categories.is_empty() || !directions.is_empty();
        any.then_some(Self {
            categories,
            directions,
        })
    }
}

/// Writes the function that tells the model which features are categories, and in which direction predictions go; nothing
/// if there is nothing to tell.
pub fn of_features(facts: &TrainingFacts) -> String {
    let Some(steps) = OfSteps::new(facts) else {
        return String::new();
    };
    let categories = quoted_list(steps.categories.iter().map(String::as_str));
    let directions = steps.directions.iter();
    let directions: Vec<String> = directions
        .map(|(step, direction)| format!("{}: {direction}", quoted(step)))
        .collect();
    format!(
        "def of_features(prepare, width):
    \"\"\"Which features are categories as they are, and with which the prediction may only rise or only fall.\"\"\"
    places = {{name: range(width)[place] for name, place in prepare.output_indices_.items()}}
    directions = [0] * width
    for name, direction in {{{directions}}}.items():
        for place in places[name]:
            directions[place] = direction
    categories = [place for name in {categories} for place in places[name]]
    return {{\"categorical_features\": categories or None, \"monotonic_cst\": directions if any(directions) else None}}


",
        directions = directions.join(", "),
    )
}

/// Writes the lines before the fit.
pub fn fitting(facts: &TrainingFacts) -> String {
    let mut lines = String::new();
    if OfSteps::new(facts).is_some() {
        lines.push_str("    learner.set_params(**of_features(prepare, learned_from.shape[1]))\n");
    }
    if watches_the_split(facts) {
        lines.push_str(
            "    watched = parts == 2
    fitting |= {\"X_val\": prepare.transform(table[watched]), \"y_val\": target[watched]}
    if weights is not None:
        fitting[\"sample_weight_val\"] = weights[watched]
",
        );
    }
    lines
}

/// Describes the differences from Grove.
pub fn remarks(facts: &TrainingFacts) -> Vec<&'static str> {
    let Some(boosting) = facts.recipe.train.boosting() else {
        return Vec::new();
    };
    let mut remarks = Vec::new();
    if stops_early(boosting, facts) {
        remarks.push(match watches_the_split(facts) {
            true => "Growing stops early by the loss of the same validation rows.",
            false => {
                "Growing stops early by the loss of rows that are drawn from the train rows; Grove draws others."
            }
        });
    }
    if OfSteps::new(facts).is_some_and(|steps| !steps.categories.is_empty()) {
        remarks.push(
            "Categories are split as they are. A missing one, and one that the train rows did not have, go where missing values\n\
             go. Grove regularises splits by categories (cat_smooth, cat_l2) in another way.",
        );
    }
    if boosting.intervals && facts.recipe.task == Task::Regression {
        remarks.push("The two models of prediction intervals are left out.");
    }
    remarks
}
