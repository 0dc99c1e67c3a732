//! Finds the position of each value in a JSON text, which serde_json does not keep.

use crate::path::go_on;

/// The position of a value and of its key, as bytes of the text. Outside of objects the key starts where the value
/// does.
struct ValueSpan {
    key: usize,
    value: usize,
    end: usize,
}

/// Returns where the value with this path starts; if it is missing, the innermost object or list that should contain
/// it. Of several equal keys the last counts, as for readers of JSON. O(length of the text).
pub fn of(text: &str, path: &str) -> usize {
    let mut best = (0, 0);
    walk(text, &mut |here, span| {
        let leads = path
            .strip_prefix(here)
            .is_some_and(|rest| here.is_empty() || rest.is_empty() || rest.starts_with('.'));
        if leads && (here.len() > best.0 || here.len() == best.0 && span.value > best.1) {
            best = (here.len(), span.value);
        }
    });
    best.1
}

/// Returns where the key of the value with this path starts; as [`of`] if it is missing.
pub fn key_of(text: &str, path: &str) -> usize {
    let mut found = None;
    walk(text, &mut |here, span| {
        if here == path {
            found = Some(span.key);
        }
    });
    found.unwrap_or_else(|| of(text, path))
}

/// Returns the path of the innermost value at this byte, and where the value starts; or its key, if the byte is in the
/// key.
pub fn around(text: &str, offset: usize) -> (String, usize) {
    let mut found = None;
    walk(text, &mut |path, span| {
        if found.is_none() && (span.key..span.end).contains(&offset) {
            let inside = offset >= span.value;
            let start = if inside { span.value } else { span.key };
            found = Some((path.to_owned(), start));
        }
    });
    found.unwrap_or_default()
}

/// Calls `see` with every value and its path, inner ones first.
fn walk(text: &str, see: &mut dyn FnMut(&str, ValueSpan)) {
    let mut walk = JsonWalk {
        text,
        at: 0,
        path: String::new(),
        see,
    };
    walk.space();
    walk.value(walk.at);
}

struct JsonWalk<'t> {
    text: &'t str,
    at: usize,
    path: String,
    see: &'t mut dyn FnMut(&str, ValueSpan),
}

impl JsonWalk<'_> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self, while_: impl Fn(u8) -> bool) {
        while self.byte().is_some_and(&while_) {
            self.at += 1;
        }
    }

    fn space(&mut self) {
        self.skip(|byte| byte.is_ascii_whitespace());
    }

    /// serde_json has refused more than 128 nested values.
    fn value(&mut self, key: usize) {
        let value = self.at;
        match self.byte() {
            Some(b'{') => self.object(),
            Some(b'[') => self.list(),
            Some(b'"') => self.string(),
            _ => {
                self.skip(|byte| {
                    !matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\r' | b'\n')
                });
            }
        }
        let end = self.at;
        (self.see)(&self.path, ValueSpan { key, value, end });
    }

    fn object(&mut self) {
        self.items(|walk, _| {
            let key = walk.at;
            walk.string();
            let name = walk.text.get(key..walk.at).unwrap_or_default();
            let name: Option<String> = serde_json::from_str(name).ok();
            walk.skip(|byte| byte == b':' || byte.is_ascii_whitespace());
            walk.inner(&name.unwrap_or_default(), key);
        });
    }

    fn list(&mut self) {
        self.items(|walk, place| walk.inner(&place.to_string(), walk.at));
    }

    /// Visits the items between two brackets, each with its place.
    fn items(&mut self, mut item: impl FnMut(&mut Self, usize)) {
        self.at += 1;
        for place in 0.. {
            self.skip(|byte| byte == b',' || byte.is_ascii_whitespace());
            match self.byte() {
                Some(b']' | b'}') => {
                    self.at += 1;
                    break;
                }
                Some(_) => item(self, place),
                None => break,
            }
        }
    }

    fn inner(&mut self, name: &str, key: usize) {
        let outer = self.path.len();
        go_on(&mut self.path, name);
        self.value(key);
        self.path.truncate(outer);
    }

    /// Skips a string, from one quote to the other.
    fn string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.byte() {
            // A character after a backslash does not end the string.
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                break;
            }
        }
    }
}
