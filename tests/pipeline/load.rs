//! Load: what stands in the file is what stands in the table.

use grove_engine::load::{self, load};
use grove_recipe::columns::ColumnKind;
use grove_recipe::{Comment, Delimiter, Load, Quote, Task, TextEncoding};
use proptest::prelude::{Strategy, prop, prop_assert_eq, proptest};

use crate::tools::open;

/// Every cell a text, as it stands in the file.
fn as_it_stands() -> Load {
    let kinds = ["a", "b", "only", "first", "second", "third"];
    Load {
        trim: false,
        missing_values: Vec::new(),
        kinds: kinds.map(|name| (name.into(), ColumnKind::Text)).into(),
        ..Load::default()
    }
}

fn cells(csv: &[u8]) -> Vec<Vec<Option<String>>> {
    load("t.csv", csv, &as_it_stands())
        .unwrap()
        .table
        .page(0, u32::MAX)
        .into_iter()
        .map(|row| row.cells)
        .collect()
}

fn some(texts: &[&str]) -> Vec<Option<String>> {
    texts
        .iter()
        .map(|t| (!t.is_empty()).then(|| (*t).to_owned()))
        .collect()
}

fn kinds(csv: &str) -> Vec<ColumnKind> {
    open(csv.as_bytes())
        .unwrap()
        .1
        .columns
        .iter()
        .map(|c| c.kind)
        .collect()
}

#[test]
fn quotes_delimiters_and_line_ends_inside_values() {
    let csv = b"a,b\r\n\"x,1\",\"say \"\"hi\"\"\"\r\n\"two\nlines\",\r\n";
    assert_eq!(
        cells(csv),
        [some(&["x,1", "say \"hi\""]), some(&["two\nlines", ""])]
    );
}

#[test]
fn the_delimiter_is_found() {
    for (csv, delimiter) in [
        ("a;b\n1,5;2\n3,5;4\n", Delimiter::Semicolon),
        ("a\tb\n1\t2\n", Delimiter::Tab),
        ("a|b\n1|2\n", Delimiter::Bar),
        ("a,b\n1,2\n", Delimiter::Comma),
        ("only\n1\n2\n", Delimiter::Comma),
        ("a b c\n1 2  3\n 4 5 6 \n", Delimiter::Space),
        ("1.5 2 3\n4.5 5 6\n", Delimiter::Space),
        ("a  b\n1\t2\n \n3  4\n", Delimiter::Space),
        ("only\nNew York\nLos Angeles\n", Delimiter::Comma),
        (
            "only\n2024-01-01 10:00\n2024-01-02 11:30\n",
            Delimiter::Comma,
        ),
        ("2024-01-01 10:00\n2024-01-02 11:30\n", Delimiter::Comma),
        ("only\n1 234\n5 678\n", Delimiter::Comma),
        (
            "a;b;c\n\"x,y,z,w\";2;3\n\"x,y,z,w\";2;3\n",
            Delimiter::Semicolon,
        ),
    ] {
        let loaded = load("t.csv", csv.as_bytes(), &as_it_stands()).unwrap();
        assert_eq!(loaded.layout.delimiter, delimiter, "{csv}");
    }
}

#[test]
fn runs_of_spaces_stand_between_values() {
    let csv = b"  name  size kind\n  ox 3   \"a b\"\n emu\t2 c  \n";
    let space = Load {
        delimiter: Some(Delimiter::Space),
        ..Load::default()
    };
    let loaded = load("t.csv", csv, &space).unwrap();
    let names: Vec<&str> = loaded.columns.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["name", "size", "kind"]);
    let rows: Vec<_> = loaded
        .table
        .page(0, 9)
        .into_iter()
        .map(|row| row.cells)
        .collect();
    assert_eq!(rows, [some(&["ox", "3", "a b"]), some(&["emu", "2", "c"])]);
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_name() {
    let loaded = load("t.csv", b"\xEF\xBB\xBFa,b\n1,2\n", &as_it_stands()).unwrap();
    assert!(loaded.table.column("a").is_some());
}

#[test]
fn line_ends_of_every_kind_and_a_missing_last_one() {
    for csv in ["a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r"] {
        assert_eq!(
            cells(csv.as_bytes()),
            [some(&["1", "2"]), some(&["3", "4"])],
            "{csv:?}"
        );
    }
}

#[test]
fn kinds_are_proposed_from_all_rows() {
    let csv = "yes,n,x,day,time,zip,mixed,none\n\
               yes,1,1.5,2024-02-29,2024-02-29 10:00,01067,1,\n\
               No,-2,2,2023-01-01,2023-01-01 23:59:59,99999,a,NA\n";
    assert_eq!(
        kinds(csv),
        [
            ColumnKind::Boolean,
            ColumnKind::Integer,
            ColumnKind::Decimal,
            ColumnKind::Date,
            ColumnKind::DateTime,
            ColumnKind::Category,
            ColumnKind::Category,
            ColumnKind::Empty,
        ]
    );
    // A day that does not exist is no date.
    assert_eq!(
        kinds("d,e\n2023-02-29,1\n2023-02-28,2\n")[0],
        ColumnKind::Category
    );
}

