//! What a profile warns of, and what it lets pass.

use grove_forest::Stream;
use grove_protocol::profile::{ProfileReport, ProfileRequest, Warning, WarningKind};
use grove_protocol::report::Remedy;
use grove_recipe::{Operation, Task};

use crate::profile::{column, profile, target};

/// A table of so many rows, each made of its number.
fn table(header: &str, rows: u32, row: impl Fn(u32) -> String) -> String {
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!("{header}\n{}\n", rows.join("\n"))
}

/// The warning of a kind, where it was given.
fn warning(report: &ProfileReport, kind: WarningKind) -> Option<&Warning> {
    report.warnings.iter().find(|warning| warning.kind == kind)
}

/// The columns that are warned of by a kind.
fn warned(report: &ProfileReport, kind: WarningKind) -> Vec<&str> {
    let columns = warning(report, kind).map(|warning| warning.columns.as_slice());
    columns
        .unwrap_or_default()
        .iter()
        .map(|(name, _)| name.as_str())
        .collect()
}

/// Random, from 0 to 1.
fn noise(number: u32) -> f64 {
    Stream::new(1, "noise", number.into()).unit()
}

fn none() -> ProfileRequest {
    ProfileRequest::default()
}

#[test]
fn leaks_are_told_from_good_predictors_and_from_noise() {
    let csv = table("paid,near,noise,bought", 400, |row| {
        let bought = noise(row) > 0.5;
        // `near` is wrong in one row of twenty.
        let near = bought ^ (row % 20 == 0);
        let paid = if bought {
            10.0 + noise(row + 1000)
        } else {
            0.0
        };
        format!("{paid},{},{},{bought}", u32::from(near), noise(row + 7))
    });
    let report = profile(&csv, &target("bought", Task::Classification));
    assert_eq!(warned(&report, WarningKind::SuspectedLeak), ["paid"]);
    assert_eq!(warned(&report, WarningKind::StrongPredictor), ["near"]);
    assert_eq!(column(&report, "paid").alone, Some(1.0));
    assert!(column(&report, "noise").alone.unwrap() < 0.2);
    assert_eq!(column(&report, "bought").alone, None);
    assert_eq!(report.warnings[0].kind, WarningKind::SuspectedLeak);
    assert_eq!(
        report.warnings[0].columns[0].1,
        "balanced accuracy 100\u{202f}% alone"
    );
    let report = profile(&csv, &none());
    assert_eq!(warned(&report, WarningKind::SuspectedLeak), [""; 0]);
}

#[test]
fn a_number_leaks_by_a_copy_in_other_units() {
    let csv = table("euros,near,dollars", 300, |row| {
        let dollars = 1.0 / (0.01 + noise(row));
        format!(
            "{},{},{dollars}",
            dollars * 0.9 + 3.0,
            dollars * (0.8 + 0.4 * noise(row + 500))
        )
    });
    let report = profile(&csv, &target("dollars", Task::Regression));
    assert_eq!(warned(&report, WarningKind::SuspectedLeak), ["euros"]);
}

#[test]
fn good_measurements_are_no_leaks() {
    let iris = include_str!("../../www/samples/iris.csv");
    let name = iris.lines().next().unwrap().rsplit(',').next().unwrap();
    let report = profile(iris, &target(name, Task::Classification));
    assert_eq!(warned(&report, WarningKind::SuspectedLeak), [""; 0]);
    let diabetes = include_str!("../../www/samples/diabetes.csv");
    let name = diabetes.lines().next().unwrap().rsplit(',').next().unwrap();
    let report = profile(diabetes, &target(name, Task::Regression));
    assert_eq!(warned(&report, WarningKind::SuspectedLeak), [""; 0]);
    assert_eq!(warned(&report, WarningKind::StrongPredictor), [""; 0]);
}

