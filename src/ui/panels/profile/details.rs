//! Profile: all figures of the chosen column.

use yew::{Html, html};

use crate::ui::charts::bar::bar;
use crate::ui::charts::distribution::distribution;
use crate::ui::charts::number::{count, fixed, percent, share, significant};
use grove_charts::column::written;
use grove_protocol::profile::{ColumnProfile, NumberProfile, ProfileReport};

pub fn details(report: &ProfileReport, column: &ColumnProfile) -> Html {
    let facts = facts(column, report.rows);
    let most = column.top.first().map_or(0, |(_, rows)| *rows);
    html! {
        <div class="profile-details" data-testid="profile-details">
            { distribution(column, &report.groups, true) }
            <dl class="profile-facts">
                { for facts.into_iter().map(|(name, value)| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> }) }
            </dl>
            // If no value repeats, the most frequent ones are meaningless.
            if most > 1 {
                <table class="profile-table">
                    <caption>{ "Most frequent values" }</caption>
                    <tbody>
                        { for column.top.iter().map(|(value, rows)| html! {
                            <tr>
                                <th scope="row">{ value }</th>
                                <td class="profile-picture">{ bar(share(*rows, most), "bar-plain") }</td>
                                <td>{ count(*rows) }</td>
                                <td>{ percent(share(*rows, report.rows)) }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            }
        </div>
    }
}

fn facts(column: &ColumnProfile, rows: u32) -> Vec<(&'static str, String)> {
    let missing = [count(column.missing), percent(share(column.missing, rows))].join(", ");
    let mut facts = vec![("missing", missing), ("distinct", count(column.distinct))];
    if let Some(numbers) = &column.numbers {
        of_numbers(column, numbers, &mut facts);
    }
    if let Some(lengths) = &column.lengths {
        facts.push(("shortest text", count(lengths.shortest)));
        facts.push(("mean length", significant(lengths.mean, 3)));
        facts.push(("longest text", count(lengths.longest)));
    }
    facts
}

fn of_numbers(
    column: &ColumnProfile,
    numbers: &NumberProfile,
    facts: &mut Vec<(&'static str, String)>,
) {
    let values = [
        ("minimum", numbers.min),
        ("5 %", numbers.q05),
        ("first quartile", numbers.q25),
        ("median", numbers.median),
        ("third quartile", numbers.q75),
        ("95 %", numbers.q95),
        ("maximum", numbers.max),
        ("mean", numbers.mean),
    ];
    for (name, value) in values {
        facts.push((name, written(column.kind, value)));
    }
    let or_none =
        |value: Option<f64>, written: fn(f64) -> String| value.map_or("–".to_string(), written);
    if column.kind.is_date() {
        let days = |days: f64| [&significant(days, 4), " days"].concat();
        facts.push(("span", days(numbers.max - numbers.min)));
        facts.push((
            "standard deviation",
            or_none(numbers.std, |std| [&significant(std, 4), " days"].concat()),
        ));
        return;
    }
    facts.push((
        "standard deviation",
        or_none(numbers.std, |std| significant(std, 4)),
    ));
    facts.push((
        "skewness",
        or_none(numbers.skewness, |skewness| fixed(skewness, 2)),
    ));
    facts.push(("zeros", count(numbers.zeros)));
    facts.push(("below zero", count(numbers.negatives)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use grove_protocol::profile::{Bars, Distribution};
    use grove_recipe::columns::ColumnKind;

    fn column(kind: ColumnKind) -> ColumnProfile {
        ColumnProfile {
            name: "a".into(),
            kind,
            missing: 1,
            distinct: 2,
            numbers: Some(NumberProfile {
                min: 0.0,
                q05: 0.5,
                q25: 2.5,
                median: 5.0,
                q75: 7.5,
                q95: 9.5,
                max: 10.0,
                mean: 5.0,
                std: Some(7.07),
                skewness: None,
                zeros: 1,
                negatives: 0,
            }),
            lengths: None,
            top: Vec::new(),
            distribution: Distribution {
                bars: Bars::None,
                counts: Vec::new(),
            },
            alone: None,
        }
    }

    #[test]
    fn dates_are_written_as_dates_and_their_distances_in_days() {
        let facts = facts(&column(ColumnKind::Date), 3);
        let told = |name: &str| {
            let fact = facts.iter().find(|(fact, _)| *fact == name);
            fact.map(|(_, value)| value.as_str())
        };
        assert_eq!(told("minimum"), Some("1970-01-01"));
        assert_eq!(told("span"), Some("10 days"));
        assert_eq!(told("standard deviation"), Some("7.07 days"));
        assert_eq!((told("skewness"), told("zeros")), (None, None));
    }

    #[test]
    fn what_is_not_defined_is_a_dash() {
        let facts = facts(&column(ColumnKind::Decimal), 3);
        assert!(facts.contains(&("skewness", "–".to_string())));
        assert!(facts.contains(&("missing", "1, 33\u{202f}%".to_string())));
        assert!(!facts.iter().any(|(name, _)| *name == "span"));
    }
}
