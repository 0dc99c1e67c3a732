//! Every operator and function, with missing values, at the edges of their kinds, and beyond ASCII.

use grove_engine::expression::{Expression, functions};
use grove_recipe::columns::ColumnKind;

use super::tools::{kind, kinds, parse, table, table_of, texts, value, values};

/// Each expression beside the value that it has in all rows.
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(value(text), *expected, "{text}");
    }
}

#[test]
fn columns_are_read_as_they_are() {
    assert_eq!(values("whole"), ["7", "NULL", "-3"]);
    assert_eq!(values("half"), ["2.5", "NULL", "-0.25"]);
    assert_eq!(values("word"), ["Apfel", "NULL", "Birne"]);
    assert_eq!(values("paid"), ["true", "NULL", "false"]);
    assert_eq!(values("day"), ["2024-02-29", "NULL", "1969-12-31"]);
    assert_eq!(
        values("moment"),
        ["2024-12-31 23:59:58.500", "NULL", "1969-12-31 00:00:01"]
    );
    assert_eq!(values("none"), ["NULL"; 3]);
    assert_eq!(values("\"with space\""), ["a b", "NULL", "c"]);
    assert_eq!(values("`with space` || '!'"), ["a b!", "NULL", "c!"]);
    assert_eq!(values("sepal.length"), ["5.1", "NULL", "4.9"]);
}

#[test]
fn the_kind_is_known_without_rows() {
    let cases = [
        ("whole + 1", ColumnKind::Integer),
        ("whole + 1.0", ColumnKind::Decimal),
        ("whole / 1", ColumnKind::Decimal),
        ("whole + half", ColumnKind::Decimal),
        ("whole > half", ColumnKind::Boolean),
        ("paid", ColumnKind::Boolean),
        ("day", ColumnKind::Date),
        ("day + 1", ColumnKind::Date),
        ("day - day", ColumnKind::Integer),
        ("moment - day", ColumnKind::Decimal),
        ("COALESCE(day, moment)", ColumnKind::DateTime),
        ("NULL", ColumnKind::Empty),
        ("none", ColumnKind::Empty),
        ("NULL + 1", ColumnKind::Integer),
        // Made of few texts, or of any.
        ("word", ColumnKind::Category),
        ("UPPER(word)", ColumnKind::Category),
        (
            "CASE WHEN LENGTH(Note) > 1 THEN 'a' ELSE 'b' END",
            ColumnKind::Category,
        ),
        ("Note", ColumnKind::Text),
        ("word || Note", ColumnKind::Text),
        ("COALESCE(Note, 'none')", ColumnKind::Text),
        ("CAST(whole AS TEXT)", ColumnKind::Text),
        ("paid::TEXT", ColumnKind::Category),
    ];
    for (text, expected) in cases {
        assert_eq!(kind(text), expected, "{text}");
        let column = parse(text).evaluate(&table(), "x").unwrap();
        assert_eq!(
            column.storage(),
            grove_engine::table::column::storage(expected),
            "{text}"
        );
    }
}

#[test]
fn the_columns_are_those_that_are_read_in_order_of_first_use() {
    let columns = |text| parse(text).columns().to_vec();
    assert_eq!(columns("1 + 2"), [""; 0]);
    assert_eq!(
        columns("half + WHOLE * \"half\" - whole"),
        ["half", "whole"]
    );
    assert_eq!(
        columns("POSITION(word IN note) + LENGTH(word)"),
        ["word", "Note"]
    );
    assert_eq!(columns("TRIM(BOTH word FROM Note)"), ["word", "Note"]);
    assert_eq!(
        columns("CASE paid WHEN 'yes' THEN day END"),
        ["paid", "day"]
    );
    assert_eq!(columns("whole IN (1, half)"), ["whole", "half"]);
    assert_eq!(columns("none IS NULL"), ["none"]);
}

