//! Names a run after what it chose otherwise than another.

use std::collections::BTreeMap;

use serde_json::Value;

use super::items::steps;
use super::{is_within, shortened, text};
use crate::parameters::Parameter;
use crate::stage::{PATH, Stage};
use crate::{Recipe, Task};

/// A recipe, and the same as [`crate::flat`] gives it.
pub type Flat<'r> = (&'r Recipe, &'r BTreeMap<String, Value>);

/// Up to this many differences are named; of more, only the number.
const NAMED_AT_MOST: usize = 3;

/// Names a run after its model and what differs from another run on the same table: `Random forest · depth 1 · without
/// alive`. The first run, which `from` is for all others, is called by its model alone, so that a name stays as it is when
/// other runs come. O(parameters).
pub fn run_name(of: Flat<'_>, from: Flat<'_>) -> String {
    let mut name = model(of.0);
    let mut differences = differences(of, from, false);
    let more = differences.len().saturating_sub(NAMED_AT_MOST);
    differences.truncate(NAMED_AT_MOST);
    if more > 0 {
        differences.push(["and ", &more.to_string(), " more"].concat());
    }
    for difference in differences {
        name.push_str(" · ");
        name.push_str(&difference);
    }
    name
}

/// Says in a few words what differs from the run before: `depth none → 1 · without alive`; `None` where nothing does.
/// O(parameters).
pub fn run_changes(of: Flat<'_>, from: Flat<'_>) -> Option<String> {
    let mut changes = differences(of, from, true);
    if of.0.train.model() != from.0.train.model() {
        changes.insert(0, [&model(from.0), ARROW, &model(of.0)].concat());
    }
    (!changes.is_empty()).then(|| changes.join(" · "))
}

/// Between what was and what is.
const ARROW: &str = " → ";

/// The model's title without its article.
fn model(recipe: &Recipe) -> String {
    let title = recipe.train.about().title;
    let articles = ["A ", "The "].into_iter();
    let bare = articles.fold(title, |title, article| {
        title.strip_prefix(article).unwrap_or(title)
    });
    let mut name = bare.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}

/// What differs, in short: first the model's parameters and the columns, then the other stages from first to last. `moves`
/// asks for the values before, too.
fn differences(of: Flat<'_>, from: Flat<'_>, moves: bool) -> Vec<String> {
    let (recipe, other) = (of.0, from.0);
    let mut found = parameters(Stage::Train, of, from, moves);
    let lacks = |a: &Recipe, b: &Recipe| -> Vec<String> {
        let left = a.leave_out.iter();
        left.filter(|column| !b.leave_out.contains(column))
            .cloned()
            .collect()
    };
    found.extend(columns("without ", &lacks(recipe, other)));
    found.extend(columns("with ", &lacks(other, recipe)));
    if recipe.task != other.task {
        found.push(
            match recipe.task {
                Task::Classification => "predicts classes",
                Task::Regression => "predicts numbers",
            }
            .to_owned(),
        );
    }
    for (words, now, then) in [
        ("weighted by ", &recipe.weight, &other.weight),
        ("grouped by ", &recipe.group, &other.group),
    ] {
        if now != then {
            let column = now.as_deref().unwrap_or("nothing");
            found.push([words, column].concat());
        }
    }
    found.extend(steps(&other.clean.steps, &recipe.clean.steps));
    for stage in PATH
        .into_iter()
        .filter(|stage| ![Stage::Load, Stage::Train].contains(stage))
    {
        found.extend(parameters(stage, of, from, moves));
    }
    let encoded = recipe.featurize.columns != other.featurize.columns;
    found.extend(encoded.then(|| "other encodings".to_owned()));
    if recipe.seed != other.seed {
        let (then, now) = (other.seed.to_string(), recipe.seed.to_string());
        found.push(match moves {
            true => ["seed ", &then, ARROW, &now].concat(),
            false => ["seed ", &now].concat(),
        });
    }
    let read = recipe.load != other.load;
    found.extend(read.then(|| "read otherwise".to_owned()));
    found
}

/// Names a few columns, or says how many there are.
fn columns(word: &str, columns: &[String]) -> Option<String> {
    match columns {
        [] => None,
        [_] | [_, _] => Some(shortened([word, &columns.join(", ")].concat())),
        _ => Some([word, &columns.len().to_string(), " columns"].concat()),
    }
}

