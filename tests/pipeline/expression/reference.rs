//! Beside SQLite, which reads the same expressions over the same rows (tests/reference/expressions.py).

use grove_engine::expression::Expression;
use grove_engine::table::column::Column;
use grove_engine::table::frame::Frame;
use grove_engine::table::{Kinds, Table};
use grove_recipe::columns::ColumnKind;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Reference {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    sql: String,
    values: Vec<Value>,
}

/// Two columns each of whole numbers, decimal ones and texts, just as they are.
fn table(reference: &Reference) -> (Table, Kinds) {
    let mut kinds = Kinds::new();
    let mut columns: Vec<Column> = Vec::new();
    for (at, name) in reference.columns.iter().enumerate() {
        let cells = reference.rows.iter().map(|row| &row[at]);
        let (kind, column) = match name.as_str() {
            "i" | "j" => {
                let cells = cells.map(Value::as_i64);
                (
                    ColumnKind::Integer,
                    Column::of_integers(name.as_str(), cells),
                )
            }
            "x" | "y" => {
                let cells = cells.map(Value::as_f64);
                (
                    ColumnKind::Decimal,
                    Column::of_decimals(name.as_str(), cells),
                )
            }
            _ => {
                let cells = cells.map(Value::as_str);
                (ColumnKind::Text, Column::of_texts(name.as_str(), cells))
            }
        };
        kinds.push((name.clone(), kind));
        columns.push(column);
    }
    let frame = Frame::new(reference.rows.len(), columns).unwrap();
    let rows = (1..=reference.rows.len() as u32).collect();
    let of = kinds.iter().map(|(_, kind)| *kind).collect();
    let table = Table {
        frame,
        rows,
        kinds: of,
    };
    (table, kinds)
}

/// A column's values as SQLite writes them: truth values are 1 and 0.
fn values(column: &Column, kind: ColumnKind) -> Vec<Value> {
    match kind {
        ColumnKind::Integer => column.integers().unwrap().iter().map(Value::from).collect(),
        ColumnKind::Decimal => column.decimals().unwrap().iter().map(Value::from).collect(),
        ColumnKind::Boolean => {
            let texts = column.texts().unwrap();
            let truths = texts
                .iter()
                .map(|v| v.map(|text| i64::from(text == "true")));
            truths.map(Value::from).collect()
        }
        _ => column.texts().unwrap().iter().map(Value::from).collect(),
    }
}

#[test]
fn sqlite_gives_the_same_values() {
    let text = include_str!("../../reference/expressions.json");
    let reference: Reference = serde_json::from_str(text).unwrap();
    assert!(reference.cases.len() > 1000);
    let (table, kinds) = table(&reference);
    let mut different = Vec::new();
    for Case {
        sql,
        values: wanted,
    } in &reference.cases
    {
        let expression = Expression::parse(sql, &kinds).unwrap_or_else(|e| panic!("{sql}: {e}"));
        let found = values(
            &expression.evaluate(&table, "x").unwrap(),
            expression.kind(),
        );
        if found != *wanted {
            different.push(format!("{sql}: {found:?}, but SQLite gives {wanted:?}"));
        }
    }
    assert_eq!(different, [""; 0]);
}
