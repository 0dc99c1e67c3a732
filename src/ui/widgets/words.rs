//! A form field for a list of texts, separated by commas.

use web_sys::{Event, HtmlInputElement};
use yew::{Callback, Html, TargetCast, html};

use super::field::{described_by, framed};

pub fn words_field(
    name: &'static str,
    label: &'static str,
    help: &'static str,
    value: &[String],
    onchange: Callback<Vec<String>>,
) -> Html {
    let id = format!("parameter-{name}");
    let onchange = onchange.reform(|event: Event| {
        let text = event.target_unchecked_into::<HtmlInputElement>().value();
        words(&text)
    });
    let control = html! {
        <input class="control" type="text" autocomplete="off" spellcheck="false"
            id={id.clone()} {name} data-testid={id.clone()}
            value={value.join(", ")} {onchange} aria-describedby={described_by(&id, false)} />
    };
    framed(&id, &label.into(), &help.into(), None, control)
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
