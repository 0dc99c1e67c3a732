//! Matches LIKE patterns: % stands for any characters, _ for any one.

use std::str::Chars;

use super::cells::{ExpressionValues, RowValues, each};

enum LikePiece {
    /// Any characters, or none.
    Many,
    One,
    This(char),
}

/// Returns whether each text matches its pattern, in which `escape` makes the next character literal. A pattern that
/// ends with it matches nothing. O(rows · characters · length of the pattern) at worst.
pub fn like<'t>(
    a: &[ExpressionValues<'t>],
    any_case: bool,
    escape: Option<char>,
) -> ExpressionValues<'t> {
    let read = |row| Some(pieces(a[1].text(row)?, any_case, escape));
    // The pattern is nearly always the same in all rows, and is then parsed once.
    let same = match &a[1] {
        ExpressionValues::Texts(RowValues::Same(_)) => read(0),
        _ => None,
    };
    ExpressionValues::Truths(each(a, |row| {
        let text = a[0].text(row)?;
        let own;
        let pieces = match &same {
            Some(pieces) => pieces,
            None => {
                own = read(row)?;
                &own
            }
        };
        Some(pieces.as_ref().is_some_and(|pieces| {
            if any_case {
                matches(pieces, &text.to_lowercase())
            } else {
                matches(pieces, text)
            }
        }))
    }))
}

/// Parses a pattern; `None` if nothing follows the escape character.
fn pieces(pattern: &str, any_case: bool, escape: Option<char>) -> Option<Vec<LikePiece>> {
    let lower = any_case.then(|| pattern.to_lowercase());
    let escape = match escape {
        Some(c) if any_case => c.to_lowercase().next(),
        other => other,
    };
    let mut pieces = Vec::new();
    let mut chars = lower.as_deref().unwrap_or(pattern).chars();
    while let Some(c) = chars.next() {
        pieces.push(if Some(c) == escape {
            LikePiece::This(chars.next()?)
        } else {
            match c {
                '%' => LikePiece::Many,
                '_' => LikePiece::One,
                other => LikePiece::This(other),
            }
        });
    }
    Some(pieces)
}

/// Matches greedily; on a mismatch, extends the last % by one character.
fn matches(pieces: &[LikePiece], text: &str) -> bool {
    let mut at = 0;
    let mut rest = text.chars();
    let mut last: Option<(usize, Chars)> = None;
    loop {
        let mut after = rest.clone();
        let fits = match (pieces.get(at), after.next()) {
            (Some(LikePiece::Many), _) => {
                at += 1;
                last = Some((at, rest.clone()));
                continue;
            }
            (None, None) => return true,
            // The text ends before the pattern.
            (Some(_), None) => return false,
            (None, Some(_)) => false,
            (Some(LikePiece::One), Some(_)) => true,
            (Some(LikePiece::This(wanted)), Some(c)) => *wanted == c,
        };
        if fits {
            at += 1;
            rest = after;
            continue;
        }
        let Some((start, from)) = &mut last else {
            return false;
        };
        // The mismatch was within the text, so that there is a character left to skip.
        from.next();
        at = *start;
        rest = from.clone();
    }
}
