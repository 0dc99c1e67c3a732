//! Profile: the pairs of columns with the strongest associations, in words.

use yew::{Html, html};

use crate::ui::charts::heat_map::{measured, names};
use grove_protocol::profile::{Association, ProfileReport};

/// The number of pairs.
const NAMED: usize = 10;

pub fn strongest(report: &ProfileReport) -> Html {
    let pairs = ranked(report);
    if pairs.is_empty() {
        return html! {};
    }
    html! {
        <div class="table-frame" tabindex="0" role="region" aria-label="The strongest pairs">
            <table class="profile-table" data-testid="strongest-pairs">
                <caption>{ "The strongest pairs" }</caption>
                <tbody>
                    { for pairs.into_iter().map(|(a, b, pair)| html! {
                        <tr><th scope="row">{ a }{ " and " }{ b }</th><td>{ measured(pair) }</td></tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

/// Returns the pairs, strongest first; equally strong ones in the order of the report.
fn ranked(report: &ProfileReport) -> Vec<(&str, &str, &Association)> {
    let names = names(report);
    let both = (0..names.len()).flat_map(|i| (i + 1..names.len()).map(move |j| (i, j)));
    let mut pairs: Vec<_> = both
        .zip(&report.associations.pairs)
        .map(|((i, j), pair)| (names[i], names[j], pair))
        .filter(|(.., pair)| pair.strength() > 0.0)
        .collect();
    pairs.sort_by(|a, b| b.2.strength().total_cmp(&a.2.strength()));
    pairs.truncate(NAMED);
    pairs
}