#[test]
fn a_name_as_it_is_written_goes_before_one_in_another_case() {
    let kinds = vec![
        ("a".to_owned(), ColumnKind::Integer),
        ("A".to_owned(), ColumnKind::Integer),
        ("Größe".to_owned(), ColumnKind::Integer),
    ];
    let table = table_of("a,A,Größe\n1,2,3\n", &kinds);
    let value = |text| texts(&Expression::parse(text, &kinds).unwrap(), &table);
    assert_eq!(value("a"), ["1"]);
    assert_eq!(value("A"), ["2"]);
    assert_eq!(value("GRÖßE"), ["3"]);
    // Neither is meant when both are alike.
    let kinds = vec![
        kinds[0].clone(),
        ("Ab".into(), kinds[0].1),
        ("aB".into(), kinds[0].1),
    ];
    assert!(Expression::parse("AB", &kinds).is_err());
}

#[test]
fn arithmetic() {
    assert_eq!(values("whole + 1"), ["8", "NULL", "-2"]);
    assert_eq!(values("whole - half"), ["4.5", "NULL", "-2.75"]);
    assert_eq!(values("-whole"), ["-7", "NULL", "3"]);
    assert_eq!(values("- -whole"), ["7", "NULL", "-3"]);
    assert_eq!(values("+half * 2"), ["5", "NULL", "-0.5"]);
    assert_eq!(values("whole / 2"), ["3.5", "NULL", "-1.5"]);
    check(&[
        ("1 + 2 * 3 - 4", "3"),
        ("(1 + 2) * 3", "9"),
        ("10 - 2 - 3", "5"),
        ("2 * -3", "-6"),
        // The remainder has the dividend's sign.
        ("7 % 3", "1"),
        ("-7 % 3", "-1"),
        ("7 % -3", "1"),
        ("-7.5 % 2", "-1.5"),
        ("MOD(-7, 3)", "-1"),
        // Division is decimal, and by zero gives nothing.
        ("1 / 2", "0.5"),
        ("4 / 2", "2"),
        ("1 / 0", "NULL"),
        ("0.0 / 0", "NULL"),
        ("7 % 0", "NULL"),
        ("7.0 % 0", "NULL"),
        ("NULL + 1", "NULL"),
        ("1 / NULL", "NULL"),
        ("NULL + NULL", "NULL"),
        // At the ends of 64 bits.
        ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808", "-9223372036854775808"),
        ("9223372036854775807 + 1", "NULL"),
        ("-9223372036854775808 - 1", "NULL"),
        ("9223372036854775807 * 2", "NULL"),
        ("-(-9223372036854775808)", "NULL"),
        ("-9223372036854775808 % -1", "0"),
        ("ABS(-9223372036854775808)", "NULL"),
        ("9223372036854775807 + 1.0", "9223372036854776000"),
        ("9223372036854775808", "9223372036854776000"),
        // Decimal numbers that are not finite.
        ("1e308 * 10", "NULL"),
        ("-1e308 - 1e308", "NULL"),
        ("1e-320 / 1e300", "0"),
        // Zero has no sign.
        ("-0.0", "0"),
        ("0.0 * -1", "0"),
        ("ROUND(-0.2)", "0"),
        ("0.1 + 0.2", "0.30000000000000004"),
    ]);
}

#[test]
fn comparisons() {
    assert_eq!(values("whole > 0"), ["true", "NULL", "false"]);
    assert_eq!(values("whole = 7.0"), ["true", "NULL", "false"]);
    assert_eq!(values("word < 'B'"), ["true", "NULL", "false"]);
    assert_eq!(values("paid = 'yes'"), ["true", "NULL", "false"]);
    assert_eq!(values("paid <> 'TRUE'"), ["false", "NULL", "true"]);
    assert_eq!(values("'n' = paid"), ["false", "NULL", "true"]);
    assert_eq!(values("paid = '1'"), ["true", "NULL", "false"]);
    assert_eq!(values("day >= '2024-02-29'"), ["true", "NULL", "false"]);
    assert_eq!(
        values("day < '2024-02-29 00:00:01'"),
        ["true", "NULL", "true"]
    );
    assert_eq!(values("moment < '2024-12-31'"), ["false", "NULL", "true"]);
    assert_eq!(values("day = moment"), ["false", "NULL", "false"]);
    check(&[
        ("1 < 2", "true"),
        ("2 <= 2", "true"),
        ("2 >= 3", "false"),
        ("2 != 2", "false"),
        ("2 <> 3", "true"),
        ("2 == 2", "true"),
        ("FALSE < TRUE", "true"),
        // By code points: capitals, then small letters, then the others; nothing is folded.
        ("'B' < 'a'", "true"),
        ("'z' < 'ä'", "true"),
        ("'\u{ffff}' < '\u{10000}'", "true"),
        ("'a' = 'A'", "false"),
        ("'a' = 'a '", "false"),
        ("9007199254740993 = 9007199254740992", "false"),
        ("DATE '2024-03-01' > DATE '2024-02-29'", "true"),
        ("NULL = NULL", "NULL"),
        ("NULL <> 1", "NULL"),
    ]);
}

