//! The provenance of a stage's output: the parameters it depends on, their changes since, and its fingerprint.

mod items;
mod names;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use names::{Flat, run_changes, run_name};

use super::order::sort_by_key;
use super::stage::{PATH, Stage};
use crate::{DataReference, Recipe, Task, flat};

/// The hash of a stage's output in a canonical form: equal keys mean equal fingerprints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// The length of the canonical form in bytes.
    pub bytes: f64,
    /// SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// Up to this many changes are named; of more, only the number.
const REPORTED_AT_MOST: usize = 3;

/// The most letters of a value that are shown.
const LETTERS_AT_MOST: usize = 40;

/// Writes bytes in lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns the parameters that a stage reads itself, by their dotted names. Parameters of earlier stages are not among
/// them.
pub fn parameters(stage: Stage, recipe: &Recipe) -> BTreeMap<String, Value> {
    let fields = || stage.reads(recipe).iter().copied().flatten();
    let mut parameters = flat(recipe);
    parameters.retain(|name, _| fields().any(|field| is_within(name, field.name)));
    parameters
}

/// Returns whether a dotted name is that of a part of a recipe or of something in it.
fn is_within(name: &str, part: &str) -> bool {
    let rest = name.strip_prefix(part);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Returns the recipe with every parameter that neither the stage nor an earlier one reads at its default. Recipes with
/// the same output of the stage become equal.
pub fn as_far_as(stage: Stage, recipe: &Recipe) -> Recipe {
    let data = DataReference {
        name: String::new(),
        sha256: recipe.data.sha256.clone(),
    };
    let mut known = Recipe::new(data, String::new(), Task::Classification, Vec::new());
    let stages = PATH.into_iter().filter(|on| *on <= stage);
    for field in stages
        .flat_map(|stage| stage.reads(recipe))
        .copied()
        .flatten()
    {
        (field.copy)(recipe, &mut known);
    }
    known
}

/// Says in a sentence why the output of a stage for one recipe is out of date for another; `None` if it is not.
pub fn why_stale(stage: Stage, then: &Recipe, now: &Recipe) -> Option<String> {
    let earlier = PATH.into_iter().filter(|earlier| *earlier < stage);
    let earlier = earlier.filter(|earlier| !changes(*earlier, then, now).is_empty());
    let mut changes = changes(stage, then, now);
    changes.extend(earlier.map(|earlier| format!("{} is out of date", earlier.name())));
    sentence(changes)
}

/// Joins changes to a sentence that names a few of them.
fn sentence(mut changes: Vec<String>) -> Option<String> {
    let more = changes.len().saturating_sub(REPORTED_AT_MOST);
    changes.truncate(REPORTED_AT_MOST);
    if more > 0 {
        changes.push(format!("and {more} more"));
    }
    (!changes.is_empty()).then(|| changes.join("; ") + ".")
}

/// Describes the changes of what a stage reads itself.
fn changes(stage: Stage, then: &Recipe, now: &Recipe) -> Vec<String> {
    let mut changes = items::changes(stage, then, now);
    let (then, now) = (parameters(stage, then), parameters(stage, now));
    let mut names: Vec<&String> = then.keys().chain(now.keys()).collect();
    sort_by_key(&mut names, |name| *name);
    names.dedup();
    let model = |recipe: &BTreeMap<String, Value>| recipe.get("train.model").cloned();
    let another_model = model(&then) != model(&now);
    let of_list = |name: &&String| items::LISTS.iter().any(|list| is_within(name, list));
    for name in names.into_iter().filter(|name| !of_list(name)) {
        changes.extend(match (then.get(name), now.get(name)) {
            (Some(Value::String(none)), Some(now))
                if name == "target" && none.is_empty() && now != "" =>
            {
                Some(format!("target is {} now", text(now)))
            }
            (Some(then), Some(now)) if then != now => {
                Some(format!("{name} was {} and is {}", text(then), text(now)))
            }
            // Another model has other parameters.
            (None, Some(_)) | (Some(_), None) if another_model && is_within(name, "train") => None,
            (None, Some(new)) if !is_empty(new) => Some(format!("{name} was added")),
            (Some(old), None) if !is_empty(old) => Some(format!("{name} was removed")),
            _ => None,
        });
    }
    changes
}

/// Returns whether it is an empty list or map. A filled one has entries under names of their own instead.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => false,
    }
}

/// Writes a parameter's value for people: as in the recipe's JSON form, but words without quotes, and shortened.
pub fn text(value: &Value) -> String {
    let whole = match value {
        Value::Null => "none".into(),
        Value::String(word) if !word.is_empty() => word.clone(),
        value => value.to_string(),
    };
    shortened(whole)
}

