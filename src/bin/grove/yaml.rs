//! Reads recipes in YAML, with the same errors as for JSON and their positions in the YAML.

use std::collections::BTreeMap;

use grove_recipe::RecipeError;
use grove_recipe::path::go_on;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};
use serde_json::{Map, Number, Value};

const BYTES_AT_MOST: usize = 1_000_000;
/// The greatest depth of nested values.
const DEPTH_AT_MOST: usize = 64;

/// Reads the JSON that this YAML means.
pub fn read_as<T>(
    bytes: &[u8],
    from_json: impl FnOnce(&str) -> Result<T, RecipeError>,
) -> Result<T, RecipeError> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| RecipeError::new("This is not a Grove recipe: it is not UTF-8 text.", ""))?;
    if text.len() > BYTES_AT_MOST {
        let problem = "This is not a Grove recipe: it is too large for one.";
        return Err(RecipeError::new(problem, ""));
    }
    let (value, places) = read(text.strip_prefix('\u{feff}').unwrap_or(text))?;
    from_json(&value.to_string()).map_err(|error| at_home(error, &places))
}

/// Lines and columns of values by their paths.
type YamlPlaces = BTreeMap<String, (u32, u32)>;

/// Replaces an error's position by that of the parameter in the YAML, or of what should contain it.
fn at_home(mut error: RecipeError, places: &YamlPlaces) -> RecipeError {
    let path = error.path.clone().unwrap_or_default();
    let leads = |place: &str| {
        let rest = path.strip_prefix(place);
        rest.is_some_and(|rest| place.is_empty() || rest.is_empty() || rest.starts_with('.'))
    };
    let nearest = places.iter().filter(|(place, _)| leads(place));
    let nearest = nearest.max_by_key(|(place, _)| place.len());
    error.line = nearest.map(|(_, (line, _))| *line);
    error.column = nearest.map(|(_, (_, column))| *column);
    error
}

fn read(text: &str) -> Result<(Value, YamlPlaces), RecipeError> {
    let mut reader = YamlReader {
        events: Parser::new_from_str(text),
        path: String::new(),
        places: YamlPlaces::new(),
    };
    let mut value = None;
    loop {
        match reader.next()? {
            (Event::StreamEnd, _) => break,
            (
                Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd | Event::Nothing,
                _,
            ) => {}
            (_, at) if value.is_some() => {
                return Err(wrong("There is a second document; a recipe is one.", at));
            }
            (event, at) => value = Some(reader.value(event, at, DEPTH_AT_MOST)?),
        }
    }
    Ok((value.unwrap_or(Value::Null), reader.places))
}

struct YamlReader<'t> {
    events: Parser<'t, saphyr_parser::StrInput<'t>>,
    path: String,
    places: YamlPlaces,
}

impl<'t> YamlReader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Marker), RecipeError> {
        match self.events.next() {
            Some(Ok((event, span))) => Ok((event, span.start)),
            Some(Err(error)) => {
                let problem = format!("This is not valid YAML: {}.", error.info());
                Err(wrong(problem, *error.marker()))
            }
            None => Ok((Event::StreamEnd, Marker::default())),
        }
    }

    fn value(&mut self, event: Event, at: Marker, depth: usize) -> Result<Value, RecipeError> {
        if depth == 0 {
            return Err(wrong("Values are nested too deep for a recipe.", at));
        }
        self.places.entry(self.path.clone()).or_insert(place(at));
        match event {
            Event::Scalar(text, style, 0, None) => Ok(scalar(&text, style)),
            Event::SequenceStart(0, None) => self.list(depth - 1),
            Event::MappingStart(0, None) => self.object(depth - 1),
            Event::Alias(_)
            | Event::Scalar(..)
            | Event::SequenceStart(..)
            | Event::MappingStart(..) => {
                let problem = "A recipe has no anchors (&), aliases (*) or tags (!).";
                Err(wrong(problem, at))
            }
            _ => Err(wrong("Here a value is missing.", at)),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, RecipeError> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Value::Array(items)),
                (event, at) => {
                    let name = items.len().to_string();
                    items.push(self.inner(&name, event, at, depth)?);
                }
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, RecipeError> {
        let mut fields = Map::new();
        loop {
            let (name, named_at) = match self.next()? {
                (Event::MappingEnd, _) => return Ok(Value::Object(fields)),
                (Event::Scalar(name, _, 0, None), at) => (name.into_owned(), at),
                (_, at) => return Err(wrong("The name of a parameter is a word.", at)),
            };
            if fields.contains_key(&name) {
                let problem = format!("“{name}” occurs twice. Remove one of them.");
                return Err(wrong(problem, named_at));
            }
            let (event, _) = self.next()?;
            let value = self.inner(&name, event, named_at, depth)?;
            fields.insert(name, value);
        }
    }

    fn inner(
        &mut self,
        name: &str,
        event: Event,
        at: Marker,
        depth: usize,
    ) -> Result<Value, RecipeError> {
        let outer = self.path.len();
        go_on(&mut self.path, name);
        let value = self.value(event, at, depth);
        self.path.truncate(outer);
        value
    }
}

/// Converts a scalar without quotes by YAML 1.2's core schema; numbers that JSON does not have become texts.
fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return Value::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let unsigned = text.strip_prefix('+').unwrap_or(text);
        if let Ok(whole) = unsigned.parse::<i64>() {
            return whole.into();
        }
    }
    let numeric = |c: char| c.is_ascii_digit() || ".eE+-".contains(c);
    let begins = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    let number = text
        .parse::<f64>()
        .ok()
        .filter(|_| begins && text.chars().all(numeric));
    match number.and_then(Number::from_f64) {
        Some(number) => Value::Number(number),
        None => Value::String(text.to_owned()),
    }
}

fn place(at: Marker) -> (u32, u32) {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (count(at.line()), count(at.col()).saturating_add(1))
}

fn wrong(problem: impl Into<String>, at: Marker) -> RecipeError {
    let mut error = RecipeError::new(problem, "");
    let (line, column) = place(at);
    error.line = Some(line);
    error.column = Some(column);
    error
}
