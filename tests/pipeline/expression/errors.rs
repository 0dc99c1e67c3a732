//! What is refused: with which words, and at which characters.

use grove_engine::expression::{Expression, LENGTH_AT_MOST};
use grove_protocol::expression::ExpressionError;
use grove_recipe::columns::ColumnKind;

use super::tools::refused;

/// Each expression, the part of it that the error points at (marked by «»), and a part of the message.
fn check(cases: &[(&str, &str)]) {
    for (marked, message) in cases {
        let text = marked.replace(['«', '»'], "");
        let error = refused(&text);
        let before = marked.split('«').next().unwrap();
        let part = marked.split(['«', '»']).nth(1).unwrap();
        let place = (error.at as usize, error.length as usize);
        let expected = (before.chars().count(), part.chars().count());
        assert_eq!(place, expected, "{marked}: {error}");
        assert!(error.message.contains(message), "{marked}: {error}");
        assert!(error.message.ends_with(['.', '?']), "{error}");
    }
}

#[test]
fn nothing_to_read() {
    check(&[
        ("«»", "is empty"),
        ("«  \n »", "is empty"),
        ("whole +«»", "ends too early"),
        ("(whole«»", "ends too early"),
        ("ROUND(whole, «»", "ends too early"),
        ("CASE WHEN paid THEN 1«»", "ends too early"),
        ("whole «half»", "should end before half"),
        ("whole«)»", "should end before )"),
        ("whole + «*» 2", "an expression"),
        ("«)»", ") is not allowed here"),
        ("whole IS «3»", "3 is not allowed here: NULL, TRUE or FALSE"),
        ("CASE WHEN paid THEN 1 «)»", "END"),
        ("CASE WHEN paid THEN «*» 1 END", "an expression"),
        ("CAST(whole «I»NTEGER)", "AS is expected"),
        ("EXTRACT«(»YEAR day)", "'FROM' or ',' is expected here"),
        ("whole «D»IV 2", "This operator is not supported"),
        ("word = «“»Zoë”", "Quotes must be straight"),
        ("whole«;» half", "Only one expression"),
        ("whole «-- half»", "comment"),
        ("whole «/* x */» + 1", "comment"),
    ]);
    let error = refused("word = 'Zoë");
    assert_eq!((error.at, error.length), (7, 1));
    assert!(error.message.contains("no quote ' at its end"), "{error}");
    let error = refused("1 + \"wh");
    assert_eq!((error.at, error.length), (4, 1));
    assert!(error.message.contains("name that begins here"), "{error}");
}

#[test]
fn names() {
    check(&[
        ("«hole» + 1", "no column hole; did you mean whole?"),
        ("1 + «wohle»", "did you mean whole?"),
        ("«CURRENT_DATE» > day", "There is no column CURRENT_DATE."),
        ("«xyzzy»", "There is no column xyzzy."),
        ("word = «\"Berlin\"»", "single quotes enclose a text"),
        ("«sepal.lenght» > 1", "did you mean sepal.length?"),
        ("«`with spice`»", "did you mean with space?"),
        ("'Ωλ' = «nota»", "did you mean Note?"),
        ("word = 'Zoë'\n AND «hal» > 1", "did you mean half?"),
        ("«FLOR»(half)", "no function FLOR; did you mean FLOOR?"),
        ("«foobarbaz»(1)", "There is no function foobarbaz."),
        ("«SUM»(half)", "over many rows"),
        ("1 + «max»(half)", "GREATEST"),
        ("«COUNT»(*)", "over many rows"),
        ("«ROW_NUMBER»() OVER (ORDER BY half)", "over many rows"),
    ]);
}

#[test]
fn counts_of_values() {
    check(&[
        ("«ABS»()", "ABS takes 1 value, but 0 are given: ABS(x)."),
        ("«ABS»(1, 2)", "ABS takes 1 value, but 2 are given"),
        (
            "«ROUND»(1, 2, 3)",
            "ROUND takes 1 or 2 values, but 3 are given",
        ),
        (
            "«REPLACE»('a', 'b')",
            "REPLACE takes 3 values, but 2 are given",
        ),
        ("«COALESCE»()", "COALESCE takes at least 1 value"),
        ("FLOOR(half, «2»)", "FLOOR takes 1 value"),
        (
            "SUBSTRING(«word»)",
            "SUBSTRING takes 2 or 3 values, but 1 is given",
        ),
    ]);
}

