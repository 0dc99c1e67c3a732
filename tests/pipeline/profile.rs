//! The full profile: every figure beside pandas' and scipy's (tests/reference/profile.py), and what must hold of odd
//! tables.

use std::task::Poll;

use grove_engine::Pipeline;
use grove_engine::pace::{Progress, Work};
use grove_protocol::TableName;
use grove_protocol::profile::{
    Association, Bars, ColumnProfile, NumberProfile, ProfileReport, ProfileRequest, TextLengths,
};
use grove_recipe::{Operation, Task};
use serde::Deserialize;

use crate::tools;

#[derive(Deserialize)]
struct Reference {
    csv: String,
    columns: Vec<ReferenceColumn>,
    pairs: Vec<ReferencePair>,
    skewness: Vec<ReferenceSkewness>,
}

#[derive(Deserialize)]
struct ReferenceColumn {
    name: String,
    missing: u32,
    distinct: u32,
    numbers: Option<NumberProfile>,
    lengths: Option<TextLengths>,
    top: Option<Vec<(String, u32)>>,
}

#[derive(Deserialize)]
struct ReferencePair {
    columns: (String, String),
    pearson: Option<f64>,
    spearman: Option<f64>,
    cramers_v: Option<f64>,
    correlation_ratio: Option<f64>,
}

#[derive(Deserialize)]
struct ReferenceSkewness {
    values: Vec<f64>,
    skewness: Option<f64>,
}

fn reference() -> Reference {
    serde_json::from_str(include_str!("../reference/profile.json")).unwrap()
}

pub fn opened(csv: &str) -> Pipeline {
    let mut pipeline = Pipeline::default();
    pipeline
        .open("test.csv", csv.as_bytes(), &Default::default())
        .unwrap();
    pipeline
}

/// Of a class or of a number.
pub fn target(name: &str, task: Task) -> ProfileRequest {
    ProfileRequest {
        target: Some((name.into(), task)),
    }
}

/// Polls to the end: progress never falls, and ends at its total.
pub fn finish(mut profiling: Work<ProfileReport>) -> ProfileReport {
    let (mut before, mut of) = (0, 0);
    loop {
        if let Poll::Ready(report) = profiling.poll() {
            assert_eq!(before, of);
            return report;
        }
        let Progress { done, total, .. } = profiling.progress();
        assert!(before <= done && done <= total, "{before} {done} {total}");
        assert!(of == 0 || of == total, "{of} {total}");
        (before, of) = (done, total);
    }
}

pub fn profile(csv: &str, request: &ProfileRequest) -> ProfileReport {
    finish(opened(csv).profile(request).unwrap())
}

pub fn column<'r>(report: &'r ProfileReport, name: &str) -> &'r ColumnProfile {
    let mut columns = report.columns.iter();
    columns.find(|column| column.name == name).unwrap()
}

fn numbers<'r>(report: &'r ProfileReport, name: &str) -> &'r NumberProfile {
    column(report, name).numbers.as_ref().unwrap()
}

fn close(a: f64, b: f64, tolerance: f64, what: &str) {
    let scale = a.abs().max(b.abs());
    assert!(
        (a / 2.0 - b / 2.0).abs() * 2.0 <= tolerance * scale,
        "{what}: {a} for {b}"
    );
}

fn both_close(a: Option<f64>, b: Option<f64>, tolerance: f64, what: &str) {
    match (a, b) {
        (Some(a), Some(b)) => close(a, b, tolerance, what),
        (a, b) => assert_eq!(a, b, "{what}"),
    }
}

