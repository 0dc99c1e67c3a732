//! Writes the recipe as JSON: every parameter, the seed, and the hash of the data.

use grove_recipe::Recipe;

/// Writes indented UTF-8 JSON with a line end. The same recipe gives the same bytes.
pub fn write(recipe: &Recipe) -> Vec<u8> {
    let mut bytes = recipe.to_json().into_bytes();
    bytes.push(b'\n');
    bytes
}
