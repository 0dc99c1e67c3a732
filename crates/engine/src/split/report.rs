//! Reports a split: the parts' sizes, their targets, and how similar they are.

use crate::load::types::{cell_text, numbers};
use crate::profile::bin;
use crate::table::Table;
use crate::table::target::{TargetValues, target_of};
use grove_protocol::report::{Detail, SplitBasis, SplitReport, StageReport, TargetDistribution};
use grove_recipe::count::{count, counted};
use grove_recipe::stage::Stage;
use grove_recipe::{Recipe, SplitMethod};

use super::{RowGroups, SplitParts};

/// Reports how the rows of a cleaned table were split. O(rows · log rows).
pub fn report(table: &Table, parts: &SplitParts, recipe: &Recipe) -> StageReport {
    let target = target_of(table, recipe);
    let sizes = [&parts.train, &parts.validation, &parts.test].map(|part| part.len() as u32);
    let [train, validation, test] = sizes;
    let middle = if validation > 0 {
        format!(", {} validation", count(validation))
    } else {
        String::new()
    };
    let basis = basis(table, parts, recipe);
    let how = match &basis {
        SplitBasis::Random if parts.stratified => ", stratified".into(),
        SplitBasis::Random => String::new(),
        SplitBasis::Groups { column, .. } => format!(", by groups of {column}"),
        SplitBasis::Times { column, .. } => format!(", in the order of {column}"),
        SplitBasis::Folds { column } => format!(", by the values of {column}"),
    };
    let target = distribution(parts, &target);
    let detail = SplitReport {
        train,
        validation,
        test,
        stratified: parts.stratified,
        note: parts.note.clone(),
        unlike: unlike(parts, &target_of(table, recipe)),
        basis,
        target,
    };
    StageReport {
        stage: Stage::Split,
        sentence: format!(
            "{} → {} train{middle}, {} test{how}",
            counted(table.height(), "row", "rows"),
            count(train),
            count(test)
        ),
        rows_in: table.height(),
        rows_out: table.height(),
        columns_in: table.width(),
        columns_out: table.width(),
        detail: Detail::Split(detail),
    }
}

fn basis(table: &Table, parts: &SplitParts, recipe: &Recipe) -> SplitBasis {
    let column = |name: &Option<String>| {
        let column = name.as_deref().and_then(|name| table.column(name));
        column.expect("the rows were split by it")
    };
    match recipe.split.method {
        SplitMethod::Random => SplitBasis::Random,
        SplitMethod::Group => {
            let column = column(&recipe.group);
            let groups = RowGroups::of(column);
            SplitBasis::Groups {
                column: column.name().to_owned(),
                train: groups.among(&parts.train),
                validation: groups.among(&parts.validation),
                test: groups.among(&parts.test),
            }
        }
        SplitMethod::Time => {
            let column = column(&recipe.split.time_column);
            let times = numbers(column);
            let ends = |rows: &[u32]| {
                let time = |row: &&u32| times[**row as usize].unwrap_or(f64::NAN);
                let by_time = |a: &&u32, b: &&u32| time(a).total_cmp(&time(b));
                let text = |row: &u32| cell_text(column, *row as usize).unwrap_or_default();
                let first = rows.iter().min_by(by_time).map(text);
                first.zip(rows.iter().max_by(by_time).map(text))
            };
            SplitBasis::Times {
                column: column.name().to_owned(),
                train: ends(&parts.train).unwrap_or_default(),
                validation: ends(&parts.validation),
                test: ends(&parts.test).unwrap_or_default(),
            }
        }
        SplitMethod::Folds => SplitBasis::Folds {
            column: column(&recipe.split.fold_column).name().to_owned(),
        },
    }
}

fn distribution(parts: &SplitParts, target: &TargetValues) -> TargetDistribution {
    let all = [&parts.train, &parts.validation, &parts.test];
    match target {
        TargetValues::Classes { labels, classes } => {
            let [train, validation, test] = all.map(|rows| tally(rows, labels, classes.len()));
            TargetDistribution::Classes {
                labels: classes.clone(),
                train,
                validation,
                test,
            }
        }
        TargetValues::Values(values) => {
            let min = values.iter().copied().fold(f64::INFINITY, f64::min);
            let max = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let [train, validation, test] =
                all.map(|rows| bin(rows.iter().map(|&p| values[p as usize]), min, max));
            TargetDistribution::Numbers {
                min,
                max,
                train,
                validation,
                test,
            }
        }
    }
}

