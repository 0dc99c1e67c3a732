//! A form field for one of a few options, built from its declaration.

use yew::{AttrValue, Callback, Html, html};

use super::field::{described_by, framed};
use super::select::{Entry, Select};
use grove_recipe::parameters::Choice;

pub fn choice_field<T: Copy + PartialEq>(
    declared: &'static Choice<T>,
    value: T,
    onchange: Callback<T>,
) -> Html {
    let label = |(_, label): &(T, &'static str)| (*label).into();
    labelled(declared, value, label, onchange)
}

/// A choice whose first option is to detect it; `found` is what was, where that is known.
pub fn detected_field<T: Copy + PartialEq>(
    declared: &'static Choice<Option<T>>,
    value: Option<T>,
    found: &str,
    onchange: Callback<Option<T>>,
) -> Html {
    let label = |(option, label): &(Option<T>, &'static str)| -> AttrValue {
        match option {
            None if value.is_none() && !found.is_empty() => [found, " (detected)"].concat().into(),
            _ => (*label).into(),
        }
    };
    labelled(declared, value, label, onchange)
}

/// A choice whose options are called by `label`.
fn labelled<T: Copy + PartialEq>(
    declared: &'static Choice<T>,
    value: T,
    label: impl Fn(&(T, &'static str)) -> AttrValue,
    onchange: Callback<T>,
) -> Html {
    let options = declared.options;
    let chosen = options.iter().position(|(option, _)| *option == value);
    let onchoose = Callback::from(move |index: usize| {
        if let Some((value, _)) = options.get(index) {
            onchange.emit(*value);
        }
    });
    let labels = options.iter().map(label).collect();
    drawn(
        declared.name,
        declared.label,
        declared.help,
        labels,
        chosen,
        onchoose,
    )
}

/// Drawing is the same for every type of option.
fn drawn(
    name: &str,
    label: &'static str,
    help: &'static str,
    labels: Vec<AttrValue>,
    chosen: Option<usize>,
    onchoose: Callback<usize>,
) -> Html {
    let id = format!("parameter-{name}");
    let entry = |label| Entry {
        value: label,
        disabled: false,
    };
    let control = html! {
        <Select id={id.clone()} testid={id.clone()} described_by={described_by(&id, false)}
            entries={labels.into_iter().map(entry).collect::<Vec<_>>()} {chosen} {onchoose} />
    };
    framed(&id, &label.into(), &help.into(), None, control)
}
