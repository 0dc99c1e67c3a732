//! What a stage reads of a recipe. One list gives the names, the bytes that go into the stage's key, and a copy.

use serde::Serialize;

use crate::Recipe;

/// Fields of a recipe, in groups. See [`RecipeField`].
pub type Reads = &'static [&'static [RecipeField]];

/// A field of a recipe, or a field of one.
pub struct RecipeField {
    /// Its dotted name in the recipe's JSON form.
    pub name: &'static str,
    /// Returns its JSON form.
    pub json: fn(&Recipe) -> Vec<u8>,
    /// Copies it from one recipe to another.
    pub copy: fn(&Recipe, &mut Recipe),
}

/// Lists fields of a recipe: `reads! { data.sha256, load }`. A semicolon ends a group.
macro_rules! reads {
    ($($($first:ident $(. $rest:ident)*),+);+ $(;)?) => {
        &[$( &[$(
            $crate::stages::RecipeField {
                name: concat!(stringify!($first) $(, ".", stringify!($rest))*),
                json: |recipe| $crate::stages::reads::json(&recipe.$first$(.$rest)*),
                copy: |from, to| to.$first$(.$rest)*.clone_from(&from.$first$(.$rest)*),
            }
        ),+] ),+]
    };
}
pub(crate) use reads;

pub fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("a recipe holds nothing that JSON cannot")
}

/// Returns what is read of a recipe in canonical form: a JSON list of groups, each a list of its fields. A list of one is
/// written as that one.
pub fn canonical(reads: Reads, recipe: &Recipe) -> Vec<u8> {
    let group = |fields: &&[RecipeField]| {
        let fields = fields.iter().map(|field| (field.json)(recipe));
        listed(fields.collect())
    };
    listed(reads.iter().map(group).collect())
}

fn listed(mut items: Vec<Vec<u8>>) -> Vec<u8> {
    match items.len() {
        1 => items.remove(0),
        0 => Vec::new(),
        _ => [b"[", &*items.join(&b','), b"]"].concat(),
    }
}
