//! A switch between a few views, of which one is shown.

use yew::{Callback, Html, html};

/// Draws the switch. `name` is that of its radio buttons; `onchoose` gets the place of the chosen view.
pub fn segments(
    legend: &'static str,
    name: &'static str,
    labels: Vec<&'static str>,
    chosen: usize,
    onchoose: Callback<usize>,
) -> Html {
    let option = |(at, label): (usize, &'static str)| {
        let onchoose = onchoose.clone();
        html! {
            <label class="segment">
                <input type="radio" {name} data-testid={[name, "-", &at.to_string()].concat()} checked={at == chosen} onchange={move |_| onchoose.emit(at)} />
                <span>{ label }</span>
            </label>
        }
    };
    html! {
        <fieldset class="segments">
            <legend class="visually-hidden">{ legend }</legend>
            { for labels.into_iter().enumerate().map(option) }
        </fieldset>
    }
}
