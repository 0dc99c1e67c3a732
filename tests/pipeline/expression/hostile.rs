//! Any text gives an expression or an error that points into it, and any expression gives a value for each row.

use std::panic::catch_unwind;

use grove_engine::expression::Expression;
use proptest::prelude::{Strategy, any, prop, prop_assert, proptest};
use proptest::sample::select;

use super::tools::{kinds, table};

/// Reads and works out a text, whatever comes of it.
fn try_out(text: &str) -> Result<(), String> {
    match Expression::parse(text, &kinds()) {
        Ok(expression) => {
            let table = table();
            let column = expression.evaluate(&table, "x").unwrap();
            let storage = grove_engine::table::column::storage(expression.kind());
            if column.len() != 3 || column.storage() != storage {
                return Err(format!("{text} gave {column:?}"));
            }
            if expression.mask(&table).len() != 3 {
                return Err(format!("{text} gave a mask of another length"));
            }
            Ok(())
        }
        Err(error) => {
            let length = text.chars().count() as u64;
            let inside = u64::from(error.at) + u64::from(error.length) <= length;
            if inside && !error.message.is_empty() {
                Ok(())
            } else {
                Err(format!("{text}: {error:?}"))
            }
        }
    }
}

const TOKENS: &[&str] = &[
    "whole",
    "half",
    "word",
    "Note",
    "paid",
    "day",
    "moment",
    "none",
    "\"with space\"",
    "sepal",
    ".",
    "length",
    "1",
    "0",
    "-1",
    "2.5",
    "9223372036854775807",
    "1e308",
    "'a'",
    "'%'",
    "'yes'",
    "'2024-02-29'",
    "'Ω'",
    "NULL",
    "TRUE",
    "FALSE",
    "+",
    "-",
    "*",
    "/",
    "%",
    "||",
    "=",
    "<>",
    "<",
    ">=",
    "AND",
    "OR",
    "NOT",
    "IN",
    "BETWEEN",
    "LIKE",
    "ILIKE",
    "ESCAPE",
    "IS",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "CAST",
    "AS",
    "::",
    "INTEGER",
    "TEXT",
    "DATE",
    "TIMESTAMP",
    "BOOLEAN",
    "DOUBLE",
    "(",
    ")",
    "(",
    ")",
    ",",
    "ABS",
    "ROUND",
    "COALESCE",
    "SUBSTRING",
    "FROM",
    "FOR",
    "TRIM",
    "BOTH",
    "POSITION",
    "EXTRACT",
    "YEAR",
    "DATE_TRUNC",
    "'day'",
    "LEFT",
    "REPLACE",
    "SPLIT_PART",
    "INTERVAL",
    "COLLATE",
    "AT",
    "TIME",
    "ZONE",
    "ANY",
    "EXISTS",
    "ARRAY",
    "STRUCT",
    "MAP",
    "OVER",
    "FILTER",
    "IF",
    "CONVERT",
    "CEIL",
    "FLOOR",
    "TO",
    "OVERLAY",
    "PLACING",
    "\n",
];

const VALID: &[&str] = &[
    "CASE WHEN whole > 0 AND paid THEN word || '!' ELSE UPPER(Note) END",
    "COALESCE(half, whole / 2.0, -1) BETWEEN 0 AND SQRT(ABS(whole) + 1)",
    "DATE_DIFF('day', day, moment) % 7 IN (0, 6) OR day - '2024-01-01' > 3",
    "SUBSTRING(Note, 2, LENGTH(word)) LIKE '%!_%' ESCAPE '!' IS NOT TRUE",
    "CAST(ROUND(half * 100, 1) AS INTEGER)::TEXT || \"with space\"",
    "TRIM(BOTH 'x' FROM Note) <> REPLACE(word, 'A', 'ÄÖ') AND NOT (EXTRACT(YEAR FROM day) = 2024)",
];

