//! Columns as Parquet: back bit by bit, and an answer whatever the bytes are.

use grove_engine::table::Table;
use grove_engine::table::columnar::{Series, SeriesValues, read, write};
use grove_protocol::TableName::Raw;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, proptest};
use proptest::{option, prop_oneof};

use super::tools::{every_encoding, open};

/// All kinds of cells, so many of each.
fn columns(rows: usize) -> impl Strategy<Value = Vec<SeriesValues>> {
    let bits = any::<u64>().prop_map(f64::from_bits);
    let odd = prop_oneof![
        Just(0.0),
        Just(-0.0),
        Just(f64::NAN),
        Just(f64::INFINITY),
        bits
    ];
    let text = prop_oneof![Just(String::new()), Just("again".into()), any::<String>()];
    (
        vec(any::<u32>(), rows).prop_map(SeriesValues::Counts),
        vec(option::of(any::<i64>()), rows).prop_map(SeriesValues::Integers),
        vec(odd.clone(), rows).prop_map(SeriesValues::Numbers),
        vec(option::of(odd), rows).prop_map(SeriesValues::Decimals),
        vec(option::of(any::<i32>()), rows).prop_map(SeriesValues::Days),
        vec(option::of(any::<i64>()), rows).prop_map(SeriesValues::Moments),
        vec(option::of(text), rows).prop_map(SeriesValues::Texts),
    )
        .prop_map(|(a, b, c, d, e, f, g)| vec![a, b, c, d, e, f, g])
}

fn bits(cells: &SeriesValues) -> Vec<Option<u64>> {
    match cells {
        SeriesValues::Decimals(cells) => cells.iter().map(|cell| cell.map(f64::to_bits)).collect(),
        SeriesValues::Numbers(cells) => cells.iter().map(|cell| Some(cell.to_bits())).collect(),
        _ => Vec::new(),
    }
}

proptest! {
    #[test]
    fn columns_come_back_bit_by_bit(
        cells in (0usize..60).prop_flat_map(columns),
        names in vec(any::<String>(), 7),
        note in any::<String>(),
    ) {
        let named = cells.into_iter().zip(names.iter().zip(0..));
        let columns: Vec<Series> =
            named.map(|(cells, (name, place))| Series::new(format!("{place}{name}"), cells)).collect();
        let bytes = write(&columns, &note);
        assert_eq!(bytes, write(&columns, &note));
        let (back, noted) = read(&bytes).expect("what was just written");
        assert_eq!(noted, note);
        for (one, other) in columns.iter().zip(&back) {
            assert_eq!(one.name, other.name);
            match one.cells {
                SeriesValues::Decimals(_) | SeriesValues::Numbers(_) => assert_eq!(bits(&one.cells), bits(&other.cells)),
                _ => assert_eq!(one.cells, other.cells),
            }
        }
        assert_eq!(columns.len(), back.len());
    }

    #[test]
    fn any_bytes_have_an_answer(cut in 0usize..2000, at in 0usize..2000, flip in 1u8..) {
        let texts = SeriesValues::Texts(vec![Some("a".into()), None, Some("b".into())]);
        let numbers = SeriesValues::Decimals(vec![Some(1.0), Some(f64::NAN), None]);
        let columns = [Series::new("t", texts), Series::new("n", numbers)];
        let mut bytes = write(&columns, "");
        let _ = read(&bytes[..cut.min(bytes.len())]);
        let at = at % bytes.len();
        bytes[at] ^= flip;
        let _ = read(&bytes);
        let _ = Table::from_parquet(&bytes);
    }
}

#[test]
fn a_table_comes_back_as_it_was() {
    let (csv, _) = every_encoding(40);
    let (pipeline, ..) = open(csv.as_bytes()).expect("a table");
    let table = pipeline.table(Raw).expect("it is open");
    for table in [table.clone(), table.take(&[3]), table.take(&[])] {
        let back = Table::from_parquet(&table.to_parquet()).expect("what was just written");
        assert_eq!(back.frame.columns(), table.frame.columns());
        assert_eq!((back.kinds, back.rows), (table.kinds, table.rows));
    }
}
