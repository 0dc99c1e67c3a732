//! A cleaned table as a file: read again it is the same table.

use std::collections::BTreeMap;

use grove_engine::load::load;
use grove_engine::table::Table;
use grove_recipe::columns::ColumnKind;
use grove_recipe::{Load, Operation};
use proptest::prelude::*;

use super::steps;

fn pages(table: &Table) -> Vec<Vec<Option<String>>> {
    let rows = table.page(0, u32::MAX).into_iter();
    rows.map(|row| row.cells).collect()
}

/// Reads what was written, with the types that the columns had.
fn again(table: &Table) -> Table {
    let kinds: BTreeMap<String, ColumnKind> = table.kinds().into_iter().collect();
    let reading = Load {
        kinds,
        ..Load::default()
    };
    load("again.csv", &grove_export::table::write(table), &reading)
        .unwrap()
        .table
}

#[test]
fn a_file_holds_dates_in_iso_numbers_in_short_and_missing_as_nothing() {
    let csv = "d,t,n,w,k\n31.12.2024,2024-01-02T03:04:05.5Z,1.50,\"a, \"\"b\"\"\",x\n,,,,y\n";
    let written = grove_export::table::write(&steps(csv, vec![]).table);
    assert_eq!(
        String::from_utf8(written).unwrap(),
        "d,t,n,w,k\n2024-12-31,2024-01-02 03:04:05.500,1.5,\"a, \"\"b\"\"\",x\n,,,,y\n"
    );
}

/// A spreadsheet would take these for formulas. They are told, and stay what they are.
#[test]
fn formulas_are_told_and_read_as_the_same_table() {
    let csv = "word,n\n=1+1,-1\n@SUM(A1),+2\n-x,3\n+y,-4.5\n\"\t=2\",5\n";
    let table = steps(csv, vec![]).table;
    let written = grove_export::table::write(&table);
    let told = grove_export::formulas::note(&written).unwrap();
    assert!(told.starts_with("5 cells begin with ="), "{told}");
    assert_eq!(pages(&again(&table)), pages(&table));
    assert_eq!(table.page(0, 1)[0].cells[0].as_deref(), Some("=1+1"));
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        any::<f64>()
            .prop_filter("finite", |v| v.is_finite())
            .prop_map(|v| v.to_string()),
        any::<i32>().prop_map(|v| v.to_string()),
        (1u32..9999, 1u32..13, 1u32..29).prop_map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}")),
        "[a-c\"',;\n é]{0,6}",
    ]
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_the_same_table(rows in prop::collection::vec((cell(), cell()), 1..20)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["a", "b", "k"]).unwrap();
        for (a, b) in &rows {
            writer.write_record([a.as_str(), b, "x"]).unwrap();
        }
        let csv = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let derived = Operation::Derive { column: "c".into(), expression: "LENGTH(k) / 3".into() };
        let table = steps(&csv, vec![derived]).table;
        let again = again(&table);
        prop_assert_eq!(again.kinds(), table.kinds());
        prop_assert_eq!(pages(&again), pages(&table));
    }
}
