//! A parameter as forms, searches, documentation and cards see it, whatever its type.

use serde::Serialize;
use serde_json::Value;

use super::{Choice, Integer, Real, Switch, Text, TextKind};
use crate::Task;

/// All that is declared of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name in recipes.
    pub name: &'static str,
    /// What forms call it.
    pub label: &'static str,
    /// What it does, for forms and documentation; empty where the label says enough.
    pub help: &'static str,
    /// The type and the range of its values.
    pub span: Span,
    /// As it stands in a recipe's JSON form, as all values here.
    pub default: Value,
    /// Whether forms fold it away.
    pub rare: bool,
    /// The only task that it has an effect on; `None` if it has one on both.
    pub only_task: Option<Task>,
    /// Parameters beside it, each with the values one of which it must have for this one to have an effect.
    pub needs: Vec<(&'static str, Vec<Value>)>,
    /// Forms show parameters of a higher number behind the others.
    pub shown_at: u8,
    /// How a search varies it; `None` where no search can.
    pub scale: Option<ParameterScale>,
}

/// What a parameter may become.
#[derive(Clone, Debug, PartialEq)]
pub enum Span {
    /// A whole number within a closed range.
    Whole {
        /// The smallest value.
        min: u32,
        /// The largest value.
        max: u32,
        /// Whether a null stands for no limit.
        unlimited: bool,
    },
    /// A real number within a closed range.
    Real {
        /// The smallest value.
        min: f64,
        /// The largest value.
        max: f64,
        /// A form's step; values between steps are allowed.
        step: f64,
        /// Whether a null stands for no limit.
        unlimited: bool,
    },
    /// True or false.
    Switch,
    /// One of these, and what they are called.
    Options(Vec<(Value, &'static str)>),
    /// A text.
    Text(TextKind),
    /// A list of texts.
    Texts(TextKind),
    /// A text, or null for none.
    Perhaps(TextKind),
    /// One of these for each column; nothing is written down for the first.
    OfColumns(Vec<(Value, &'static str)>),
}

/// How far apart the values are that a search should try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterScale {
    /// Halves and doubles.
    Linear,
    /// Tenths and tens.
    Log,
}

impl Span {
    /// What can be chosen from, and what it is called; nothing of what is no choice.
    pub fn options(&self) -> Vec<(Value, &'static str)> {
        match self {
            Self::Options(options) | Self::OfColumns(options) => options.clone(),
            Self::Switch => vec![(false.into(), "no"), (true.into(), "yes")],
            _ => Vec::new(),
        }
    }
}

impl Parameter {
    /// The same, folded away in forms.
    pub fn rare(self) -> Self {
        Self { rare: true, ..self }
    }

    /// The same, with an effect on this task alone.
    pub fn only_for(self, task: Task) -> Self {
        Self {
            only_task: Some(task),
            ..self
        }
    }

    /// The same, with an effect only while this switch is on.
    pub fn needs(self, switch: &Switch) -> Self {
        self.only_where(switch.name, [true])
    }

    /// The same, with an effect only where the parameter of this name has one of these values.
    pub fn only_where<T: Into<Value>>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        self.needs.push((name, values));
        self
    }

    /// The same, shown behind those of a lower number in forms.
    pub fn shown_at(self, shown_at: u8) -> Self {
        Self { shown_at, ..self }
    }

    /// Whether it has an effect beside parameters of these values.
    pub fn has_effect(&self, get: impl Fn(&str) -> Option<Value>) -> bool {
        let fits =
            |(name, values): &(&str, Vec<Value>)| get(name).is_none_or(|now| values.contains(&now));
        self.needs.iter().all(fits)
    }

    /// The same, varied by its logarithm.
    pub fn by_log(self) -> Self {
        Self {
            scale: Some(ParameterScale::Log),
            ..self
        }
    }

    /// The same, which no search varies.
    pub fn never_varied(self) -> Self {
        Self {
            scale: None,
            ..self
        }
    }

    fn new(
        (name, label, help): (&'static str, &'static str, &'static str),
        span: Span,
        default: Value,
    ) -> Self {
        Self {
            name,
            label,
            help,
            span,
            default,
            rare: false,
            only_task: None,
            needs: Vec::new(),
            shown_at: 0,
            scale: Some(ParameterScale::Linear),
        }
    }

    /// A text of one of the spans of texts, by default empty.
    pub fn of_text(declared: &Text, span: Span) -> Self {
        let default = match span {
            Span::Texts(_) => declared.usual().into(),
            Span::Perhaps(_) => Value::Null,
            _ => Value::from(""),
        };
        let words = (declared.name, declared.label, declared.help);
        Self::new(words, span, default).never_varied()
    }

    /// One of these, the first by default.
    pub fn of_options(
        words: (&'static str, &'static str, &'static str),
        options: Vec<(Value, &'static str)>,
    ) -> Self {
        let default = options.first().map(|(option, _)| option.clone());
        Self::new(words, Span::Options(options), default.unwrap_or_default())
    }

    /// A whole number that need not be there.
    pub fn limit(declared: &Integer) -> Self {
        let mut parameter = Self::from(declared);
        if let Span::Whole { unlimited, .. } = &mut parameter.span {
            *unlimited = true;
        }
        parameter.default = Value::Null;
        parameter
    }

    /// A real number that need not be there.
    pub fn real_limit(declared: &Real) -> Self {
        let mut parameter = Self::from(declared);
        if let Span::Real { unlimited, .. } = &mut parameter.span {
            *unlimited = true;
        }
        parameter.default = Value::Null;
        parameter
    }

    /// The value as a recipe has it; `Err` says what is wrong with it.
    pub fn value(&self, value: &Value) -> Result<Value, String> {
        let within = |min: f64, max: f64| match value.as_f64() {
            Some(number) if (min..=max).contains(&number) => Ok(number),
            _ => Err(format!("{value} is not a number from {min} to {max}.")),
        };
        let none_of =
            |options: Vec<String>| format!("{value} is not one of {}.", options.join(", "));
        match &self.span {
            Span::Whole {
                unlimited: true, ..
            }
            | Span::Real {
                unlimited: true, ..
            } if value.is_null() => Ok(Value::Null),
            Span::Whole { min, max, .. } => {
                let number = within(f64::from(*min), f64::from(*max))?;
                match number.fract() == 0.0 {
                    true => Ok((number as u32).into()),
                    false => Err(format!("{value} is not a whole number.")),
                }
            }
            Span::Real { min, max, .. } => within(*min, *max).map(Value::from),
            Span::Switch => match value {
                Value::Bool(_) => Ok(value.clone()),
                _ => Err(none_of(vec!["false".into(), "true".into()])),
            },
            Span::Options(options) => match options.iter().any(|(option, _)| option == value) {
                true => Ok(value.clone()),
                false => Err(none_of(
                    options.iter().map(|(of, _)| of.to_string()).collect(),
                )),
            },
            Span::Text(_) | Span::Texts(_) | Span::Perhaps(_) | Span::OfColumns(_) => {
                Ok(value.clone())
            }
        }
    }
}

impl From<&Integer> for Parameter {
    fn from(of: &Integer) -> Self {
        let span = Span::Whole {
            min: of.min,
            max: of.max,
            unlimited: false,
        };
        Self::new((of.name, of.label, of.help), span, of.default.into())
    }
}

impl From<&Real> for Parameter {
    fn from(of: &Real) -> Self {
        let span = Span::Real {
            min: of.min,
            max: of.max,
            step: of.step,
            unlimited: false,
        };
        Self::new((of.name, of.label, of.help), span, of.default.into())
    }
}

impl From<&Switch> for Parameter {
    fn from(of: &Switch) -> Self {
        let words = (of.name, of.label, of.help);
        Self::new(words, Span::Switch, of.default.into())
    }
}

impl<T: Serialize> From<&Choice<T>> for Parameter {
    fn from(of: &Choice<T>) -> Self {
        let json = |option: &T| serde_json::to_value(option).unwrap_or_default();
        let options = of.options.iter();
        let options: Vec<(Value, &'static str)> = options
            .map(|(option, label)| (json(option), *label))
            .collect();
        Self::of_options((of.name, of.label, of.help), options)
    }
}
