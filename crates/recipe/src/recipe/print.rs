//! Writes a recipe as text. The page needs serde_json's plain writer for the stages' keys; its indented writer would
//! add the same code again.

/// Indents JSON as `serde_json::to_string_pretty` does: two spaces per level, and a line for each value.
pub fn indented(compact: &str) -> String {
    let mut out = String::with_capacity(compact.len() * 2);
    let mut depth = 0;
    let mut letters = compact.chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        let line = |out: &mut String, depth: usize| {
            out.push('\n');
            (0..depth).for_each(|_| out.push_str("  "));
        };
        match letter {
            '\\' if quoted => {
                out.push(letter);
                out.extend(letters.next());
                continue;
            }
            '"' => quoted = !quoted,
            _ => {}
        }
        if !quoted && matches!(letter, '}' | ']') {
            depth -= 1;
            line(&mut out, depth);
        }
        out.push(letter);
        if quoted {
            continue;
        }
        match letter {
            '{' | '[' => match letters.next_if(|next| matches!(next, '}' | ']')) {
                Some(end) => out.push(end),
                None => {
                    depth += 1;
                    line(&mut out, depth);
                }
            },
            ',' => line(&mut out, depth),
            ':' => out.push(' '),
            _ => {}
        }
    }
    out
}
