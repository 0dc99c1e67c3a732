//! Connects declarations with types: converts a value to that of a field, and back.

use grove_recipe::parameters::{Choice, Integer, Parameter, Real, Span, Switch, Text, Value};

/// A declaration of parameters of this type.
pub trait Declares<T> {
    fn name(&self) -> &'static str;
    fn parameter(&self) -> Parameter;
    fn write(&self, value: &T) -> Value;
    /// Returns the value; `None` if it is none of this type.
    fn read(&self, value: &Value) -> Option<T>;
}

impl Declares<u32> for Integer {
    fn name(&self) -> &'static str {
        self.name
    }

    fn parameter(&self) -> Parameter {
        self.into()
    }

    fn write(&self, value: &u32) -> Value {
        (*value).into()
    }

    fn read(&self, value: &Value) -> Option<u32> {
        value.as_u64().map(|value| value as u32)
    }
}

impl Declares<Option<u32>> for Integer {
    fn name(&self) -> &'static str {
        self.name
    }

    fn parameter(&self) -> Parameter {
        Parameter::limit(self)
    }

    fn write(&self, value: &Option<u32>) -> Value {
        (*value).into()
    }

    fn read(&self, value: &Value) -> Option<Option<u32>> {
        Some(value.as_u64().map(|value| value as u32))
    }
}

impl Declares<f64> for Real {
    fn name(&self) -> &'static str {
        self.name
    }

    fn parameter(&self) -> Parameter {
        self.into()
    }

    fn write(&self, value: &f64) -> Value {
        (*value).into()
    }

    fn read(&self, value: &Value) -> Option<f64> {
        value.as_f64()
    }
}

impl Declares<Option<f64>> for Real {
    fn name(&self) -> &'static str {
        self.name
    }

    fn parameter(&self) -> Parameter {
        Parameter::real_limit(self)
    }

    fn write(&self, value: &Option<f64>) -> Value {
        (*value).into()
    }

    fn read(&self, value: &Value) -> Option<Option<f64>> {
        Some(value.as_f64())
    }
}

impl Declares<bool> for Switch {
    fn name(&self) -> &'static str {
        self.name
    }

    fn parameter(&self) -> Parameter {
        self.into()
    }

    fn write(&self, value: &bool) -> Value {
        (*value).into()
    }

    fn read(&self, value: &Value) -> Option<bool> {
        value.as_bool()
    }
}

/// Options are identified by their places, so that none needs a JSON form.
impl<T: Copy + PartialEq> Declares<T> for Choice<T> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn parameter(&self) -> Parameter {
        let options = self.options.iter().enumerate();
        let options = options.map(|(place, (_, label))| (Value::from(place), *label));
        Parameter::of_options((self.name, self.label, self.help), options.collect())
    }

    fn write(&self, value: &T) -> Value {
        let mut options = self.options.iter();
        options.position(|(option, _)| option == value).into()
    }

    fn read(&self, value: &Value) -> Option<T> {
        let place = usize::try_from(value.as_u64()?).ok()?;
        self.options.get(place).map(|(option, _)| *option)
    }
}

impl Declares<String> for Text {
    fn name(&self) -> &'static str {
        self.name
    }

    fn parameter(&self) -> Parameter {
        Parameter::of_text(self, Span::Text)
    }

    fn write(&self, value: &String) -> Value {
        value.as_str().into()
    }

    fn read(&self, value: &Value) -> Option<String> {
        value.as_str().map(str::to_owned)
    }
}

impl Declares<Vec<String>> for Text {
    fn name(&self) -> &'static str {
        self.name
    }

    fn parameter(&self) -> Parameter {
        Parameter::of_text(self, Span::Words)
    }

    fn write(&self, value: &Vec<String>) -> Value {
        value.as_slice().into()
    }

    fn read(&self, value: &Value) -> Option<Vec<String>> {
        let words = value.as_array()?.iter();
        words.map(|word| word.as_str().map(str::to_owned)).collect()
    }
}

/// A day, or none.
impl Declares<Option<String>> for Text {
    fn name(&self) -> &'static str {
        self.name
    }

    fn parameter(&self) -> Parameter {
        Parameter::of_text(self, Span::Day)
    }

    fn write(&self, value: &Option<String>) -> Value {
        value.as_deref().into()
    }

    fn read(&self, value: &Value) -> Option<Option<String>> {
        Some(value.as_str().map(str::to_owned))
    }
}
