//! Writes JSON values as block-style YAML, which a person can edit.

use serde_json::Value;

use crate::text::quoted;

/// Writes a value, with a line end. Readers of YAML 1.1 and 1.2 read the same: words with a meaning in either are
/// quoted, numbers have a point before their exponent.
pub fn write(value: &Value) -> String {
    let mut out = String::new();
    block(value, 0, &mut out);
    out
}

/// Writes the lines of a value at this depth. An empty list or object, or a plain value, is a single line.
fn block(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                indent(depth, out);
                out.push_str(&word(name));
                out.push(':');
                below(value, depth + 1, out);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                indent(depth, out);
                out.push('-');
                below_dash(item, depth, out);
            }
        }
        value => {
            indent(depth, out);
            out.push_str(&scalar(value));
            out.push('\n');
        }
    }
}

/// Writes a value after its name: on the same line, or on lines of its own.
fn below(value: &Value, depth: usize, out: &mut String) {
    if is_block(value) {
        out.push('\n');
        block(value, depth, out);
    } else {
        out.push(' ');
        out.push_str(&scalar(value));
        out.push('\n');
    }
}

/// Writes an item whose first line follows its dash.
fn below_dash(value: &Value, depth: usize, out: &mut String) {
    let mut lines = String::new();
    block(value, depth + 1, &mut lines);
    out.push(' ');
    out.push_str(lines.trim_start_matches(' '));
}

fn is_block(value: &Value) -> bool {
    match value {
        Value::Object(fields) => !fields.is_empty(),
        Value::Array(items) => !items.is_empty(),
        _ => false,
    }
}

fn indent(depth: usize, out: &mut String) {
    out.push_str(&"  ".repeat(depth));
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => word(text),
        Value::Number(number) => with_point(&number.to_string()),
        value => value.to_string(),
    }
}

/// Adds a point: `1e-9` is a number only in YAML 1.2.
fn with_point(number: &str) -> String {
    match number.split_once('e') {
        Some((digits, exponent)) => {
            let point = if digits.contains('.') { "" } else { ".0" };
            let signed = exponent.starts_with(['-', '+']);
            let sign = if signed { "" } else { "+" };
            format!("{digits}{point}e{sign}{exponent}")
        }
        None => number.to_owned(),
    }
}

/// Writes a text: unquoted if it is plain words or a path.
fn word(text: &str) -> String {
    let begins = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let goes_on = |c: char| c.is_ascii_alphanumeric() || "_-./ ".contains(c);
    const MEANING: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let means = MEANING.iter().any(|word| text.eq_ignore_ascii_case(word));
    match begins && text.chars().all(goes_on) && !text.ends_with(' ') && !means {
        true => text.to_owned(),
        false => quoted(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn blocks_words_and_quotes() {
        let value = json!({
            "a": 1, "on": [], "list": [{ "x": "yes", "y": null }, [1, 2], "z w"],
            "e": 1e-9, "big": 1e20, "map": {}, "m": { "k": "it's" },
        });
        let expected = "a: 1\n\"on\": []\nlist:\n  - x: \"yes\"\n    \"y\": null\n  - - 1\n    - 2\n  - z w\n\
                        e: 1.0e-9\nbig: 1.0e+20\nmap: {}\nm:\n  k: \"it's\"\n";
        assert_eq!(write(&value), expected);
    }
}
