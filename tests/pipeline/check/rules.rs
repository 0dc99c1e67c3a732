//! Each rule: where it holds, where it fails, what it makes of missing values, wrong types and columns that are gone.

use grove_protocol::report::{CheckVerdict, Finding};
use grove_recipe::columns::ColumnKind;
use grove_recipe::{ComparisonOperator, Rule};

use super::{TABLE, column, found, rows};

fn one(rule: Rule) -> Finding {
    found(TABLE, vec![rule]).remove(0)
}

fn holds(rule: Rule) -> bool {
    one(rule).verdict == CheckVerdict::Passed
}

/// It fails in these rows of so many.
#[track_caller]
fn fails_in(rule: Rule, expected: &[u32], of: u32) {
    let found = one(rule);
    let failing = found.failing as usize;
    assert_eq!(
        (rows(&found), failing, found.of),
        (expected, expected.len(), of),
        "{found:?}"
    );
    let verdict = if expected.is_empty() {
        CheckVerdict::Passed
    } else {
        CheckVerdict::Warned
    };
    assert_eq!(found.verdict, verdict);
}

/// It fails as a whole, and says this.
#[track_caller]
fn cannot(rule: Rule, message: &str) {
    let found = one(rule);
    assert_eq!(found.verdict, CheckVerdict::Warned);
    assert_eq!((found.failing, found.of), (0, 0));
    assert_eq!(found.message, message);
}

fn range(name: &str, min: Option<f64>, max: Option<f64>) -> Rule {
    let column = column(name);
    Rule::InRange { column, min, max }
}

fn period(name: &str, from: &str, until: &str) -> Rule {
    let limit = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Rule::InPeriod {
        column: column(name),
        from: limit(from),
        until: limit(until),
    }
}

fn set(name: &str, values: &[&str]) -> Rule {
    Rule::InSet {
        column: column(name),
        values: values.iter().map(ToString::to_string).collect(),
    }
}

fn pattern(name: &str, pattern: &str) -> Rule {
    Rule::MatchesPattern {
        column: column(name),
        pattern: pattern.into(),
    }
}

fn compare(left: &str, comparison: ComparisonOperator, right: &str) -> Rule {
    let (left, right) = (column(left), column(right));
    Rule::CompareColumns {
        left,
        comparison,
        right,
    }
}

fn kind(name: &str, kind: ColumnKind) -> Rule {
    let column = column(name);
    Rule::ColumnType { column, kind }
}

#[test]
fn a_column_that_is_gone_fails_every_rule_about_it() {
    let gone = || column("gone");
    let there = || column("n");
    let share = 1.0;
    let rules = vec![
        Rule::ColumnPresent { column: gone() },
        kind("gone", ColumnKind::Text),
        Rule::NotNull { column: gone() },
        Rule::MissingShareAtMost {
            column: gone(),
            share,
        },
        Rule::Unique {
            columns: vec![there(), gone()],
        },
        range("gone", Some(0.0), None),
        period("gone", "2020-01-01", ""),
        set("gone", &["a"]),
        pattern("gone", "."),
        compare("n", ComparisonOperator::Le, "gone"),
        compare("gone", ComparisonOperator::Le, "n"),
    ];
    for found in found(TABLE, rules) {
        assert_eq!(found.verdict, CheckVerdict::Warned);
        assert_eq!(found.message, "There is no column gone.");
    }
    assert!(holds(Rule::ColumnPresent { column: there() }));
}

#[test]
fn a_narrower_type_will_do_and_a_wider_one_will_not() {
    use ColumnKind::{Category, Date, DateTime, Decimal, Integer, Text};
    for (name, expected, result) in [
        ("n", Decimal, true),
        ("n", Integer, false),
        ("whole", Integer, true),
        ("whole", Decimal, true),
        ("whole", Category, false),
        ("colour", Category, true),
        ("colour", Text, true),
        ("from", Date, true),
        ("from", DateTime, true),
        ("from", Text, false),
    ] {
        assert_eq!(
            holds(kind(name, expected)),
            result,
            "{name} as {expected:?}"
        );
    }
    let empty = found("e,t\n,a\n,b\n,a\n,b\n", vec![kind("e", Integer)]);
    assert_eq!(
        empty[0].verdict,
        CheckVerdict::Passed,
        "nothing contradicts the type"
    );
}

#[test]
fn missing_values_are_counted_and_a_share_of_them_may_be_allowed() {
    fails_in(
        Rule::NotNull {
            column: column("gap"),
        },
        &[1, 3, 6],
        6,
    );
    fails_in(
        Rule::NotNull {
            column: column("whole"),
        },
        &[],
        6,
    );
    let share = |share| Rule::MissingShareAtMost {
        column: column("gap"),
        share,
    };
    fails_in(share(0.49), &[1, 3, 6], 6);
    let allowed = one(share(0.5));
    assert_eq!(
        (allowed.verdict, allowed.failing),
        (CheckVerdict::Passed, 3)
    );
    assert!(holds(Rule::NotNull {
        column: column("t")
    }));
}

