//! Writes a recipe as YAML with comments: every parameter with its meaning, its possible values and its default.

use serde::Serialize;
use serde_json::{Value, json};

use super::dvc::yaml;
use grove_recipe::parameters::{self as p, Choice, Integer, Parameter, Span, Text};
use grove_recipe::stage::{PATH, Stage};
use grove_recipe::{Layout, Load, Recipe, Train};

/// The width of a line of comment.
const WIDTH: usize = 100;

const HEAD: &str = "A recipe: every choice from a table to a model. Change what you want and delete the rest; missing parameters have their defaults. Run it: grove run THIS.yaml";

/// Writes the recipe of data that was read like this. It has no hash of the data, so that it also suits later versions
/// of the file. The same recipe gives the same text.
pub fn write(recipe: &Recipe, layout: Option<&Layout>) -> String {
    let mut value = serde_json::to_value(recipe).expect("a recipe holds nothing that JSON cannot");
    if let Some(data) = value["data"].as_object_mut() {
        data.shift_remove("sha256");
    }
    // Also those that are at their defaults, which a recipe leaves out.
    value["evaluate"] = Value::Object(p::as_map(&recipe.evaluate));
    let detected = layout.map_or(Value::Null, |layout| json!(layout));
    let mut out = String::new();
    let name = yaml::write(&Value::from(recipe.data.name.as_str()));
    comment(&format!("{HEAD} {}", name.trim_end()), 0, &mut out);
    fields(&value, "", recipe, &detected, &mut out);
    out
}

fn fields(value: &Value, within: &str, recipe: &Recipe, detected: &Value, out: &mut String) {
    let depth = usize::from(!within.is_empty());
    for (name, value) in value.as_object().into_iter().flatten() {
        let path = match within {
            "" => name.clone(),
            part => format!("{part}.{name}"),
        };
        if depth == 0 {
            out.push('\n');
        }
        let mut about = about(&path, recipe).unwrap_or_default();
        if let Some(found) = detected.get(name).filter(|_| within == "load") {
            let found = yaml::write(found);
            about.push_str(&format!(" Detected: {}.", found.trim_end()));
        }
        comment(&about, depth, out);
        if depth == 0 && is_part(&path) {
            out.push_str(&format!("{name}:\n"));
            fields(value, &path, recipe, detected, out);
            continue;
        }
        for line in yaml::write(&json!({ name.as_str(): value })).lines() {
            out.push_str(&"  ".repeat(depth));
            out.push_str(line);
            out.push('\n');
        }
    }
}

fn is_part(name: &str) -> bool {
    name == "data" || part_of(name).is_some()
}

/// The stage whose part of the recipe has this name.
fn part_of(name: &str) -> Option<Stage> {
    PATH.into_iter().find(|stage| stage.name() == name)
}