#[test]
fn three_valued_logic() {
    const WORDS: [&str; 3] = ["TRUE", "FALSE", "NULL"];
    const AND: [&str; 9] = [
        "true", "false", "NULL", "false", "false", "false", "NULL", "false", "NULL",
    ];
    const OR: [&str; 9] = [
        "true", "true", "true", "true", "false", "NULL", "true", "NULL", "NULL",
    ];
    for (i, a) in WORDS.iter().enumerate() {
        for (j, b) in WORDS.iter().enumerate() {
            assert_eq!(
                value(&format!("{a} AND {b}")),
                AND[3 * i + j],
                "{a} AND {b}"
            );
            assert_eq!(value(&format!("{a} OR {b}")), OR[3 * i + j], "{a} OR {b}");
        }
    }
    check(&[
        ("NOT TRUE", "false"),
        ("NOT FALSE", "true"),
        ("NOT NULL", "NULL"),
        ("NULL IS NULL", "true"),
        ("1 IS NOT NULL", "true"),
        ("NULL IS TRUE", "false"),
        ("NULL IS NOT TRUE", "true"),
        ("NULL IS FALSE", "false"),
        ("NULL IS NOT FALSE", "true"),
        ("NULL IS UNKNOWN", "true"),
        ("TRUE IS NOT UNKNOWN", "true"),
        ("FALSE IS FALSE", "true"),
        // OR binds least, then AND, then NOT.
        ("TRUE OR FALSE AND FALSE", "true"),
        ("NOT FALSE AND FALSE", "false"),
        ("NOT 1 = 2", "true"),
    ]);
    assert_eq!(values("paid IS NOT TRUE"), ["false", "true", "true"]);
    assert_eq!(values("whole IS NULL"), ["false", "true", "false"]);
    assert_eq!(values("none IS NULL"), ["true"; 3]);
}

#[test]
fn lists_ranges_and_cases() {
    assert_eq!(values("whole IN (1, 7)"), ["true", "NULL", "false"]);
    assert_eq!(values("whole NOT IN (1, 7)"), ["false", "NULL", "true"]);
    assert_eq!(values("whole IN (7, NULL)"), ["true", "NULL", "NULL"]);
    assert_eq!(values("whole NOT IN (7, NULL)"), ["false", "NULL", "NULL"]);
    assert_eq!(values("paid IN ('yes', 'y')"), ["true", "NULL", "false"]);
    assert_eq!(values("half BETWEEN -1 AND 2"), ["false", "NULL", "true"]);
    assert_eq!(
        values("whole NOT BETWEEN 7 AND 8"),
        ["false", "NULL", "true"]
    );
    assert_eq!(
        values("CASE WHEN whole > 0 THEN 'up' WHEN whole < 0 THEN 'down' ELSE '?' END"),
        ["up", "?", "down"]
    );
    assert_eq!(
        values("CASE WHEN paid THEN whole END"),
        ["7", "NULL", "NULL"]
    );
    assert_eq!(
        values("CASE whole WHEN 7 THEN 1 WHEN -3 THEN 2.5 END"),
        ["1", "NULL", "2.5"]
    );
    assert_eq!(
        values("CASE word WHEN 'Apfel' THEN day ELSE '2000-01-01' END"),
        ["2024-02-29", "2000-01-01", "2000-01-01"]
    );
    check(&[
        // What is known goes before what is not.
        ("5 BETWEEN NULL AND 4", "false"),
        ("5 BETWEEN NULL AND 6", "NULL"),
        ("CASE NULL WHEN NULL THEN 1 ELSE 2 END", "2"),
        ("CASE WHEN NULL THEN 1 ELSE 2 END", "2"),
        ("CASE WHEN TRUE THEN NULL END", "NULL"),
        ("1 IN (1.0, 2)", "true"),
    ]);
}

