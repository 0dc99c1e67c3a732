//! The path of a value in a recipe: the names that lead to it, joined by dots.

/// Appends a name, or the place of a list's item, from 0. A name with other characters than letters, digits and
/// underscores, such as a column's, is put in double quotes, so that no two paths are written alike.
pub fn go_on(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if !name.is_empty() && name.bytes().all(plain) {
        path.push_str(name);
        return;
    }
    path.push('"');
    for letter in name.chars() {
        if matches!(letter, '"' | '\\') {
            path.push('\\');
        }
        path.push(letter);
    }
    path.push('"');
}

#[cfg(test)]
mod tests {
    use super::go_on;

    #[test]
    fn no_two_ways_are_written_alike() {
        let written = |names: &[&str]| {
            let mut path = String::new();
            names.iter().for_each(|name| go_on(&mut path, name));
            path
        };
        assert_eq!(written(&["clean", "steps", "0"]), "clean.steps.0");
        assert_eq!(written(&["columns", "a.b"]), r#"columns."a.b""#);
        let alike: [&[&str]; 6] = [
            &["a", "b"],
            &["a.b"],
            &["\"a", "b\""],
            &["a\".\"b"],
            &["a\\", "b"],
            &["", "a", "b"],
        ];
        for (i, one) in alike.iter().enumerate() {
            for other in &alike[..i] {
                assert_ne!(written(one), written(other));
            }
        }
    }
}