#[test]
fn rows_that_are_equal_fail_all_of_them_and_gaps_are_not_compared() {
    let unique = |names: &[&str]| Rule::Unique {
        columns: names.iter().map(ToString::to_string).collect(),
    };
    fails_in(unique(&["name"]), &[1, 4], 6);
    fails_in(unique(&["whole"]), &[2, 4], 6);
    fails_in(unique(&["name", "whole"]), &[], 6);
    fails_in(unique(&["colour", "t"]), &[1, 3], 6);
    fails_in(unique(&["n"]), &[], 5);
    fails_in(unique(&["gap"]), &[2, 5], 3);
    let large = "i,t\n9007199254740992,a\n9007199254740993,b\n1,a\n1,b\n";
    let found = found(large, vec![unique(&["i"])]);
    assert_eq!(
        rows(&found[0]),
        [3, 4],
        "whole numbers are compared as such"
    );
}

#[test]
fn ranges_are_closed_and_of_numbers() {
    fails_in(range("n", Some(0.0), Some(4.0)), &[3], 5);
    fails_in(range("n", None, Some(2.0)), &[2, 4], 5);
    fails_in(range("whole", Some(2.0), None), &[1], 6);
    cannot(
        range("colour", Some(0.0), None),
        "colour is not a number column: its type is category.",
    );
}

#[test]
fn periods_hold_their_last_day_whole() {
    fails_in(period("from", "2020-01-05", "2020-03-01"), &[1, 6], 5);
    fails_in(period("from", "", "2020-04-30"), &[6], 5);
    fails_in(period("from", "2020-05-01", ""), &[1, 2, 3, 4], 5);
    let late = "at,t\n2020-01-31 23:59:59,a\n2020-02-01 00:00:00,b\n2020-01-31 00:00:00,a\n2020-01-30 12:00:00,b\n";
    let judged = found(late, vec![period("at", "2020-01-31", "2020-01-31")]).remove(0);
    assert_eq!((rows(&judged), judged.of), (&[2, 4][..], 4));
    cannot(
        period("n", "2020-01-01", ""),
        "n is not a date column: its type is decimal.",
    );
}

#[test]
fn sets_hold_texts_or_numbers() {
    fails_in(set("colour", &["red", "blue"]), &[4], 6);
    fails_in(set("colour", &["Red", "blue", "green"]), &[1, 3, 6], 6);
    fails_in(set("n", &["1.50", "2.5", "-3", "4.0", "-0", "x"]), &[], 5);
    fails_in(set("whole", &["1", "2.0", "3"]), &[5, 6], 6);
    fails_in(set("gap", &["x"]), &[4], 3);
    fails_in(set("from", &["2020-01-01"]), &[2, 3, 4, 6], 5);
}

#[test]
fn patterns_match_whole_values() {
    fails_in(pattern("name", "[a-z]{3}"), &[3], 6);
    fails_in(pattern("name", "a"), &[1, 2, 3, 4, 5, 6], 6);
    fails_in(pattern("colour", "red|blue"), &[4], 6);
    fails_in(pattern("whole", r"\d"), &[], 6);
    fails_in(pattern("from", r"2020-0[1-3]-\d\d"), &[6], 5);
    for unreadable in ["(", "a)|(b", "[", "*", r"\p{Greek}", "(a{100}){100}{100}"] {
        let found = one(pattern("name", unreadable));
        assert_eq!(found.verdict, CheckVerdict::Warned, "{unreadable}");
        assert!(
            found.message.starts_with("The pattern cannot be read: "),
            "{}",
            found.message
        );
    }
}

#[test]
fn rows_are_counted() {
    for (min, max, result) in [
        (Some(6), None, true),
        (Some(7), None, false),
        (None, Some(6), true),
        (None, Some(5), false),
        (Some(6), Some(6), true),
    ] {
        assert_eq!(
            holds(Rule::RowCount { min, max }),
            result,
            "{min:?} {max:?}"
        );
    }
    let max = Some(0);
    cannot(Rule::RowCount { min: None, max }, "There are 6 rows.");
}

#[test]
fn columns_are_compared_row_by_row() {
    use ComparisonOperator::{Eq, Ge, Gt, Le, Lt, Ne};
    fails_in(compare("from", Le, "to"), &[3], 5);
    fails_in(compare("from", Lt, "to"), &[2, 3], 5);
    fails_in(compare("from", Ge, "to"), &[1, 4, 6], 5);
    fails_in(compare("from", Gt, "to"), &[1, 2, 4, 6], 5);
    fails_in(compare("from", Eq, "to"), &[1, 3, 4, 6], 5);
    fails_in(compare("from", Ne, "to"), &[2], 5);
    fails_in(compare("n", Le, "whole"), &[1, 2, 4], 5);
    fails_in(compare("name", Lt, "colour"), &[2, 5], 6);
    cannot(
        compare("n", Le, "colour"),
        "n cannot be compared with colour: one is of type decimal, the other category.",
    );
}
