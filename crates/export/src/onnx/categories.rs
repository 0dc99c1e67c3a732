//! Encodes categories and booleans in the graph: a lookup from each text or number to its features.

use std::collections::BTreeMap;

use grove_engine::featurize::encoder::{Encoder, FittedColumn};
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;

use super::graph::{GraphBuilder, Name, doubles, held, int, integers, ints, strings};
use super::inputs::Inputs;
use super::proto::ElementKind;
use super::steps::{ColumnFlow, GraphColumn};
use super::{probe, refused};

/// The most categories of a column, since the table has features for each.
const CATEGORIES_AT_MOST: usize = 50_000;

/// Encodes a column that is encoded as categories, or as texts with few values.
pub fn encode(
    graph: &mut GraphBuilder,
    inputs: &mut Inputs,
    flow: &ColumnFlow,
    fitted: &FittedColumn,
) -> Result<Name, StageError> {
    let names: &[String] = match &fitted.encoder {
        Encoder::Categories(categories) => categories.names(),
        _ => &[],
    };
    if names.len() > CATEGORIES_AT_MOST {
        let problem = format!(
            "{} has {} categories, and a graph takes at most {CATEGORIES_AT_MOST} of a column.",
            fitted.column,
            names.len()
        );
        return Err(refused(
            problem,
            "Choose another encoding for the column, or leave it out.",
        )
        .in_column(fitted.column.as_str()));
    }
    let table = match &flow.cells {
        GraphColumn::Text(_, texts) => of_texts(flow, fitted, texts.clone(), names)?,
        _ => of_numbers(fitted, names),
    };
    let features: Vec<String> = fitted.features().into_iter().map(|f| f.name).collect();
    let missing = describe("It", &features, &table.missing);
    let unseen = describe(
        "A category that the train rows did not have",
        &features,
        &table.unseen,
    );
    inputs.tell(flow, &missing, Some(unseen));
    Ok(match &flow.cells {
        GraphColumn::Text(name, _) | GraphColumn::Number(name) | GraphColumn::Moment(name) => {
            table.look_up(graph, name)
        }
    })
}

/// The keys of a lookup.
enum LookupKeys {
    Texts(Vec<String>),
    Numbers(Vec<f64>),
}

struct LookupTable {
    keys: LookupKeys,
    /// The features of each key.
    rows: Vec<Vec<f64>>,
    missing: Vec<f64>,
    /// The features of all other values.
    unseen: Vec<f64>,
}

fn of_texts(
    flow: &ColumnFlow,
    fitted: &FittedColumn,
    mut texts: BTreeMap<String, Option<String>>,
    names: &[String],
) -> Result<LookupTable, StageError> {
    let mut see = |text: String| {
        texts.entry(text.clone()).or_insert(Some(text));
    };
    names.iter().cloned().for_each(&mut see);
    if matches!(fitted.encoder, Encoder::Numbers(_)) {
        ["true", "false", "yes", "no", "t", "f", "y", "n"]
            .into_iter()
            .for_each(|word| cases(word).into_iter().for_each(&mut see));
    }
    if fitted.kind == ColumnKind::Boolean {
        // The table has truth values in lower case, whichever case a file has.
        for name in names {
            for written in cases(name) {
                texts.entry(written).or_insert(Some(name.clone()));
            }
        }
    }
    let mut other = String::from("other");
    while texts.contains_key(&other) {
        other.push('\'');
    }
    let values = texts.values().map(|value| value.as_deref());
    let column = flow.repaired(values.chain([Some(other.as_str()), None]))?;
    let mut rows = probe::encoded(fitted, &column);
    let (missing, unseen) = (rows.pop(), rows.pop());
    Ok(LookupTable {
        keys: LookupKeys::Texts(texts.into_keys().collect()),
        rows,
        missing: missing.unwrap_or_default(),
        unseen: unseen.unwrap_or_default(),
    })
}

fn of_numbers(fitted: &FittedColumn, names: &[String]) -> LookupTable {
    // A number is named by its shortest form; other names are not numbers.
    let number = |name: &String| name.parse::<f64>().ok().filter(|v| v.to_string() == *name);
    let numbers: Vec<f64> = names.iter().filter_map(number).collect();
    let mut other = 0.5;
    while numbers.contains(&other) {
        other += 1.0;
    }
    let values = numbers.iter().copied().map(Some);
    let column = probe::decimals(&fitted.column, values.chain([Some(other), None]));
    let mut rows = probe::encoded(fitted, &column);
    let (missing, unseen) = (rows.pop(), rows.pop());
    let missing = missing.unwrap_or_default();
    rows.push(missing.clone());
    LookupTable {
        keys: LookupKeys::Numbers(numbers.into_iter().chain([f64::NAN]).collect()),
        rows,
        missing,
        unseen: unseen.unwrap_or_default(),
    }
}