#[test]
fn casts() {
    check(&[
        ("CAST('12' AS INTEGER)", "12"),
        ("CAST(' 007 ' AS BIGINT)", "7"),
        ("'2.5'::INTEGER", "3"),
        ("CAST(-2.5 AS INT)", "-3"),
        ("CAST(1e19 AS INTEGER)", "NULL"),
        (
            "CAST(-9223372036854775808.0 AS INTEGER)",
            "-9223372036854775808",
        ),
        ("CAST('x' AS INTEGER)", "NULL"),
        ("CAST(TRUE AS INTEGER)", "1"),
        ("CAST('1e3' AS DOUBLE)", "1000"),
        ("CAST('inf' AS DOUBLE)", "NULL"),
        ("CAST('NaN' AS REAL)", "NULL"),
        ("CAST(FALSE AS DECIMAL)", "0"),
        ("CAST(3 AS FLOAT) / 2", "1.5"),
        ("CAST(2.50 AS TEXT)", "2.5"),
        ("CAST(2.0 AS VARCHAR)", "2"),
        ("CAST(TRUE AS TEXT)", "true"),
        ("CAST(DATE '2024-02-29' AS TEXT)", "2024-02-29"),
        (
            "CAST(TIMESTAMP '2024-02-29 01:02:03' AS TEXT)",
            "2024-02-29 01:02:03",
        ),
        ("CAST('yes' AS BOOLEAN)", "true"),
        ("CAST('0' AS BOOLEAN)", "false"),
        ("CAST('maybe' AS BOOLEAN)", "NULL"),
        ("CAST(2 AS BOOLEAN)", "true"),
        ("CAST(0.0 AS BOOLEAN)", "false"),
        (
            "CAST(TIMESTAMP '1969-12-31 23:00:00' AS DATE)",
            "1969-12-31",
        ),
        (
            "CAST(DATE '2024-02-29' AS TIMESTAMP)",
            "2024-02-29 00:00:00",
        ),
        ("NULL::INTEGER", "NULL"),
        ("TRY_CAST('a' AS INTEGER)", "NULL"),
    ]);
    assert_eq!(values("CAST(word AS DATE)"), ["NULL"; 3]);
    assert_eq!(values("whole::TEXT || '!'"), ["7!", "NULL", "-3!"]);
}

#[test]
fn likeness() {
    check(&[
        ("'abc' LIKE 'abc'", "true"),
        ("'abc' LIKE 'ab'", "false"),
        ("'abc' LIKE 'a%'", "true"),
        ("'abc' LIKE '%c'", "true"),
        ("'abc' LIKE '%b%'", "true"),
        ("'abc' LIKE '___'", "true"),
        ("'abc' LIKE '__'", "false"),
        ("'' LIKE '%'", "true"),
        ("'' LIKE '_'", "false"),
        ("'' LIKE ''", "true"),
        ("'a' LIKE ''", "false"),
        ("'aab' LIKE '%ab'", "true"),
        ("'abcabd' LIKE '%ab_'", "true"),
        ("'mississippi' LIKE '%s%ss%p_'", "true"),
        ("'mississippi' LIKE '%s%ss%p'", "false"),
        ("'Zoë Ω' LIKE 'Zo_ _'", "true"),
        ("'ABC' LIKE 'abc'", "false"),
        ("'ABC' ILIKE 'aB_'", "true"),
        ("'ÄÖ' ILIKE 'äö'", "true"),
        ("'abc' NOT LIKE 'a%'", "false"),
        ("'abc' NOT ILIKE 'B%'", "true"),
        // A backslash means nothing by itself.
        (r"'a\b' LIKE 'a\b'", "true"),
        ("'5%' LIKE '5!%' ESCAPE '!'", "true"),
        ("'5x' LIKE '5!%' ESCAPE '!'", "false"),
        ("'a_b!' LIKE 'a!_b!!' ESCAPE '!'", "true"),
        ("'a' LIKE 'a!' ESCAPE '!'", "false"),
        ("'5%' ILIKE '5X%' ESCAPE 'X'", "true"),
        ("NULL LIKE 'a'", "NULL"),
        ("'a' LIKE NULL", "NULL"),
    ]);
    assert_eq!(
        values("Note LIKE '%!%!_y' ESCAPE '!'"),
        ["false", "false", "true"]
    );
    assert_eq!(values("'Apfel' LIKE word"), ["true", "NULL", "false"]);
}

