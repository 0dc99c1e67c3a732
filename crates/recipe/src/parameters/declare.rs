//! Declares parameters: from one declaration follow the field and its type, its default, its check, its name in JSON,
//! and its description.

use serde_json::{Map, Value};

use super::{Misfit, Parameter};

/// A value that a field cannot take, or a field that does not exist.
#[derive(Clone, Debug, PartialEq)]
pub struct Unfit {
    /// The dotted name of the field.
    pub path: String,
    /// What is wrong, in serde's words.
    pub said: String,
}

/// A type that a field of declared parameters can have.
pub trait Field: Clone + PartialEq {
    /// The type of its declaration, such as [`Integer`](super::Integer).
    type Declared: 'static;

    /// Returns the default that the declaration names.
    fn default_of(declared: &Self::Declared) -> Self;

    /// `Err` names the parameter, the value and the range.
    fn check(&self, declared: &Self::Declared) -> Result<(), Misfit>;

    /// Shows the description of each parameter that it is.
    fn describe(declared: &Self::Declared, see: &mut dyn FnMut(Parameter));

    /// Shows the name and the JSON form of each parameter that it is.
    fn read(&self, declared: &Self::Declared, see: &mut dyn FnMut(&'static str, Value));

    /// Takes a value over, whatever its range; `None` where it is not the parameter of this name.
    fn write(
        &mut self,
        declared: &Self::Declared,
        name: &str,
        value: &Value,
    ) -> Option<Result<(), Unfit>>;
}

/// The parameters of a struct that [`parameters!`](crate::parameters!) has made.
pub trait Fields {
    /// Returns the description of each parameter, in the order of the declaration.
    fn declared(&self) -> Vec<Parameter>;
    /// Shows the name and the JSON form of each parameter.
    fn read(&self, see: &mut dyn FnMut(&'static str, Value));
    /// `None` where there is no such parameter.
    fn write(&mut self, name: &str, value: &Value) -> Option<Result<(), Unfit>>;
    /// The first parameter out of its range.
    fn check(&self) -> Result<(), Misfit>;
}

/// What a struct of parameters is declared as inside of another: all of its parameters are of that other, too.
pub struct Group {
    /// The field's name, which no recipe shows.
    pub name: &'static str,
}

impl<T: Field<Declared = Group>> Fields for T {
    fn declared(&self) -> Vec<Parameter> {
        let mut all = Vec::new();
        T::describe(&Group { name: "" }, &mut |parameter| all.push(parameter));
        all
    }

    fn read(&self, see: &mut dyn FnMut(&'static str, Value)) {
        Field::read(self, &Group { name: "" }, see);
    }

    fn write(&mut self, name: &str, value: &Value) -> Option<Result<(), Unfit>> {
        Field::write(self, &Group { name: "" }, name, value)
    }

    fn check(&self) -> Result<(), Misfit> {
        Field::check(self, &Group { name: "" })
    }
}

/// The names of fields and their values, in the order of the declaration.
pub fn as_map(fields: &dyn Fields) -> Map<String, Value> {
    let mut map = Map::new();
    fields.read(&mut |name, value| {
        map.insert(name.into(), value);
    });
    map
}

/// The parameters that have an effect, with their values, in the order of a form.
pub fn in_form(fields: &dyn Fields) -> Vec<(Parameter, Value)> {
    shown(fields, as_map(fields))
}

/// The same, as if the parameter of this name had this value.
pub fn in_form_where(fields: &dyn Fields, name: &str, value: &Value) -> Vec<(Parameter, Value)> {
    let mut values = as_map(fields);
    values.insert(name.into(), value.clone());
    shown(fields, values)
}

fn shown(fields: &dyn Fields, values: Map<String, Value>) -> Vec<(Parameter, Value)> {
    let get = |name: &str| values.get(name).cloned();
    let of_effect = fields
        .declared()
        .into_iter()
        .filter(|of| of.has_effect(get));
    let with_values = of_effect.filter_map(|of| get(of.name).map(|value| (of, value)));
    let mut shown: Vec<(Parameter, Value)> = with_values.collect();
    shown.sort_by_key(|(of, _)| of.shown_at);
    shown
}

/// Makes a type that of a field with a form of its own, which is not shown, read or written with the others. What is
/// wrong with a value is described by a function of the value and the field's name.
macro_rules! own_form {
    ($type:ty) => {
        own_form!($type, |_: &$type, _: &str| Ok(()));
    };
    ($type:ty, $check:expr) => {
        impl $crate::parameters::Field for $type {
            type Declared = $crate::parameters::Text;

            fn default_of(_: &$crate::parameters::Text) -> Self {
                Self::default()
            }

            fn check(
                &self,
                declared: &$crate::parameters::Text,
            ) -> Result<(), $crate::parameters::Misfit> {
                ($check)(self, declared.name)
            }

            fn describe(
                _: &$crate::parameters::Text,
                _: &mut dyn FnMut($crate::parameters::Parameter),
            ) {
            }

            fn read(
                &self,
                _: &$crate::parameters::Text,
                _: &mut dyn FnMut(&'static str, $crate::parameters::Value),
            ) {
            }

            fn write(
                &mut self,
                _: &$crate::parameters::Text,
                _: &str,
                _: &$crate::parameters::Value,
            ) -> Option<Result<(), $crate::parameters::Unfit>> {
                None
            }
        }
    };
}

pub(crate) use own_form;

/// Declares a struct of parameters. Each field is declared by what it is ([`Integer`], [`Real`], [`Switch`], [`Choice`],
/// [`Text`] or [`Group`]), and by what else is said of its [`Parameter`]. The declaration of a field is the associated constant of
/// the same name.
///
/// ```
/// use grove_recipe::parameters::Fields;
///
/// grove_recipe::parameters! {
///     /// How to bake.
///     pub struct Bake {
///         /// In degrees.
///         heat: f64 = Real { label: "Heat", help: "How hot.", min: 0.0, max: 250.0, step: 10.0, default: 180.0 },
///         /// `None` until it is done.
///         minutes as "time": Option<u32> = Integer { label: "Time", help: "How long.", min: 1, max: 99, default: 9 }.rare(),
///     }
/// }
///
/// let hot = Bake { heat: 300.0, ..Bake::default() };
/// assert_eq!(hot.check().unwrap_err().problem, "heat is 300; it must be from 0 to 250.");
/// assert!(Bake::default().declared()[1].rare);
/// assert_eq!(Bake::minutes.name, "time");
/// ```
#[macro_export]
macro_rules! parameters {
    (
        $(#[$about:meta])*
        $see:vis struct $Struct:ident {
            $(
                $(#[$doc:meta])*
                $field:ident $(as $name:literal)? : $type:ty =
                    $kind:ident { $($key:ident : $value:expr),* $(,)? } $(. $how:ident ( $($with:expr),* $(,)? ))*
            ),* $(,)?
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        $see struct $Struct {
            $( $(#[$doc])* pub $field: $type, )*
        }

        #[allow(non_upper_case_globals)]
        impl $Struct {
            $(
                /// The declaration of this field.
                pub const $field: &'static <$type as $crate::parameters::Field>::Declared =
                    &$crate::parameters::$kind {
                        name: $crate::parameters!(@name $field $($name)?),
                        $($key: $value),*
                    };
            )*
        }

        impl ::core::default::Default for $Struct {
            fn default() -> Self {
                Self { $( $field: $crate::parameters::Field::default_of(Self::$field), )* }
            }
        }

        impl $crate::parameters::Field for $Struct {
            type Declared = $crate::parameters::Group;

            fn default_of(_: &$crate::parameters::Group) -> Self {
                Self::default()
            }

            fn check(
                &self,
                _: &$crate::parameters::Group,
            ) -> ::core::result::Result<(), $crate::parameters::Misfit> {
                $( $crate::parameters::Field::check(&self.$field, Self::$field)?; )*
                Ok(())
            }

            fn describe(
                _: &$crate::parameters::Group,
                _see: &mut dyn FnMut($crate::parameters::Parameter),
            ) {
                $( <$type as $crate::parameters::Field>::describe(
                    Self::$field,
                    &mut |parameter| _see(parameter $(. $how($($with),*))*),
                ); )*
            }

            fn read(
                &self,
                _: &$crate::parameters::Group,
                _see: &mut dyn FnMut(&'static str, $crate::parameters::Value),
            ) {
                $( $crate::parameters::Field::read(&self.$field, Self::$field, _see); )*
            }

            fn write(
                &mut self,
                _: &$crate::parameters::Group,
                _name: &str,
                _value: &$crate::parameters::Value,
            ) -> ::core::option::Option<::core::result::Result<(), $crate::parameters::Unfit>> {
                $(
                    let written =
                        $crate::parameters::Field::write(&mut self.$field, Self::$field, _name, _value);
                    if written.is_some() {
                        return written;
                    }
                )*
                None
            }
        }
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
}

/// Declares one of a few named options: its name in JSON, and what it is called. The first is the default. After `or`
/// stands what is offered where none is chosen, which makes a list of the options with that (`OR_NONE`).
#[macro_export]
macro_rules! options {
    (
        $(#[$about:meta])*
        $see:vis enum $Enum:ident $(or $none:literal)? {
            $( $(#[$doc:meta])* $Option:ident = $name:literal $label:literal ),* $(,)?
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, ::serde::Serialize, ::serde::Deserialize)]
        $see enum $Enum {
            $( $(#[$doc])* #[serde(rename = $name)] $Option, )*
        }

        impl $Enum {
            /// All of them, and what they are called.
            pub const OPTIONS: &'static [(Self, &'static str)] = &[$( (Self::$Option, $label) ),*];

            $crate::options!(@or_none $($none)?; $( $Option $label ),*);

            /// The name in recipes.
            pub const fn name(self) -> &'static str {
                match self {
                    $( Self::$Option => $name, )*
                }
            }

            /// What it is called.
            pub const fn label(self) -> &'static str {
                match self {
                    $( Self::$Option => $label, )*
                }
            }
        }

        impl $crate::parameters::Options for $Enum {}

        impl ::core::default::Default for $Enum {
            fn default() -> Self {
                Self::OPTIONS[0].0
            }
        }

        impl From<$Enum> for $crate::parameters::Value {
            fn from(option: $Enum) -> Self {
                option.name().into()
            }
        }
    };
    (@or_none ; $($rest:tt)*) => {};
    (@or_none $none:literal; $( $Option:ident $label:literal ),*) => {
        /// None of them or one, and what that is called.
        pub const OR_NONE: &'static [(Option<Self>, &'static str)] =
            &[(None, $none), $( (Some(Self::$Option), $label) ),*];
    };
}