fn shortened(whole: String) -> String {
    match whole.char_indices().nth(LETTERS_AT_MOST) {
        Some((end, _)) => format!("{}…", &whole[..end]),
        None => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Operation;
    use crate::stage::keys;

    fn recipe() -> Recipe {
        let data = DataReference {
            name: "a.csv".into(),
            sha256: String::new(),
        };
        Recipe::new(data, "kind".into(), Task::Classification, Vec::new())
    }

    fn why(stage: Stage, change: impl FnOnce(&mut Recipe)) -> Option<String> {
        let mut now = recipe();
        change(&mut now);
        why_stale(stage, &recipe(), &now)
    }

    #[test]
    fn why_an_output_is_out_of_date_is_said_in_a_sentence() {
        assert_eq!(why(Stage::Train, |_| {}), None);
        assert_eq!(
            why(Stage::Split, |r| r.train.set("n_estimators", 50).unwrap()),
            None
        );
        let fewer = |r: &mut Recipe| r.train.set("n_estimators", 50).unwrap();
        let sentence = "train.n_estimators was 100 and is 50.";
        assert_eq!(why(Stage::Train, fewer).as_deref(), Some(sentence));
        let behind = "train is out of date.";
        assert_eq!(why(Stage::Evaluate, fewer).as_deref(), Some(behind));
    }

    #[test]
    fn a_step_that_comes_or_goes_is_one_change() {
        let operation = Operation::DropColumns {
            columns: vec!["id".into()],
        };
        let mut with = recipe();
        with.clean.steps.push(operation.into());
        let came = why_stale(Stage::Clean, &recipe(), &with);
        assert_eq!(came.as_deref(), Some("step 1 “Drop id” was added."));
        let went = why_stale(Stage::Train, &with, &recipe());
        assert_eq!(went.as_deref(), Some("clean is out of date."));
        let went = why_stale(Stage::Clean, &with, &recipe());
        assert_eq!(went.as_deref(), Some("step 1 “Drop id” was removed."));
    }

    #[test]
    fn of_many_changes_the_first_are_told() {
        let why = why(Stage::Train, |r| {
            r.seed = 7;
            r.target = "size".into();
            r.train.set("max_depth", Some(3)).unwrap();
            r.train.set("bootstrap", false).unwrap();
        });
        let sentence = "seed was 42 and is 7; train.bootstrap was true and is false; \
                        train.max_depth was none and is 3; and 3 more.";
        assert_eq!(why.as_deref(), Some(sentence));
    }

    #[test]
    fn a_stage_tells_the_parameters_that_it_reads_alone() {
        let mut recipe = recipe();
        let names = |recipe: &Recipe, stage| -> Vec<String> {
            parameters(stage, recipe).into_keys().collect()
        };
        let split = names(&recipe, Stage::Split);
        assert!(split.iter().any(|name| name == "seed"));
        assert!(split.iter().all(|n| n == "seed" || n.starts_with("split.")));
        let clean = names(&recipe, Stage::Clean);
        assert_eq!(clean, ["clean.missing_target", "clean.steps", "target"]);
        // Before a step that learns, the rows are split.
        recipe.clean.steps.push(
            Operation::FillMissing {
                columns: Vec::new(),
                strategy: crate::FillStrategy::Mean,
                fill_value: String::new(),
            }
            .into(),
        );
        assert!(names(&recipe, Stage::Clean).contains(&"seed".to_string()));
        assert_eq!(names(&recipe, Stage::Predict), [""; 0]);
    }

    #[test]
    fn as_far_as_a_stage_reads_it_a_recipe_has_the_same_key() {
        let mut recipe = recipe();
        recipe.seed = 7;
        recipe.task = Task::Regression;
        recipe.weight = Some("w".into());
        recipe.group = Some("g".into());
        recipe.leave_out = vec!["x".into()];
        recipe.load.trim = !recipe.load.trim;
        recipe.clean.steps.push(
            Operation::DropDuplicates {
                columns: Vec::new(),
            }
            .into(),
        );
        recipe.split.test_size = 0.5;
        recipe.featurize.fill_value = 2.0;
        recipe.train.set("n_estimators", 3).unwrap();
        recipe.evaluate.n_splits = 9;
        for stage in PATH {
            let known = as_far_as(stage, &recipe);
            assert_eq!(why_stale(stage, &known, &recipe), None);
            let [of_known, of_whole] = [&known, &recipe].map(|r| keys(r)[stage as usize]);
            assert!(of_known == of_whole, "{}", stage.name());
        }
        assert_eq!(as_far_as(Stage::Split, &recipe).train.trees(), 100);
    }

    #[test]
    fn values_are_shown_in_short() {
        assert_eq!(text(&Value::Null), "none");
        assert_eq!(text(&serde_json::json!("")), "\"\"");
        assert_eq!(text(&serde_json::json!("mean")), "mean");
        assert_eq!(text(&serde_json::json!(["a", 1])), "[\"a\",1]");
        assert_eq!(text(&serde_json::json!("é".repeat(50))).chars().count(), 41);
    }
}
