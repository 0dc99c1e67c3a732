//! Writes texts that people wrote, such as names of columns, so that no format interprets them. HTML and SVG are
//! written by `grove_charts::markup`.

use grove_charts::markup::is_unsafe;

/// Quotes a text so that YAML and Python read exactly that text: letters and digits unchanged, everything else that is
/// not ASCII escaped, so that nothing is invisible or changes the direction of reading. It is one line, and so may be
/// in a comment as well.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for letter in text.chars() {
        let code = u32::from(letter);
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            ' '..='~' => quoted.push(letter),
            letter if letter.is_alphanumeric() => quoted.push(letter),
            _ if code <= 0xff => quoted.push_str(&format!("\\x{code:02x}")),
            _ if code <= 0xffff => quoted.push_str(&format!("\\u{code:04x}")),
            _ => quoted.push_str(&format!("\\U{code:08x}")),
        }
    }
    quoted.push('"');
    quoted
}

/// Writes a list that YAML and Python read.
pub fn quoted_list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = texts.into_iter().map(quoted).collect();
    format!("[{}]", quoted.join(", "))
}

/// Escapes a text for a line or a table's cell of Markdown: on one line, and without marks of Markdown, including those
/// that start a line or a link.
pub fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let after = letters.peek().copied().unwrap_or(' ');
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\n' | '\r' | '\t' => escaped.push(' '),
            '\\' | '`' | '*' | '[' | ']' | '|' | '~' | '$' | '@' | '#' => {
                escaped.extend(['\\', letter]);
            }
            '_' if !(before.is_alphanumeric() && after.is_alphanumeric()) => {
                escaped.push_str("\\_");
            }
            ':' if after == '/' => escaped.push_str("\\:"),
            '.' if begins_an_address(&escaped) => escaped.push_str("\\."),
            '+' | '-' | '=' if escaped.trim().is_empty() => escaped.extend(['\\', letter]),
            '.' | ')'
                if after == ' ' && escaped.trim().bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                escaped.extend(['\\', letter]);
            }
            letter if is_unsafe(letter) => escaped.push('\u{fffd}'),
            letter => escaped.push(letter),
        }
        before = letter;
    }
    escaped
}

/// Returns whether it starts an address. Readers turn `www.` into links, too.
fn begins_an_address(text: &str) -> bool {
    let end = text.len().saturating_sub("www".len());
    text.get(end..)
        .is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_texts_are_one_line_of_what_can_be_seen() {
        assert_eq!(quoted("größe"), "\"größe\"");
        assert_eq!(quoted("a\"b\\c\nd\r"), r#""a\"b\\c\nd\x0d""#);
        assert_eq!(quoted("😀\u{202e}\u{a0}"), r#""\U0001f600\u202e\xa0""#);
        assert_eq!(quoted_list(["a", "b,"]), r#"["a", "b,"]"#);
    }

    #[test]
    fn marks_of_markdown_are_letters() {
        let hostile = "<script>alert('1')</script>&\u{202e}\u{0}";
        let escaped = "&lt;script&gt;alert('1')&lt;/script&gt;&amp;\u{fffd}\u{fffd}";
        assert_eq!(markdown(hostile), escaped);
        assert_eq!(markdown("a|b\n# [x](y)"), r"a\|b \# \[x\](y)");
        assert_eq!(markdown("- mean_radius _x_ 1."), r"\- mean_radius \_x\_ 1.");
        assert_eq!(markdown("1. www.a.b"), r"1\. www\.a.b");
        assert_eq!(markdown("new. öW."), "new. öW.");
        assert_eq!(markdown("1.0"), "1.0");
        assert_eq!(markdown("http://a b@c"), r"http\://a b\@c");
    }
}