proptest! {
    #[test]
    fn any_text(text in any::<String>()) {
        prop_assert!(try_out(&text) == Ok(()), "{:?}", try_out(&text));
    }

    #[test]
    fn any_printable_text(text in "[ -~ΩëßŞ🌳\n]{0,60}") {
        prop_assert!(try_out(&text) == Ok(()), "{:?}", try_out(&text));
    }

    #[test]
    fn soups_of_tokens(tokens in prop::collection::vec(select(TOKENS), 0..40)) {
        let text = tokens.join(" ");
        prop_assert!(try_out(&text) == Ok(()), "{:?}", try_out(&text));
    }

    #[test]
    fn expressions_with_something_changed(
        text in select(VALID),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..3_u8, select(TOKENS)), 1..4),
    ) {
        let mut chars: Vec<char> = text.chars().collect();
        for (at, change, token) in changes {
            let at = at.index(chars.len().max(1)).min(chars.len());
            match change {
                0 if at < chars.len() => { chars.remove(at); }
                1 => chars.truncate(at),
                _ => { chars.splice(at..at, token.chars()); }
            }
        }
        let text: String = chars.into_iter().collect();
        prop_assert!(try_out(&text) == Ok(()), "{:?}", try_out(&text));
    }

    #[test]
    fn built_from_parts(text in built()) {
        prop_assert!(try_out(&text) == Ok(()), "{:?}", try_out(&text));
    }

    #[test]
    fn a_cell_of_any_text_passes_every_text_function(cell in "\\PC{0,30}", n in any::<i64>()) {
        let quoted = cell.replace('\'', "''");
        for text in [
            format!("SUBSTRING('{quoted}', {n}, {n})"),
            format!("LEFT('{quoted}', {n}) || RIGHT('{quoted}', {n})"),
            format!("SPLIT_PART('{quoted}', 'a', {n})"),
            format!("UPPER('{quoted}') ILIKE '{quoted}' ESCAPE 'a'"),
            format!("TRIM('{quoted}' FROM '{quoted}')"),
            format!("CAST('{quoted}' AS DATE)"),
            format!("CAST('{quoted}' AS INTEGER) + CAST('{quoted}' AS BOOLEAN)::INTEGER"),
            format!("ROUND({n}, {n}) + ROUND({n}.5, {n})"),
            format!("day + {n}"),
        ] {
            prop_assert!(try_out(&text) == Ok(()), "{:?}", try_out(&text));
        }
    }
}

/// Expressions whose parts mostly fit.
fn built() -> impl Strategy<Value = String> {
    let leaf = select(&TOKENS[..26]).prop_map(str::to_owned);
    leaf.prop_recursive(5, 40, 3, |inner| {
        let operators = select(vec![
            "+", "-", "*", "/", "%", "||", "=", "<", "AND", "OR", "LIKE",
        ]);
        prop::strategy::Union::new(vec![
            (inner.clone(), operators, inner.clone())
                .prop_map(|(a, operator, b)| format!("({a} {operator} {b})"))
                .boxed(),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("CASE WHEN {a} THEN {b} ELSE {c} END"))
                .boxed(),
            (inner.clone(), inner.clone(), inner.clone())
                .prop_map(|(a, b, c)| format!("{a} IN ({b}, {c})"))
                .boxed(),
            (
                select(vec![
                    "ABS", "LENGTH", "UPPER", "YEAR", "CONCAT", "SQRT", "-",
                ]),
                inner.clone(),
            )
                .prop_map(|(call, a)| format!("{call}({a})"))
                .boxed(),
            (
                inner,
                select(vec!["INTEGER", "TEXT", "BOOLEAN", "DATE", "DOUBLE"]),
            )
                .prop_map(|(a, to)| format!("CAST({a} AS {to})"))
                .boxed(),
        ])
    })
}

/// Texts that go deep or on for long.
fn deep() -> Vec<String> {
    let mut texts = Vec::new();
    for n in [20, 60, 300, 700, 1300, 1990, 5000, 10_000] {
        let nested = |open: &str, inner: &str, close: &str| {
            format!("{}{inner}{}", open.repeat(n), close.repeat(n))
        };
        texts.extend([
            nested("(", "1", ")"),
            nested("(", "", ""),
            nested("NOT ", "TRUE", ""),
            nested("- ", "whole", ""),
            nested("ABS(", "whole", ")"),
            nested("CASE WHEN paid THEN ", "1", " END"),
            nested("CASE ", "", ""),
            nested("CAST(", "1", " AS TEXT)"),
            nested("TRIM(", "word", ")"),
            nested("POSITION(", "word", " IN word)"),
            nested("IF(", "1", ""),
            nested("INTERVAL ", "1", ""),
            nested("(1, ", "1", ")"),
            nested("DATE ", "'2024-01-01'", ""),
            nested("1 IN (", "1", ")"),
            nested("1 BETWEEN ", "1", " AND 2"),
            nested("1+(", "1", ")"),
            nested("", "whole", "+1"),
            nested("", "whole", "+half"),
            nested("", "word", "||word"),
            nested("", "paid", " AND paid"),
            nested("", "1", " IS NULL"),
            nested("", "1", "::TEXT"),
            nested("", "1", " IN (1)"),
            nested("", "1", " BETWEEN 1 AND 1"),
            nested("", "word", " LIKE 'a'"),
            nested("", "word", " COLLATE a"),
            nested("", "a", ".a"),
            nested("", "a", "=a"),
            nested("", "CONCAT('a'", ",'a'"),
            nested("", "CAST(1 AS ", "ARRAY<"),
            nested("", "", "'"),
            nested("", "1", "-- \n"),
        ]);
    }
    texts
}

/// A worker has a stack of 1 MB, and more on it than this.
#[test]
fn nothing_goes_too_deep() {
    const STACK: usize = 512 << 10;
    for text in deep() {
        let shown: String = text.chars().take(40).collect();
        let length = text.len();

        let thread = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn(move || catch_unwind(|| try_out(&text)))
            .unwrap();
        let tried = thread.join().unwrap();
        assert!(
            matches!(tried, Ok(Ok(()))),
            "{shown}… of {length} bytes: {tried:?}"
        );
    }
}
