//! The train part of a recipe: a model, and the parameters of this model alone. In JSON they stand side by side:
//! `{"model": "ridge", "alpha": 1.0}`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use serde_json::{Map, Value};

use super::About;
use crate::parameters::{Fields, Misfit, Parameter, Unfit, as_map};
use crate::plain::PlainValue;

/// The name of the field that names the model.
pub const MODEL: &str = "model";

/// A model and its parameters.
pub trait Chosen: Sized + 'static {
    /// The type of the models' names.
    type Model: Copy + Serialize + DeserializeOwned + 'static;

    /// All models and their names in recipes, the default first.
    const MODELS: &'static [(Self::Model, &'static str)];

    /// Returns the model with its parameters at their defaults.
    fn of(model: Self::Model) -> Self;
    /// Returns the model's declaration.
    fn about(&self) -> &'static About;
    /// Returns the model's name in recipes.
    fn model_name(&self) -> &'static str;
    /// Returns the parameters of this model.
    fn fields(&self) -> &dyn Fields;
    /// Returns the parameters of this model, to change them.
    fn fields_mut(&mut self) -> &mut dyn Fields;

    /// Returns the declarations of its parameters, in the order of forms.
    fn declared(&self) -> Vec<Parameter> {
        self.fields().declared()
    }

    /// Returns the value of a parameter; `None` if the model has none of this name.
    fn get(&self, name: &str) -> Option<Value> {
        as_map(self.fields()).remove(name)
    }

    /// Sets a value, whatever its range.
    fn set(&mut self, name: &str, value: impl Into<Value>) -> Result<(), Unfit> {
        let written = self.fields_mut().write(name, &value.into());
        written.unwrap_or_else(|| Err(unknown(self, name)))
    }

    /// Chooses another model. Parameters of the same name that were changed keep their values if these are in range; the
    /// others get their defaults, which may differ.
    fn choose(&mut self, model: Self::Model) {
        let before = as_map(self.fields());
        let usual = self.declared();
        let changed = |name: &str, value: &Value| {
            let mut declared = usual.iter();
            declared.all(|parameter| parameter.name != name || parameter.default != *value)
        };
        *self = Self::of(model);
        for (name, value) in before
            .into_iter()
            .filter(|(name, value)| changed(name, value))
        {
            // The parameter of this name may have another type or range: then it keeps its default.
            let usual = self.get(&name);
            let taken = self.fields_mut().write(&name, &value);
            if taken.is_some() && self.fields().check().is_err() {
                self.fields_mut().write(&name, &usual.unwrap_or_default());
            }
        }
    }

    /// Checks that every parameter is in its range. The error names the first that is not.
    fn check(&self) -> Result<(), Misfit> {
        self.fields().check()
    }

    /// Reads the JSON form. Missing parameters get their defaults.
    fn from_map(mut map: Map<String, Value>) -> Result<Self, Unfit> {
        let mut chosen = match (map.shift_remove(MODEL), Self::MODELS) {
            (Some(name), _) => Self::of(serde_json::from_value(name).map_err(|error| Unfit {
                path: MODEL.into(),
                said: error.to_string(),
            })?),
            (None, [(first, _), ..]) => Self::of(*first),
            (None, []) => unreachable!("there is a model"),
        };
        for (name, value) in map {
            chosen.set(&name, value)?;
        }
        Ok(chosen)
    }
}

/// Returns the models that have a parameter of this name, by their names in recipes.
pub fn models_with<T: Chosen>(name: &str) -> Vec<&'static str> {
    let has = |model: T::Model| T::of(model).get(name).is_some();
    let with = T::MODELS.iter().filter(|(model, _)| has(*model));
    with.map(|(_, name)| *name).collect()
}

/// Uses the wording of serde for any other unknown field.
fn unknown<T: Chosen>(chosen: &T, name: &str) -> Unfit {
    let known = chosen.declared();
    let known: Vec<String> = [MODEL]
        .into_iter()
        .chain(known.iter().map(|parameter| parameter.name))
        .map(|name| format!("`{name}`"))
        .collect();
    Unfit {
        path: name.into(),
        said: format!(
            "unknown field `{name}`, expected one of {}",
            known.join(", ")
        ),
    }
}

/// Writes the model's name and its parameters side by side; in a format that does not describe itself, the parameters as
/// a list.
///
/// # Errors
/// As the serialiser.
pub fn serialize<T: Chosen, S: Serializer>(chosen: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let mut values = Vec::new();
    chosen
        .fields()
        .read(&mut |name, value| values.push((name, value)));
    if !serializer.is_human_readable() {
        let values = values.iter().map(|(name, value)| (*name, value.into()));
        let values: Vec<(&str, PlainValue)> = values.collect();
        return (chosen.model_name(), values).serialize(serializer);
    }
    let mut fields = serializer.serialize_struct("Train", 1 + values.len())?;
    fields.serialize_field(MODEL, chosen.model_name())?;
    for (name, value) in &values {
        fields.serialize_field(name, value)?;
    }
    fields.end()
}

