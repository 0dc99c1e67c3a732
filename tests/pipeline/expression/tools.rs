//! A table in a few words, and an expression's values as texts.

use grove_engine::expression::Expression;
use grove_engine::load::load;
use grove_engine::load::types::cell_text;
use grove_engine::table::{Kinds, Table};
use grove_protocol::expression::ExpressionError;
use grove_recipe::Load;
use grove_recipe::columns::ColumnKind;

/// Columns of every kind; the second row has no values, but for its name.
const CSV: &str = "\
whole,half,word,Note,paid,day,moment,none,with space,sepal.length
7,2.5,Apfel,Zoë Ω,yes,2024-02-29,2024-12-31 23:59:58.500,,a b,5.1
,,,unknown,,,,,,
-3,-0.25,Birne,x%_y,no,1969-12-31,1969-12-31 00:00:01,,c,4.9
";

pub fn kinds() -> Kinds {
    let kinds = [
        ("whole", ColumnKind::Integer),
        ("half", ColumnKind::Decimal),
        ("word", ColumnKind::Category),
        ("Note", ColumnKind::Text),
        ("paid", ColumnKind::Boolean),
        ("day", ColumnKind::Date),
        ("moment", ColumnKind::DateTime),
        ("none", ColumnKind::Empty),
        ("with space", ColumnKind::Category),
        ("sepal.length", ColumnKind::Decimal),
    ];
    kinds.map(|(name, kind)| (name.to_owned(), kind)).to_vec()
}

pub fn table() -> Table {
    table_of(CSV, &kinds())
}

pub fn table_of(csv: &str, kinds: &Kinds) -> Table {
    let reading = Load {
        kinds: kinds.iter().cloned().collect(),
        ..Default::default()
    };
    load("t.csv", csv.as_bytes(), &reading).unwrap().table
}

pub fn parse(text: &str) -> Expression {
    Expression::parse(text, &kinds()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The values for the table's rows; missing ones are "NULL".
pub fn values(text: &str) -> Vec<String> {
    texts(&parse(text), &table())
}

pub fn texts(expression: &Expression, table: &Table) -> Vec<String> {
    let column = expression.evaluate(table, "result").unwrap();
    assert_eq!(column.name(), "result");
    (0..column.len())
        .map(|row| cell_text(&column, row).unwrap_or("NULL".to_owned()))
        .collect()
}

/// The value of an expression that is the same in all rows.
pub fn value(text: &str) -> String {
    let mut values = values(text);
    let value = values.pop().unwrap();
    assert!(
        values.iter().all(|other| *other == value),
        "{text}: {values:?}"
    );
    value
}

pub fn kind(text: &str) -> ColumnKind {
    parse(text).kind()
}

pub fn refused(text: &str) -> ExpressionError {
    match Expression::parse(text, &kinds()) {
        Ok(_) => panic!("{text} should have been refused"),
        Err(error) => error,
    }
}
