//! A run as a row of the table, with a value for each column.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value;

use super::names::RunTitle;
use grove_protocol::report::FoldScores;
use grove_protocol::tracking::RunInfo;
use grove_recipe::flat;

/// A run, its recipe as a flat list, and what it is called beside other runs.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRow {
    pub info: RunInfo,
    pub parameters: Rc<BTreeMap<String, Value>>,
    pub(super) title: RunTitle,
}

/// The columns of the table, in the order in which they are shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RunColumn {
    Name,
    When,
    /// What differs from the run before.
    Changed,
    Experiment,
    Data,
    Model,
    /// The steps of cleaning.
    Cleaning,
    /// A parameter, by its dotted name in the recipe.
    Parameter(Rc<str>),
    /// A metric on the test rows, by scikit-learn's name.
    Metric(Rc<str>),
    /// The mean of a metric over the folds of a cross-validation: its name after [`FOLDS`].
    Folds(Rc<str>),
    /// In seconds.
    Duration,
    /// In bytes.
    Size,
    Tags,
    Note,
}

/// The prefix of a metric's name for its mean over folds.
pub const FOLDS: &str = "cv.";

/// A value by which rows are compared.
#[derive(Clone, Debug, PartialEq)]
pub enum RunCell {
    Number(f64),
    Text(String),
    /// The run has no such value.
    Nothing,
}

impl RunRow {
    pub fn new(info: RunInfo) -> Self {
        let parameters = Rc::new(flat(&info.recipe));
        let title = RunTitle::default();
        Self {
            info,
            parameters,
            title,
        }
    }

    /// Returns the name that the person gave, or else what the run is called by what differs.
    pub fn name(&self) -> &str {
        match (&*self.info.name, &*self.title.shown) {
            ("", "") => short(&self.info.id.0),
            ("", title) => title,
            (name, _) => name,
        }
    }

    /// Returns what differs from the run before, in a few words; `None` for the first run.
    pub fn changed(&self) -> Option<&str> {
        self.title.changed.as_deref()
    }

    /// Returns whether another run is about the same target of the same table.
    pub fn is_beside(&self, other: &Self) -> bool {
        let (this, other) = (&self.info.recipe, &other.info.recipe);
        this.data.sha256 == other.data.sha256 && this.target == other.target
    }

    /// Returns the sentences of the cleaning steps that are on.
    fn cleaning(&self) -> String {
        let steps = self.info.recipe.clean.active();
        let steps: Vec<String> = steps.map(|(_, operation)| operation.sentence()).collect();
        steps.join("; ")
    }

    pub fn cell(&self, column: &RunColumn) -> RunCell {
        let info = &self.info;
        match column {
            RunColumn::Name => RunCell::Text(self.name().to_string()),
            RunColumn::When => RunCell::Number(info.started),
            RunColumn::Changed => RunCell::of_text(self.changed().unwrap_or("")),
            RunColumn::Cleaning => RunCell::of_text(&self.cleaning()),
            RunColumn::Experiment => RunCell::of_text(&info.experiment),
            RunColumn::Data => RunCell::of_text(&info.recipe.data.name),
            RunColumn::Model => RunCell::of_text(info.recipe.train.about().label),
            RunColumn::Parameter(name) => {
                self.parameters.get(&**name).map_or(RunCell::Nothing, cell)
            }
            RunColumn::Metric(name) => {
                let metric = info.metrics.iter().find(|metric| *metric.name == **name);
                RunCell::of_number(metric.and_then(|metric| metric.value))
            }
            RunColumn::Folds(name) => {
                RunCell::of_number(self.folds(name).and_then(|scores| scores.mean))
            }
            RunColumn::Duration => RunCell::Number(info.milliseconds / 1000.0),
            RunColumn::Size => {
                RunCell::of_number(Some(info.model_bytes).filter(|bytes| *bytes > 0.0))
            }
            RunColumn::Tags => RunCell::of_text(&info.tags.join(", ")),
            RunColumn::Note => RunCell::of_text(&info.note),
        }
    }

    /// Returns the scores of a column's metric in each fold.
    pub fn folds(&self, column: &str) -> Option<&FoldScores> {
        let metric = column.strip_prefix(FOLDS)?;
        let report = self.info.cross_validation.as_ref()?;
        report.scores.iter().find(|scores| scores.name == metric)
    }

    /// Returns whether a word in lower case occurs in what the person wrote about the run, or in the text of a
    /// parameter.
    pub fn mentions(&self, word: &str) -> bool {
        let info = &self.info;
        let has = |text: &str| text.to_lowercase().contains(word);
        has(&info.name)
            || has(&self.title.shown)
            || has(&info.id.0)
            || has(&info.experiment)
            || has(&info.note)
            || info.tags.iter().any(|tag| has(tag))
            || has(info.recipe.train.about().label)
            || self
                .parameters
                .iter()
                .any(|(name, value)| name != "data.sha256" && value.as_str().is_some_and(has))
    }
}

/// Returns the end of an id, which differs between runs.
pub fn short(id: &str) -> &str {
    let start = id.char_indices().rev().nth(5).map_or(0, |(at, _)| at);
    &id[start..]
}

/// Returns a parameter's value for the table: a missing limit is a value, too.
fn cell(value: &Value) -> RunCell {
    match value {
        Value::Number(number) => RunCell::of_number(number.as_f64()),
        Value::String(text) => RunCell::Text(text.clone()),
        Value::Null => RunCell::Text("none".to_string()),
        Value::Bool(true) => RunCell::Text("true".to_string()),
        Value::Bool(false) => RunCell::Text("false".to_string()),
        Value::Array(items) if items.is_empty() => RunCell::Text("–".to_string()),
        Value::Object(fields) if fields.is_empty() => RunCell::Text("–".to_string()),
        other => RunCell::Text(other.to_string()),
    }
}

impl RunCell {
    fn of_text(text: &str) -> Self {
        match text {
            "" => Self::Nothing,
            text => Self::Text(text.to_string()),
        }
    }

    fn of_number(number: Option<f64>) -> Self {
        number.map_or(Self::Nothing, Self::Number)
    }

    /// Compares: numbers before texts; missing values last in both directions.
    pub fn compared(&self, other: &Self, descending: bool) -> Ordering {
        let rank = |cell: &Self| match cell {
            Self::Number(_) => 0,
            Self::Text(_) => 1,
            Self::Nothing => 2,
        };
        let order = match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
            _ => return rank(self).cmp(&rank(other)),
        };
        if descending { order.reverse() } else { order }
    }
}
