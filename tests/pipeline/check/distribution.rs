//! Distributions beside SciPy's (tests/reference/statistics.py).

use grove_engine::check::remember;
use grove_protocol::report::{CheckVerdict, Finding};
use grove_recipe::{Reference, Rule};
use serde_json::Value;

use super::{column, found, recipe};

fn reference() -> Value {
    let text = include_str!("../../reference/statistics.json");
    serde_json::from_str(text).expect("JSON")
}

fn list(value: &Value) -> Vec<f64> {
    let values = value.as_array().expect("a list").iter();
    values
        .map(|value| value.as_f64().expect("a number"))
        .collect()
}

/// A table with these values in its first column.
fn table(values: impl Iterator<Item = String>) -> String {
    let mut csv = String::from("v,t\n");
    for (value, row) in values.zip(0..) {
        csv.push_str(&format!(
            "{value},{}\n",
            if row % 2 == 0 { "a" } else { "b" }
        ));
    }
    csv
}

fn compared(csv: &str, reference: Reference) -> Finding {
    let rule = Rule::Distribution {
        column: column("v"),
        alpha: 0.01,
        reference,
    };
    found(csv, vec![rule]).remove(0)
}

#[track_caller]
fn agrees(found: &Finding, case: &Value) {
    let statistic = found
        .of_rule
        .as_ref()
        .and_then(|of| of.statistic.as_ref())
        .expect("a statistic");
    let [value, p] = ["statistic", "p_value"].map(|name| case[name].as_f64().expect("a number"));
    assert!(
        (statistic.value - value).abs() <= 1e-12 * value,
        "{statistic:?} is not {value}"
    );
    assert!(
        (statistic.p_value - p).abs() <= 1e-9 * p + 1e-15,
        "{statistic:?} is not {p}"
    );
    assert_eq!(found.verdict == CheckVerdict::Passed, p >= 0.01);
    assert_eq!((found.failing, found.of), (0, 0));
}

#[test]
fn numbers_are_as_far_apart_as_scipy_says() {
    for case in reference()["numbers"].as_array().expect("cases") {
        let mut quantiles = list(&case["then"]);
        quantiles.sort_by(f64::total_cmp);
        // One more row, that is missing, so that whole numbers are read as decimals or not alike.
        let csv = table(
            list(&case["now"])
                .iter()
                .map(f64::to_string)
                .chain([String::new()]),
        );
        agrees(&compared(&csv, Reference::Numbers { quantiles }), case);
    }
}

#[test]
fn categories_are_as_far_apart_as_scipy_says() {
    for case in reference()["categories"].as_array().expect("cases") {
        let counts = list(&case["then"]).into_iter().zip(0..);
        let counts = counts
            .map(|(rows, i)| (format!("c{i}"), rows as u32))
            .collect();
        let now = list(&case["now"]).into_iter().zip(0..);
        let csv = table(now.flat_map(|(rows, i)| (0..rows as u32).map(move |_| format!("c{i}"))));
        agrees(
            &compared(&csv, Reference::Categories { counts, other: 0 }),
            case,
        );
    }
}

#[test]
fn what_was_just_remembered_holds_however_many_rows_there_are() {
    for rows in [5_u32, 200, 201, 5000] {
        for value in [
            |row: u32| row.to_string(),
            |row: u32| (row * row % 7).to_string(),
            |row: u32| format!("c{}", row % 150),
            |row: u32| format!("2020-01-{:02}", row % 28 + 1),
        ] {
            let csv = table((0..rows).map(value));
            let (pipeline, recipe) = recipe(&csv, Vec::new());
            let cleaned = pipeline.cleaned_by(&recipe).expect("a cleaned table");
            let rule = remember(&cleaned.table, "v").expect("values to remember");
            let found = found(&csv, vec![rule]).remove(0);
            assert_eq!(found.verdict, CheckVerdict::Passed, "{found:?}");
            let statistic = found
                .of_rule
                .and_then(|of| of.statistic)
                .expect("a statistic");
            assert!(statistic.p_value > 0.99, "{statistic:?}");
        }
    }
}

#[test]
fn other_values_are_noticed() {
    let counts = vec![("a".into(), 60), ("b".into(), 40)];
    let reference = || Reference::Categories {
        counts: counts.clone(),
        other: 0,
    };
    let csv = |new: usize| {
        let values = std::iter::repeat_n("a", 60).chain(std::iter::repeat_n("b", 40));
        table(
            values
                .chain(std::iter::repeat_n("new", new))
                .map(String::from),
        )
    };
    assert_eq!(compared(&csv(0), reference()).verdict, CheckVerdict::Passed);
    assert_eq!(
        compared(&csv(30), reference()).verdict,
        CheckVerdict::Warned
    );
    let quantiles = vec![1.0, 2.0];
    let typed = compared(&csv(0), Reference::Numbers { quantiles });
    assert_eq!(
        typed.message,
        "The reference distribution of v is of another type than category."
    );
    let empty = compared(&table(std::iter::repeat_n(String::new(), 5)), reference());
    assert_eq!(empty.message, "v has no values to compare.");
}
