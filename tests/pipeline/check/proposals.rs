//! Proposals hold on the data that they were made from.

use grove_engine::check::propose;
use grove_protocol::report::CheckVerdict;
use grove_recipe::columns::ColumnKind;
use grove_recipe::{ComparisonOperator, Expectation, Rule};
use proptest::prelude::*;

use super::{check, column, own, recipe};
use crate::shared::MESSY;

fn proposed(csv: &str) -> Vec<Expectation> {
    let (pipeline, recipe) = recipe(csv, Vec::new());
    propose(&pipeline.cleaned_by(&recipe).expect("a cleaned table"))
}

#[track_caller]
fn all_hold(csv: &str) {
    let proposed = proposed(csv);
    let count = proposed.len();
    let (mut pipeline, recipe) = recipe(csv, proposed);
    recipe.check().expect("every parameter in its range");
    let (report, _) = check(&mut pipeline, &recipe);
    assert_eq!(own(&report).len(), count);
    for found in own(&report) {
        assert_eq!(found.verdict, CheckVerdict::Passed, "{found:?}");
    }
}

#[test]
fn the_first_set_is_what_a_person_would_write() {
    let mut csv = String::from("id,length,born,died,sort,note,nothing,t\n");
    for i in 0..40 {
        let length = if i == 7 {
            String::new()
        } else {
            format!("{}.5", 3 + i % 9)
        };
        let sort = ["oak", "elm"][i % 2];
        let died = if i % 4 == 0 {
            String::new()
        } else {
            format!("2021-03-{:02}", i % 20 + 1)
        };
        csv.push_str(&format!(
            "{i},{length},2020-01-{:02},{died},{sort},note {i},,{}\n",
            i % 20 + 1,
            i % 3 + 10
        ));
    }
    let kind = |name: &str, kind| Rule::ColumnType {
        column: column(name),
        kind,
    };
    let not_null = |name: &str| Rule::NotNull {
        column: column(name),
    };
    let share = |name: &str, share| Rule::MissingShareAtMost {
        column: column(name),
        share,
    };
    let range = |name: &str, min: f64, max: f64| Rule::InRange {
        column: column(name),
        min: Some(min),
        max: Some(max),
    };
    let unique = |name: &str| Rule::Unique {
        columns: vec![column(name)],
    };
    let expected = [
        kind("id", ColumnKind::Identifier),
        not_null("id"),
        unique("id"),
        kind("length", ColumnKind::Decimal),
        share("length", 0.05),
        range("length", 2.5, 12.5),
        kind("born", ColumnKind::Date),
        not_null("born"),
        kind("died", ColumnKind::Date),
        share("died", 0.3),
        kind("sort", ColumnKind::Category),
        not_null("sort"),
        Rule::InSet {
            column: column("sort"),
            values: vec!["elm".into(), "oak".into()],
        },
        kind("note", ColumnKind::Text),
        not_null("note"),
        unique("note"),
        kind("t", ColumnKind::Integer),
        not_null("t"),
        range("t", 9.0, 13.0),
        Rule::CompareColumns {
            left: column("born"),
            comparison: ComparisonOperator::Le,
            right: column("died"),
        },
    ];
    let proposed: Vec<Rule> = proposed(&csv).into_iter().map(|e| e.rule).collect();
    assert_eq!(proposed, expected);
    all_hold(&csv);
}

#[test]
fn a_sample_keeps_what_is_proposed_for_it() {
    let csv = String::from_utf8(MESSY.to_vec()).expect("UTF-8");
    assert!(proposed(&csv).len() > 15);
    all_hold(&csv);
}

#[test]
fn a_wide_table_gets_no_more_than_a_recipe_holds() {
    let names: Vec<String> = (0..400).map(|i| format!("c{i}")).collect();
    let row = |i: u32| vec![i.to_string(); 400].join(",");
    let csv = format!(
        "{}\n{}\n{}\n{}\n{}\n",
        names.join(","),
        row(1),
        row(2),
        row(1),
        row(2)
    );
    assert_eq!(proposed(&csv).len(), 500);
    all_hold(&csv);
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => any::<i64>().prop_map(|v| v.to_string()),
        3 => (-1e3..1e3_f64).prop_map(|v| v.to_string()),
        3 => any::<f64>().prop_map(|v| v.to_string()),
        2 => (0..5_u8).prop_map(|v| v.to_string()),
        2 => "[a-c]{0,2}",
        1 => (1..29_u8).prop_map(|day| format!("2020-02-{day:02}")),
        1 => Just(String::new()),
    ]
}

/// Cells of one column, mostly of one kind.
fn cells() -> impl Strategy<Value = Vec<String>> {
    prop_oneof![
        proptest::collection::vec(any::<f64>().prop_map(|v| v.to_string()), 8),
        proptest::collection::vec((0..9_i32).prop_map(|v| (v - 4).to_string()), 8),
        proptest::collection::vec((-1e-3..1e-3_f64).prop_map(|v| v.to_string()), 8),
        proptest::collection::vec((1..29_u8).prop_map(|day| format!("2020-02-{day:02}")), 8),
        proptest::collection::vec(cell(), 8),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn proposals_hold_on_any_table(columns in proptest::collection::vec(cells(), 1..5)) {
        let mut csv: String = (0..columns.len()).map(|i| format!("c{i},")).collect();
        csv.push_str("t\n");
        for row in 0..8 {
            for cells in &columns {
                csv.push_str(&format!("{},", cells[row]));
            }
            csv.push_str(if row % 2 == 0 { "a\n" } else { "b\n" });
        }
        all_hold(&csv);
    }
}
