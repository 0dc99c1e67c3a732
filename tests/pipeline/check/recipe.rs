//! Expectations in recipes: as JSON, and what is refused.

use grove_recipe::columns::ColumnKind;
use grove_recipe::stage::{Stage, keys};
use grove_recipe::{Check, ComparisonOperator, Expectation, Recipe, Reference, Rule, Severity};

use super::{TABLE, column, recipe, stop, warning};

/// One expectation of each kind.
fn every_kind() -> Vec<Expectation> {
    let n = || column("n");
    vec![
        warning(Rule::ColumnPresent { column: n() }),
        stop(Rule::ColumnType {
            column: n(),
            kind: ColumnKind::DateTime,
        }),
        warning(Rule::NotNull { column: n() }),
        warning(Rule::MissingShareAtMost {
            column: n(),
            share: 0.1,
        }),
        warning(Rule::Unique {
            columns: vec![n(), column("t")],
        }),
        stop(Rule::InRange {
            column: n(),
            min: None,
            max: Some(1e300),
        }),
        warning(Rule::InPeriod {
            column: n(),
            from: Some("2019-03-01".into()),
            until: None,
        }),
        warning(Rule::InSet {
            column: n(),
            values: vec!["a, b".into()],
        }),
        warning(Rule::MatchesPattern {
            column: n(),
            pattern: r"\d+".into(),
        }),
        warning(Rule::RowCount {
            min: Some(1),
            max: None,
        }),
        warning(Rule::CompareColumns {
            left: n(),
            comparison: ComparisonOperator::Le,
            right: n(),
        }),
        warning(Rule::Distribution {
            column: n(),
            alpha: 0.01,
            reference: Reference::Numbers {
                quantiles: vec![-1.5, 0.1, 0.1],
            },
        }),
        warning(Rule::Distribution {
            column: column("t"),
            alpha: 0.05,
            reference: Reference::Categories {
                counts: vec![("a".into(), 3)],
                other: 0,
            },
        }),
    ]
}

#[test]
fn a_recipe_comes_back_from_json_as_it_was() {
    let (_, recipe) = recipe(TABLE, every_kind());
    assert_eq!(Recipe::from_json(&recipe.to_json()), Ok(recipe.clone()));
    let text = recipe.to_json();
    for name in [
        "column_present",
        "column_type",
        "not_null",
        "missing_share_at_most",
        "unique",
        "in_range",
        "in_period",
        "in_set",
        "matches_pattern",
        "row_count",
        "compare_columns",
        "distribution",
    ] {
        assert!(text.contains(&format!("\"{name}\": {{")), "{name}");
    }
}

#[test]
fn unknown_fields_rules_and_values_are_refused() {
    let (_, recipe) = recipe(
        TABLE,
        vec![warning(Rule::NotNull {
            column: column("n"),
        })],
    );
    let text = recipe.to_json();
    for (before, after) in [
        ("\"on\": true", "\"on\": true, \"of\": 1"),
        ("\"column\": \"n\"", "\"column\": \"n\", \"min\": 1"),
        ("not_null", "never_null"),
        ("\"warn\"", "\"tell\""),
        (
            "\"expectations\": [",
            "\"expected\": [], \"expectations\": [",
        ),
    ] {
        assert!(text.contains(before), "{before}");
        let changed = text.replacen(before, after, 1);
        assert!(Recipe::from_json(&changed).is_err(), "{after}");
    }
}

#[test]
fn what_is_out_of_range_is_named_with_the_number_of_its_expectation() {
    let problem = |rule: Rule| {
        let fine = warning(Rule::ColumnPresent {
            column: column("n"),
        });
        let (_, recipe) = recipe(TABLE, vec![fine, warning(rule)]);
        let error = recipe.check().expect_err("a problem");
        assert_eq!(error.stage, Stage::Check);
        error.problem
    };
    let n = || column("n");
    let range = |min, max| Rule::InRange {
        column: n(),
        min,
        max,
    };
    let period = |from: Option<&str>, until: Option<&str>| Rule::InPeriod {
        column: n(),
        from: from.map(String::from),
        until: until.map(String::from),
    };
    let numbers = |quantiles: Vec<f64>| Rule::Distribution {
        column: n(),
        alpha: 0.05,
        reference: Reference::Numbers { quantiles },
    };
    let categories = |counts: Vec<(String, u32)>, other| Rule::Distribution {
        column: n(),
        alpha: 0.05,
        reference: Reference::Categories { counts, other },
    };
    for (rule, expected) in [
        (
            Rule::MissingShareAtMost {
                column: n(),
                share: 1.5,
            },
            "share is 1.5; it must be from 0 to 1.",
        ),
        (
            Rule::Unique {
                columns: Vec::new(),
            },
            "columns is empty.",
        ),
        (
            Rule::Unique {
                columns: vec![n(); 21],
            },
            "columns is 21 long; at most 20 are possible.",
        ),
        (period(None, None), "from or until must be given."),
        (
            period(Some("2019-02-29"), None),
            "“2019-02-29” is not a day such as 2019-03-31.",
        ),
        (
            period(Some("2019-03-02"), Some("2019-03-01")),
            "from is after until.",
        ),
        (range(None, None), "min or max must be given."),
        (range(Some(2.0), Some(1.0)), "min is above max."),
        (
            Rule::RowCount {
                min: Some(2),
                max: Some(1),
            },
            "min is above max.",
        ),
        (
            Rule::InSet {
                column: n(),
                values: Vec::new(),
            },
            "values is empty.",
        ),
        (
            Rule::MatchesPattern {
                column: n(),
                pattern: String::new(),
            },
            "pattern is empty.",
        ),
        (
            Rule::MatchesPattern {
                column: n(),
                pattern: "a".repeat(1001),
            },
            "pattern is 1001 long; at most 1000 are possible.",
        ),
        (
            numbers(vec![2.0, 1.0]),
            "quantiles must be finite numbers in ascending order.",
        ),
        (
            numbers(vec![f64::NAN]),
            "quantiles must be finite numbers in ascending order.",
        ),
        (
            numbers(vec![0.0; 201]),
            "quantiles is 201 long; at most 200 are possible.",
        ),
        (categories(Vec::new(), 1), "counts is empty."),
        (
            categories(vec![("a".into(), u32::MAX); 2], 1),
            "counts must name some rows, and fewer than 2³².",
        ),
    ] {
        assert_eq!(problem(rule), format!("Expectation 2: {expected}"));
    }
    assert!(problem(range(Some(f64::NAN), None)).starts_with("Expectation 2: min is NaN"));
    assert!(problem(range(None, Some(f64::INFINITY))).starts_with("Expectation 2: max is inf"));
    let many = vec![warning(Rule::NotNull { column: n() }); 501];
    let error = recipe(TABLE, many).1.check().expect_err("too many");
    assert_eq!(
        error.problem,
        "There are 501 expectations; at most 500 are possible."
    );
}

#[test]
fn expectations_are_part_of_the_checks_key_and_of_no_earlier_one() {
    let (_, mut recipe) = recipe(TABLE, every_kind());
    let before = keys(&recipe);
    recipe.check.expectations[0].severity = Severity::Stop;
    let after = keys(&recipe);
    assert_eq!(
        before[..Stage::Check as usize],
        after[..Stage::Check as usize]
    );
    assert_ne!(before[Stage::Check as usize], after[Stage::Check as usize]);
    recipe.check = Check::default();
    assert_ne!(keys(&recipe), before);
}
