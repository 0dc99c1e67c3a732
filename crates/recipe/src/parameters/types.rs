//! The types of fields that are one parameter each: which declaration each has, and what follows from it.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::columns::ColumnKind;

use super::{Choice, Field, Integer, Misfit, Parameter, Real, Span, Switch, Text, Unfit};

/// A type whose values are one parameter each.
pub trait Single: Clone + PartialEq + Serialize + DeserializeOwned {
    type Declared: Named + 'static;
    fn default_of(declared: &Self::Declared) -> Self;
    fn check(&self, declared: &Self::Declared) -> Result<(), Misfit>;
    fn described(declared: &Self::Declared) -> Parameter;
}

pub trait Named {
    fn name(&self) -> &'static str;
}

macro_rules! named {
    ($($type:ty),*) => { $(
        impl Named for $type {
            fn name(&self) -> &'static str {
                self.name
            }
        }
    )* };
}
named!(Integer, Real, Switch, Text);

impl<T> Named for Choice<T> {
    fn name(&self) -> &'static str {
        self.name
    }
}

impl<T: Single> Field for T {
    type Declared = <T as Single>::Declared;

    fn default_of(declared: &Self::Declared) -> Self {
        Single::default_of(declared)
    }

    fn check(&self, declared: &Self::Declared) -> Result<(), Misfit> {
        Single::check(self, declared)
    }

    fn describe(declared: &Self::Declared, see: &mut dyn FnMut(Parameter)) {
        see(T::described(declared));
    }

    fn read(&self, declared: &Self::Declared, see: &mut dyn FnMut(&'static str, Value)) {
        see(
            declared.name(),
            serde_json::to_value(self).unwrap_or_default(),
        );
    }

    fn write(
        &mut self,
        declared: &Self::Declared,
        name: &str,
        value: &Value,
    ) -> Option<Result<(), Unfit>> {
        (name == declared.name()).then(|| {
            let read = serde_json::from_value(value.clone()).map_err(|error| Unfit {
                path: name.into(),
                said: error.to_string(),
            });
            *self = read?;
            Ok(())
        })
    }
}

/// One of a few named options.
pub trait Options: Copy + PartialEq + Serialize + DeserializeOwned + 'static {}

impl<T: Options> Single for T {
    type Declared = Choice<T>;

    fn default_of(declared: &Choice<T>) -> Self {
        declared.default()
    }

    fn check(&self, declared: &Choice<T>) -> Result<(), Misfit> {
        declared.check(*self)
    }

    fn described(declared: &Choice<T>) -> Parameter {
        declared.into()
    }
}

/// One of a few named options, or none.
impl<T: Options> Single for Option<T> {
    type Declared = Choice<Option<T>>;

    fn default_of(declared: &Choice<Option<T>>) -> Self {
        declared.default()
    }

    fn check(&self, declared: &Choice<Option<T>>) -> Result<(), Misfit> {
        declared.check(*self)
    }

    fn described(declared: &Choice<Option<T>>) -> Parameter {
        declared.into()
    }
}

impl Single for Option<bool> {
    type Declared = Choice<Option<bool>>;

    fn default_of(declared: &Choice<Option<bool>>) -> Self {
        declared.default()
    }

    fn check(&self, declared: &Choice<Option<bool>>) -> Result<(), Misfit> {
        declared.check(*self)
    }

    fn described(declared: &Choice<Option<bool>>) -> Parameter {
        declared.into()
    }
}

impl Single for u32 {
    type Declared = Integer;

    fn default_of(declared: &Integer) -> Self {
        declared.default
    }

    fn check(&self, declared: &Integer) -> Result<(), Misfit> {
        declared.check(*self)
    }

    fn described(declared: &Integer) -> Parameter {
        declared.into()
    }
}

/// By default there is no limit.
impl Single for Option<u32> {
    type Declared = Integer;

    fn default_of(_: &Integer) -> Self {
        None
    }

    fn check(&self, declared: &Integer) -> Result<(), Misfit> {
        self.map_or(Ok(()), |value| declared.check(value))
    }