impl LookupTable {
    /// Looks up the features: rows × features.
    fn look_up(self, graph: &mut GraphBuilder, name: &str) -> Name {
        let width = self.unseen.len();
        // Equal rows are stored once.
        let mut distinct: Vec<&[f64]> = Vec::new();
        let mut known: BTreeMap<Vec<u64>, i64> = BTreeMap::new();
        let mut place = |row: &'_ Vec<f64>| -> (i64, bool) {
            let bits = row.iter().map(|value| value.to_bits()).collect();
            let next = known.len() as i64;
            let place = *known.entry(bits).or_insert(next);
            (place, place == next)
        };
        let mut places = Vec::new();
        for row in self.rows.iter().chain([&self.unseen]) {
            let (at, new) = place(row);
            if new {
                distinct.push(row);
            }
            places.push(at);
        }
        let unseen = places.pop().unwrap_or_default();
        if let Some(hot) = one_hot(&distinct, width) {
            // Compared with each position instead of looked up, because such a table would be mostly zeros.
            let hot = |place: i64| hot[place as usize];
            let places = places.into_iter().map(hot).collect();
            let found = encoder(graph, name, self.keys, places, hot(unseen));
            let found = graph.upright(&found);
            let range: Vec<i64> = (0..width as i64).collect();
            let range = graph.whole(&range);
            let equal = graph.node("Equal", &[&found, &range]);
            return graph.cast(&equal, ElementKind::Double);
        }
        let flat: Vec<f64> = distinct.concat();
        let rows = graph.numbers(&flat, &[distinct.len(), width]);
        let found = encoder(graph, name, self.keys, places, unseen);
        graph.node("Gather", &[&rows, &found])
    }
}

/// Returns the position of the 1 in each row that is otherwise 0, or −1; `None` for other rows.
fn one_hot(rows: &[&[f64]], width: usize) -> Option<Vec<i64>> {
    let hot = |row: &&[f64]| {
        let mut places = row.iter().zip(0..).filter(|(value, _)| **value != 0.0);
        match (places.next(), places.next()) {
            (None, _) => Some(-1),
            (Some((value, place)), None) if *value == 1.0 => Some(place),
            _ => None,
        }
    };
    (width > 1).then(|| rows.iter().map(hot).collect())?
}

fn encoder(
    graph: &mut GraphBuilder,
    name: &str,
    keys: LookupKeys,
    places: Vec<i64>,
    unseen: i64,
) -> Name {
    let attributes = match keys {
        LookupKeys::Texts(keys) => vec![
            strings("keys_strings", keys.iter().map(String::as_str)),
            ints("values_int64s", places),
            int("default_int64", unseen),
        ],
        LookupKeys::Numbers(keys) => vec![
            held("keys_tensor", doubles(&keys, &[keys.len()])),
            held("values_tensor", integers(&places)),
            held("default_tensor", integers(&[unseen])),
        ],
    };
    graph.with("LabelEncoder", &[name], attributes)
}

/// Returns a word in every mixture of upper and lower case.
fn cases(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let written = |mixture: u32| {
        let letters = letters.iter().zip(0..);
        let letter = |(letter, place): (&char, u32)| match mixture >> place & 1 {
            1 => letter.to_ascii_uppercase(),
            _ => *letter,
        };
        letters.map(letter).collect()
    };
    (0..1 << letters.len()).map(written).collect()
}

/// Describes the encoding of a value.
fn describe(what: &str, features: &[String], row: &[f64]) -> String {
    const TOLD: usize = 3;
    let nonzero: Vec<String> = features
        .iter()
        .zip(row)
        .filter(|(_, value)| **value != 0.0)
        .map(|(name, value)| format!("{name} = {value}"))
        .collect();
    match nonzero.as_slice() {
        _ if row.iter().any(|value| value.is_nan()) => {
            format!("{what} counts as missing, which the model has learned from.")
        }
        [] => format!("{what} has 0 in every feature."),
        few if few.len() <= TOLD => format!("{what} gives {}.", few.join(", ")),
        many => format!(
            "{what} gives {} and {} more.",
            many[..TOLD].join(", "),
            many.len() - TOLD
        ),
    }
}
