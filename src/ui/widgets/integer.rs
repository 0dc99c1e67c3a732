//! A form field for a whole number, built from its declaration.

use yew::{AttrValue, Callback, Html, Properties, component, html};

use super::number_box::NumberBox;
use crate::api::parameters::Integer;

#[derive(Properties, PartialEq)]
pub struct IntegerFieldProps {
    pub declared: &'static Integer,
    pub value: Option<u32>,
    /// What an empty box means, where it means something.
    #[prop_or_default]
    pub empty: Option<&'static str>,
    #[prop_or_default]
    pub testid: Option<AttrValue>,
    pub onchange: Callback<Option<u32>>,
}

#[component]
pub fn IntegerField(props: &IntegerFieldProps) -> Html {
    let declared = props.declared;
    let accept = {
        let (onchange, optional) = (props.onchange.clone(), props.empty.is_some());
        Callback::from(move |text: String| {
            let value = parse(declared, &text, optional)?;
            onchange.emit(value);
            Ok(written(value))
        })
    };
    html! {
        <NumberBox name={declared.name} label={declared.label} help={declared.help}
            min={declared.min.to_string()} max={declared.max.to_string()} step="1"
            placeholder={props.empty.unwrap_or_default()} testid={props.testid.clone()} shown={written(props.value)} {accept} />
    }
}

fn written(value: Option<u32>) -> String {
    value.map_or(String::new(), |value| value.to_string())
}

/// `None` for an empty text, where that is allowed.
pub fn parse(declared: &Integer, text: &str, optional: bool) -> Result<Option<u32>, String> {
    let text = text.trim();
    if text.is_empty() && optional {
        return Ok(None);
    }
    let value: u32 = text.parse().map_err(|_| {
        let text = if text.is_empty() { "empty" } else { text };
        format!(
            "{} is {text}; it must be a whole number from {} to {}.",
            declared.name, declared.min, declared.max
        )
    })?;
    declared.check(value)?;
    Ok(Some(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::parameters::{MAX_DEPTH, SEED};

    #[test]
    fn a_value_out_of_range_gets_the_declarations_message() {
        assert_eq!(parse(&MAX_DEPTH, "7", true), Ok(Some(7)));
        assert_eq!(parse(&MAX_DEPTH, "", true), Ok(None));
        assert_eq!(
            parse(&MAX_DEPTH, "0", true),
            Err(MAX_DEPTH.check(0).unwrap_err())
        );
        for text in ["-1", "1.5", "4294967296", "", "one"] {
            assert!(parse(&SEED, text, false).is_err(), "{text}");
        }
    }
}