    fn described(declared: &Integer) -> Parameter {
        Parameter::limit(declared)
    }
}

/// By default there is no limit.
impl Single for Option<f64> {
    type Declared = Real;

    fn default_of(_: &Real) -> Self {
        None
    }

    fn check(&self, declared: &Real) -> Result<(), Misfit> {
        self.map_or(Ok(()), |value| declared.check(value))
    }

    fn described(declared: &Real) -> Parameter {
        Parameter::real_limit(declared)
    }
}

impl Single for f64 {
    type Declared = Real;

    fn default_of(declared: &Real) -> Self {
        declared.default
    }

    fn check(&self, declared: &Real) -> Result<(), Misfit> {
        declared.check(*self)
    }

    fn described(declared: &Real) -> Parameter {
        declared.into()
    }
}

impl Single for bool {
    type Declared = Switch;

    fn default_of(declared: &Switch) -> Self {
        declared.default
    }

    fn check(&self, _: &Switch) -> Result<(), Misfit> {
        Ok(())
    }

    fn described(declared: &Switch) -> Parameter {
        declared.into()
    }
}

impl Single for String {
    type Declared = Text;

    fn default_of(_: &Text) -> Self {
        Self::new()
    }

    fn check(&self, declared: &Text) -> Result<(), Misfit> {
        declared.check(self)
    }

    fn described(declared: &Text) -> Parameter {
        Parameter::of_text(declared, Span::Text(declared.holds))
    }
}

/// A column of the data or a day, or none.
impl Single for Option<String> {
    type Declared = Text;

    fn default_of(_: &Text) -> Self {
        None
    }

    fn check(&self, declared: &Text) -> Result<(), Misfit> {
        self.as_ref().map_or(Ok(()), |text| declared.check(text))
    }

    fn described(declared: &Text) -> Parameter {
        Parameter::of_text(declared, Span::Perhaps(declared.holds))
    }
}

impl Single for Vec<String> {
    type Declared = Text;

    fn default_of(declared: &Text) -> Self {
        declared.usual().iter().map(ToString::to_string).collect()
    }

    fn check(&self, declared: &Text) -> Result<(), Misfit> {
        declared.check_list(self)
    }

    fn described(declared: &Text) -> Parameter {
        Parameter::of_text(declared, Span::Texts(declared.holds))
    }
}

/// A recipe may name any type; forms offer some.
impl Single for ColumnKind {
    type Declared = Choice<ColumnKind>;

    fn default_of(declared: &Choice<ColumnKind>) -> Self {
        declared.default()
    }

    fn check(&self, _: &Choice<ColumnKind>) -> Result<(), Misfit> {
        Ok(())
    }

    fn described(declared: &Choice<ColumnKind>) -> Parameter {
        declared.into()
    }
}

/// A choice for each of some columns. The first option is that of every other column, and is not written down.
impl Single for BTreeMap<String, i8> {
    type Declared = Choice<i8>;

    fn default_of(_: &Choice<i8>) -> Self {
        Self::new()
    }

    fn check(&self, declared: &Choice<i8>) -> Result<(), Misfit> {
        let (_, possible) = declared.options.split_first().unwrap_or((&(0, ""), &[]));
        let possible = || possible.iter().map(|(option, _)| *option);
        let wrong = self
            .iter()
            .find(|(_, value)| !possible().any(|of| of == **value));
        let Some((column, value)) = wrong else {
            return Ok(());
        };
        let (name, possible): (_, Vec<String>) =
            (declared.name, possible().map(|of| of.to_string()).collect());
        let possible = possible.join(" or ");
        let problem = format!("{name} is {value} for {column}; it must be {possible}.");
        Err(Misfit::new(column, problem).within(name))
    }

    fn described(declared: &Choice<i8>) -> Parameter {
        let parameter = Parameter::from(declared).never_varied();
        match parameter.span {
            Span::Options(options) => Parameter {
                span: Span::OfColumns(options),
                default: Value::Object(Map::new()),
                ..parameter
            },
            _ => parameter,
        }
    }
}
