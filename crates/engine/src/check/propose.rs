//! Proposes expectations that hold for the present data.

use crate::clean::Cleaned;
use crate::load::types::{numbers, texts};
use grove_recipe::columns::{ColumnKind, ColumnSummary, Histogram};
use grove_recipe::cut::TEXT;
use grove_recipe::parameters::EXPECTATIONS_AT_MOST;
use grove_recipe::{ComparisonOperator, Expectation, Rule};

/// The most different values of a set: a person would not maintain a longer list.
const VALUES_AT_MOST: u32 = 20;
/// Ranges are widened on either side by this share of the present range.
const MARGIN: f64 = 0.1;
/// Shares of missing values are rounded up to a multiple of 1 / 20, at least half a step away.
const SHARE_STEPS: f64 = 20.0;

/// Proposes a first set of expectations: for each column its type, its share of missing values, its range or its
/// values, and that identifiers are unique; then which of two dates comes first. O(cells + rows · pairs of date
/// columns).
pub fn propose(cleaned: &Cleaned) -> Vec<Expectation> {
    let rows = cleaned.table.height();
    let mut rules: Vec<Rule> = Vec::new();
    for summary in cleaned.columns.iter().filter(|c| c.distinct > 0) {
        rules.push(Rule::ColumnType {
            column: summary.name.clone(),
            kind: summary.kind,
        });
        rules.push(missing(summary, rows));
        rules.extend(unique(summary, rows));
        rules.extend(range(summary));
        rules.extend(set(cleaned, summary));
        if rules.len() >= EXPECTATIONS_AT_MOST {
            break;
        }
    }
    rules.extend(orders(cleaned));
    rules.truncate(EXPECTATIONS_AT_MOST);
    rules.into_iter().map(Expectation::new).collect()
}

fn missing(summary: &ColumnSummary, rows: u32) -> Rule {
    let column = summary.name.clone();
    if summary.missing == 0 {
        return Rule::NotNull { column };
    }
    let share = f64::from(summary.missing) / f64::from(rows);
    let step = (share * SHARE_STEPS + 0.5).ceil();
    Rule::MissingShareAtMost {
        column,
        share: (step / SHARE_STEPS).min(1.0),
    }
}

fn unique(summary: &ColumnSummary, rows: u32) -> Option<Rule> {
    let names = summary.identifier() || summary.kind == ColumnKind::Text;
    let once = names && summary.distinct == rows - summary.missing;
    once.then(|| Rule::Unique {
        columns: vec![summary.name.clone()],
    })
}

fn range(summary: &ColumnSummary) -> Option<Rule> {
    let Histogram::Numbers { min, max, .. } = summary.histogram else {
        return None;
    };
    if !summary.kind.is_number() || summary.identifier() {
        return None;
    }
    let (min, max) = widened(min, max, summary.kind == ColumnKind::Integer)?;
    Some(Rule::InRange {
        column: summary.name.clone(),
        min: Some(min),
        max: Some(max),
    })
}

/// Returns a range of round numbers, somewhat wider than the present one. It does not start below 0 if no value is
/// negative, nor end above 0 if none is positive. `None` for a single value.
fn widened(min: f64, max: f64, whole: bool) -> Option<(f64, f64)> {
    let margin = MARGIN * (max - min);
    if !(margin > 0.0 && margin.is_finite()) {
        return None;
    }
    // Takes the largest of 1, 2 and 5 times a power of ten that is not above the margin. A negative power is kept as a
    // divisor, so that the result has few digits.
    let exponent = libm::floor(libm::log10(margin));
    let digit = margin / libm::exp10(exponent);
    let digit = if digit >= 5.0 {
        5.0
    } else if digit >= 2.0 {
        2.0
    } else {
        1.0
    };
    let (digit, exponent) = if whole && exponent < 0.0 {
        (1.0, 0.0)
    } else {
        (digit, exponent)
    };
    let steps = |value: f64| value / (digit * libm::exp10(exponent));
    let round = |steps: f64| {
        if exponent < 0.0 {
            steps * digit / libm::exp10(-exponent)
        } else {
            steps * digit * libm::exp10(exponent)
        }
    };
    let mut low = round(libm::floor(steps(min - margin)));
    let mut high = round(libm::ceil(steps(max + margin)));
    if min >= 0.0 {
        low = low.max(0.0) + 0.0;
    }
    if max <= 0.0 {
        high = high.min(0.0);
    }
    (low <= min && max <= high && low.is_finite() && high.is_finite()).then_some((low, high))
}

fn set(cleaned: &Cleaned, summary: &ColumnSummary) -> Option<Rule> {
    let listed = matches!(summary.kind, ColumnKind::Boolean | ColumnKind::Category);
    if !listed || summary.distinct > VALUES_AT_MOST || summary.identifier() {
        return None;
    }
    let column = cleaned.table.column(&summary.name)?;
    let mut values: Vec<&str> = texts(column).iter().flatten().collect();
    values.sort_unstable();
    values.dedup();
    if values.iter().any(|value| value.len() > TEXT) {
        return None;
    }
    Some(Rule::InSet {
        column: summary.name.clone(),
        values: values.into_iter().map(str::to_owned).collect(),
    })
}

/// Returns the pairs of date columns of which one is never after the other.
fn orders(cleaned: &Cleaned) -> Vec<Rule> {
    /// With more columns there are too many pairs for a person to read.
    const COLUMNS: usize = 10;
    let dates: Vec<(&ColumnSummary, Vec<Option<f64>>)> = cleaned
        .columns
        .iter()
        .filter(|summary| summary.kind.is_date())
        .take(COLUMNS)
        .filter_map(|summary| Some((summary, numbers(cleaned.table.column(&summary.name)?))))
        .collect();
    let mut rules = Vec::new();
    for (left, earlier) in &dates {
        for (right, later) in &dates {
            let mut pairs = earlier.iter().zip(later);
            let ordered = pairs.all(|(a, b)| a.zip(*b).is_none_or(|(a, b)| a <= b));
            let mut pairs = earlier.iter().zip(later);
            let differ = pairs.any(|(a, b)| a.zip(*b).is_some_and(|(a, b)| a < b));
            if ordered && differ {
                rules.push(Rule::CompareColumns {
                    left: left.name.clone(),
                    comparison: ComparisonOperator::Le,
                    right: right.name.clone(),
                });
            }
        }
    }
    rules
}
