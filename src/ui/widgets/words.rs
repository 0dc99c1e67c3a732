//! A form field for a list of texts, separated by commas.

use web_sys::{Event, HtmlInputElement};
use yew::{AttrValue, Callback, Html, Properties, TargetCast, component, html};

use super::field::{Field, described_by};

#[derive(Properties, PartialEq)]
pub struct WordsFieldProps {
    pub name: AttrValue,
    pub label: AttrValue,
    pub help: AttrValue,
    pub value: Vec<String>,
    pub onchange: Callback<Vec<String>>,
}

#[component]
pub fn WordsField(props: &WordsFieldProps) -> Html {
    let id = format!("parameter-{}", props.name);
    let onchange = props.onchange.reform(|event: Event| {
        let text = event.target_unchecked_into::<HtmlInputElement>().value();
        words(&text)
    });
    html! {
        <Field id={id.clone()} label={&props.label} help={&props.help}>
            <input class="control" type="text" autocomplete="off" spellcheck="false"
                id={id.clone()} name={&props.name} data-testid={id.clone()}
                value={props.value.join(", ")} {onchange} aria-describedby={described_by(&id, false)} />
        </Field>
    }
}

/// Each word once, in the order of its first appearance.
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
    use super::words;

    #[test]
    fn words_are_trimmed_and_named_once() {
        assert_eq!(words("NA,  n/a ,,NA, -"), ["NA", "n/a", "-"]);
        assert!(words(" , ").is_empty());
    }
}