#[test]
fn columns_are_as_pandas_says() {
    let reference = reference();
    let report = profile(&reference.csv, &ProfileRequest::default());
    assert_eq!(report.columns.len(), reference.columns.len());
    for (column, expected) in report.columns.iter().zip(&reference.columns) {
        let name = expected.name.as_str();
        assert_eq!(column.name, name);
        assert_eq!(column.missing, expected.missing, "{name}");
        assert_eq!(column.distinct, expected.distinct, "{name}");
        assert_eq!(
            column.numbers.is_some(),
            expected.numbers.is_some(),
            "{name}"
        );
        if let (Some(found), Some(expected)) = (&column.numbers, &expected.numbers) {
            for (found, expected) in [
                (found.min, expected.min),
                (found.q05, expected.q05),
                (found.q25, expected.q25),
                (found.median, expected.median),
                (found.q75, expected.q75),
                (found.q95, expected.q95),
                (found.max, expected.max),
                (found.mean, expected.mean),
            ] {
                close(found, expected, 1e-13, name);
            }
            // Of what varies by a billionth, rounding leaves fewer digits.
            let tolerance = if name == "far" { 1e-6 } else { 1e-12 };
            both_close(found.std, expected.std, tolerance, name);
            // Of what is symmetric, nothing but rounding is left.
            let skewness =
                |profile: &NumberProfile| profile.skewness.map(|skewness| skewness + 1.0);
            both_close(skewness(found), skewness(expected), tolerance, name);
            assert_eq!(found.zeros, expected.zeros, "{name}");
            assert_eq!(found.negatives, expected.negatives, "{name}");
        }
        assert_eq!(
            column.lengths.is_some(),
            expected.lengths.is_some(),
            "{name}"
        );
        if let (Some(found), Some(expected)) = (&column.lengths, &expected.lengths) {
            assert_eq!(
                (found.shortest, found.longest),
                (expected.shortest, expected.longest)
            );
            close(found.mean, expected.mean, 1e-15, name);
        }
        if let Some(top) = &expected.top {
            assert_eq!(column.top, *top, "{name}");
        }
    }
}

#[test]
fn pairs_are_as_scipy_says() {
    let reference = reference();
    let report = profile(&reference.csv, &ProfileRequest::default());
    let associations = &report.associations;
    assert_eq!((associations.left_out, associations.rows), (0, report.rows));
    let name = |place: u32| report.columns[place as usize].name.clone();
    let mut pairs = associations.pairs.iter();
    let mut expected = reference.pairs.iter();
    for (i, &a) in associations.columns.iter().enumerate() {
        for &b in &associations.columns[i + 1..] {
            let (pair, expected) = (pairs.next().unwrap(), expected.next().unwrap());
            assert_eq!((name(a), name(b)), expected.columns);
            let what = format!("{:?}", expected.columns);
            let tolerance = if what.contains("far") { 1e-6 } else { 1e-11 };
            let (pearson, spearman) = (expected.pearson, expected.spearman);
            match *pair {
                Association::Numbers {
                    pearson: r,
                    spearman: rho,
                } => {
                    both_close(r, pearson, tolerance, &what);
                    both_close(rho, spearman, 1e-11, &what);
                }
                Association::CramersV(v) => both_close(v, expected.cramers_v, 1e-9, &what),
                Association::CorrelationRatio(eta) => {
                    both_close(eta, expected.correlation_ratio, tolerance, &what);
                }
            }
        }
    }
    assert!(pairs.next().is_none() && expected.next().is_none());
}

#[test]
fn skewness_is_as_pandas_says_of_few_values_too() {
    for case in reference().skewness {
        let rows: Vec<String> = case.values.iter().map(f64::to_string).collect();
        let report = profile(
            &format!("a\n{}\n", rows.join("\n")),
            &ProfileRequest::default(),
        );
        let found = numbers(&report, "a").skewness;
        both_close(found, case.skewness, 1e-13, &format!("{:?}", case.values));
    }
}

#[test]
fn distributions_are_by_class_and_count_every_value() {
    let reference = reference();
    let report = profile(&reference.csv, &target("kind", Task::Classification));
    assert_eq!(report.groups, ["large", "small", "all others"]);
    for column in &report.columns {
        let distribution = &column.distribution;
        let sum: u32 = distribution.counts.iter().flatten().sum();
        assert_eq!(sum, report.rows - column.missing, "{}", column.name);
        assert!(distribution.counts.iter().all(|counts| counts.len() == 3));
        match distribution.bars {
            Bars::Numbers { .. } => assert_eq!(distribution.counts.len(), 20, "{}", column.name),
            Bars::Values => {
                let bars = column.top.iter().zip(&distribution.counts);
                bars.for_each(|((_, rows), counts)| assert_eq!(*rows, counts.iter().sum::<u32>()));
            }
            Bars::None => panic!("{} has values", column.name),
        }
    }
    let kind = &column(&report, "kind").distribution.counts;
    let diagonal = kind.iter().enumerate().all(|(bar, counts)| {
        let by_text = ["large", "small"].map(|text| {
            let named = column(&report, "kind").top.iter();
            named.into_iter().position(|(name, _)| name == text) == Some(bar)
        });
        counts[..2]
            .iter()
            .zip(by_text)
            .all(|(count, same)| (*count > 0) == same)
    });
    assert!(diagonal, "{kind:?}");
}