#[test]
fn functions_of_numbers() {
    check(&[
        ("ABS(-2)", "2"),
        ("ABS(-2.5)", "2.5"),
        ("ROUND(2.5)", "3"),
        ("ROUND(-2.5)", "-3"),
        ("ROUND(2.345, 1)", "2.3"),
        ("ROUND(1234.5, -2)", "1200"),
        ("ROUND(0.1, 400)", "0.1"),
        ("ROUND(1e308, 300) = 1e308", "true"),
        ("ROUND(1234, 2)", "1234"),
        ("ROUND(1250, -2)", "1300"),
        ("ROUND(-1250, -2)", "-1300"),
        ("ROUND(9223372036854775807, -1)", "NULL"),
        ("ROUND(5, -19)", "0"),
        ("ROUND(9223372036854775807, -19)", "NULL"),
        ("ROUND(5, -9223372036854775807)", "0"),
        ("ROUND(5.5, NULL)", "NULL"),
        ("FLOOR(-1.5)", "-2"),
        ("CEIL(1.2)", "2"),
        ("CEILING(-0.5)", "0"),
        ("FLOOR(7)", "7"),
        ("SIGN(-2.5)", "-1"),
        ("SIGN(0)", "0"),
        ("SIGN(0.1)", "1"),
        ("SQRT(9)", "3"),
        ("SQRT(-1)", "NULL"),
        ("EXP(0)", "1"),
        ("EXP(1000)", "NULL"),
        ("LN(1)", "0"),
        ("LN(0)", "NULL"),
        ("LN(-1)", "NULL"),
        ("LOG10(1000)", "3"),
        ("LOG2(8)", "3"),
        ("POWER(2, 10)", "1024"),
        ("POW(0, -1)", "NULL"),
        ("POWER(-8, 0.5)", "NULL"),
        ("POWER(10, 400)", "NULL"),
        ("ROUND(EXP(1), 12)", "2.718281828459"),
        ("ABS(NULL)", "NULL"),
        ("SQRT(NULL)", "NULL"),
        ("MOD(5.5, 2)", "1.5"),
    ]);
    assert_eq!(values("ROUND(half, whole)"), ["2.5", "NULL", "0"]);
}