/// Describes the declared parameters of a stage that differ. Those of another model are compared with their defaults.
fn parameters(stage: Stage, of: Flat<'_>, from: Flat<'_>, moves: bool) -> Vec<String> {
    let is_of = |name: &&String| is_within(name, stage.name());
    let same = |name: &String| of.1.get(name) == from.1.get(name);
    if of.1.keys().chain(from.1.keys()).filter(is_of).all(same) {
        return Vec::new();
    }
    let another_model = stage == Stage::Train && of.0.train.model() != from.0.train.model();
    let declared = (stage.about().parameters)(of.0).into_iter();
    let differing = declared.filter_map(|parameter| {
        let name = [stage.name(), ".", parameter.name].concat();
        let now = of.1.get(&name)?;
        let then = from.1.get(&name).filter(|_| !another_model);
        let told = then.filter(|_| moves);
        (now != then.unwrap_or(&parameter.default)).then(|| said(&parameter, told, now))
    });
    differing.collect()
}

/// Says a parameter's value after its label, and before it what it was.
fn said(parameter: &Parameter, then: Option<&Value>, now: &Value) -> String {
    let label = parameter.label.to_lowercase();
    let label = label.strip_prefix("maximum ").unwrap_or(&label);
    let options = parameter.span.options();
    let value = |value: &Value| match options.iter().find(|(option, _)| option == value) {
        Some((_, "yes")) => "on".to_owned(),
        Some((_, "no")) => "off".to_owned(),
        Some((_, option)) => (*option).to_owned(),
        None => text(value),
    };
    let mut said = [label, " "].concat();
    if let Some(then) = then {
        said.push_str(&value(then));
        said.push_str(ARROW);
    }
    said.push_str(&value(now));
    shortened(said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DataReference, ModelName, Operation, Step, Train, flat};

    fn named(change: impl FnOnce(&mut Recipe)) -> String {
        let data = DataReference {
            name: "a.csv".into(),
            sha256: String::new(),
        };
        let first = Recipe::new(data, "kind".into(), Task::Classification, Vec::new());
        let mut recipe = first.clone();
        change(&mut recipe);
        run_name((&recipe, &flat(&recipe)), (&first, &flat(&first)))
    }

    fn dropping(column: &str) -> Step {
        Operation::DropColumns {
            columns: vec![column.into()],
        }
        .into()
    }

    #[test]
    fn a_run_is_named_by_what_differs() {
        assert_eq!(named(|_| {}), "Random forest");
        let shallow = named(|r| {
            r.leave_out.push("alive".into());
            r.train.set("max_depth", Some(1)).unwrap();
        });
        assert_eq!(shallow, "Random forest · depth 1 · without alive");
        assert_eq!(
            named(|r| r.train.set("bootstrap", false).unwrap()),
            "Random forest · bootstrap rows off"
        );
        assert_eq!(
            named(|r| {
                r.split.test_size = 0.5;
                r.seed = 7;
            }),
            "Random forest · test share 0.5 · seed 7"
        );
    }

    #[test]
    fn another_model_tells_what_differs_from_its_own_defaults() {
        let boosting = named(|r| {
            r.train = Train::of(ModelName::GradientBoosting);
            r.train.set("learning_rate", 0.5).unwrap();
        });
        assert_eq!(boosting, "Gradient boosting · learning rate 0.5");
    }

    #[test]
    fn what_changed_since_a_run_tells_both_values() {
        let data = DataReference::default();
        let first = Recipe::new(data, "kind".into(), Task::Classification, Vec::new());
        let mut second = first.clone();
        second.train.set("max_depth", Some(1)).unwrap();
        second.seed = 7;
        let flats = [&first, &second].map(flat);
        let [one, two] = [(&first, &flats[0]), (&second, &flats[1])];
        assert_eq!(run_changes(one, one), None);
        let changes = run_changes(two, one).unwrap();
        assert_eq!(changes, "depth none → 1 · seed 42 → 7");
        let mut other = first.clone();
        other.train = Train::of(ModelName::DecisionTree);
        let flat = flat(&other);
        let changes = run_changes((&other, &flat), one).unwrap();
        assert_eq!(changes, "Random forest → Decision tree");
    }

    #[test]
    fn steps_and_many_columns_are_told_in_short() {
        assert_eq!(
            named(|r| r.clean.steps = vec![dropping("cabin")]),
            "Random forest · drop cabin"
        );
        assert_eq!(
            named(|r| r.clean.steps = ["a", "b", "c"].map(dropping).into()),
            "Random forest · 3 other steps"
        );
        assert_eq!(
            named(|r| r.leave_out = ["a", "b", "c"].map(String::from).into()),
            "Random forest · without 3 columns"
        );
    }

    #[test]
    fn of_many_differences_the_first_are_named() {
        let name = named(|r| {
            r.train.set("max_depth", Some(1)).unwrap();
            r.train.set("n_estimators", 5).unwrap();
            r.leave_out.push("x".into());
            r.seed = 1;
            r.split.stratify = false;
        });
        assert!(name.ends_with(" · without x · and 2 more"), "{name}");
        assert_eq!(name.matches(" · ").count(), 4);
    }
}
