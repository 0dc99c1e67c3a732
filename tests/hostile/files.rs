//! Text that costs more than it is long: names, columns, rows, cells and quotes without end.

use super::reader::{Folder, READ, says};

const COLUMNS: &str = "columns; Grove reads up to 20000";

fn of(parts: &[(&str, usize)]) -> Vec<u8> {
    let parts = parts.iter().map(|(part, times)| part.repeat(*times));
    parts.collect::<String>().into_bytes()
}

#[test]
fn equal_names() {
    let folder = Folder::new("names");
    let equal = |names| of(&[("same,", names), ("same\n", 1), ("1,", names), ("2\n", 1)]);
    says(&folder, "most.csv", &equal(19_999), READ);
    says(&folder, "more.csv", &equal(100_000), COLUMNS);
    // Those that would be given are in use.
    let taken: String = (2..10_000).map(|n| format!("a_{n},")).collect();
    let rest = [("a,", 9_998), ("a\n", 1), ("1,", 19_997), ("1\n", 1)];
    let bytes = [taken.into_bytes(), of(&rest)].concat();
    says(&folder, "taken.csv", &bytes, READ);
    let keys: String = (0..19_000)
        .map(|n| format!("\"{}\": 1, ", " ".repeat(n % 50)))
        .collect();
    says(
        &folder,
        "keys.jsonl",
        format!("{{{keys}\"b\": 2}}\n").as_bytes(),
        READ,
    );
}

#[test]
fn columns_without_end() {
    let folder = Folder::new("columns");
    says(
        &folder,
        "commas.csv",
        &of(&[(",", 1_000_000), ("\n", 1), (",", 1_000_000)]),
        COLUMNS,
    );
    says(&folder, "empty.csv", &of(&[(",", 9_999_999)]), "");
    says(
        &folder,
        "wide.csv",
        &of(&[
            ("a,", 19_999),
            ("b\n", 1),
            (&format!("1{}\n", ",".repeat(19_999)), 480),
        ]),
        READ,
    );
    let keys: String = (0..50_000).map(|n| format!("\"k{n}\": 1,")).collect();
    let late = format!("{}{{{keys}\"b\": 2}}\n", "{\"a\": 1}\n".repeat(60_000));
    says(&folder, "late.jsonl", late.as_bytes(), COLUMNS);
    let keys: String = (0..15_000).map(|n| format!("\"k{n}\": 1,")).collect();
    let late = format!("{}{{{keys}\"b\": 2}}\n", "{\"a\": 1}\n".repeat(60_000));
    says(
        &folder,
        "padded.jsonl",
        late.as_bytes(),
        "more than 50 million cells",
    );
    let each: String = (0..300_000).map(|n| format!("{{\"k{n}\": 1}}\n")).collect();
    says(
        &folder,
        "each.jsonl",
        each.as_bytes(),
        "more than 50 million cells",
    );
}

#[test]
fn lines_without_end() {
    let folder = Folder::new("lines");
    let long = "in one";
    says(&folder, "line.csv", &of(&[("a", 4 << 20)]), "");
    says(
        &folder,
        "cell.csv",
        &of(&[("a,b\n1,", 1), ("x", 4 << 20), ("\n", 1)]),
        long,
    );
    says(
        &folder,
        "row.csv",
        &of(&[("a,b\n1,", 1), ("x", 10 << 20), ("\n", 1)]),
        "more than 8 MB",
    );
    says(
        &folder,
        "header.csv",
        &of(&[("a,", 1), ("x", 10 << 20), ("\n1,2\n", 1)]),
        "more than 8 MB",
    );
    says(
        &folder,
        "commas.csv",
        &of(&[("a,b\n1,", 1), (",", 4 << 20)]),
        "",
    );
    says(&folder, "pairs.csv", &of(&[("a,", 2 << 20)]), "");
    says(
        &folder,
        "returns.csv",
        &of(&[("a,b\r1,2\r", 1), ("\r", 10 << 20)]),
        "",
    );
    says(
        &folder,
        "line.jsonl",
        &of(&[("{\"a\": \"", 1), ("x", 10 << 20), ("\"}\n", 1)]),
        "",
    );
    says(
        &folder,
        "cell.jsonl",
        &of(&[("{\"a\": 1}\n{\"a\": \"", 1), ("x", 4 << 20), ("\"}\n", 1)]),
        long,
    );
    says(
        &folder,
        "row.jsonl",
        &of(&[("{\"a\": 1}\n{\"a\": \"", 1), ("x", 10 << 20), ("\"}\n", 1)]),
        "more than 8 MB",
    );
}

