//! The kinds of values: their names, and the common kind of two.

use grove_recipe::columns::ColumnKind;

/// A value of this kind, as a sentence names it.
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

/// The kind that values of both can be given without losing anything. What is missing fits everything.
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

/// What a value of this kind is when written as text: of a few texts, or of any.
pub const fn written(kind: ColumnKind) -> ColumnKind {
    match kind {
        ColumnKind::Category | ColumnKind::Boolean | ColumnKind::Empty => ColumnKind::Category,
        _ => ColumnKind::Text,
    }
}
