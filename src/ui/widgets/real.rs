//! A form field for a real number, built from its declaration.

use yew::{Callback, Html, html};

use super::number_box::NumberBox;
use crate::api::parameters::Real;

pub fn real_field(declared: &'static Real, value: f64, onchange: Callback<f64>) -> Html {
    let accept = Callback::from(move |text: String| {
        let value = parse(declared, &text)?;
        onchange.emit(value);
        Ok(value.to_string())
    });
    html! {
        <NumberBox key={declared.name} name={declared.name} label={declared.label} help={declared.help}
            min={declared.min.to_string()} max={declared.max.to_string()}
            step={declared.step.to_string()} shown={value.to_string()} {accept} />
    }
}

fn parse(declared: &Real, text: &str) -> Result<f64, String> {
    let text = text.trim();
    let value: f64 = text.parse().map_err(|_| {
        let text = if text.is_empty() { "empty" } else { text };
        format!(
            "{} is {text}; it must be a number from {} to {}.",
            declared.name, declared.min, declared.max
        )
    })?;
    declared.check(value)?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::parameters::TEST_SIZE;

    #[test]
    fn a_value_out_of_range_gets_the_declarations_message() {
        assert_eq!(parse(&TEST_SIZE, " 0.3 "), Ok(0.3));
        assert_eq!(
            parse(&TEST_SIZE, "1.5"),
            Err(TEST_SIZE.check(1.5).unwrap_err())
        );
        for text in ["", "NaN", "inf", "a third"] {
            assert!(parse(&TEST_SIZE, text).is_err(), "{text}");
        }
    }
}
