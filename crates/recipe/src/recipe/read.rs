//! Reads a recipe's JSON form, and finds the position of errors.

use serde_json::Value;
use serde_json::error::Category;

use super::migrate::migrate;
use super::{RECIPE_FORMAT, Recipe, RecipeError, places};
use crate::closest::did_you_mean;
use crate::models::Train;
use crate::models::train::{Chosen, models_with};
use crate::parameters::Unfit;
use crate::stage::Stage;

/// The largest recipe. One is a page of text; a much larger file was chosen by mistake.
const BYTES_AT_MOST: usize = 1_000_000;

pub const NO_RECIPE: &str = "This is not a Grove recipe";
const CHOOSE: &str = "Choose a recipe.json that Grove has saved.";

/// Returns the text of a recipe's file.
pub fn text_of(bytes: &[u8]) -> Result<&str, RecipeError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let (good, _) = bytes.split_at(error.valid_up_to());
        let problem = format!("{NO_RECIPE}: it is not UTF-8 text.");
        let good = String::from_utf8_lossy(good);
        RecipeError::new(problem, CHOOSE).at(&good, good.len())
    })
}

/// Reads a recipe, with defaults for what it lacks. Returns also its value in the present format.
pub fn read(text: &str) -> Result<(Recipe, Value), RecipeError> {
    if text.len() > BYTES_AT_MOST {
        let problem = format!("{NO_RECIPE}: it is too large for one.");
        return Err(RecipeError::new(problem, CHOOSE));
    }
    // Some editors write this mark at the start of every text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut value: Value = serde_json::from_str(text).map_err(|error| syntax(text, &error))?;
    let format = format_of(text, &value)?;
    if format == RECIPE_FORMAT {
        return Ok((present(text, &value)?, value));
    }
    migrate(&mut value, format);
    let recipe =
        present(&format!("{value:#}"), &value).map_err(|error| match error.path.clone() {
            // Finds the position in the text that was read, not in the migrated one.
            Some(path) => error.about(text, path),
            None => error,
        })?;
    Ok((recipe, value))
}

fn format_of(text: &str, value: &Value) -> Result<u32, RecipeError> {
    if !value.is_object() {
        let problem = format!("{NO_RECIPE}: it has no parameters.");
        return Err(RecipeError::new(problem, CHOOSE).about(text, String::new()));
    }
    // A recipe without a format is read as one of the present format, since people write recipes.
    let Some(format) = value.get("format") else {
        return Ok(RECIPE_FORMAT);
    };
    let Some(format) = format.as_u64().filter(|format| *format > 0) else {
        let problem = format!("{NO_RECIPE}: it does not state its format.");
        let advice = format!("A recipe begins with \"format\": {RECIPE_FORMAT}.");
        return Err(RecipeError::new(problem, advice).about(text, "format".into()));
    };
    if format > u64::from(RECIPE_FORMAT) {
        let problem = format!(
            "This recipe has format {format}; this version of Grove reads formats up to {RECIPE_FORMAT}."
        );
        let advice = "It was saved by a later version of Grove: reload the page to update, or save the recipe again here.";
        return Err(RecipeError::new(problem, advice).about(text, "format".into()));
    }
    Ok(format as u32)
}

/// Reads a recipe of the present format, given as text and as a value.
fn present(text: &str, value: &Value) -> Result<Recipe, RecipeError> {
    let recipe: Recipe = serde_json::from_str(text).map_err(|error| unfit(text, &error, value))?;
    // What is missing may be filled in from the data.
    let checked = recipe.check_up_to(Stage::Load);
    checked.map_err(|error| RecipeError::out_of_range(text, error))?;
    Ok(recipe)
}

/// Returns the byte of an error of serde_json, whose columns are bytes, from 1.
fn offset(text: &str, error: &serde_json::Error) -> usize {
    let lines = text.split_inclusive('\n');
    let before: usize = lines
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    (before + error.column().saturating_sub(1)).min(text.len())
}

/// Returns the message of serde_json, without the position.
fn message(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let place = said.rfind(" at line ");
    said[..place.unwrap_or(said.len())].to_owned()
}