#[test]
fn a_target_may_be_constant_or_imbalanced() {
    let of = |rare: u32| {
        let csv = table("x,kind", 200, |row| {
            format!("{},{}", noise(row), if row < rare { "yes" } else { "no" })
        });
        let report = profile(&csv, &target("kind", Task::Classification));
        let given = |kind| warning(&report, kind).map(|warning| warning.columns[0].1.clone());
        (
            given(WarningKind::ConstantTarget),
            given(WarningKind::ImbalancedTarget),
        )
    };
    assert_eq!(of(0), (Some("always “no”".into()), None));
    assert_eq!(of(20), (None, Some("90\u{202f}% are “no”".into())));
    assert_eq!(of(70), (None, None));
    // Of three classes, a rare one beside two large ones.
    let csv = table("x,kind", 200, |row| {
        format!("{},{}", noise(row), if row < 3 { 7 } else { row % 2 })
    });
    let report = profile(&csv, &target("kind", Task::Classification));
    let imbalanced = warning(&report, WarningKind::ImbalancedTarget).unwrap();
    assert_eq!(imbalanced.columns[0].1, "only 3 rows are “7”");
    let report = profile(&csv, &target("kind", Task::Regression));
    assert_eq!(warned(&report, WarningKind::ImbalancedTarget), [""; 0]);
}

#[test]
fn repeated_rows_are_told() {
    let report = profile("a,b\n1,x\n1,x\n2,y\n1,x\n", &none());
    let warning = warning(&report, WarningKind::DuplicateRows).unwrap();
    assert_eq!(
        warning.found,
        "2 rows repeat an earlier row in every column (50\u{202f}%)."
    );
    assert!(warning.columns.is_empty());
    let report = profile("a,b\n1,x\n2,x\n", &none());
    assert!(self::warning(&report, WarningKind::DuplicateRows).is_none());
}

#[test]
fn what_says_nothing_is_told_by_column() {
    let csv = table("empty,same,gaps,half,id,name,number,colour,x", 100, |row| {
        let gap = |share: f64| {
            if noise(row) < share {
                String::new()
            } else {
                row.to_string()
            }
        };
        format!(
            ",7,{},{},{row},n{row},{},{},{}",
            gap(0.8),
            gap(0.3),
            row % 90,
            ["red", "blue"][row as usize % 2],
            noise(row),
        )
    });
    let report = profile(&csv, &none());
    assert_eq!(warned(&report, WarningKind::Empty), ["empty"]);
    assert_eq!(warned(&report, WarningKind::Constant), ["same"]);
    let same = &warning(&report, WarningKind::Constant).unwrap().columns[0].1;
    assert_eq!(same, "always “7”");
    assert_eq!(warned(&report, WarningKind::MostlyMissing), ["gaps"]);
    let unique = warned(&report, WarningKind::NearUnique);
    assert!(
        unique.contains(&"id") && unique.contains(&"name"),
        "{unique:?}"
    );
    let repeats = ["number", "colour", "x", "same", "empty"];
    assert!(
        repeats.iter().all(|name| !unique.contains(name)),
        "{unique:?}"
    );
    // Nothing is said of the target, but what concerns it as one.
    let report = profile(&csv, &target("id", Task::Regression));
    assert!(!warned(&report, WarningKind::NearUnique).contains(&"id"));
}

#[test]
fn columns_that_say_the_same_are_told_once() {
    let csv = table("celsius,fahrenheit,other,code,word", 200, |row| {
        let celsius = 30.0 * noise(row);
        let code = row % 5;
        format!(
            "{celsius},{},{},c{code},w{code}",
            celsius * 1.8 + 32.0,
            noise(row + 3)
        )
    });
    let report = profile(&csv, &none());
    assert_eq!(
        warned(&report, WarningKind::Redundant),
        ["fahrenheit", "word"]
    );
    let figures = &warning(&report, WarningKind::Redundant).unwrap().columns;
    assert_eq!(figures[0].1, "as celsius, r = 1.000");
    assert_eq!(figures[1].1, "as code, V = 1.000");
    // With the target it is a leak and not a copy.
    let report = profile(&csv, &target("celsius", Task::Regression));
    assert_eq!(warned(&report, WarningKind::Redundant), ["word"]);
    assert_eq!(warned(&report, WarningKind::SuspectedLeak), ["fahrenheit"]);
}