fn tally(rows: &[u32], labels: &[u32], classes: usize) -> Vec<u32> {
    let mut counts = vec![0u32; classes];
    rows.iter()
        .for_each(|&row| counts[labels[row as usize] as usize] += 1);
    counts
}

/// Shares or means that differ by more standard errors are hardly so by chance.
const STANDARD_ERRORS: f64 = 3.0;
/// The least difference of shares that is reported.
const SHARES_APART: f64 = 0.05;
/// The least difference of means that is reported, in standard deviations.
const DEVIATIONS_APART: f64 = 0.2;

/// Describes the largest difference in the target between train and each other part.
fn unlike(parts: &SplitParts, target: &TargetValues) -> Option<String> {
    let others = [("validation", &parts.validation), ("test", &parts.test)];
    let others = others.into_iter().filter(|(_, rows)| !rows.is_empty());
    let told: Vec<String> = others
        .filter_map(|(part, rows)| match target {
            TargetValues::Classes { labels, classes } => {
                let of_train = tally(&parts.train, labels, classes.len());
                let of_part = tally(rows, labels, classes.len());
                classes_apart(part, classes, &of_train, &of_part)
            }
            TargetValues::Values(values) => means_apart(part, values, &parts.train, rows),
        })
        .collect();
    (!told.is_empty()).then(|| {
        let told = told.join(" ");
        format!("{told} The scores may be misleading, because the model is scored on rows that differ from its train rows.")
    })
}

fn classes_apart(part: &str, classes: &[String], train: &[u32], other: &[u32]) -> Option<String> {
    let total = |counts: &[u32]| f64::from(counts.iter().sum::<u32>());
    let (n, m) = (total(train), total(other));
    let apart = |class: usize| {
        let (a, b) = (f64::from(train[class]), f64::from(other[class]));
        let share = (a + b) / (n + m);
        let error = (share * (1.0 - share) * (1.0 / n + 1.0 / m)).sqrt();
        let difference = (a / n - b / m).abs();
        let tells = difference >= SHARES_APART && difference > STANDARD_ERRORS * error;
        if tells { difference } else { 0.0 }
    };
    let most = (0..classes.len()).max_by(|&a, &b| apart(a).total_cmp(&apart(b)))?;
    (apart(most) > 0.0).then(|| {
        format!(
            "Class {} makes up {} % of the train rows and {} % of the {part} rows.",
            classes[most],
            (f64::from(train[most]) / n * 100.0).round(),
            (f64::from(other[most]) / m * 100.0).round()
        )
    })
}

fn means_apart(part: &str, values: &[f64], train: &[u32], other: &[u32]) -> Option<String> {
    // Divided before summing, so that large values do not overflow.
    let mean = |rows: &[u32]| {
        let n = rows.len() as f64;
        rows.iter()
            .map(|&row| values[row as usize] / n)
            .sum::<f64>()
    };
    let (a, b) = (mean(train), mean(other));
    let n = train.len() as f64;
    let squared = |&row: &u32| (values[row as usize] - a).powi(2) / n;
    let deviation = train.iter().map(squared).sum::<f64>().sqrt();
    let error = deviation * (1.0 / n + 1.0 / other.len() as f64).sqrt();
    let apart = (a - b).abs();
    let tells = apart > STANDARD_ERRORS * error && apart > DEVIATIONS_APART * deviation;
    (tells && deviation.is_finite()).then(|| {
        format!(
            "The target's mean is {} in train and {} in {part}.",
            four_digits(a),
            four_digits(b)
        )
    })
}

/// Writes a number with about four digits.
fn four_digits(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude >= 1000.0 || value == 0.0 {
        return value.round().to_string().replace('-', "−");
    }
    let decimals = (3.0 - libm::floor(libm::log10(magnitude))).clamp(0.0, 12.0) as usize;
    format!("{value:.decimals$}").replace('-', "−")
}