#[test]
fn classes_of_numbers_are_groups_in_their_order() {
    let rows: String = (0..60)
        .map(|row| format!("{},{row}.5\n", [10, 9, -1][row % 3]))
        .collect();
    let report = profile(
        &format!("level,x\n{rows}"),
        &target("level", Task::Classification),
    );
    assert_eq!(report.groups, ["-1", "9", "10"]);
    let x = &column(&report, "x").distribution.counts;
    assert!(x.iter().all(|counts| counts.iter().sum::<u32>() == 3));
    // The target stands first among those that are compared, and as a category.
    assert_eq!(report.associations.columns, [0, 1]);
    assert!(matches!(
        report.associations.pairs[..],
        [Association::CorrelationRatio(Some(_))]
    ));
    let many: String = (0..90)
        .map(|row| format!("{},{row}.5\n", row % 9))
        .collect();
    let report = profile(
        &format!("level,x\n{many}"),
        &target("level", Task::Classification),
    );
    assert_eq!(report.groups.len(), 7);
    assert_eq!(report.groups[6], "all others");
}

#[test]
fn odd_columns_are_told_as_they_are() {
    let csv = "empty,one,same,day,huge,whole\n\
               ,,7,2020-02-29,1e308,9223372036854775807\n\
               ,,7,2020-02-29,-1e308,9223372036854775806\n\
               ,5,7,2020-02-29,1.7e308,-9223372036854775808\n";
    let report = profile(csv, &ProfileRequest::default());
    let empty = column(&report, "empty");
    assert_eq!((empty.missing, empty.distinct), (3, 0));
    assert_eq!((&empty.numbers, &empty.lengths), (&None, &None));
    assert_eq!(empty.distribution.bars, Bars::None);
    assert!(empty.distribution.counts.is_empty() && empty.top.is_empty());
    let one = numbers(&report, "one");
    assert_eq!(
        (one.min, one.median, one.max, one.mean),
        (5.0, 5.0, 5.0, 5.0)
    );
    assert_eq!((one.std, one.skewness), (None, None));
    let same = numbers(&report, "same");
    assert_eq!((same.mean, same.std, same.skewness), (7.0, Some(0.0), None));
    let day = numbers(&report, "day");
    assert_eq!((day.min, day.mean, day.max), (18_321.0, 18_321.0, 18_321.0));
    assert_eq!(column(&report, "day").top, [("2020-02-29".to_string(), 3)]);
    let huge = numbers(&report, "huge");
    assert_eq!((huge.min, huge.max, huge.median), (-1e308, 1.7e308, 1e308));
    close(huge.mean, 1.7e308 / 3.0, 1e-15, "huge");
    close(huge.std.unwrap(), 1.401_189_9e308, 1e-6, "huge");
    let whole = column(&report, "whole");
    assert_eq!(
        whole.distinct, 3,
        "though two are one number of 64 floating bits"
    );
    assert_eq!(whole.top[2].0, "9223372036854775807");
    // Nothing that does not vary is compared.
    let compared: Vec<_> = report
        .associations
        .columns
        .iter()
        .map(|&c| &report.columns[c as usize].name)
        .collect();
    assert_eq!(compared, ["huge", "whole"]);
}

#[test]
fn a_single_row_has_a_profile() {
    for request in [
        ProfileRequest::default(),
        target("a", Task::Regression),
        target("b", Task::Classification),
    ] {
        let report = profile("a,b\n1,x\n", &request);
        assert_eq!((report.rows, report.duplicates), (1, 0));
        assert!(report.associations.pairs.is_empty());
        assert!(report.columns.iter().all(|column| column.alone.is_none()));
    }
}

