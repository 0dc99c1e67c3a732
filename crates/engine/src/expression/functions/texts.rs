//! Functions of text. Positions and lengths count characters, from 1.

use std::borrow::Cow;

use super::super::cells::{ExpressionValues, each};
use super::Function;
use super::Gives::{self, Boolean};
use super::Takes::{Integer, Text, Written};

pub const FUNCTIONS: &[Function] = &[
    Function::new(
        ("LOWER", "LOWER(text)"),
        "In lower case.",
        &[Text],
        Gives::Text,
        |a| owned(a, |text| text.to_lowercase()),
    ),
    Function::new(
        ("UPPER", "UPPER(text)"),
        "In upper case.",
        &[Text],
        Gives::Text,
        |a| owned(a, |text| text.to_uppercase()),
    ),
    Function::new(
        ("TRIM", "TRIM(text)"),
        "Without spaces at both ends; TRIM(BOTH 'xy' FROM text) removes other characters.",
        &[Text, Text],
        Gives::Text,
        |a| trimmed(a, true, true),
    )
    .optional(),
    Function::new(
        ("LTRIM", "LTRIM(text[, characters])"),
        "Without spaces, or any of the characters, at the start.",
        &[Text, Text],
        Gives::Text,
        |a| trimmed(a, true, false),
    )
    .optional(),
    Function::new(
        ("RTRIM", "RTRIM(text[, characters])"),
        "Without spaces, or any of the characters, at the end.",
        &[Text, Text],
        Gives::Text,
        |a| trimmed(a, false, true),
    )
    .optional(),
    Function::new(
        ("LENGTH", "LENGTH(text)"),
        "The number of characters.",
        &[Text],
        Gives::Integer,
        length,
    ),
    Function::new(
        ("SUBSTRING", "SUBSTRING(text, start[, count])"),
        "The characters from a position on, all of them or this many; the first has position 1.",
        &[Text, Integer, Integer],
        Gives::Text,
        substring,
    )
    .optional(),
    Function::new(
        ("LEFT", "LEFT(text, count)"),
        "This many characters from the start.",
        &[Text, Integer],
        Gives::Text,
        left,
    ),
    Function::new(
        ("RIGHT", "RIGHT(text, count)"),
        "This many characters from the end.",
        &[Text, Integer],
        Gives::Text,
        right,
    ),
    Function::new(
        ("REPLACE", "REPLACE(text, part, by)"),
        "The text with each occurrence of a part replaced.",
        &[Text, Text, Text],
        Gives::Text,
        replace,
    ),
    Function::new(
        ("CONCAT", "CONCAT(x, …)"),
        "The values joined as text. Missing ones are left out, whereas || then gives a missing value.",
        &[Written],
        Gives::Text,
        concat,
    )
    .repeating(),
    Function::new(
        ("STRPOS", "STRPOS(text, part)"),
        "The position where the part first begins, or 0; also POSITION(part IN text).",
        &[Text, Text],
        Gives::Integer,
        position,
    ),
    Function::new(
        ("SPLIT_PART", "SPLIT_PART(text, separator, number)"),
        "The first, second, … part between separators; empty past the last one.",
        &[Text, Text, Integer],
        Gives::Text,
        split_part,
    ),
    Function::new(
        ("STARTS_WITH", "STARTS_WITH(text, start)"),
        "Whether the text begins with the prefix.",
        &[Text, Text],
        Boolean,
        starts_with,
    ),
];

/// The most bytes of a text that was made of others: longer ones become missing, so that no chain of replacements fills
/// the memory.
const BYTES_AT_MOST: usize = 1 << 15;

fn owned<'t>(a: &[ExpressionValues<'t>], of: impl Fn(&str) -> String) -> ExpressionValues<'t> {
    ExpressionValues::Texts(each(a, |row| Some(Cow::Owned(of(a[0].text(row)?)))))
}

/// Returns a part of the first text; copies only if the text itself was made. `part` returns a part of its argument.
fn part<'t>(
    a: &[ExpressionValues<'t>],
    part: impl for<'p> Fn(&'p str, usize) -> Option<&'p str>,
) -> ExpressionValues<'t> {
    ExpressionValues::Texts(each(a, |row| {
        Some(match a[0].text(row)? {
            Cow::Borrowed(text) => Cow::Borrowed(part(text, row)?),
            Cow::Owned(text) => Cow::Owned(part(text, row)?.to_owned()),
        })
    }))
}

