//! Declares an enum whose variants have parameters of their own.

/// Declares an enum: of each variant its name in JSON, what it is called, its parameters, and a sentence about it. A
/// parameter is declared as in [`parameters!`](crate::parameters!); [`Fields`](super::Fields) reads, writes, describes and
/// checks those of a variant. Without serde's `default`, a recipe must name a parameter.
///
/// ```
/// use grove_recipe::parameters::Fields;
///
/// grove_recipe::variants! {
///     /// What to do with dough.
///     pub enum Work {
///         /// By hand.
///         Knead "knead" "Knead it" {
///             /// Never 0.
///             minutes: u32 = Integer { label: "Time", help: "How long.", min: 1, max: 60, default: 10 },
///         } => format!("Knead for {minutes} minutes"),
///         /// Nothing is done.
///         Rest "rest" "Let it rest" {} => "Let it rest".into(),
///     }
/// }
///
/// let work = Work::Knead { minutes: 0 };
/// assert_eq!(work.sentence(), "Knead for 0 minutes");
/// assert_eq!(work.check().unwrap_err().problem, "minutes is 0; it must be from 1 to 60.");
/// assert_eq!(Work::named("knead"), Some(Work::Knead { minutes: 10 }));
/// assert_eq!(serde_json::to_string(&work).unwrap(), r#"{"knead":{"minutes":0}}"#);
/// ```
#[macro_export]
macro_rules! variants {
    (
        $(#[$about:meta])*
        $see:vis enum $Enum:ident {
            $(
                $(#[$doc:meta])*
                $Variant:ident $name:literal $label:literal {
                    $(
                        $(#[$field_doc:meta])*
                        $field:ident : $type:ty =
                            $kind:ident { $($key:ident : $value:expr),* $(,)? }
                            $(. $how:ident ( $($with:expr),* $(,)? ))*
                    ),* $(,)?
                } => $sentence:expr
            ),* $(,)?
        }
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        $see enum $Enum {
            $(
                $(#[$doc])*
                #[serde(rename = $name)]
                $Variant { $( $(#[$field_doc])* $field: $type, )* },
            )*
        }

        impl $Enum {
            /// Returns the name in recipes and automation handles.
            pub const fn name(&self) -> &'static str {
                match self {
                    $( Self::$Variant { .. } => $name, )*
                }
            }

            /// Returns the name in a list of choices.
            pub const fn label(&self) -> &'static str {
                match self {
                    $( Self::$Variant { .. } => $label, )*
                }
            }

            /// Describes it with its parameters in one sentence.
            pub fn sentence(&self) -> String {
                match self {
                    $( #[allow(unused_variables)] Self::$Variant { $($field),* } => $sentence, )*
                }
            }

            /// Returns the variant of this name with its defaults.
            pub fn named(name: &str) -> Option<Self> {
                match name {
                    $( $name => Some(Self::$Variant {
                        $( $field: $crate::parameters::Field::default_of(
                            $crate::variants!(@declared $type, $kind, $field, $($key: $value),*)
                        ), )*
                    }), )*
                    _ => None,
                }
            }
        }

        impl $crate::parameters::Fields for $Enum {
            fn declared(&self) -> Vec<$crate::parameters::Parameter> {
                #[allow(unused_mut)]
                let mut all = Vec::new();
                match self {
                    $( Self::$Variant { .. } => {
                        $( <$type as $crate::parameters::Field>::describe(
                            $crate::variants!(@declared $type, $kind, $field, $($key: $value),*),
                            &mut |parameter| all.push(parameter $(. $how($($with),*))*),
                        ); )*
                    } )*
                }
                all
            }

            fn read(&self, _see: &mut dyn FnMut(&'static str, $crate::parameters::Value)) {
                match self {
                    $( Self::$Variant { $($field),* } => {
                        $( $crate::parameters::Field::read(
                            $field,
                            $crate::variants!(@declared $type, $kind, $field, $($key: $value),*),
                            _see,
                        ); )*
                    } )*
                }
            }

            fn write(
                &mut self,
                _name: &str,
                _value: &$crate::parameters::Value,
            ) -> ::core::option::Option<::core::result::Result<(), $crate::parameters::Unfit>> {
                match self {
                    $( Self::$Variant { $($field),* } => {
                        $(
                            let written = $crate::parameters::Field::write(
                                $field,
                                $crate::variants!(@declared $type, $kind, $field, $($key: $value),*),
                                _name,
                                _value,
                            );
                            if written.is_some() {
                                return written;
                            }
                        )*
                    } )*
                }
                None
            }

            fn check(&self) -> ::core::result::Result<(), $crate::parameters::Misfit> {
                match self {
                    $( Self::$Variant { $($field),* } => {
                        $( $crate::parameters::Field::check(
                            $field,
                            $crate::variants!(@declared $type, $kind, $field, $($key: $value),*),
                        )?; )*
                    } )*
                }
                Ok(())
            }
        }
    };
    (@declared $type:ty, $kind:ident, $field:ident, $($key:ident : $value:expr),*) => {{
        const DECLARED: &<$type as $crate::parameters::Field>::Declared =
            &$crate::parameters::$kind { name: stringify!($field), $($key: $value),* };
        DECLARED
    }};
}