#[test]
fn functions_of_text() {
    check(&[
        ("LOWER('ÀB')", "àb"),
        ("UPPER('straße')", "STRASSE"),
        ("TRIM('  a b\t')", "a b"),
        ("LTRIM('  a ') || '|'", "a |"),
        ("RTRIM(' a  ') || '|'", " a|"),
        ("TRIM(BOTH 'xy' FROM 'xyaxbyx')", "axb"),
        ("TRIM(LEADING 'x' FROM 'xxax')", "ax"),
        ("TRIM(TRAILING 'x' FROM 'xaxx')", "xa"),
        ("TRIM('x' FROM 'xax')", "a"),
        ("LTRIM('Ωa', 'Ω')", "a"),
        ("LENGTH('Zoë Ω')", "5"),
        ("LENGTH('')", "0"),
        ("CHAR_LENGTH('🌳')", "1"),
        ("SUBSTRING('Zoë Ω', 3)", "ë Ω"),
        ("SUBSTRING('Zoë Ω', 3, 1)", "ë"),
        ("SUBSTR('abc', 2, 9)", "bc"),
        ("SUBSTRING('abc' FROM 2 FOR 1)", "b"),
        // A start before the text uses up the count.
        ("SUBSTRING('abc', 0, 2)", "a"),
        ("SUBSTRING('abc', -1, 3)", "a"),
        ("SUBSTRING('abc', -5)", "abc"),
        ("SUBSTRING('abc', 4)", ""),
        ("SUBSTRING('abc', 2, -1)", ""),
        (
            "SUBSTRING('abc', -9223372036854775807, -9223372036854775807)",
            "",
        ),
        (
            "SUBSTRING('abc', 9223372036854775807, 9223372036854775807)",
            "",
        ),
        ("LEFT('Zoë', 2)", "Zo"),
        ("LEFT('Zoë', 0)", ""),
        ("LEFT('Zoë', -1)", ""),
        ("LEFT('Zoë', 9)", "Zoë"),
        ("RIGHT('Zoë', 2)", "oë"),
        ("RIGHT('Zoë', -1)", ""),
        ("RIGHT('Zoë', 9)", "Zoë"),
        ("REPLACE('banana', 'an', 'o')", "booa"),
        ("REPLACE('abc', '', 'x')", "abc"),
        ("REPLACE('abc', 'b', '')", "ac"),
        ("CONCAT('a', 1, NULL, TRUE, 2.5)", "a1true2.5"),
        ("CONCAT(NULL)", ""),
        ("'a' || 1 || 'b'", "a1b"),
        ("'a' || NULL", "NULL"),
        ("DATE '2024-02-29' || ''", "2024-02-29"),
        ("STRPOS('Zoë Ω', 'Ω')", "5"),
        ("STRPOS('abc', 'x')", "0"),
        ("POSITION('ë' IN 'Zoë')", "3"),
        ("POSITION('' IN 'abc')", "1"),
        ("SPLIT_PART('a-b-c', '-', 2)", "b"),
        ("SPLIT_PART('a-b-c', '-', 4)", ""),
        ("SPLIT_PART('a-b-c', '-', 0)", "NULL"),
        ("SPLIT_PART('a-b', '', 1)", "a-b"),
        ("SPLIT_PART('a-b', '', 2)", ""),
        ("STARTS_WITH('Zoë', 'Zo')", "true"),
        ("STARTS_WITH('Zoë', 'o')", "false"),
        ("'it''s'", "it's"),
        ("LENGTH('\\n')", "2"),
    ]);
    assert_eq!(values("LENGTH(Note)"), ["5", "7", "4"]);
    assert_eq!(values("SUBSTRING(word, 2, 2)"), ["pf", "NULL", "ir"]);
    assert_eq!(
        values("UPPER(word) || whole"),
        ["APFEL7", "NULL", "BIRNE-3"]
    );
}

#[test]
fn missing_arguments_give_missing_values() {
    for call in [
        "LOWER(NULL)",
        "UPPER(NULL)",
        "TRIM(NULL)",
        "LTRIM('a', NULL)",
        "RTRIM(NULL)",
        "LENGTH(NULL)",
        "SUBSTRING(NULL, 1)",
        "SUBSTRING('a', NULL)",
        "SUBSTRING('a', 1, NULL)",
        "LEFT('a', NULL)",
        "RIGHT(NULL, 1)",
        "REPLACE('a', NULL, 'b')",
        "REPLACE('a', 'b', NULL)",
        "STRPOS(NULL, 'a')",
        "POSITION(NULL IN 'a')",
        "SPLIT_PART('a', NULL, 1)",
        "STARTS_WITH('a', NULL)",
        "ROUND(NULL)",
        "FLOOR(NULL)",
        "CEIL(NULL)",
        "SIGN(NULL)",
        "EXP(NULL)",
        "LN(NULL)",
        "LOG10(NULL)",
        "LOG2(NULL)",
        "POWER(NULL, 2)",
        "MOD(NULL, 2)",
        "YEAR(NULL)",
        "MONTH(NULL)",
        "DAY(NULL)",
        "WEEKDAY(NULL)",
        "HOUR(NULL)",
        "MINUTE(NULL)",
        "SECOND(NULL)",
        "DATE_DIFF('day', NULL, DATE '2000-01-01')",
        "DATE_TRUNC('day', NULL)",
        "NULL BETWEEN 1 AND 2",
        "NULL IN (1)",
        "-(NULL)",
        "NULL || 'a'",
    ] {
        assert_eq!(value(call), "NULL", "{call}");
    }
}

