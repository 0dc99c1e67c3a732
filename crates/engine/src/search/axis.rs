//! An axis of a search: a parameter with the values to try.

use serde_json::Value;

use grove_forest::Stream;
use grove_protocol::tracking::{self, SearchMethod, SearchValues};
use grove_recipe::error::StageError;
use grove_recipe::models::train::models_with;
use grove_recipe::models::{MODEL, Train};
use grove_recipe::parameters::{Parameter, Searchable, Span, searchable};
use grove_recipe::stage::Stage;
use grove_recipe::{ModelName, Recipe};

/// A parameter that is varied, with its values in the form of a recipe.
pub struct ParameterAxis {
    parameter: Searchable,
    values: AxisRange,
}

enum AxisRange {
    /// Each value once.
    List(Vec<Value>),
    Whole {
        from: u32,
        to: u32,
        log: bool,
    },
    Real {
        from: f64,
        to: f64,
        log: bool,
    },
}

impl ParameterAxis {
    /// Makes an axis. Refuses a parameter that cannot be searched or that none of the tried models has, and invalid
    /// values.
    ///
    /// # Errors
    /// Names the parameter and what is wrong with it or its values.
    pub fn new(
        axis: &tracking::SearchAxis,
        method: SearchMethod,
        recipe: &Recipe,
        models: &[ModelName],
    ) -> Result<Self, StageError> {
        let declared = || searchable(models.iter().copied());
        let name = &axis.parameter;
        let parameter = declared().into_iter().find(|of| of.parameter() == *name);
        let stage = parameter.as_ref().map_or(Stage::Train, |of| of.stage);
        let wrong = |problem: String, advice: &str| {
            StageError::new(stage, format!("Axis {name}: {problem}"), advice)
        };
        let parameter = parameter.ok_or_else(|| {
            let name = name.strip_prefix("train.").unwrap_or_default();
            let others = models_with::<Train>(name);
            if !others.is_empty() {
                let advice = format!("These models have it: {}.", others.join(", "));
                return wrong("no model that is tried has this parameter.".into(), &advice);
            }
            let all: Vec<String> = declared().iter().map(Searchable::parameter).collect();
            let advice = format!("These can be varied: {}.", all.join(", "));
            wrong("no search can vary this parameter.".into(), &advice)
        })?;
        let values = match &axis.values {
            SearchValues::List(values) => list(&parameter.declared, values)
                .map_err(|problem| wrong(problem, "Change the list."))?,
            SearchValues::Range { .. } if method == SearchMethod::Grid => {
                let advice = "List the values, or use random search.";
                return Err(wrong("a grid needs a list of values.".into(), advice));
            }
            SearchValues::Range { from, to, log } => {
                range(&parameter.declared, *from, *to, *log)
                    .map_err(|problem| wrong(problem, "Change the range."))?
            }
        };
        let axis = Self { parameter, values };
        if let AxisRange::List(values) = &axis.values {
            for value in values {
                let train = axis.put(recipe, value.clone()).train;
                let about = train.about();
                if !about.learns(recipe.task) {
                    let problem = format!("{} cannot predict this target.", about.label);
                    return Err(wrong(problem, "Remove it from the list."));
                }
            }
        }
        Ok(axis)
    }

    /// Returns the number of values; `None` for a continuous range.
    pub fn len(&self) -> Option<u64> {
        match &self.values {
            AxisRange::List(values) => Some(values.len() as u64),
            AxisRange::Whole { from, to, .. } => Some(u64::from(to - from) + 1),
            AxisRange::Real { from, to, .. } => (from == to).then_some(1),
        }
    }

    /// Returns the value at a position below the length.
    pub fn at(&self, place: u64) -> Value {
        match &self.values {
            AxisRange::List(values) => values[place as usize].clone(),
            AxisRange::Whole { from, .. } => (from + place as u32).into(),
            AxisRange::Real { from, .. } => (*from).into(),
        }
    }

    /// Draws a value: each of a list or of whole numbers with equal probability; real numbers uniformly in their range,
    /// or in its logarithm.
    pub fn draw(&self, stream: &mut Stream) -> Value {
        let mut between = |from: f64, to: f64, log: bool| {
            let share = stream.unit();
            match log {
                true => {
                    let (from, to) = (libm::log(from), libm::log(to));
                    libm::exp(from + (to - from) * share)
                }
                false => from + (to - from) * share,
            }
        };
        match self.values {
            AxisRange::List(ref values) => {
                values[stream.below(values.len() as u32) as usize].clone()
            }
            AxisRange::Whole { from, to, log } => {
                // Each whole number gets the interval that is rounded to it.
                let number = between(f64::from(from) - 0.5, f64::from(to) + 0.5, log);
                (number.round() as u32).clamp(from, to).into()
            }
            // Rounding may lead out of the range.
            AxisRange::Real { from, to, log } => between(from, to, log).clamp(from, to).into(),
        }
    }

    /// Returns whether it varies the model.
    pub fn is_model(&self) -> bool {
        self.parameter.stage == Stage::Train && self.parameter.declared.name == MODEL.name
    }

    /// Returns the recipe with this value; unchanged if its model has no such parameter.
    pub fn put(&self, recipe: &Recipe, value: Value) -> Recipe {
        let mut recipe = recipe.clone();
        if self.is_model() {
            let model = serde_json::from_value(value).expect("the values were checked");
            recipe.train.choose(model);
        } else if self.parameter.stage == Stage::Train {
            let name = self.parameter.declared.name;
            if recipe.train.get(name).is_some() {
                let put = recipe.train.set(name, value);
                put.expect("the values were checked");
            }
        } else {
            let mut json =
                serde_json::to_value(&recipe).expect("a recipe holds nothing that JSON cannot");
            json[self.parameter.stage.name()][self.parameter.declared.name] = value;
            recipe = serde_json::from_value(json).expect("the values were checked");
        }
        recipe
    }
}

fn list(parameter: &Parameter, values: &[Value]) -> Result<AxisRange, String> {
    let values: Result<Vec<Value>, String> =
        values.iter().map(|value| parameter.value(value)).collect();
    let values = values?;
    if values.is_empty() {
        return Err("the list is empty.".into());
    }
    let twice = |(place, value): &(usize, &Value)| values[..*place].contains(value);
    match values.iter().enumerate().find(twice) {
        Some((_, value)) => Err(format!("{value} is in the list twice.")),
        None => Ok(AxisRange::List(values)),
    }
}

fn range(parameter: &Parameter, from: f64, to: f64, log: bool) -> Result<AxisRange, String> {
    if matches!(parameter.span, Span::Options(_) | Span::Switch) {
        return Err("its values are names, so it cannot have a range.".into());
    }
    if !(from.is_finite() && to.is_finite()) {
        return Err("both ends of the range must be numbers.".into());
    }
    parameter.value(&from.into())?;
    parameter.value(&to.into())?;
    if from > to {
        return Err(format!(
            "the range ends at {to}, before it begins at {from}."
        ));
    }
    if log && from <= 0.0 {
        return Err("a logarithmic range must begin above 0.".into());
    }
    Ok(match parameter.span {
        Span::Whole { .. } => AxisRange::Whole {
            from: from as u32,
            to: to as u32,
            log,
        },
        _ => AxisRange::Real { from, to, log },
    })
}
