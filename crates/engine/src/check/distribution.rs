//! Records the distribution of a column, and compares a column with a recorded one.

use std::collections::HashMap;

use crate::load::types::{numbers, texts};
use crate::table::Table;
use grove_protocol::report::Statistic;
use grove_recipe::columns::ColumnKind;
use grove_recipe::number::fixed;
use grove_recipe::parameters::{ALPHA, CATEGORIES_AT_MOST, QUANTILES_AT_MOST};
use grove_recipe::{Reference, Rule};

use super::rules::{NamedColumn, RuleResult};
use super::statistics::{chi_squared, chi_squared_p, kolmogorov_smirnov_p, largest_gap};

/// Values expected in fewer rows than this are counted together (Cochran, “Some methods for strengthening the common χ²
/// tests”, 1954).
const EXPECTED_AT_LEAST: f64 = 5.0;

/// Makes the rule that a column keeps its present distribution. O(rows · log
/// rows).
///
/// # Errors
/// Where there is no such column, or it has no value.
pub fn remember(table: &Table, column: &str) -> Result<Rule, String> {
    let named = NamedColumn::find(table, column)?;
    let reference = if named.kind.is_number() || named.kind.is_date() {
        let sorted = sorted(&named);
        Reference::Numbers {
            quantiles: quantiles(&sorted),
        }
    } else {
        let mut counts: Vec<(&str, u32)> = tally(&named).into_iter().collect();
        counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let (named, others) = counts.split_at(counts.len().min(CATEGORIES_AT_MOST));
        Reference::Categories {
            counts: named
                .iter()
                .map(|(v, rows)| (v.to_string(), *rows))
                .collect(),
            other: others.iter().map(|(_, rows)| rows).sum(),
        }
    };
    if table.height() == named.column.null_count() as u32 {
        return Err(format!(
            "{column} has no values, so there is no distribution to keep."
        ));
    }
    Ok(Rule::Distribution {
        column: column.to_owned(),
        alpha: ALPHA,
        reference,
    })
}

/// Returns every value if they are few, otherwise evenly spread ones.
fn quantiles(sorted: &[f64]) -> Vec<f64> {
    let kept = sorted.len().min(QUANTILES_AT_MOST);
    let place = |i: usize| (2 * i + 1) * sorted.len() / (2 * kept);
    (0..kept).map(|i| sorted[place(i)]).collect()
}

/// Compares a column with a recorded distribution: numbers by the two-sample Kolmogorov–Smirnov test, in which the
/// recorded numbers are one sample; categories by the χ² test of homogeneity.
///
/// # Errors
/// Where the column has no value, or another type than the recorded one.
pub fn compare(
    named: &NamedColumn,
    alpha: f64,
    reference: &Reference,
) -> Result<RuleResult, String> {
    let numeric = named.kind.is_number() || named.kind.is_date();
    let statistic = match reference {
        _ if named.column.len() == named.column.null_count() => {
            return Err(format!("{} has no values to compare.", named.name));
        }
        Reference::Numbers { quantiles } if numeric => {
            let now = sorted(named);
            let gap = largest_gap(quantiles, &now);
            Statistic {
                name: "Kolmogorov–Smirnov D".into(),
                value: gap,
                p_value: kolmogorov_smirnov_p(gap, quantiles.len(), now.len()),
            }
        }
        Reference::Categories { counts, other } if !numeric => {
            let (value, degrees) = chi_squared(&pooled(pairs(named, counts, *other)));
            Statistic {
                name: "χ²".into(),
                value,
                p_value: chi_squared_p(value, degrees),
            }
        }
        _ => {
            return Err(format!(
                "The reference distribution of {} is of another type than {}.",
                named.name,
                named.kind.name()
            ));
        }
    };
    let Statistic {
        name,
        value,
        p_value,
    } = &statistic;
    let holds = *p_value >= alpha;
    let differ = if holds {
        "No significant difference"
    } else {
        "Significant difference"
    };
    let (value, p_value) = (fixed(*value, 3), fixed(*p_value, 4));
    let message = format!("{differ}: {name} {value}, p {p_value}.");
    Ok(RuleResult {
        statistic: Some(statistic),
        ..RuleResult::of_table(holds, message)
    })
}

fn sorted(named: &NamedColumn) -> Vec<f64> {
    let mut values: Vec<f64> = numbers(named.column).into_iter().flatten().collect();
    values.sort_unstable_by(f64::total_cmp);
    values
}

fn tally<'a>(named: &NamedColumn<'a>) -> HashMap<&'a str, u32> {
    let mut counts = HashMap::new();
    if named.kind != ColumnKind::Empty {
        for value in texts(named.column).iter().flatten() {
            *counts.entry(value).or_default() += 1;
        }
    }
    counts
}

/// Returns the number of rows then and now for each recorded value, and for all others together.
fn pairs(named: &NamedColumn, counts: &[(String, u32)], other: u32) -> Vec<(f64, f64)> {
    let mut now = tally(named);
    let mut pairs: Vec<(f64, f64)> = counts
        .iter()
        .map(|(value, then)| {
            let now = now.remove(value.as_str()).unwrap_or_default();
            (f64::from(*then), f64::from(now))
        })
        .collect();
    // The sum of whole numbers does not depend on their order.
    let rest: u32 = now.values().sum();
    pairs.push((f64::from(other), f64::from(rest)));
    pairs
}

/// Adds up the values that are too rare for the test.
fn pooled(pairs: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let then: f64 = pairs.iter().map(|(then, _)| then).sum();
    let now: f64 = pairs.iter().map(|(_, now)| now).sum();
    let smaller = then.min(now) / (then + now);
    let mut rare = (0.0, 0.0);
    let mut kept = Vec::new();
    for (then, now) in pairs {
        if (then + now) * smaller < EXPECTED_AT_LEAST {
            rare = (rare.0 + then, rare.1 + now);
        } else {
            kept.push((then, now));
        }
    }
    if rare.0 + rare.1 > 0.0 {
        kept.push(rare);
    }
    kept
}
