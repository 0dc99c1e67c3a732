//! A form field for a whole number, built from its declaration.

use yew::{AttrValue, Callback, Html, html};

use super::number_box::{NumberBox, Typed};
use grove_recipe::parameters::Integer;

/// `testid` is the automation handle, where it is not made from the parameter's name.
pub fn integer_field(
    declared: &'static Integer,
    testid: Option<&'static str>,
    value: u32,
    onchange: Callback<u32>,
) -> Html {
    let accept = Callback::from(move |typed: Typed| {
        let value = parse(declared, &typed.text)?;
        onchange.emit(value);
        Ok(value.to_string())
    });
    drawn(declared, "".into(), testid, value.to_string(), accept)
}

/// A number that need not be there; `empty` is what an empty box means.
pub fn limit_field(
    declared: &'static Integer,
    empty: impl Into<AttrValue>,
    value: Option<u32>,
    onchange: Callback<Option<u32>>,
) -> Html {
    let written = |value: Option<u32>| value.map_or(String::new(), |value| value.to_string());
    let accept = Callback::from(move |typed: Typed| {
        let value = match typed.text.trim() {
            "" => None,
            text => Some(parse(declared, text)?),
        };
        onchange.emit(value);
        Ok(written(value))
    });
    drawn(declared, empty.into(), None, written(value), accept)
}

fn drawn(
    declared: &'static Integer,
    placeholder: AttrValue,
    testid: Option<&'static str>,
    shown: String,
    accept: Callback<Typed, Result<String, String>>,
) -> Html {
    html! {
        <NumberBox key={declared.name} name={declared.name} label={declared.label} help={declared.help}
            min={declared.min.to_string()} max={declared.max.to_string()} step="1" {placeholder} {testid} {shown} {accept} />
    }
}

fn parse(declared: &Integer, text: &str) -> Result<u32, String> {
    let text = text.trim();
    let value: u32 = text.parse().map_err(|_| {
        let text = if text.is_empty() { "empty" } else { text };
        format!(
            "{} is {text}; it must be a whole number from {} to {}.",
            declared.name, declared.min, declared.max
        )
    })?;
    declared.check(value)?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use grove_recipe::parameters::{MAX_DEPTH, SEED};

    #[test]
    fn a_value_out_of_range_gets_the_declarations_message() {
        assert_eq!(parse(&MAX_DEPTH, " 7"), Ok(7));
        assert_eq!(
            parse(&MAX_DEPTH, "0"),
            Err(MAX_DEPTH.check(0).unwrap_err().problem)
        );
        for text in ["-1", "1.5", "4294967296", "", "one"] {
            assert!(parse(&SEED, text).is_err(), "{text}");
        }
    }
}
