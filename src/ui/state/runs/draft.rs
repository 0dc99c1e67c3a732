//! The form of a search as filled in so far.

use std::collections::BTreeSet;

use serde_json::Value;

use super::number::number;
use grove_protocol::report::metrics_of;
use grove_protocol::tracking::{SearchAxis, SearchMethod, SearchSpec, SearchValues};
use grove_recipe::parameters::{
    CANDIDATES_AT_MOST, MODEL, N_ITER, Parameter, ParameterScale, Searchable, Span, searchable,
};
use grove_recipe::stage::Stage;
use grove_recipe::{ModelName, Recipe, Task, flat};

/// The choices of the person so far.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchDraft {
    pub method: SearchMethod,
    pub n_iter: u32,
    /// The metric by scikit-learn's name; `None` until one is chosen.
    pub scoring: Option<String>,
    pub axes: Vec<DraftAxis>,
}

/// A parameter that is to be varied.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftAxis {
    /// Its dotted name.
    pub parameter: String,
    /// Numbers as typed: `10, 50, none`, or `1 to 20`, or `0.001 to 10 log`.
    pub text: String,
    /// The places of the chosen options.
    pub chosen: BTreeSet<usize>,
}

impl Default for SearchDraft {
    fn default() -> Self {
        Self {
            method: SearchMethod::Grid,
            n_iter: N_ITER.default,
            scoring: None,
            axes: Vec::new(),
        }
    }
}

impl SearchDraft {
    /// Returns the search and its number of candidates. `Err` says what is missing or wrong, as a full sentence.
    pub fn read(&self, recipe: &Recipe, scoring: &str) -> Result<(SearchSpec, u32), String> {
        if self.axes.is_empty() {
            return Err("Choose a parameter to vary.".to_string());
        }
        let declared = searchable(self.models(recipe));
        let mut axes = Vec::with_capacity(self.axes.len());
        // Unless there are too many to count.
        let mut candidates = Some(1u64);
        for axis in &self.axes {
            let known = declared
                .iter()
                .find(|known| known.parameter() == axis.parameter);
            let known = known.ok_or_else(|| {
                [
                    &axis.parameter,
                    ": none of the tried models has this parameter.",
                ]
                .concat()
            })?;
            let values = axis
                .read(&known.declared)
                .map_err(|problem| [known.declared.label, ": ", &problem].concat())?;
            if self.method == SearchMethod::Grid && matches!(values, SearchValues::Range { .. }) {
                return Err([
                    known.declared.label,
                    ": a grid needs a list of values, such as 1, 2, 5.",
                ]
                .concat());
            }
            let count = match &values {
                SearchValues::List(values) => Some(values.len() as u64),
                SearchValues::Range { .. } => None,
            };
            candidates = candidates
                .zip(count)
                .map(|(all, count)| all.saturating_mul(count));
            axes.push(SearchAxis {
                parameter: axis.parameter.clone(),
                values,
            });
        }
        let most = match self.method {
            SearchMethod::Grid => u64::from(CANDIDATES_AT_MOST),
            SearchMethod::Random => {
                N_ITER.check(self.n_iter)?;
                u64::from(self.n_iter)
            }
        };
        let candidates = match (self.method, candidates) {
            (SearchMethod::Grid, Some(all)) if all > most => {
                let (all, most) = (all.to_string(), most.to_string());
                return Err([
                    "The grid has ",
                    &all,
                    " candidates; it may have at most ",
                    &most,
                    ".",
                ]
                .concat());
            }
            (_, all) => all.map_or(most, |all| all.min(most)),
        };
        let search = SearchSpec {
            method: self.method,
            n_iter: self.n_iter,
            axes,
            scoring: scoring.to_string(),
        };
        Ok((search, candidates as u32))
    }

    /// Returns the models that are tried: the recipe's, or the chosen ones.
    pub fn models(&self, recipe: &Recipe) -> Vec<ModelName> {
        let name = [Stage::Train.name(), ".", MODEL.name].concat();
        let ticked = self.axes.iter().find(|axis| axis.parameter == name);
        let ticked = ticked.into_iter().flat_map(|axis| &axis.chosen);
        let ticked = ticked.filter_map(|place| MODEL.options.get(*place));
        let ticked: Vec<ModelName> = ticked.map(|(model, _)| *model).collect();
        match ticked.is_empty() {
            true => vec![recipe.train.model()],
            false => ticked,
        }
    }