#[test]
fn quotes_that_never_close() {
    let folder = Folder::new("quotes");
    says(
        &folder,
        "first.csv",
        &of(&[("a,b\n\"", 1), ("1,2\n", 2 << 20)]),
        "quote",
    );
    says(
        &folder,
        "header.csv",
        &of(&[("a,\"b\n", 1), ("1,2\n", 2 << 20)]),
        "quote",
    );
    says(
        &folder,
        "late.csv",
        &of(&[("a,b\n", 1), ("1,2\n", 2 << 20), ("\"3,4\n", 1)]),
        "quote",
    );
    says(&folder, "many.csv", &of(&[("\"", 10 << 20)]), "");
    says(&folder, "pairs.csv", &of(&[("\"\"\n", 3 << 20)]), "");
}

#[test]
fn nested_json() {
    let folder = Folder::new("json");
    says(&folder, "arrays.json", &of(&[("[", 5 << 20)]), "");
    says(&folder, "objects.json", &of(&[("{\"a\":", 2 << 20)]), "");
    says(
        &folder,
        "deep.jsonl",
        &of(&[
            ("{\"a\": 1}\n{\"a\": ", 1),
            ("[", 1 << 20),
            ("]", 1 << 20),
            ("}\n", 1),
        ]),
        READ,
    );
    says(
        &folder,
        "wide.jsonl",
        &of(&[("{\"a\": 1}\n{\"a\": [", 1), ("{},", 2 << 20), ("1]}\n", 1)]),
        "",
    );
    says(
        &folder,
        "values.jsonl",
        &of(&[("{\"a\": 1}\n{\"a\": [", 1), ("1,", 300_000), ("1]}\n", 1)]),
        READ,
    );
    says(
        &folder,
        "empty.jsonl",
        &of(&[("{\"a\": 1, \"b\": 2}\n", 1), ("{}\n", 3 << 20)]),
        READ,
    );
    says(
        &folder,
        "array.json",
        &of(&[("[{\"a\": 1}", 1), (", {\"a\": 2}", 900_000), ("]", 1)]),
        READ,
    );
    says(
        &folder,
        "wrong.jsonl",
        &of(&[("{\"a\": 1}\n", 1), ("{\"a\": }\n", 1 << 20)]),
        "the same problem",
    );
}

#[test]
fn rows_that_do_not_fit() {
    let folder = Folder::new("rows");
    let mut ragged = String::from("a,b,c\n1,2,3\n");
    (3..3_000).for_each(|n| ragged.extend(["x,".repeat(n).as_str(), "x\n"]));
    says(&folder, "ragged.csv", ragged.as_bytes(), "the same problem");
    says(
        &folder,
        "short.csv",
        &of(&[("a,b\n1,2\n1,2\n", 1), ("1\n", 5 << 20)]),
        "the same problem",
    );
    says(
        &folder,
        "blank.csv",
        &of(&[("a,b\n1,2\n", 1), ("\n", 7 << 20)]),
        READ,
    );
    says(
        &folder,
        "comments.csv",
        &of(&[("a,b\n1,2\n", 1), ("# no row\n", 1 << 20), ("3,4\n", 1)]),
        "",
    );
    says(
        &folder,
        "one.csv",
        &of(&[("a\n", 1), ("1\n", 5 << 20)]),
        READ,
    );
    says(
        &folder,
        "texts.csv",
        &of(&[("a,b\n", 1), ("xy,z\n", 2 << 20)]),
        READ,
    );
    let different: String = (0..700_000).map(|n| format!("t{n},{n}.5\n")).collect();
    says(
        &folder,
        "different.csv",
        format!("a,b\n{different}").as_bytes(),
        READ,
    );
}
