//! Files of other kinds are named for what they are, with what to do.

use grove_engine::load::load;
use grove_recipe::Load;

use super::reader::{Folder, READ, says};

fn refused(bytes: &[u8]) -> (String, String) {
    let error = load("file", bytes, &Load::default()).err();
    let error = error.unwrap_or_else(|| panic!("{:?} was read", String::from_utf8_lossy(bytes)));
    (error.problem, error.advice)
}

#[test]
fn what_is_no_table_is_named() {
    let mut tar = vec![0; 512];
    tar[257..262].copy_from_slice(b"ustar");
    let kinds: [(&[u8], &str); 24] = [
        (b"SQLite format 3\0\x10\0", "SQLite"),
        (b"\x28\xB5\x2F\xFD\x24\0", "zstd"),
        (b"BZh91AY&SY\x01\x02", "bzip2"),
        (b"\xFD7zXZ\0\0\x04", "xz"),
        (b"7z\xBC\xAF\x27\x1C\0\x04", "7z"),
        (b"Rar!\x1A\x07\x01\0", "RAR"),
        (&tar, "tar"),
        (b"\x80\x04\x95\x10\0\0", "pickle"),
        (b"\x80\x02}q\0.", "pickle"),
        (b"\x93NUMPY\x01\0v\0", "NumPy"),
        (b"ARROW1\0\0\xFF\xFF", "Arrow"),
        (b"FEA1\0\0\0\0", "Feather"),
        (b"\x89HDF\r\n\x1A\n", "HDF5"),
        (b"Obj\x01\x04\x16", "Avro"),
        (b"ORC\x08\x03\x10", "ORC"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1", "Excel"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1A\n", "PNG"),
        (
            b"<!DOCTYPE html>\n<html><body>a,b</body></html>",
            "web page",
        ),
        (b"\xEF\xBB\xBF\n <HTML lang=en>", "web page"),
        (b"<?xml version=\"1.0\"?>\n<rows/>", "XML"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:1\n",
            "Git LFS",
        ),
        (b"{\n  \"a\": 1,\n  \"b\": 2\n}\n", "one JSON object"),
        (b"[[1, 2],\n [3, 4]]\n", "JSON array of values"),
    ];
    for (bytes, what) in kinds {
        let (problem, advice) = refused(bytes);
        assert!(problem.contains(what), "{what}: {problem}");
        assert!(advice.len() > 10, "{what}: {advice}");
    }
}

/// Headers that begin as other files do.
#[test]
fn tables_that_look_like_other_files_are_read() {
    let tables: [&str; 6] = [
        "ORCID,name\n1,a\n2,b\n",
        "FEA1,x\n1,2\n",
        "[a],[b]\n1,2\n3,4\n",
        "{a},{b}\n1,2\n3,4\n",
        "Rar!,x\n1,2\n",
        "DUCK,x\n1,2\n",
    ];
    for table in tables {
        let read = load("t.csv", table.as_bytes(), &Load::default());
        let read = read.unwrap_or_else(|error| panic!("{table}: {error}"));
        assert_eq!(read.columns.len(), 2, "{table}");
    }
}

#[test]
fn an_array_of_objects_is_read_as_its_lines_are() {
    let rows = |text: &str| {
        let loaded = load("t.json", text.as_bytes(), &Load::default());
        let loaded = loaded.unwrap_or_else(|error| panic!("{text}: {error}"));
        let cells = loaded.table.page(0, 9).into_iter().map(|row| row.cells);
        (loaded.header.clone(), cells.collect::<Vec<_>>())
    };
    let lines = rows("{\"a\": 1, \"b\": \"x, [y]\"}\n{\"a\": 2.5, \"c\": {\"d\": [1, 2]}}\n");
    for array in [
        "[{\"a\": 1, \"b\": \"x, [y]\"}, {\"a\": 2.5, \"c\": {\"d\": [1, 2]}}]",
        "\u{feff}[\n  {\n    \"a\": 1,\n    \"b\": \"x, [y]\"\n  },\n  {\n    \"a\": 2.5,\n    \"c\": {\"d\": [1, 2]}\n  }\n]\n",
    ] {
        assert_eq!(rows(array), lines);
    }
    let wrong = refused(b"[{\"a\": 1}, 7, 8]").0;
    assert!(wrong.contains("not a JSON object"), "{wrong}");
}

#[test]
fn lines_of_which_most_are_wrong_are_refused() {
    let mut lines = String::from("{\"a\": 1}\n");
    lines += &"no object\n".repeat(50);
    let (problem, _) = refused(lines.as_bytes());
    assert!(
        problem.contains("49 more lines have the same problem"),
        "{problem}"
    );
    let fewer = "{\"a\": 1}\n".repeat(50) + "no object\n";
    let read = load("t.jsonl", fewer.as_bytes(), &Load::default()).expect("most are right");
    assert_eq!(read.bad_lines.rows, 1);
}

#[test]
fn the_command_says_the_same() {
    let folder = Folder::new("foreign");
    says(
        &folder,
        "page.csv",
        b"<html><body>404</body></html>",
        "web page",
    );
    says(&folder, "data.parquet", b"SQLite format 3\0", "SQLite");
    says(&folder, "rows.json", b"[{\"a\": 1}, {\"a\": 2}]", READ);
}