#[test]
fn repeated_rows_are_counted_and_what_is_missing_is_a_value() {
    let csv = "a,b\n1,x\n1,x\n1,\n1,\n,x\n,x\n2,x\n1,x\n";
    assert_eq!(profile(csv, &ProfileRequest::default()).duplicates, 4);
    // The same texts in other columns are another row.
    let csv = "a,b\nx,y\ny,x\nx,x\ny,y\n";
    assert_eq!(profile(csv, &ProfileRequest::default()).duplicates, 0);
}

#[test]
fn thousands_of_columns_are_bounded() {
    let width = 10_000;
    let names: Vec<String> = (0..width).map(|c| format!("c{c}")).collect();
    let mut csv = names.join(",");
    for row in 0..60 {
        let cells: Vec<String> = (0..width)
            .map(|c| match c {
                // One that goes with the last, which is the target.
                7_000 => row.to_string(),
                _ if c + 1 == width => (row * 2 + row % 3).to_string(),
                _ => (row * (c + 3) % 61 * 31 % 53).to_string(),
            })
            .collect();
        csv.push('\n');
        csv.push_str(&cells.join(","));
    }
    let report = profile(&csv, &target(names.last().unwrap(), Task::Regression));
    let associations = &report.associations;
    assert_eq!(associations.columns.len(), 40);
    assert_eq!(associations.pairs.len(), 40 * 39 / 2);
    assert_eq!(associations.columns[0], width - 1, "the target comes first");
    assert!(
        associations.columns.contains(&7_000),
        "and what goes with it is compared"
    );
    assert!(associations.left_out > 9_000);
    let without = profile(&csv, &ProfileRequest::default());
    assert_eq!(without.associations.columns, (0..40).collect::<Vec<_>>());
}

#[test]
fn many_rows_are_sampled_for_pairs_alone() {
    let mut csv = String::from("a,b,c\n");
    for row in 0..150_000u32 {
        let kind = if row % 7 < 3 { "x" } else { "y" };
        csv.push_str(&format!("{row},{},{kind}\n", row * 7919 % 1009));
    }
    let report = profile(&csv, &ProfileRequest::default());
    assert_eq!(report.associations.rows, 100_000);
    let a = numbers(&report, "a");
    assert_eq!(
        (a.min, a.median, a.max, a.mean),
        (0.0, 74_999.5, 149_999.0, 74_999.5)
    );
    assert_eq!(column(&report, "b").distinct, 1009);
    assert_eq!(
        report,
        profile(&csv, &ProfileRequest::default()),
        "drawn alike each time"
    );
}

#[test]
fn the_cleaned_table_is_profiled_where_there_is_one() {
    let csv = "size,kind\n1,cat\n1,cat\n2,dog\n2,dog\n3,cat\n4,dog\n5,cat\n6,dog\n7,cat\n8,dog\n";
    let (mut pipeline, _, mut recipe) = tools::open(csv.as_bytes()).unwrap();
    let request = target("kind", Task::Classification);
    let raw = finish(pipeline.profile(&request).unwrap());
    assert_eq!(
        (raw.table, raw.rows, raw.duplicates),
        (TableName::Raw, 10, 2)
    );
    let columns = Vec::new();
    let duplicates = Operation::DropDuplicates { columns };
    recipe.clean.steps = vec![duplicates.into()];
    recipe.train.set("n_estimators", 2).unwrap();
    tools::finish(&mut pipeline, &recipe).unwrap();
    let cleaned = finish(pipeline.profile(&request).unwrap());
    assert_eq!(
        (cleaned.table, cleaned.rows, cleaned.duplicates),
        (TableName::Cleaned, 8, 0)
    );
}

#[test]
fn what_cannot_be_profiled_is_refused() {
    let error = Pipeline::default()
        .profile(&ProfileRequest::default())
        .err()
        .unwrap();
    assert_eq!(error.problem, "No file is open.");
    let error = opened("a\n1\n")
        .profile(&target("b", Task::Regression))
        .err()
        .unwrap();
    assert_eq!(error.column.as_deref(), Some("b"));
}