    /// Returns the metric of the search: the chosen one, if the task has it.
    pub fn scoring(&self, task: Task) -> &str {
        let metrics = metrics_of(task);
        let chosen = self
            .scoring
            .as_deref()
            .filter(|chosen| metrics.contains(chosen));
        chosen.unwrap_or(metrics.first().copied().unwrap_or_default())
    }
}

impl DraftAxis {
    /// Proposes values around a parameter's present one, or all its options.
    pub fn around(parameter: &Searchable, recipe: &Recipe) -> Self {
        let name = parameter.parameter();
        let declared = &parameter.declared;
        let now = flat(recipe).remove(&name);
        let now = now.unwrap_or_else(|| declared.default.clone());
        let (mut text, mut chosen) = (String::new(), BTreeSet::new());
        match &declared.span {
            Span::Options(_) | Span::Switch => {
                let of_models = name == [Stage::Train.name(), ".", MODEL.name].concat();
                let learns = |place: &usize| {
                    let model = MODEL.options.get(*place).map(|(model, _)| *model);
                    !of_models || model.is_some_and(|model| model.about().learns(recipe.task))
                };
                chosen = (0..declared.span.options().len()).filter(learns).collect();
            }
            Span::Whole {
                min,
                max,
                unlimited,
            } => {
                let now = now.as_u64().map_or(10, |now| now as u32);
                let values = BTreeSet::from([now / 2, now, now.saturating_mul(2)]);
                let values = values
                    .into_iter()
                    .filter(|value| (min..=max).contains(&value));
                let mut texts: Vec<String> = values.map(|value| value.to_string()).collect();
                texts.extend(unlimited.then(|| "none".to_string()));
                text = texts.join(", ");
            }
            Span::Real { min, max, .. } => {
                let now = now.as_f64().filter(|now| *now > 0.0);
                let by = match declared.scale {
                    Some(ParameterScale::Log) => 10.0,
                    _ => 2.0,
                };
                let values = now.map_or([0.0, 0.001, 0.01], |now| [now / by, now, now * by]);
                let values = values
                    .into_iter()
                    .filter(|value| (min..=max).contains(&value));
                let texts: Vec<String> = values.map(|value| value.to_string()).collect();
                text = texts.join(", ");
            }
            _ => {}
        }
        Self {
            parameter: name,
            text,
            chosen,
        }
    }

    fn read(&self, parameter: &Parameter) -> Result<SearchValues, String> {
        if let Span::Options(_) | Span::Switch = &parameter.span {
            let options = parameter.span.options();
            let values = self.chosen.iter().filter_map(|place| options.get(*place));
            let values: Vec<Value> = values.map(|(value, _)| value.clone()).collect();
            return match values.is_empty() {
                true => Err("tick at least one.".to_string()),
                false => Ok(SearchValues::List(values)),
            };
        }
        let text = self.text.trim();
        let (range, log) = match text.strip_suffix("log") {
            Some(range) => (range, true),
            None => (text, false),
        };
        if let Some((from, to)) = range.split_once(" to ") {
            let end = |text: &str| {
                let number = number(text.trim())
                    .ok_or_else(|| [text.trim(), " is not a number."].concat())?;
                parameter.value(&number.into()).map(|_| number)
            };
            let (from, to) = (end(from)?, end(to)?);
            if from > to || log && from <= 0.0 {
                return Err(
                    "the range must start below its end, and above 0 if it is logarithmic."
                        .to_string(),
                );
            }
            return Ok(SearchValues::Range { from, to, log });
        }
        let mut values: Vec<Value> = Vec::new();
        for word in text
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty())
        {
            let value = match word {
                "none" => Value::Null,
                word => number(word)
                    .ok_or_else(|| [word, " is not a number."].concat())?
                    .into(),
            };
            let value = parameter.value(&value)?;
            if !values.contains(&value) {
                values.push(value);
            }
        }
        match values.is_empty() {
            true => Err("write values, such as 1, 2, 5.".to_string()),
            false => Ok(SearchValues::List(values)),
        }
    }
}