#[test]
fn spaces_and_what_counts_as_missing_are_as_chosen() {
    let csv = b"size,colour\n1, red\n?,NA\n";
    let read = |load: &Load| load::load("t.csv", csv, load).unwrap().table;
    let cells =
        |load: &Load| -> Vec<_> { read(load).page(0, 9).into_iter().map(|r| r.cells).collect() };
    assert_eq!(
        cells(&Load::default()),
        [some(&["1", "red"]), some(&["", ""])]
    );
    assert_eq!(read(&Load::default()).kinds[0], ColumnKind::Integer);
    let untrimmed = Load {
        trim: false,
        ..Load::default()
    };
    assert_eq!(cells(&untrimmed), [some(&["1", " red"]), some(&["", ""])]);
    let literal = Load {
        missing_values: Vec::new(),
        ..Load::default()
    };
    assert_eq!(cells(&literal), [some(&["1", "red"]), some(&["?", "NA"])]);
    assert_eq!(
        read(&literal).kinds[0],
        ColumnKind::Category,
        "? is a text now"
    );
}

#[test]
fn identifiers_are_proposed_to_be_left_out() {
    let mut csv = String::from("customer_id,row,comment,age,label\n");
    for i in 0..60 {
        csv.push_str(&format!(
            "C{},{},text number {i},{},{}\n",
            900 - i,
            i + 1,
            i * 7 % 40,
            i % 2
        ));
    }
    let (_, summary, _) = open(csv.as_bytes()).unwrap();
    assert_eq!(summary.proposal.likeliest(), Some("label"));
    assert_eq!(
        summary.proposal.leave_out,
        ["customer_id", "row", "comment"]
    );
}

#[test]
fn a_text_is_no_target_and_short_ones_are_left_out() {
    let mut csv = String::from("size,name,story\n");
    for i in 0..60 {
        csv.push_str(&format!(
            "{},car number {i},a long story about car number {i}\n",
            i % 7
        ));
    }
    let (_, summary, _) = open(csv.as_bytes()).unwrap();
    assert_eq!(summary.proposal.likeliest(), Some("size"));
    assert_eq!(summary.proposal.leave_out, ["name"]);
}

#[test]
fn the_task_is_proposed_from_the_targets_values() {
    let task = |values: &[&str]| {
        let csv = values
            .iter()
            .fold(String::from("t\n"), |csv, value| csv + value + "\n");
        open(csv.as_bytes()).unwrap().1.columns[0].task()
    };
    assert_eq!(task(&["a", "b", "a", "b"]), Task::Classification);
    assert_eq!(task(&["0", "1", "0", "1"]), Task::Classification);
    assert_eq!(task(&["0.0", "1.0", "0.0", "1.0"]), Task::Classification);
    assert_eq!(
        task(&["3", "9", "4", "8"]),
        Task::Regression,
        "no value repeats"
    );
    assert_eq!(task(&["3.5", "9.1", "4.2", "8.8"]), Task::Regression);
    let many: Vec<String> = (0..60).map(|i| (i % 30).to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(task(&many), Task::Regression);
}

proptest! {
    /// Whatever texts stand in a table, writing and loading gives them back, but for rows of nothing.
    #[test]
    fn loading_what_was_written_gives_the_same_cells(
        rows in prop::collection::vec(prop::collection::vec("[ -~é\"\n,;]{0,6}", 3), 1..20)
    ) {
        let says = |row: &Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
        let mut rows = rows;
        rows.retain(says);
        rows.push(vec!["x".into(); 3]);
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["first", "second", "third"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let csv = writer.into_inner().unwrap();
        let written = Load {
            encoding: Some(TextEncoding::Utf8),
            delimiter: Some(Delimiter::Comma),
            quote: Some(Quote::Double),
            skip_rows: Some(0),
            header_rows: Some(1),
            comment: Some(Comment::None),
            ..as_it_stands()
        };
        let loaded = load("t.csv", &csv, &written).unwrap();
        let expected: Vec<_> =
            rows.iter().map(|r| some(&r.iter().map(String::as_str).collect::<Vec<_>>())).collect();
        let read: Vec<_> = loaded.table.page(0, u32::MAX).into_iter().map(|row| row.cells).collect();
        prop_assert_eq!(read, expected);
    }

    /// Any bytes give a table or an error.
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(
        prop::sample::select(b"a1,;\t|\"\n\r \xC3\xA9\xFF.-e".to_vec()), 0..80)
    ) {
        if let Ok((mut pipeline, _, recipe)) = open(&bytes) {
            let mut recipe = recipe;
            recipe.train.set("n_estimators", 2).unwrap();
            let _ = crate::tools::finish(&mut pipeline, &recipe);
        }
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(0u8.., 0..200).no_shrink()) {
        let _ = open(&bytes);
    }
}
