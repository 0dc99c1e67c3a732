//! Files as people really have them, in `tests/ugly/`: each gives the table that a person would expect.
#![allow(
    clippy::disallowed_methods,
    reason = "these tests run natively, where files are at hand"
)]

use grove_engine::load::{Loaded, load};
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;
use grove_recipe::{Comment, DateOrder, Decimal, Load, Quote, TextEncoding, Thousands};

use ColumnKind::{Boolean, Category, Date, DateTime, Decimal as Number, Identifier, Integer, Text};

fn read_as(name: &str, choices: &Load) -> Result<Loaded, StageError> {
    let path = format!("{}/tests/ugly/{name}", env!("CARGO_MANIFEST_DIR"));
    load(name, &std::fs::read(path).unwrap(), choices)
}

fn read(name: &str) -> Loaded {
    read_as(name, &Load::default()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The table as text: names, then rows; a missing cell is `-`.
fn text(loaded: &Loaded) -> Vec<String> {
    let names = loaded.columns.iter().map(|c| c.name.clone());
    let names = names.collect::<Vec<_>>().join("|");
    let rows = loaded.table.page(0, u32::MAX).into_iter().map(|row| {
        let cells = row.cells.into_iter().map(|c| c.unwrap_or("-".into()));
        cells.collect::<Vec<_>>().join("|")
    });
    std::iter::once(names).chain(rows).collect()
}

fn kinds(loaded: &Loaded) -> Vec<ColumnKind> {
    loaded.table.kinds.clone()
}

#[track_caller]
fn is(name: &str, expected: &[&str], expected_kinds: &[ColumnKind]) -> Loaded {
    let loaded = read(name);
    assert_eq!(text(&loaded), expected, "{name}: {:?}", loaded.layout);
    assert_eq!(kinds(&loaded), expected_kinds, "{name}");
    loaded
}

#[test]
fn line_ends_quotes_and_spaces() {
    is(
        "mixed_line_ends.csv",
        &["name|size", "ox|3", "emu|2", "gnu|4", "yak|5"],
        &[Category, Integer],
    );
    is(
        "quotes_in_quotes.csv",
        &[
            "say|who",
            "He said \"no\", twice|Ann, B.",
            "two\nlines|Bo",
            "-|Cy",
        ],
        &[Category, Category],
    );
    is(
        "spaces.csv",
        &["name|size", "ox|3", "emu|2", "gnu|4"],
        &[Category, Integer],
    );
    let loaded = is(
        "single_quotes.csv",
        &["name|size", "ox; large|3", "emu|2", "gnu|4"],
        &[Category, Integer],
    );
    assert_eq!(loaded.layout.quote, Quote::Single);
}

#[test]
fn delimiters() {
    is(
        "tabs.tsv",
        &["name|size|note", "ox|3|a, b", "emu|2|c; d"],
        &[Category, Integer, Category],
    );
    is(
        "bars.txt",
        &["name|size", "ox|3", "emu|2"],
        &[Category, Integer],
    );
    is("one_column.csv", &["size", "3", "2", "4"], &[Integer]);
    let loaded = is(
        "trailing_delimiters.csv",
        &["a|b|c", "1|2|x", "3|4|y", "5|6|z"],
        &[Integer, Integer, Category],
    );
    assert!(
        loaded.notes[0]
            .text
            .contains("delimiter after the last value"),
        "{:?}",
        loaded.notes
    );
    is(
        "trailing_with_header.csv",
        &["a|b", "1|x", "2|y", "3|z"],
        &[Integer, Category],
    );
}

#[test]
fn numbers_of_other_countries() {
    let loaded = is(
        "decimal_commas.csv",
        &[
            "Ort|Preis|Menge",
            "Wien|1234.5|3",
            "Graz|12.75|1000",
            "Linz|-0.5|12",
            "Wels|7|2",
        ],
        &[Category, Number, Integer],
    );
    assert_eq!(
        (loaded.layout.decimal, loaded.layout.thousands),
        (Decimal::Comma, Thousands::Point)
    );
    let loaded = is(
        "thousands_commas.csv",
        &[
            "city|people|share",
            "A|1234567|0.5",
            "B|12300|0.25",
            "C|950|0.25",
        ],
        &[Category, Integer, Number],
    );
    assert_eq!(
        (loaded.layout.decimal, loaded.layout.thousands),
        (Decimal::Point, Thousands::Comma)
    );
    is(
        "thousands_spaces.csv",
        &[
            "pays|habitants",
            "France|68000000",
            "Suisse|8900000",
            "Monaco|39000",
        ],
        &[Category, Integer],
    );
    // Dates are dates beside them.
    let csv = b"day;size\n2024-02-29;1,5\n2024-03-01;2.000,25\n";
    let loaded = load("t.csv", csv, &Load::default()).unwrap();
    assert_eq!(kinds(&loaded), [Date, Number]);
    // Chosen by hand, what was a number by detection is a text, and is not misread.
    let points = Load {
        decimal: Some(Decimal::Point),
        thousands: Some(Thousands::None),
        ..Load::default()
    };
    let loaded = read_as("decimal_commas.csv", &points).unwrap();
    assert_eq!(text(&loaded)[1], "Wien|1.234,50|3");
    assert_eq!(kinds(&loaded)[1], Category);
}

#[test]
fn numbers_that_are_names_stay_texts() {
    is(
        "numbers_as_text.csv",
        &[
            "zip|phone|part|amount",
            "01067|+43 1 234|0012|7",
            "80331|+49 89 5|0450|8",
            "00100|+39 06 7|1000|9",
        ],
        &[Category, Category, Category, Integer],
    );
    is(
        "countries.csv",
        &["code|people", "-|2.5", "DE|83", "FR|68"],
        &[Category, Number],
    );
    let literal = Load {
        missing_values: Vec::new(),
        ..Load::default()
    };
    assert_eq!(
        text(&read_as("countries.csv", &literal).unwrap())[1],
        "NA|2.5"
    );
}

#[test]
fn headers_of_every_shape() {
    let loaded = is(
        "two_headers.csv",
        &[
            "time s|speed km/h|kind",
            "1|30.5|car",
            "2|31|bus",
            "3|29.5|car",
            "4|40|bus",
        ],
        &[Integer, Number, Category],
    );
    assert_eq!(loaded.layout.header_rows, 2);
    is(
        "no_header.csv",
        &[
            "column_1|column_2|column_3",
            "5.1|3.5|setosa",
            "4.9|3|setosa",
            "6.2|3.4|virginica",
            "5.9|3|virginica",
        ],
        &[Number, Number, Category],
    );
    let loaded = is(
        "title_above.csv",
        &["name|age|weight", "Rex|3|20.5", "Bo|4|18", "Ida|2|22"],
        &[Category, Integer, Number],
    );
    assert_eq!(
        loaded.layout.skip_rows, 2,
        "the empty line is skipped anyway"
    );
    let loaded = is(
        "comments.csv",
        &["id|depth", "1|2.5", "2|2.75", "3|3"],
        &[Identifier, Number],
    );
    assert_eq!(loaded.layout.comment, Comment::Hash);
    is(
        "hash_header.csv",
        &["#id|depth", "7|2.5", "9|2.75", "8|3"],
        &[Identifier, Number],
    );
    is(
        "row_names.csv",
        &[
            "row_name|mpg|cyl",
            "Mazda|21|6",
            "Datsun|22.8|4",
            "Hornet|21.4|6",
        ],
        &[Category, Number, Integer],
    );
    is(
        "doubled_names.csv",
        &["size|size_2|column_3|size_3", "1|2|3|4", "5|6|7|8"],
        &[Integer; 4],
    );
}

#[test]
fn rows_that_cannot_be_read_are_counted_and_listed() {
    let rows = ["a|b|c", "1|2|3", "4|5|-", "10|11|12"];
    let loaded = is("ragged.csv", &rows, &[Integer; 3]);
    assert_eq!(loaded.bad_lines.rows, 1);
    assert_eq!(loaded.table.rows, [1, 2, 4]);
    assert_eq!(
        loaded.bad_lines.listed[0].problem,
        "Row 3 (line 4) has 4 values where the header names 3 columns."
    );
}

#[test]
fn dates() {
    let loaded = is(
        "day_first.csv",
        &[
            "day|at",
            "2023-12-31|2023-12-31 23:59:00",
            "2024-02-01|2024-02-01 00:00:00",
            "2024-02-29|2024-02-29 12:30:00",
        ],
        &[Date, DateTime],
    );
    assert_eq!(loaded.layout.date_order, DateOrder::DayFirst);
    let loaded = is(
        "month_first.csv",
        &[
            "day|at",
            "2023-12-31|2023-12-31 23:59:00",
            "2024-01-02|2024-01-02 00:00:00",
            "2024-02-29|2024-02-29 13:30:00",
        ],
        &[Date, DateTime],
    );
    assert_eq!(loaded.layout.date_order, DateOrder::MonthFirst);
    assert_eq!(kinds(&read("mixed_dates.csv")), [Category]);
    assert_eq!(
        kinds(&read("leap_days.csv")),
        [Date, Category],
        "days that never were"
    );
    let loaded = is(
        "time_zones.csv",
        &[
            "zoned|some",
            "2024-03-31 00:30:00|2024-03-31T02:30:00Z",
            "2024-03-31 01:30:00|2024-03-31 01:30:00",
            "2024-03-31 01:00:00|2024-03-30 20:00:00",
        ],
        &[DateTime, Category],
    );
    assert!(loaded.notes[0].text.contains("UTC"));
    assert!(loaded.notes[1].text.contains("others do not") && loaded.notes[1].doubt);
    // By choice, what is no date is missing and listed.
    let dates = Load {
        kinds: [("day".into(), Date)].into(),
        ..Load::default()
    };
    let loaded = read_as("mixed_dates.csv", &dates).unwrap();
    assert_eq!((loaded.columns[0].missing, loaded.bad_lines.cells), (1, 1));
    assert!(loaded.bad_lines.listed[0].problem.contains("“February 29”"));
}

#[test]
fn encodings() {
    for (name, encoding) in [
        ("utf16_mark.csv", TextEncoding::Utf16Le),
        ("utf16_big_end.csv", TextEncoding::Utf16Be),
        ("utf16_without_mark.csv", TextEncoding::Utf16Le),
    ] {
        let loaded = is(
            name,
            &["Straße|Maß", "Öl‑weg|1", "Tür|2"],
            &[Category, Integer],
        );
        assert_eq!(loaded.layout.encoding, encoding);
    }
    // Half a pair is no letter.
    let broken = "a,b\n1,x\n2,y\n3,?\n4,z\n".encode_utf16();
    let broken: Vec<u8> = broken
        .map(|unit| {
            if unit == u16::from(b'?') {
                0xD83C
            } else {
                unit
            }
        })
        .flat_map(u16::to_le_bytes)
        .collect();
    let loaded = load("broken.csv", &broken, &Load::default()).unwrap();
    assert!(loaded.notes[0].text.starts_with("1 cell holds “\u{FFFD}”"));
    assert!(loaded.notes[0].text.contains("row 3."));
    is(
        "utf8_mark.csv",
        &["größe|n", "klein|1"],
        &[Category, Integer],
    );
    let loaded = is(
        "windows_1252.csv",
        &["café|prix €", "thé|2", "crème …|3"],
        &[Category, Integer],
    );
    assert_eq!(loaded.layout.encoding, TextEncoding::Windows1252);
    // What is not UTF-8 shows only far down.
    let mut late = b"a,b\n".to_vec();
    for i in 0..60_000 {
        late.extend(format!("{i},plain\n").bytes());
    }
    late.extend(b"1,caf\xE9\n");
    let loaded = load("late.csv", &late, &Load::default()).unwrap();
    assert_eq!(loaded.layout.encoding, TextEncoding::Windows1252);
    assert_eq!(
        loaded.table.page(60_000, 1)[0].cells[1].as_deref(),
        Some("café")
    );
}

#[test]
fn archives() {
    is(
        "packed.csv.gz",
        &["a|b", "1|x", "2|y"],
        &[Integer, Category],
    );
    let loaded = is(
        "packed.zip",
        &["a|b", "1|x", "2|y", "3|z"],
        &[Integer, Category],
    );
    assert_eq!(
        loaded.notes[0].text,
        "The archive's file data/table.csv was read, the largest of 2 files."
    );
    is("stored.zip", &["a|b", "1|x", "2|y"], &[Integer, Category]);
    // Damaged at any place, they are an error or, where it does not matter, the table.
    for name in ["packed.csv.gz", "packed.zip", "stored.zip"] {
        let path = format!("{}/tests/ugly/{name}", env!("CARGO_MANIFEST_DIR"));
        let whole = std::fs::read(path).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x55;
            let _ = load(name, &damaged, &Load::default());
            let _ = load(name, &whole[..at], &Load::default());
        }
    }
}

#[test]
fn json_lines() {
    let loaded = is(
        "lines.jsonl",
        &[
            "size|colour|zip|tags|sold",
            "1.5|red|01067|-|-",
            "-|blue|-|[\"a\",\"b\"]|-",
            "3|red|-|-|true",
        ],
        &[Number, Category, Category, Category, Boolean],
    );
    assert_eq!(loaded.bad_lines.rows, 1);
    assert!(
        loaded.bad_lines.listed[0]
            .problem
            .starts_with("Row 3 (line 4) is not a JSON object")
    );
}

#[test]
fn parquet() {
    for name in [
        "none.parquet",
        "snappy.parquet",
        "gzip.parquet",
        "lz4.parquet",
    ] {
        is(
            name,
            &[
                "n|x|f|code|day|at|ok",
                "1|1.5|0.1|01|2024-02-29|2024-02-29 12:30:00|true",
                "-|-|0.2|2|-|1969-07-20 20:17:40|false",
                "3|-2.25|-|-|1969-07-20|-|-",
            ],
            &[Integer, Number, Number, Category, Date, DateTime, Boolean],
        );
    }
    let error = read_as("zstd.parquet", &Load::default()).err().unwrap();
    assert!(error.problem.contains("zstd"), "{error}");
    assert!(error.advice.contains("snappy"), "{error}");
}

#[test]
fn very_wide_and_very_long() {
    let names: Vec<String> = (0..10_000).map(|i| format!("c{i}")).collect();
    let row: Vec<String> = (0..10_000).map(|i| (i % 7).to_string()).collect();
    let csv = format!(
        "{}\n{}\n{}\n",
        names.join(","),
        row.join(","),
        row.join(",")
    );
    assert_eq!(
        load("wide.csv", csv.as_bytes(), &Load::default())
            .unwrap()
            .columns
            .len(),
        10_000
    );
    let long = format!("a,b\n\"{}\",1\nshort,2\n", "x ".repeat(500_000));
    let loaded = load("long.csv", long.as_bytes(), &Load::default()).unwrap();
    let cell = loaded.table.column("a").unwrap().texts().unwrap().get(0);
    assert_eq!(cell.map(str::len), Some(999_999));
    let texts = Load {
        kinds: [("a".into(), Text)].into(),
        ..Load::default()
    };
    assert_eq!(
        load("long.csv", long.as_bytes(), &texts)
            .unwrap()
            .table
            .height(),
        2
    );
}

#[test]
fn damaged_anywhere_they_give_a_table_or_an_error() {
    let mut stream = grove_forest::Stream::new(1, "damage", 0);
    let folder = format!("{}/tests/ugly", env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    for path in names {
        let whole = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for _ in 0..200 {
            let mut bytes = whole.clone();
            for _ in 0..=stream.below(4) {
                let at = stream.below(bytes.len() as u32) as usize;
                bytes[at] = stream.below(256) as u8;
            }
            let _ = load(&name, &bytes, &Load::default());
        }
        for cut in (0..whole.len()).step_by(7) {
            let _ = load(&name, &whole[..cut], &Load::default());
        }
    }
}
