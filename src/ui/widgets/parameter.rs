//! The form field of a parameter: makes a control from its declaration and its value, and returns the new value.

use web_sys::{Event, HtmlInputElement};
use yew::{AttrValue, Callback, Html, TargetCast, html};

use super::declares::Declares;
use super::field::{described_by, framed};
use super::number_box::{NumberBox, TypedText};
use super::select::{Select, SelectEntry};
use grove_recipe::parameters::{Parameter, Span, Value, out_of_range};

/// Makes a field for a value of a type.
pub fn field<T: 'static, D: Declares<T>>(
    declared: &'static D,
    value: &T,
    onchange: Callback<T>,
) -> Html {
    FieldLook::default().field(declared, value, onchange)
}

/// Settings of a field that are not declared with the parameter.
pub struct FieldLook {
    /// The id for tests, if it is not made from the name.
    pub testid: Option<&'static str>,
    /// The meaning of an empty box.
    pub empty: AttrValue,
    /// What was detected, if the first option is to detect it.
    pub found: AttrValue,
}

impl Default for FieldLook {
    fn default() -> Self {
        Self {
            testid: None,
            empty: "no limit".into(),
            found: "".into(),
        }
    }
}

impl FieldLook {
    /// Makes a field for a value of a type.
    pub fn field<T: 'static, D: Declares<T>>(
        &self,
        declared: &'static D,
        value: &T,
        onchange: Callback<T>,
    ) -> Html {
        let written = Callback::from(move |value: Value| {
            if let Some(value) = declared.read(&value) {
                onchange.emit(value);
            }
        });
        self.draw(&declared.parameter(), &declared.write(value), written)
    }

    /// Makes a field of any parameter but one of columns; the values are as in the parameter's declaration.
    pub fn draw(&self, declared: &Parameter, value: &Value, onchange: Callback<Value>) -> Html {
        match &declared.span {
            Span::Whole { .. } | Span::Real { .. } => self.number(declared, value, onchange),
            Span::Switch => switch(declared, value, onchange),
            Span::Options(options) => self.options(declared, options, value, onchange),
            Span::Text => {
                let shown = value.as_str().unwrap_or_default().to_owned();
                text(declared, "text", shown, onchange.reform(Value::from))
            }
            Span::Words => {
                let shown = value.as_array().into_iter().flatten();
                let shown: Vec<&str> = shown.filter_map(Value::as_str).collect();
                let read = |text: String| Value::from(words(&text));
                text(declared, "text", shown.join(", "), onchange.reform(read))
            }
            Span::Day => {
                let shown = value.as_str().unwrap_or_default().to_owned();
                let day = |day: String| Value::from(Some(day).filter(|day| !day.is_empty()));
                text(declared, "date", shown, onchange.reform(day))
            }
            // Only the panel knows which columns there are.
            Span::Column | Span::OfColumns(_) => html! {},
        }
    }

    fn number(&self, declared: &Parameter, value: &Value, onchange: Callback<Value>) -> Html {
        let (name, unlimited) = (declared.name, is_unlimited(&declared.span));
        let (min, max, step) = match &declared.span {
            Span::Whole { min, max, .. } => (min.to_string(), max.to_string(), "1".to_owned()),
            // An optional number needs no range in its help.
            Span::Real { unlimited, .. } if *unlimited => {
                (String::new(), String::new(), "any".to_owned())
            }
            Span::Real { min, max, step, .. } => {
                (min.to_string(), max.to_string(), step.to_string())
            }
            _ => return html! {},
        };
        let placeholder = match unlimited {
            true => self.empty.clone(),
            false => "".into(),
        };
        let span = declared.span.clone();
        let accept = Callback::from(move |typed: TypedText| {
            let value = taken(name, &span, &typed)?;
            onchange.emit(value.clone());
            Ok(written(&value))
        });
        html! {
            <NumberBox key={name} {name} label={declared.label} help={declared.help} {min} {max} {step} {placeholder}
                testid={self.testid.map(AttrValue::from)} shown={written(value)} {accept} />
        }
    }

    fn options(
        &self,
        declared: &Parameter,
        options: &[(Value, &'static str)],
        value: &Value,
        onchange: Callback<Value>,
    ) -> Html {
        let id = ["parameter-", declared.name].concat();
        let chosen = options.iter().position(|(option, _)| option == value);
        let entry = |(place, (_, label)): (usize, &(Value, &'static str))| SelectEntry {
            value: match (place, chosen) {
                (0, Some(0)) if !self.found.is_empty() => {
                    [&*self.found, " (detected)"].concat().into()
                }
                _ => (*label).into(),
            },
            disabled: false,
        };
        let entries: Vec<SelectEntry> = options.iter().enumerate().map(entry).collect();
        let values: Vec<Value> = options.iter().map(|(option, _)| option.clone()).collect();
        let onchoose = move |index: usize| {
            if let Some(value) = values.get(index) {
                onchange.emit(value.clone());
            }
        };
        let testid = self
            .testid
            .map_or_else(|| id.clone().into(), AttrValue::from);
        let control = html! {
            <Select id={id.clone()} {testid} described_by={described_by(&id, false)} {entries} {chosen} {onchoose} />
        };
        framed(
            &id,
            &declared.label.into(),
            &declared.help.into(),
            None,
            control,
        )
    }
}

fn switch(declared: &Parameter, value: &Value, onchange: Callback<Value>) -> Html {
    let id = ["parameter-", declared.name].concat();
    let onchange = onchange.reform(|event: Event| {
        Value::from(event.target_unchecked_into::<HtmlInputElement>().checked())
    });
    html! {
        <div class="field field-switch">
            <input type="checkbox" id={id.clone()} name={declared.name} data-testid={id.clone()}
                checked={value.as_bool().unwrap_or_default()} {onchange} aria-describedby={described_by(&id, false)} />
            <label class="field-label" for={id.clone()}>{ declared.label }</label>
            <p class="field-help" id={format!("{id}-help")}>{ declared.help }</p>
        </div>
    }
}

fn text(
    declared: &Parameter,
    kind: &'static str,
    shown: String,
    onchange: Callback<String>,
) -> Html {
    let id = ["parameter-", declared.name].concat();
    let onchange =
        onchange.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().value());
    let control = html! {
        <input class="control" type={kind} autocomplete="off" spellcheck="false"
            id={id.clone()} name={declared.name} data-testid={id.clone()}
            value={shown} {onchange} aria-describedby={described_by(&id, false)} />
    };
    framed(
        &id,
        &declared.label.into(),
        &declared.help.into(),
        None,
        control,
    )
}

const fn is_unlimited(span: &Span) -> bool {
    match span {
        Span::Whole { unlimited, .. } | Span::Real { unlimited, .. } => *unlimited,
        _ => false,
    }
}

/// Writes a number for its box.
fn written(value: &Value) -> String {
    match (value.as_u64(), value.as_f64()) {
        (Some(whole), _) => whole.to_string(),
        (None, Some(real)) => real.to_string(),
        (None, None) => String::new(),
    }
}

/// Parses a typed text; `Err` has the error text of the declaration.
fn taken(name: &str, span: &Span, typed: &TypedText) -> Result<Value, String> {
    let text = typed.text.trim();
    if text.is_empty() && is_unlimited(span) {
        return Ok(Value::Null);
    }
    let told = if text.is_empty() { "empty" } else { text };
    match span {
        Span::Whole { min, max, .. } => {
            let value: u32 = text.parse().map_err(|_| {
                format!("{name} is {told}; it must be a whole number from {min} to {max}.")
            })?;
            if !(min..=max).contains(&&value) {
                return Err(out_of_range(name, value, *min, *max).problem);
            }
            Ok(value.into())
        }
        Span::Real { min, max, .. } => {
            let value = typed.number;
            if value.is_nan() {
                return Err(format!(
                    "{name} is {told}; it must be a number from {min} to {max}."
                ));
            }
            if !(min..=max).contains(&&value) {
                return Err(out_of_range(name, value, *min, *max).problem);
            }
            Ok(value.into())
        }
        _ => Ok(Value::Null),
    }
}

/// Returns each word once, in the order of its first appearance.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(',').map(str::trim) {
        if !word.is_empty() && !words.iter().any(|known| known == word) {
            words.push(word.to_string());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use grove_recipe::Split;
    use grove_recipe::models::trees::TreeParameters;
    use grove_recipe::parameters::SEED;

    fn taken(declared: &Parameter, text: &str) -> Result<Value, String> {
        let typed = TypedText {
            text: text.to_string(),
            number: text.parse().unwrap_or(f64::NAN),
        };
        super::taken(declared.name, &declared.span, &typed)
    }

    #[test]
    fn a_whole_number_out_of_range_gets_the_declarations_message() {
        let depth = Parameter::limit(TreeParameters::max_depth);
        assert_eq!(taken(&depth, " 7"), Ok(7.into()));
        assert_eq!(taken(&depth, ""), Ok(Value::Null));
        assert_eq!(
            taken(&depth, "0"),
            Err(TreeParameters::max_depth.check(0).unwrap_err().problem)
        );
        for text in ["-1", "1.5", "4294967296", "", "one"] {
            assert!(taken(&(&SEED).into(), text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_real_number_out_of_range_gets_the_declarations_message() {
        let taken = |text: &str| taken(&(Split::test_size).into(), text);
        assert_eq!(taken("0.3"), Ok(0.3.into()));
        assert_eq!(
            taken("1.5"),
            Err(Split::test_size.check(1.5).unwrap_err().problem)
        );
        let error = taken("").unwrap_err();
        assert!(error.contains("test_size is empty; "), "{error}");
        let error = taken("not a number").unwrap_err();
        assert!(error.contains("test_size is not a number; "), "{error}");
    }

    #[test]
    fn words_are_trimmed_and_named_once() {
        assert_eq!(words("NA,  n/a ,,NA, -"), ["NA", "n/a", "-"]);
        assert!(words(" , ").is_empty());
    }
}