fn syntax(text: &str, error: &serde_json::Error) -> RecipeError {
    let said = message(error);
    let advice = match error.classify() {
        Category::Eof => "The end is missing: was the whole text copied?",
        _ if !text.trim_start().starts_with('{') => {
            "A recipe is one JSON object, in braces. The grove command reads YAML too, from a file named .yaml or .yml."
        }
        _ if said.starts_with("expected `,`") => {
            "A comma is missing before this place, or a quote or a bracket."
        }
        _ if said == "trailing comma" => "There must be no comma after the last value.",
        _ => "",
    };
    let problem = format!("This is not valid JSON: {said}.");
    RecipeError::new(problem, advice).at(text, offset(text, error))
}

/// Makes the error of valid JSON that is not a recipe.
fn unfit(text: &str, error: &serde_json::Error, value: &Value) -> RecipeError {
    let said = message(error);
    let (path, start) = places::around(text, offset(text, error));
    let train = Stage::Train.name();
    // Parameters of train are read only once the model is known: serde's position is then behind them.
    if path == train
        && let Some(Value::Object(map)) = value.get(train)
        && let Err(Unfit { path, said }) = Train::from_map(map.clone())
    {
        let name = path.clone();
        let path = [train, ".", &path].concat();
        let (problem, mut advice) = in_words(&path, &said);
        let others = models_with::<Train>(&name);
        if !others.is_empty() && said.starts_with("unknown field") {
            advice = format!("These models have it: {}. {advice}", others.join(", "));
        }
        let start = places::key_of(text, &path);
        let mut found = RecipeError::new(problem, advice).at(text, start);
        found.path = Some(path);
        return found;
    }
    let here = if path.is_empty() { "The recipe" } else { &path };
    let (problem, advice) = in_words(here, &said);
    let mut found = RecipeError::new(problem, advice).at(text, start);
    found.path = (!path.is_empty()).then_some(path);
    found
}

/// Turns serde's message about a value into a sentence about its place, and advice.
fn in_words(here: &str, said: &str) -> (String, String) {
    let none = String::new();
    if let Some((name, known)) = unknown(said, "unknown field `") {
        let question = did_you_mean(name, known.iter().copied());
        let problem = format!("There is no parameter “{name}” here{question}");
        return (problem, possible(&known));
    }
    if let Some((name, known)) = unknown(said, "unknown variant `") {
        let question = did_you_mean(name, known.iter().copied());
        let problem = format!("{here} cannot be “{name}”{question}");
        return (problem, possible(&known));
    }
    if let Some(name) = quoted(said, "missing field `") {
        let problem = format!("{here} lacks the parameter “{name}”.");
        return (
            problem,
            "Add it, or copy it from a recipe that Grove has saved.".into(),
        );
    }
    if let Some(name) = quoted(said, "duplicate field `") {
        return (
            format!("“{name}” occurs twice."),
            "Remove one of them.".into(),
        );
    }
    let kind = ["invalid type: ", "invalid value: "];
    let kind = kind.iter().find_map(|kind| said.strip_prefix(kind));
    if let Some((found, wanted)) = kind.and_then(|said| said.rsplit_once(", expected ")) {
        let (found, wanted) = (found.replace('`', ""), wanted_in_words(wanted));
        return (format!("{here} is {found}; it must be {wanted}."), none);
    }
    (format!("{here} cannot be read: {said}."), none)
}

/// Finds in serde's message an unknown name and the known ones that it lists.
fn unknown<'s>(said: &'s str, kind: &str) -> Option<(&'s str, Vec<&'s str>)> {
    let rest = said.strip_prefix(kind)?;
    // Known names contain no such words, so the unknown name ends here.
    let known = rest.rsplit_once("`, expected ");
    let (name, known) = known.or_else(|| rest.rsplit_once("`, there are no "))?;
    Some((name, known.split('`').skip(1).step_by(2).collect()))
}

fn quoted<'s>(said: &'s str, kind: &str) -> Option<&'s str> {
    said.strip_prefix(kind)?.strip_suffix('`')
}

fn possible(known: &[&str]) -> String {
    match known {
        [] => String::new(),
        _ => format!("Possible are {}.", known.join(", ")),
    }
}

fn wanted_in_words(wanted: &str) -> &str {
    match wanted {
        "u32" => "a whole number from 0 to 4294967295",
        "i8" => "1 or -1",
        "f64" => "a number",
        "a string" | "string" => "a text in quotes",
        "a boolean" => "true or false",
        "a sequence" => "a list",
        "a map" => "an object",
        _ if wanted.starts_with("struct ") => "an object with parameters",
        _ if wanted.starts_with("enum ") || wanted == "string or map" => "one of the known names",
        _ => wanted,
    }
}
