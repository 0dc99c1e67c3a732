//! The stages of the pipeline: each declares in its own file its part of the recipe, what it reads of the others, and what
//! it says for itself. One list names them.
//!
//! Why: `docs/decisions/0034-declare-stages-once.md`.

mod about;
pub mod check;
pub mod clean;
pub mod evaluate;
pub mod featurize;
pub mod load;
pub mod predict;
mod reads;
pub mod split;
pub mod train;

pub use about::About;
pub use reads::{Reads, RecipeField};

use about::out_of_range;
pub(crate) use reads::canonical;
use reads::reads;

/// Calls a macro with the list of all stages: the name in Rust, the module in which it is declared, the name in recipes and
/// files. A run passes those of the path, first to last. The part of a recipe that belongs to a stage of the path is the
/// type of the stage's name in its module, and the recipe's field of the module's name.
#[macro_export]
macro_rules! for_each_stage {
    ($then:ident) => {
        $then! {
            path {
                Load load "load",
                Clean clean "clean",
                Check check "check",
                Split split "split",
                Featurize featurize "featurize",
                Train train "train",
                Evaluate evaluate "evaluate",
            }
            beside {
                Predict predict "predict",
            }
        }
    };
}

macro_rules! parts {
    (
        path { $($Stage:ident $module:ident $name:literal,)* }
        beside { $($rest:tt)* }
    ) => {
        /// The part of a recipe that belongs to one stage.
        #[derive(Clone, Debug, PartialEq)]
        pub enum RecipePart {
            $(
                #[doc = concat!("The part `", $name, "`.")]
                $Stage($module::$Stage),
            )*
        }

        impl RecipePart {
            /// Puts it in the place of the one that the recipe has.
            pub fn put_into(self, recipe: &mut $crate::Recipe) {
                match self {
                    $( Self::$Stage(part) => recipe.$module = part, )*
                }
            }
        }

        $(
            impl From<$module::$Stage> for RecipePart {
                fn from(part: $module::$Stage) -> Self {
                    Self::$Stage(part)
                }
            }
        )*
    };
}

for_each_stage!(parts);
