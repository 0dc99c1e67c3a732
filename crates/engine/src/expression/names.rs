//! Looks up columns and functions by name, and suggests the closest known name.

use crate::table::Kinds;
use grove_recipe::columns::ColumnKind;

/// Finds the column of this exact name, or else the only one that differs from it only in case.
pub fn column<'k>(name: &str, kinds: &'k Kinds) -> Option<&'k (String, ColumnKind)> {
    kinds.iter().find(|(known, _)| known == name).or_else(|| {
        let lower = name.to_lowercase();
        let mut alike = kinds
            .iter()
            .filter(|(known, _)| known.to_lowercase() == lower);
        alike.next().filter(|_| alike.next().is_none())
    })
}
