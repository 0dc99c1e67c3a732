//! Turns a JSON array of objects into lines, to be read as JSON lines.

use std::io::{self, Read};

/// Puts the items of the outermost array on lines of their own, and holds at most a buffer of them. Anything before or
/// after the array stays on its line, where it is not an object.
pub struct ArrayLines<R> {
    inner: R,
    depth: u32,
    in_text: bool,
    escaped: bool,
}

impl<R> ArrayLines<R> {
    pub fn new(inner: R) -> Self {
        Self {
            inner,
            depth: 0,
            in_text: false,
            escaped: false,
        }
    }

    fn turn(&mut self, byte: u8) -> u8 {
        if self.in_text {
            let escaped = std::mem::take(&mut self.escaped);
            self.escaped = byte == b'\\' && !escaped;
            self.in_text = byte != b'"' || escaped;
            // A text with a bare line end is not valid JSON; it must not become two valid lines.
            return match byte {
                b'\n' | b'\r' => 0x1F,
                byte => byte,
            };
        }
        match byte {
            b'"' => self.in_text = true,
            b'[' | b'{' => {
                self.depth = self.depth.saturating_add(1);
                if self.depth == 1 {
                    return b'\n';
                }
            }
            b']' | b'}' => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    return b'\n';
                }
            }
            b',' if self.depth == 1 => return b'\n',
            b'\n' | b'\r' => return b' ',
            _ => {}
        }
        byte
    }
}

impl<R: Read> Read for ArrayLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        for byte in &mut buffer[..read] {
            *byte = self.turn(*byte);
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_stand_on_lines_of_their_own() {
        let lines = |text: &str| {
            let mut lines = String::new();
            ArrayLines::new(text.as_bytes())
                .read_to_string(&mut lines)
                .unwrap();
            let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(
            lines(r#"[{"a": [1, 2], "b": "x],[\"y"}, {"a": 3}]"#),
            [r#"{"a": [1, 2], "b": "x],[\"y"}"#, r#"{"a": 3}"#]
        );
        assert_eq!(
            lines("[\n {\"a\":\n  1}\n,\n {\"a\":2} ]\n"),
            [r#"{"a":   1}"#, r#"{"a":2}"#]
        );
        assert_eq!(lines("[]"), [""; 0]);
        assert_eq!(lines(r#"[{"a": 1}] more"#), [r#"{"a": 1}"#, "more"]);
        assert_eq!(lines("[{\"a\": \"\\\\\"}, 7]"), [r#"{"a": "\\"}"#, "7"]);
    }
}