#[test]
fn kinds() {
    check(&[
        (
            "«word» + 1",
            "+ needs numbers (texts are joined by ||). But this is a text.",
        ),
        ("1 + «'2'»", "But this is a text."),
        ("-«word»", "- needs a number"),
        ("«paid» * 2", "But this is true or false."),
        ("1 / «day»", "But this is a date."),
        ("whole = «'7'»", "here a whole number. But this is a text."),
        ("whole = «word»", "the value before it is a whole number"),
        (
            "paid = «'maybe'»",
            "'maybe' cannot be read as true or false",
        ),
        ("day > «'soon'»", "'soon' cannot be read as a date"),
        ("day > «'2023-02-29'»", "cannot be read as a date"),
        ("DATE «'2023-02-29'»", "cannot be read as a date"),
        ("paid AND «whole»", "AND needs conditions"),
        ("«word» OR paid", "OR needs conditions"),
        ("NOT «half»", "NOT needs a condition"),
        ("«half» IS TRUE", "true or false"),
        ("whole IN (1, «'a'»)", "IN needs values of one kind"),
        (
            "whole BETWEEN 1 AND «day»",
            "BETWEEN needs values of one kind",
        ),
        ("«whole» LIKE 'a'", "LIKE needs texts"),
        ("word LIKE «1»", "LIKE needs texts"),
        ("word LIKE 'a' ESCAPE «'ab'»", "one character"),
        ("word LIKE 'a' ESCAPE «word»", "one character"),
        ("CASE WHEN «whole» THEN 1 END", "WHEN needs a condition"),
        (
            "CASE WHEN paid THEN 1 ELSE «'a'» END",
            "The result of CASE needs values of one kind",
        ),
        (
            "CASE whole WHEN «word» THEN 1 END",
            "CASE needs values of one kind",
        ),
        ("ABS(«word»)", "ABS needs a number"),
        ("SQRT(«'4'»)", "SQRT needs a number here: SQRT(x)."),
        ("ROUND(half, «0.5»)", "ROUND needs a whole number here"),
        ("LOWER(«whole»)", "LOWER needs a text here"),
        ("LEFT(word, «half»)", "LEFT needs a whole number"),
        ("YEAR(«whole»)", "YEAR needs a date"),
        ("YEAR(«'soon'»)", "cannot be read as a date"),
        ("HOUR(«day»)", "HOUR needs a date with a time"),
        ("EXTRACT(HOUR FROM «day»)", "HOUR needs a date with a time"),
        (
            "DATE_DIFF(«'year'», day, day)",
            "DATE_DIFF needs one of 'day', 'hour'",
        ),
        (
            "DATE_TRUNC(«word», day)",
            "DATE_TRUNC needs one of 'year', 'month'",
        ),
        ("day + «0.5»", "whole days"),
        (
            "day + «day»",
            "whole days can be added. But this is a date.",
        ),
        ("«1» - day", "only be taken from a date"),
        ("day - «paid»", "But this is true or false."),
        (
            "CAST(«day» AS INTEGER)",
            "This is a date, and cannot be cast to a whole number.",
        ),
        (
            "CAST(«word» AS DECIMAL(10, 2))",
            "A cast to DECIMAL(10,2) is not supported.",
        ),
        (
            "«word»::VARCHAR(3)",
            "A cast to VARCHAR(3) is not supported.",
        ),
        ("CAST(«word» AS BLOB)", "A cast to BLOB is not supported."),
        ("«1e999»", "too large"),
    ]);
}

#[test]
fn what_is_not_supported_is_named() {
    check(&[
        ("whole IN («SELECT» 1)", "A query (SELECT, WITH)"),
        ("(«SELECT» 1)", "A query"),
        ("«EXISTS»(SELECT 1)", "EXISTS is not supported"),
        (
            "day + INTERVAL «'1'» DAY",
            "INTERVAL (add a number of days instead",
        ),
        ("«ABS»(half) OVER ()", "OVER (a window)"),
        ("«whole IS DISTINCT FROM half»", "IS DISTINCT FROM"),
        ("«word SIMILAR TO 'a'»", "A regular expression"),
        ("whole «&» 1", "& is not supported"),
        ("whole «^» 2", "^ is not supported"),
        ("word «~» 'a'", "~ is not supported"),
        ("whole = «?»", "? is not supported"),
        ("«[»1, 2]", "[ is not supported"),
        ("«ABS»(DISTINCT half)", "DISTINCT"),
    ]);
}

#[test]
fn lengths_and_depths() {
    let most = LENGTH_AT_MOST as usize;
    let error = refused(&format!("{}1", " ".repeat(most)));
    assert_eq!((error.at as usize, error.length), (most, 1));
    assert!(error.message.contains("characters at most"), "{error}");
    let words = vec!["1"; 1900].join("+");
    let error = refused(&words);
    assert!(error.message.contains("words and signs at most"), "{error}");
    for deep in [
        format!("{}1{}", "(".repeat(1000), ")".repeat(400)),
        format!("{} TRUE", "NOT ".repeat(900)),
        format!("{}1", "- ".repeat(1000)),
    ] {
        let error = refused(&deep);
        assert!(error.message.contains("nested too deeply"), "{error}");
        assert!(error.at < 200, "{error}");
    }
}

#[test]
fn errors_are_read_by_people_and_by_the_page() {
    let error = refused("1 + hole");
    assert_eq!(
        error.to_string(),
        "There is no column hole; did you mean whole? (at character 5)"
    );
    let json = serde_json::to_string(&error).unwrap();
    assert_eq!(
        serde_json::from_str::<ExpressionError>(&json).unwrap(),
        error
    );
    let kinds = vec![("a".to_owned(), ColumnKind::Text)];
    let error = Expression::condition("a", &kinds).unwrap_err();
    assert!(error.message.contains("this is a text"), "{error}");
}