fn trimmed<'t>(a: &[ExpressionValues<'t>], start: bool, end: bool) -> ExpressionValues<'t> {
    part(a, |text, row| {
        let given = match a.get(1) {
            Some(cells) => Some(cells.text(row)?),
            None => None,
        };
        let goes = |c: char| given.map_or(c.is_whitespace(), |set| set.contains(c));
        let text = if start {
            text.trim_start_matches(goes)
        } else {
            text
        };
        Some(if end {
            text.trim_end_matches(goes)
        } else {
            text
        })
    })
}

fn length<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    ExpressionValues::Integers(each(a, |row| Some(a[0].text(row)?.chars().count() as i64)))
}

/// Returns the text without its first `count` characters.
fn skip(text: &str, count: i64) -> &str {
    let Ok(count) = usize::try_from(count) else {
        return text;
    };
    let start = text.char_indices().nth(count);
    &text[start.map_or(text.len(), |(at, _)| at)..]
}

/// Returns the first `count` characters.
fn keep(text: &str, count: i64) -> &str {
    &text[..text.len() - skip(text, count.max(0)).len()]
}

/// Returns a substring as in the SQL standard: a start before the text uses up a part of the count.
fn substring<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    part(a, |text, row| {
        let before = a[1].integer(row)?.saturating_sub(1);
        let rest = skip(text, before.max(0));
        match a.get(2) {
            None => Some(rest),
            Some(count) => {
                let count = count.integer(row)?;
                Some(keep(rest, count.saturating_add(before.min(0))))
            }
        }
    })
}

fn left<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    part(a, |text, row| Some(keep(text, a[1].integer(row)?)))
}

fn right<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    part(a, |text, row| {
        let count = a[1].integer(row)?.max(0);
        let before = (text.chars().count() as i64).saturating_sub(count);
        Some(skip(text, before))
    })
}

fn replace<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    ExpressionValues::Texts(each(a, |row| {
        let (text, from, to) = (a[0].text(row)?, a[1].text(row)?, a[2].text(row)?);
        if from.is_empty() {
            return Some(text.clone());
        }
        let grows = to.len().saturating_sub(from.len());
        let more = grows * text.matches(from.as_ref()).take(BYTES_AT_MOST).count();
        (more == 0 || text.len() + more <= BYTES_AT_MOST)
            .then(|| Cow::Owned(text.replace(from.as_ref(), to)))
    }))
}

fn concat<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    ExpressionValues::Texts(each(a, |row| {
        let texts = a.iter().filter_map(|cells| cells.text(row));
        bounded(texts.map(Cow::as_ref).collect())
    }))
}

/// Joins texts; missing if one of them is.
pub fn join<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    ExpressionValues::Texts(each(a, |row| {
        let texts = a.iter().map(|cells| cells.text(row).map(Cow::as_ref));
        bounded(texts.collect::<Option<String>>()?)
    }))
}

fn bounded<'t>(text: String) -> Option<Cow<'t, str>> {
    (text.len() <= BYTES_AT_MOST).then_some(Cow::Owned(text))
}

fn position<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    ExpressionValues::Integers(each(a, |row| {
        let (text, part) = (a[0].text(row)?, a[1].text(row)?);
        Some(match text.find(part.as_ref()) {
            Some(at) => text[..at].chars().count() as i64 + 1,
            None => 0,
        })
    }))
}

/// Returns a part of a text. Parts before the first are missing; without a separator there is one part.
fn split_part<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    part(a, |text, row| {
        let separator = a[1].text(row)?;
        let before = usize::try_from(a[2].integer(row)?.checked_sub(1)?).ok()?;
        Some(if separator.is_empty() {
            if before == 0 { text } else { "" }
        } else {
            text.split(separator.as_ref()).nth(before).unwrap_or("")
        })
    })
}

fn starts_with<'t>(a: &[ExpressionValues<'t>]) -> ExpressionValues<'t> {
    ExpressionValues::Truths(each(a, |row| {
        Some(a[0].text(row)?.starts_with(a[1].text(row)?.as_ref()))
    }))
}