/// Writes a comment, wrapped to about the width of a screen.
fn comment(text: &str, depth: usize, out: &mut String) {
    let mut line = String::new();
    let mut end = |line: &mut String| {
        if !line.is_empty() {
            out.push_str(&"  ".repeat(depth));
            out.push_str(&format!("# {line}\n"));
            line.clear();
        }
    };
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + word.chars().count() > WIDTH {
            end(&mut line);
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    end(&mut line);
}

/// Returns the comment on a parameter, given its place in the recipe.
fn about(path: &str, recipe: &Recipe) -> Option<String> {
    Some(match path {
        "format" => "The version of the format of this file.".into(),
        "data" => "The data that it is for.".into(),
        "data.name" => "The file's name. With a line “sha256: …” beside it, as in a run's recipe, a file with other content is refused."
            .into(),
        "seed" => integer(&p::SEED),
        "target" => "The column to predict.".into(),
        "task" => "What is predicted: classification (one of a few classes) or regression (a number).".into(),
        "weight" => "The column with the weight of each row. By default none.".into(),
        "group" => column(&p::GROUP),
        "leave_out" => "Columns that are not features, such as identifiers of rows.".into(),
        // Forms call it otherwise.
        "load.encoding" => choice(Load::encoding),
        "load.header_rows" => choice(&p::HEADER_ROWS),
        "load.missing_values" => {
            "Missing values: texts that count as missing besides the empty cell.".into()
        }
        "load.kinds" => format!(
            "Types: of columns that are to be read as another type than the detected one, such as zip: category. Possible are {}.",
            named(p::CAST_KINDS)
        ),
        "clean.steps" => format!(
            "Steps: a list, one after the other, such as - operation: {{ drop_duplicates: {{}} }}. Possible are {}.",
            operations()
        ),
        "check.expectations" => {
            "Expectations: a list, such as - rule: { not_null: { column: age } }; with severity: stop, one that fails ends \
             the run."
                .into()
        }
        "check.known" => {
            "Known doubts: a list of reasons to doubt the scores that you know of, as the page and reports name them."
                .into()
        }
        "featurize.columns" => format!(
            "Columns: the choices for single columns, such as city: {{ encoding: target }}. Encodings are {}.",
            named(p::COLUMN_ENCODING.options)
        ),
        path if path.starts_with("train.") => return of_model(&path["train.".len()..], recipe),
        path => {
            let Some((part, name)) = path.split_once('.') else {
                return Some(part_of(path)?.about().part.into());
            };
            let declared = (part_of(part)?.about().parameters)(recipe);
            return of_these(declared, name);
        }
    })
}

/// Returns the comment on a parameter of the model, or on the choice of the model.
fn of_model(name: &str, recipe: &Recipe) -> Option<String> {
    if name == p::MODEL.name {
        return Some(format!("{} {}", choice(&p::MODEL), other_models(recipe)));
    }
    of_these(recipe.train.declared(), name)
}

fn of_these(declared: Vec<Parameter>, name: &str) -> Option<String> {
    let found = declared.into_iter().find(|of| of.name == name);
    found.map(described)
}

/// Describes the parameters of the models that are not chosen.
fn other_models(recipe: &Recipe) -> String {
    let others = p::MODEL.options.iter().map(|(model, _)| Train::of(*model));
    let others = others.filter(|other| other.model() != recipe.train.model());
    let parameters = others.filter_map(|other| {
        let names: Vec<&str> = other.declared().iter().map(|of| of.name).collect();
        let model = other.model().name();
        (!names.is_empty()).then(|| format!("{model}: {}", names.join(", ")))
    });
    let parameters: Vec<String> = parameters.collect();
    format!("Others have other parameters; {}.", parameters.join("; "))
}

fn described(of: Parameter) -> String {
    let Parameter {
        label,
        help,
        span,
        default,
        ..
    } = of;
    let default = name(&default);
    let (possible, help) = match span {
        Span::Whole {
            min,
            max,
            unlimited: true,
        } => (
            format!("From {min} to {max}"),
            help.replace("Empty:", "null:"),
        ),
        Span::Whole { min, max, .. } => (format!("From {min} to {max}"), help.to_owned()),
        Span::Real { min, max, .. } => (format!("From {min} to {max}"), help.to_owned()),
        Span::Switch => return format!("{label}: {help} true or false; by default {default}."),
        Span::Options(options) => (format!("Possible are {}", named(&options)), help.to_owned()),
        Span::Text(_) | Span::Texts(_) | Span::Perhaps(_) => {
            return format!("{label}: {help} By default none.");
        }
        Span::OfColumns(options) => {
            let default = options.first().map(|(value, _)| name(value));
            let (options, default) = (named(&options), default.unwrap_or_default());
            return format!("{label}: {help} Possible are {options}; by default {default}.");
        }
    };
    format!("{label}: {help} {possible}; by default {default}.")
}

fn integer(of: &Integer) -> String {
    let Integer {
        label,
        help,
        min,
        max,
        default,
        ..
    } = of;
    format!("{label}: {help} From {min} to {max}; by default {default}.")
}

fn column(of: &Text) -> String {
    format!("{}: {} By default none.", of.label, of.help)
}

fn choice<T: Serialize>(of: &Choice<T>) -> String {
    let default = of.options.first().map(|(value, _)| name(value));
    format!(
        "{}: {} Possible are {}; by default {}.",
        of.label,
        of.help,
        named(of.options),
        default.unwrap_or_default()
    )
}

/// Lists values, with their labels if these say more.
fn named<T: Serialize>(options: &[(T, &str)]) -> String {
    let options = options.iter().map(|(value, label)| {
        let name = name(value);
        match name.replace(['_', '-'], " ") == label.replace('-', " ") {
            true => name,
            false => format!("{name} ({label})"),
        }
    });
    options.collect::<Vec<_>>().join(", ")
}

fn name(value: &impl Serialize) -> String {
    match serde_json::to_value(value).unwrap_or_default() {
        Value::String(name) => name,
        value => value.to_string(),
    }
}

fn operations() -> String {
    use grove_recipe::Operation;
    let all = Operation::all();
    let names: Vec<&str> = all.iter().map(Operation::name).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_says_what_it_means() {
        for (model, _) in p::MODEL.options {
            let mut recipe = Recipe::default();
            recipe.train.choose(*model);
            let about = |path: &str| about(path, &recipe);
            let json = serde_json::to_value(&recipe).unwrap();
            for (name, value) in json.as_object().unwrap() {
                assert!(about(name).is_some(), "{name}");
                for inner in value.as_object().into_iter().flatten() {
                    let path = format!("{name}.{}", inner.0);
                    assert!(path == "data.sha256" || about(&path).is_some(), "{path}");
                }
                assert_eq!(is_part(name), value.is_object(), "{name}");
            }
        }
    }

    #[test]
    fn a_hostile_name_is_no_line_of_its_own() {
        let mut recipe = Recipe::default();
        recipe.data.name = "a\nseed: 7\n#\u{202e}.csv".into();
        let text = write(&recipe, None);
        assert!(
            !text.contains("\nseed: 7") && text.contains("\nseed: 42\n"),
            "{text}"
        );
    }
}
