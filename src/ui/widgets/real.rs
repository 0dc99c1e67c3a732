//! A form field for a real number, built from its declaration.

use yew::{Callback, Html, html};

use super::number_box::{NumberBox, Typed};
use grove_recipe::parameters::Real;

pub fn real_field(declared: &'static Real, value: f64, onchange: Callback<f64>) -> Html {
    let accept = Callback::from(move |typed: Typed| {
        let value = taken(declared, &typed)?;
        onchange.emit(value);
        Ok(value.to_string())
    });
    html! {
        <NumberBox key={declared.name} name={declared.name} label={declared.label} help={declared.help}
            min={declared.min.to_string()} max={declared.max.to_string()}
            step={declared.step.to_string()} shown={value.to_string()} {accept} />
    }
}

/// A number that need not be there.
pub fn real_limit_field(
    declared: &'static Real,
    value: Option<f64>,
    onchange: Callback<Option<f64>>,
) -> Html {
    let written = |value: Option<f64>| value.map_or(String::new(), |value| value.to_string());
    let accept = Callback::from(move |typed: Typed| {
        let value = match typed.text.trim() {
            "" => None,
            _ => Some(taken(declared, &typed)?),
        };
        onchange.emit(value);
        Ok(written(value))
    });
    html! {
        <NumberBox key={declared.name} name={declared.name} label={declared.label} help={declared.help}
            min="" max="" step="any" placeholder="no limit" shown={written(value)} {accept} />
    }
}

fn taken(declared: &Real, typed: &Typed) -> Result<f64, String> {
    if typed.number.is_nan() {
        let text = match typed.text.trim() {
            "" => "empty",
            text => text,
        };
        return Err(format!(
            "{} is {text}; it must be a number from {} to {}.",
            declared.name, declared.min, declared.max
        ));
    }
    declared.check(typed.number)?;
    Ok(typed.number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use grove_recipe::parameters::TEST_SIZE;

    #[test]
    fn a_value_out_of_range_gets_the_declarations_message() {
        let taken = |text: &str, number| {
            let text = text.to_string();
            taken(&TEST_SIZE, &Typed { text, number })
        };
        assert_eq!(taken("0.3", 0.3), Ok(0.3));
        assert_eq!(
            taken("1.5", 1.5),
            Err(TEST_SIZE.check(1.5).unwrap_err().problem)
        );
        let error = taken("", f64::NAN).unwrap_err();
        assert!(error.contains("test_size is empty; "), "{error}");
        let error = taken("not a number", f64::NAN).unwrap_err();
        assert!(error.contains("test_size is not a number; "), "{error}");
    }
}
