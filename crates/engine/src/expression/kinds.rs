//! The kinds of values: their names, and the common kind of two.

use grove_recipe::columns::ColumnKind;

/// Returns the name of a value of this kind in a sentence.
pub const fn noun(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Boolean => "true or false",
        ColumnKind::Integer => "a whole number",
        ColumnKind::Decimal => "a number",
        ColumnKind::Category | ColumnKind::Text | ColumnKind::Identifier => "a text",
        ColumnKind::Date => "a date",
        ColumnKind::DateTime => "a date with a time",
        ColumnKind::Empty => "a missing value",
    }
}

pub const fn is_text(kind: ColumnKind) -> bool {
    matches!(
        kind,
        ColumnKind::Category | ColumnKind::Text | ColumnKind::Identifier
    )
}

/// Returns the kind to which values of both can be converted without loss. A missing value fits every kind.
pub fn common(a: ColumnKind, b: ColumnKind) -> Option<ColumnKind> {
    if a == b || b == ColumnKind::Empty {
        return Some(a);
    }
    if a == ColumnKind::Empty {
        return Some(b);
    }
    let both = |test: fn(ColumnKind) -> bool| test(a) && test(b);
    if both(is_text) {
        Some(ColumnKind::Text)
    } else if both(ColumnKind::is_number) {
        Some(ColumnKind::Decimal)
    } else if both(ColumnKind::is_date) {
        Some(ColumnKind::DateTime)
    } else {
        None
    }
}

/// Returns the kind of such a value as text: a category or any text.
pub const fn written(kind: ColumnKind) -> ColumnKind {
    match kind {
        ColumnKind::Category | ColumnKind::Boolean | ColumnKind::Empty => ColumnKind::Category,
        _ => ColumnKind::Text,
    }
}