/// Reads the output of [`serialize`], in any order.
///
/// # Errors
/// Where the model is unknown, or a parameter is unknown to it or has a wrong type.
pub fn deserialize<'de, T: Chosen, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Fields<T>(PhantomData<T>);

    impl<'de, T: Chosen> Visitor<'de> for Fields<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("struct Train")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<T, A::Error> {
            let mut map = Map::new();
            while let Some(name) = access.next_key::<String>()? {
                if map.contains_key(&name) {
                    return Err(de::Error::custom(format_args!("duplicate field `{name}`")));
                }
                let value = access.next_value()?;
                map.insert(name, value);
            }
            T::from_map(map).map_err(|unfit| de::Error::custom(unfit.said))
        }
    }

    if deserializer.is_human_readable() {
        return deserializer.deserialize_map(Fields(PhantomData));
    }
    let (model, values) = <(String, Vec<(String, PlainValue)>)>::deserialize(deserializer)?;
    let values = values.into_iter().map(|(name, value)| (name, value.into()));
    let map = [(MODEL.into(), model.into())].into_iter().chain(values);
    T::from_map(map.collect()).map_err(|unfit| de::Error::custom(unfit.said))
}

/// Makes the type of the models' names and that of the train part from a list of models. Each is declared in a module
/// of this name, which has `ABOUT` and `Parameters`.
#[macro_export]
macro_rules! models {
    ($($Model:ident $module:ident $name:literal),* $(,)?) => {
        /// The models, by scikit-learn's names.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, ::serde::Serialize, ::serde::Deserialize)]
        pub enum ModelName {
            $(
                #[doc = concat!("Written `", $name, "` in recipes.")]
                #[serde(rename = $name)]
                $Model,
            )*
        }

        impl ModelName {
            /// All of them, with their names in a list.
            pub const OPTIONS: &'static [(Self, &'static str)] =
                &[$( (Self::$Model, $module::ABOUT.label) ),*];

            /// Returns the model's declaration.
            pub const fn about(self) -> &'static $crate::models::About {
                match self {
                    $( Self::$Model => &$module::ABOUT, )*
                }
            }

            /// Returns the name in recipes.
            pub const fn name(self) -> &'static str {
                match self {
                    $( Self::$Model => $name, )*
                }
            }
        }

        /// A model with its parameters.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Train {
            $(
                #[doc = concat!("The model `", $name, "`, with its parameters.")]
                $Model($module::Parameters),
            )*
        }

        impl Train {
            /// Returns which model it is.
            pub const fn model(&self) -> ModelName {
                match self {
                    $( Self::$Model(_) => ModelName::$Model, )*
                }
            }

            /// Returns the model with its parameters at their defaults.
            pub fn of(model: ModelName) -> Self {
                $crate::models::train::Chosen::of(model)
            }

            /// Returns the model's declaration.
            pub const fn about(&self) -> &'static $crate::models::About {
                self.model().about()
            }

            /// See [`Chosen::declared`]($crate::models::train::Chosen::declared).
            pub fn declared(&self) -> Vec<$crate::parameters::Parameter> {
                $crate::models::train::Chosen::declared(self)
            }

            /// See [`Chosen::get`]($crate::models::train::Chosen::get).
            pub fn get(&self, name: &str) -> Option<$crate::parameters::Value> {
                $crate::models::train::Chosen::get(self, name)
            }

            /// See [`Chosen::set`]($crate::models::train::Chosen::set).
            pub fn set(
                &mut self,
                name: &str,
                value: impl Into<$crate::parameters::Value>,
            ) -> Result<(), $crate::parameters::Unfit> {
                $crate::models::train::Chosen::set(self, name, value)
            }

            /// See [`Chosen::choose`]($crate::models::train::Chosen::choose).
            pub fn choose(&mut self, model: ModelName) {
                $crate::models::train::Chosen::choose(self, model);
            }

            /// Checks that every parameter is in its range. The error names the first that is not.
            pub fn check(&self) -> Result<(), $crate::parameters::Misfit> {
                $crate::models::train::Chosen::check(self)
            }
        }

        impl $crate::models::train::Chosen for Train {
            type Model = ModelName;

            const MODELS: &'static [(ModelName, &'static str)] =
                &[$( (ModelName::$Model, $name) ),*];

            fn of(model: ModelName) -> Self {
                match model {
                    $( ModelName::$Model => Self::$Model(::core::default::Default::default()), )*
                }
            }

            fn about(&self) -> &'static $crate::models::About {
                self.model().about()
            }

            fn model_name(&self) -> &'static str {
                self.model().name()
            }

            fn fields(&self) -> &dyn $crate::parameters::Fields {
                match self {
                    $( Self::$Model(parameters) => parameters, )*
                }
            }

            fn fields_mut(&mut self) -> &mut dyn $crate::parameters::Fields {
                match self {
                    $( Self::$Model(parameters) => parameters, )*
                }
            }
        }

        impl ::core::default::Default for Train {
            fn default() -> Self {
                let (first, _) = <Self as $crate::models::train::Chosen>::MODELS[0];
                <Self as $crate::models::train::Chosen>::of(first)
            }
        }

        impl ::serde::Serialize for Train {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::models::train::serialize(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for Train {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::models::train::deserialize(deserializer)
            }
        }
    };
}
