//! Dates: leap days, ends of months and years, and times before 1970.

use super::tools::{value, values};

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(value(text), *expected, "{text}");
    }
}

#[test]
fn parts() {
    assert_eq!(values("YEAR(day)"), ["2024", "NULL", "1969"]);
    assert_eq!(values("MONTH(moment)"), ["12", "NULL", "12"]);
    assert_eq!(values("DAY(day)"), ["29", "NULL", "31"]);
    assert_eq!(values("HOUR(moment)"), ["23", "NULL", "0"]);
    assert_eq!(values("MINUTE(moment)"), ["59", "NULL", "0"]);
    assert_eq!(values("SECOND(moment)"), ["58", "NULL", "1"]);
    assert_eq!(values("EXTRACT(YEAR FROM day)"), ["2024", "NULL", "1969"]);
    assert_eq!(values("EXTRACT(SECOND FROM moment)"), ["58", "NULL", "1"]);
    check(&[
        ("WEEKDAY(DATE '2024-02-26')", "0"),
        ("WEEKDAY(DATE '2024-03-03')", "6"),
        ("WEEKDAY('1970-01-01')", "3"),
        ("WEEKDAY(DATE '1969-12-29')", "0"),
        ("YEAR('0001-01-01')", "1"),
        ("YEAR(TIMESTAMP '9999-12-31 23:59:59')", "9999"),
        ("HOUR('2024-01-01 05:06:07')", "5"),
        ("DAY(DATE '2000-02-29')", "29"),
    ]);
}

#[test]
fn differences() {
    check(&[
        (
            "DATE_DIFF('day', DATE '2024-02-28', DATE '2024-03-01')",
            "2",
        ),
        (
            "DATE_DIFF('day', DATE '2023-02-28', DATE '2023-03-01')",
            "1",
        ),
        ("DATE_DIFF('DAY', '2024-03-01', '2024-02-28')", "-2"),
        (
            "DATE_DIFF('hour', DATE '2024-01-01', TIMESTAMP '2024-01-02 01:59:59')",
            "25",
        ),
        (
            "DATE_DIFF('minute', '2024-01-01 00:00:59', '2024-01-01 00:02:00')",
            "1",
        ),
        (
            "DATE_DIFF('second', '1969-12-31 23:59:59', '1970-01-01 00:00:01')",
            "2",
        ),
        // Whole units that have passed, not midnights.
        (
            "DATE_DIFF('day', '2024-01-01 23:00:00', '2024-01-02 01:00:00')",
            "0",
        ),
        (
            "DATE_DIFF('day', '2024-01-02 01:00:00', '2024-01-01 23:00:00')",
            "0",
        ),
        ("DATE '2024-03-01' - DATE '2024-02-28'", "2"),
        ("DATE '2024-03-01' - '2024-02-28'", "2"),
        ("TIMESTAMP '2024-01-02 12:00:00' - DATE '2024-01-01'", "1.5"),
        ("DATE '1900-03-01' - DATE '1900-02-28'", "1"),
        ("DATE '2000-03-01' - DATE '2000-02-28'", "2"),
    ]);
    assert_eq!(values("day - '2024-02-28'"), ["1", "NULL", "-19782"]);
}

#[test]
fn days_later_and_earlier() {
    check(&[
        ("DATE '2024-02-28' + 1", "2024-02-29"),
        ("DATE '2023-02-28' + 1", "2023-03-01"),
        ("1 + DATE '2023-12-31'", "2024-01-01"),
        ("DATE '2024-03-01' - 1", "2024-02-29"),
        ("DATE '1970-01-01' - 1", "1969-12-31"),
        (
            "TIMESTAMP '2024-01-31 18:00:00' + 0.5",
            "2024-02-01 06:00:00",
        ),
        ("TIMESTAMP '2024-01-01 00:00:00' - 1", "2023-12-31 00:00:00"),
        // Years 1 to 9999.
        ("DATE '9999-12-31' + 1", "NULL"),
        ("DATE '0001-01-01' - 1", "NULL"),
        ("DATE '9999-12-30' + 1", "9999-12-31"),
        ("DATE '2024-01-01' + 9223372036854775807", "NULL"),
        ("DATE '2024-01-01' - -9223372036854775808", "NULL"),
        ("TIMESTAMP '2024-01-01 00:00:00' + 1e300", "NULL"),
        ("TIMESTAMP '9999-12-31 23:59:59' + 0.1", "NULL"),
        ("DATE '2024-01-01' + NULL", "NULL"),
    ]);
    assert_eq!(values("day + whole"), ["2024-03-07", "NULL", "1969-12-28"]);
}

#[test]
fn truncation() {
    check(&[
        ("DATE_TRUNC('year', DATE '2024-02-29')", "2024-01-01"),
        ("DATE_TRUNC('month', DATE '2024-02-29')", "2024-02-01"),
        ("DATE_TRUNC('week', DATE '2024-03-03')", "2024-02-26"),
        ("DATE_TRUNC('week', DATE '2024-02-26')", "2024-02-26"),
        ("DATE_TRUNC('hour', DATE '2024-02-26')", "2024-02-26"),
        ("DATE_TRUNC('week', DATE '0001-01-01')", "0001-01-01"),
        (
            "DATE_TRUNC('month', TIMESTAMP '2024-12-31 23:59:58')",
            "2024-12-01 00:00:00",
        ),
        (
            "DATE_TRUNC('week', TIMESTAMP '1969-12-31 23:59:58')",
            "1969-12-29 00:00:00",
        ),
        (
            "DATE_TRUNC('day', TIMESTAMP '1969-12-31 23:59:58')",
            "1969-12-31 00:00:00",
        ),
        (
            "DATE_TRUNC('hour', TIMESTAMP '1969-12-31 23:59:58')",
            "1969-12-31 23:00:00",
        ),
        (
            "DATE_TRUNC('minute', '1969-12-31 23:59:58')",
            "1969-12-31 23:59:00",
        ),
    ]);
    assert_eq!(
        values("DATE_TRUNC('second', moment)"),
        ["2024-12-31 23:59:58", "NULL", "1969-12-31 00:00:01"]
    );
}

#[test]
fn dates_are_read_in_the_forms_that_columns_are_read_in() {
    check(&[
        ("DATE '29.02.2024'", "2024-02-29"),
        ("DATE '2024/02/29'", "2024-02-29"),
        ("TIMESTAMP '2024-02-29T12:30'", "2024-02-29 12:30:00"),
        ("CAST('2023-02-29' AS DATE)", "NULL"),
        ("CAST('2024-02-29 10:00' AS DATE)", "2024-02-29"),
    ]);
}
