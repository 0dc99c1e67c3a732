//! The stages of the pipeline in order, and the keys by which a stage is known to be stale.
//!
//! Why: `docs/decisions/0017-content-keyed-cache.md`.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::stages::{self, About, Reads, canonical};
use crate::{Recipe, for_each_stage};

macro_rules! stages {
    (
        path { $($Stage:ident $module:ident $name:literal,)* }
        beside { $($Beside:ident $beside:ident $called:literal,)* }
    ) => {
        /// A stage of the pipeline, on its path or beside it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Stage {
            $(
                #[doc = concat!("Declared in [`", stringify!($module), "`](mod@crate::stages::", stringify!($module), ").")]
                #[serde(rename = $name)]
                $Stage,
            )*
            $(
                #[doc = concat!("Declared in [`", stringify!($beside), "`](mod@crate::stages::", stringify!($beside), ").")]
                #[serde(rename = $called)]
                $Beside,
            )*
        }

        /// The stages that a run passes, first to last.
        pub const PATH: [Stage; [$($name),*].len()] = [$(Stage::$Stage),*];

        impl Stage {
            /// All stages: those of the path, then those beside it.
            pub fn all() -> impl Iterator<Item = Self> {
                [$(Self::$Stage,)* $(Self::$Beside,)*].into_iter()
            }

            /// The stage's name in recipes, files and automation handles.
            pub const fn name(self) -> &'static str {
                match self {
                    $( Self::$Stage => $name, )*
                    $( Self::$Beside => $called, )*
                }
            }

            /// What the stage says for itself.
            pub const fn about(self) -> &'static About {
                match self {
                    $( Self::$Stage => &stages::$module::ABOUT, )*
                    $( Self::$Beside => &stages::$beside::ABOUT, )*
                }
            }
        }
    };
}

for_each_stage!(stages);

impl Stage {
    /// See [`About::version`].
    pub const fn version(self) -> u32 {
        self.about().version
    }

    /// The fields of the recipe that this stage reads of this one.
    pub(super) fn reads(self, recipe: &Recipe) -> Reads {
        let less = self.about().reads_less.and_then(|less| less(recipe));
        less.unwrap_or(self.about().reads)
    }

    /// The fields of the recipe that this stage reads of one recipe or another, by their names in its JSON form.
    pub fn may_read(self) -> Vec<&'static str> {
        let fields = self.about().reads.iter().copied().flatten();
        fields.map(|field| field.name).collect()
    }
}

/// Identifies a stage's output: equal keys mean equal bits.
pub type Key = [u8; 32];

/// Identifies the trees of a recipe whatever their number: a model with more of them begins with the same trees.
pub fn trees_key(recipe: &Recipe) -> Key {
    let mut endless = recipe.clone();
    if let Some((trees, _)) = endless.train.trees_mut() {
        *trees = 0;
    }
    keys(&endless)[Stage::Train as usize]
}

/// The format of what is kept of stages (`stage.json`, `state.bin`, runs in the browser's database): raise it when the
/// same bytes would be read otherwise.
pub const KEPT_FORMAT: u32 = 2;

/// The key of each stage on [`PATH`]: SHA-256 of [`KEPT_FORMAT`], the stage's name, its version, its parameters and the
/// key before it.
pub fn keys(recipe: &Recipe) -> [Key; PATH.len()] {
    let mut before = Key::default();
    PATH.map(|stage| {
        let mut hash = Sha256::new();
        hash.update(KEPT_FORMAT.to_le_bytes());
        hash.update(stage.name());
        hash.update(stage.version().to_le_bytes());
        hash.update(canonical(stage.reads(recipe), recipe));
        hash.update(before);
        before = hash.finalize().into();
        before
    })
}

#[cfg(test)]
mod tests {
    use serde_json::to_vec;

    use super::*;
    use crate::{FillStrategy, Operation};

    /// The bytes are part of the keys of results that people have kept.
    #[test]
    fn what_a_stage_reads_is_written_as_a_tuple() {
        let mut recipe = Recipe::default();
        let is = |stage: Stage, recipe: &Recipe, written: serde_json::Result<Vec<u8>>| {
            let read = canonical(stage.reads(recipe), recipe);
            assert_eq!(read, written.unwrap(), "{}", stage.name());
        };
        let r = &recipe;
        is(Stage::Load, r, to_vec(&(&r.data.sha256, &r.load)));
        is(Stage::Clean, r, to_vec(&(&r.clean, &r.target)));
        let columns = (&r.target, r.task, &r.weight, &r.group, &r.leave_out);
        let expected = &r.check.expectations;
        is(
            Stage::Check,
            r,
            to_vec(&(columns, expected, (&r.split, r.seed))),
        );
        is(Stage::Split, r, to_vec(&(&r.split, r.seed)));
        is(Stage::Featurize, r, to_vec(&r.featurize));
        is(Stage::Train, r, to_vec(&(&r.train, r.seed)));
        is(Stage::Evaluate, r, to_vec(&(&r.evaluate, &r.check.known)));
        is(Stage::Predict, r, Ok(Vec::new()));
        let mean = Operation::FillMissing {
            columns: Vec::new(),
            strategy: FillStrategy::Mean,
            fill_value: String::new(),
        };
        recipe.clean.steps.push(mean.into());
        let r = &recipe;
        let learning = (
            &r.clean, &r.target, &r.split, r.seed, r.task, &r.weight, &r.group,
        );
        is(Stage::Clean, r, to_vec(&learning));
    }
}