#[test]
fn few_whole_numbers_may_be_names() {
    let csv = table("cylinders,flag,many,rare,measure", 200, |row| {
        let rare = if row < 12 { row } else { 0 };
        format!(
            "{},{},{},{rare},{}",
            2 + row % 5,
            row % 2,
            row % 50,
            f64::from(row % 4) + 0.5
        )
    });
    let report = profile(&csv, &none());
    let names = warned(&report, WarningKind::CategoryInNumber);
    assert_eq!(names, ["cylinders", "rare"]);
    let report = profile(&csv, &target("cylinders", Task::Classification));
    assert_eq!(warned(&report, WarningKind::CategoryInNumber), ["rare"]);
}

#[test]
fn long_tails_are_told() {
    let csv = table("even,tail,day", 200, |row| {
        let tail = if row % 50 == 0 { 1e6 } else { noise(row) };
        format!(
            "{},{tail},{}",
            noise(row),
            if row < 199 {
                "2020-01-01"
            } else {
                "2999-01-01"
            }
        )
    });
    let report = profile(&csv, &none());
    assert_eq!(warned(&report, WarningKind::Skewed), ["tail"]);
    let report = profile(&csv, &target("tail", Task::Regression));
    assert_eq!(
        warned(&report, WarningKind::Skewed),
        ["tail"],
        "a target may be so as well"
    );
}

#[test]
fn spellings_and_texts_for_missing_values_come_with_their_steps() {
    let csv = table("city,kind,size", 60, |row| {
        let city = ["Rome", "rome", "ROME ", "Paris", "paris.", "Bonn"][row as usize % 6];
        let kind = ["a", "b", "unknown"][row as usize % 3];
        format!("\"{city}\",{kind},{}", noise(row))
    });
    let report = profile(&csv, &none());
    let spelled = warning(&report, WarningKind::Spellings).unwrap();
    assert_eq!(warned(&report, WarningKind::Spellings), ["city"]);
    assert_eq!(spelled.columns[0].1, "5 spellings of 2 values");
    let [
        Remedy::Clean {
            operation: Operation::MergeCategories { column, merges },
        },
    ] = &spelled.remedies[..]
    else {
        panic!("{:?}", spelled.remedies);
    };
    assert_eq!((&**column, merges.len()), ("city", 2));
    assert!(merges.iter().all(|merge| merge.from.contains(&merge.to)));

    let missing = warning(&report, WarningKind::MissingText).unwrap();
    assert_eq!(missing.columns[0].1, "“unknown” in 20 rows");
    let [
        Remedy::Clean {
            operation: Operation::Replace {
                to_replace, value, ..
            },
        },
    ] = &missing.remedies[..]
    else {
        panic!("{:?}", missing.remedies);
    };
    assert_eq!((&**to_replace, &**value), ("unknown", ""));
    let duplicates = warning(
        &profile("x,y\n1,a\n1,a\n", &none()),
        WarningKind::DuplicateRows,
    )
    .map(|warning| warning.remedies.len());
    assert_eq!(duplicates, Some(1));
}

#[test]
fn a_good_table_gives_no_warning_and_others_the_most_important_first() {
    let csv = table("x,y,kind", 200, |row| {
        let kind = if noise(row) + 0.5 * noise(row + 99) > 0.7 {
            "a"
        } else {
            "b"
        };
        format!("{},{},{kind}", noise(row), noise(row + 5000))
    });
    let report = profile(&csv, &target("kind", Task::Classification));
    let kinds: Vec<_> = report.warnings.iter().map(|warning| warning.kind).collect();
    assert_eq!(
        kinds
            .iter()
            .filter(|kind| **kind != WarningKind::StrongPredictor)
            .count(),
        0,
        "{kinds:?}"
    );
    assert!(WarningKind::ALL.is_sorted());
    let messy = include_str!("../../www/samples/messy.csv");
    let report = profile(messy, &target("outcome", Task::Classification));
    assert!(report.warnings.len() > 2 && report.warnings.is_sorted_by_key(|warning| warning.kind));
}
