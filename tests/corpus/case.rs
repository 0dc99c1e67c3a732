//! A file of the corpus and what is right of it.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A file as it is stored.
#[derive(Deserialize)]
pub struct File {
    pub name: String,
    pub file: String,
    text: Option<Text>,
    base64: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Text {
    Whole(String),
    Parts(Vec<Part>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Part {
    Once(String),
    Again { times: usize, text: String },
}

#[derive(Deserialize)]
pub struct Case {
    #[serde(flatten)]
    pub file: File,
    /// Any of these is right.
    pub expected: Vec<Reading>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    pub rows: usize,
    pub columns: Vec<Column>,
    /// Words that must stand in the notes or the list of bad lines.
    #[serde(default)]
    pub told: Vec<String>,
    /// Whether there must or must not be a note in doubt.
    pub doubt: Option<bool>,
    /// Whether columns without any value may be there beside these.
    #[serde(default)]
    pub empty: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    pub name: String,
    kind: Option<String>,
    kinds: Option<Vec<String>>,
    /// Of all rows …
    pub cells: Option<Vec<Value>>,
    /// … or of some, and how many of all are missing.
    pub some: Option<BTreeMap<usize, Value>>,
    pub missing: Option<u32>,
}

impl Column {
    /// The kinds that are right, as they are named in a recipe.
    pub fn kinds(&self) -> Vec<&str> {
        match (&self.kind, &self.kinds) {
            (Some(kind), _) if kind == "texts" => vec!["category", "text", "identifier"],
            (Some(kind), _) => vec![kind],
            (None, kinds) => kinds.iter().flatten().map(String::as_str).collect(),
        }
    }

    pub fn cells(&self) -> Vec<(usize, &Value)> {
        let all = self.cells.iter().flatten().enumerate();
        all.chain(self.some.iter().flatten().map(|(row, cell)| (*row, cell)))
            .collect()
    }
}

impl File {
    pub fn bytes(&self) -> Vec<u8> {
        match (&self.text, &self.base64) {
            (Some(Text::Whole(text)), _) => text.clone().into_bytes(),
            (Some(Text::Parts(parts)), _) => parts
                .iter()
                .map(Part::text)
                .collect::<String>()
                .into_bytes(),
            (None, Some(base64)) => STANDARD.decode(base64).unwrap(),
            (None, None) => panic!("{} has no bytes", self.name),
        }
    }

    /// How the file begins.
    pub fn start(&self) -> String {
        const BYTES: usize = 150;
        let bytes = self.bytes();
        format!(
            "{:?}",
            String::from_utf8_lossy(&bytes[..bytes.len().min(BYTES)])
        )
    }
}

/// The cases of a kind, one on each line of its file.
pub fn cases<T: DeserializeOwned>(kind: &str) -> Vec<T> {
    let path = format!("{}/tests/corpus/{kind}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let read = |(line, number): (&str, u32)| {
        serde_json::from_str(line).unwrap_or_else(|e| panic!("{path}:{number}: {e}"))
    };
    text.lines().zip(1..).map(read).collect()
}

impl Part {
    fn text(&self) -> String {
        match self {
            Part::Once(text) => text.clone(),
            Part::Again { times, text } => text.repeat(*times),
        }
    }
}