#[test]
fn choices() {
    assert_eq!(values("COALESCE(whole, 0)"), ["7", "0", "-3"]);
    assert_eq!(values("COALESCE(half, whole, 1)"), ["2.5", "1", "-0.25"]);
    assert_eq!(values("NULLIF(whole, 7)"), ["NULL", "NULL", "-3"]);
    assert_eq!(values("LEAST(whole, half, 0)"), ["0", "NULL", "-3"]);
    assert_eq!(values("GREATEST(word, 'B')"), ["B", "NULL", "Birne"]);
    assert_eq!(
        values("GREATEST(day, '2000-01-01')"),
        ["2024-02-29", "NULL", "2000-01-01"]
    );
    check(&[
        ("COALESCE(NULL, NULL)", "NULL"),
        ("COALESCE(NULL, 'a', 'b')", "a"),
        ("NULLIF(1, NULL)", "1"),
        ("NULLIF(NULL, 1)", "NULL"),
        ("NULLIF('a', 'b')", "a"),
        ("LEAST(2, 1.5, 3)", "1.5"),
        ("GREATEST(1, NULL)", "NULL"),
        ("GREATEST(FALSE, TRUE)", "true"),
    ]);
}

#[test]
fn what_grows_too_long_is_missing() {
    let long = "REPLACE(REPLACE(REPLACE('aaaaaaaaaa', 'a', 'aaaaaaaaaa'), 'a', 'aaaaaaaaaa'), 'a', 'aaaaaaaaaa')";
    assert_eq!(value(&format!("LENGTH({long})")), "10000");
    assert_eq!(
        value(&format!("REPLACE({long}, 'a', 'aaaaaaaaaa')")),
        "NULL"
    );
    let joined = [long; 7].join(" || ");
    assert_eq!(value(&joined), "NULL");
}

#[test]
fn a_filter_keeps_what_is_true() {
    let mask = |text| {
        Expression::condition(text, &kinds())
            .unwrap()
            .mask(&table())
    };
    assert_eq!(mask("whole > 0"), [true, false, false]);
    assert_eq!(mask("NOT whole > 0"), [false, false, true]);
    assert_eq!(mask("whole IS NULL OR paid = 'no'"), [false, true, true]);
    assert_eq!(mask("TRUE"), [true; 3]);
    assert_eq!(mask("NULL"), [false; 3]);
    let error = Expression::condition("whole + 1", &kinds()).unwrap_err();
    assert_eq!((error.at, error.length), (0, 9));
}

#[test]
fn many_rows_are_worked_out_as_few_are() {
    let rows = 5000;
    let csv: String = (0..rows).map(|i| format!("{i},{}\n", i % 7)).collect();
    let kinds = vec![
        ("a".into(), ColumnKind::Integer),
        ("b".into(), ColumnKind::Integer),
    ];
    let table = table_of(&format!("a,b\n{csv}"), &kinds);
    let expression = Expression::parse("a * 10 + b", &kinds).unwrap();
    let expected: Vec<String> = (0..rows).map(|i| (i * 10 + i % 7).to_string()).collect();
    assert_eq!(texts(&expression, &table), expected);
    let mask = Expression::parse("b = 3", &kinds).unwrap().mask(&table);
    let expected: Vec<bool> = (0..rows).map(|i| i % 7 == 3).collect();
    assert_eq!(mask, expected);
}

#[test]
fn no_rows_and_columns_that_are_not_there() {
    let nothing = table().take(&[]);
    assert_eq!(texts(&parse("whole + 1"), &nothing), [""; 0]);
    assert_eq!(parse("whole > 1").mask(&nothing), [false; 0]);
    let other = vec![("whole".to_owned(), ColumnKind::Text)];
    let table = table_of("whole\n1\n2\n", &other);
    assert_eq!(
        texts(&parse("whole + COALESCE(half, 1)"), &table),
        ["NULL"; 2]
    );
}

#[test]
fn new_rows_may_hold_decimals_where_whole_numbers_were() {
    let decimal = vec![("whole".to_owned(), ColumnKind::Decimal)];
    let table = table_of("whole\n7\n2.5\n-3\n", &decimal);
    assert_eq!(texts(&parse("whole * 2"), &table), ["14", "NULL", "-6"]);
}

#[test]
fn every_function_is_listed_and_can_be_called_as_its_help_says() {
    let list = functions();
    assert!(list.len() > 35);
    for function in &list {
        assert!(
            function
                .signature
                .starts_with(&format!("{}(", function.name)),
            "{function:?}"
        );
        assert!(function.help.ends_with('.'), "{function:?}");
    }
    let mut names: Vec<_> = list.iter().map(|function| &function.name).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), list.len());
}
