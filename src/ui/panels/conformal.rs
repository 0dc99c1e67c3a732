//! Evaluate: what conformal answers promise, and what held on the test rows.

use yew::{Html, html};

use super::fields::PartFields;
use crate::ui::charts::number::percent;
use grove_protocol::report::Evaluation;
use grove_recipe::{ConformalMethod, Evaluate};

/// The fields of conformal answers that have an effect.
pub fn parameters(fields: &PartFields<Evaluate>) -> Html {
    html! {
        <>
            { fields.field(Evaluate::conformal, |evaluate| &mut evaluate.conformal) }
            if fields.now.conformal != ConformalMethod::None {
                { fields.field(Evaluate::confidence_level, |evaluate| &mut evaluate.confidence_level) }
            }
        </>
    }
}

/// The promise beside what was measured.
pub fn conformal(evaluation: &Evaluation) -> Html {
    let Some(of) = &evaluation.conformal else {
        return Html::default();
    };
    let tile = |(name, label, value): (&str, &str, f64)| {
        html! {
            <li class="metric" data-testid={["conformal-", name].concat()} data-value={value.to_string()}>
                <span class="metric-name">{ label.to_owned() }</span>
                <span class="metric-value">{ percent(value) }</span>
            </li>
        }
    };
    let tiles = [
        ("level", "Promised", of.level),
        ("coverage", "On the test rows", of.coverage),
    ];
    html! {
        <section aria-labelledby="conformal-title" data-testid="conformal">
            <h2 class="section-title" id="conformal-title">{ "How often the answer holds the actual value" }</h2>
            <ul class="metrics">{ for tiles.into_iter().map(tile) }</ul>
            { for of.sentences().into_iter().map(|sentence| html! { <p class="section-note">{ sentence }</p> }) }
        </section>
    }
}
