//! Clean: what each repair changes, and how the report counts it.

use grove::api::columns::ColumnKind;
use grove::api::recipe::{Clean, DataReference, Load, MissingTarget, Recipe, Task};
use grove::api::stage::Stage;
use grove::pipeline::clean::clean;
use grove::pipeline::load::load;

const CSV: &str = "size,colour,kind\n\
    1, red,a\n\
    2,red ,b\n\
    ?,green,a\n\
    4,NA,\n\
    1, red,a\n\
    6,none of these,b\n";

fn cleaned(parameters: &Clean) -> (Vec<Vec<Option<String>>>, grove::api::report::CleanReport) {
    let raw = load("t.csv", CSV.as_bytes(), &Load::default())
        .unwrap()
        .table;
    let (cleaned, report) = clean(&raw, &recipe(parameters)).unwrap();
    let rows = cleaned
        .table
        .page(0, 100)
        .into_iter()
        .map(|row| row.cells)
        .collect();
    (rows, report)
}

fn recipe(clean: &Clean) -> Recipe {
    let data = DataReference {
        name: String::new(),
        sha256: String::new(),
    };
    Recipe {
        clean: clean.clone(),
        ..Recipe::new(data, "kind".into(), Task::Classification, Vec::new())
    }
}

fn row(cells: [&str; 3]) -> Vec<Option<String>> {
    cells
        .iter()
        .map(|c| (*c != "-").then(|| (*c).to_owned()))
        .collect()
}

#[test]
fn rows_without_a_target_are_dropped() {
    let (rows, report) = cleaned(&Clean::default());
    assert_eq!(
        rows,
        [
            row(["1", "red", "a"]),
            row(["2", "red", "b"]),
            row(["-", "green", "a"]),
            row(["1", "red", "a"]),
            row(["6", "none of these", "b"]),
        ]
    );
    let steps: Vec<(&str, u32, u32)> = report
        .steps
        .iter()
        .map(|step| (step.name.as_str(), step.rows_dropped, step.cells_changed))
        .collect();
    assert_eq!(steps, [("Drop rows without a target", 1, 0)]);
    let kinds: Vec<ColumnKind> = report.columns.iter().map(|c| c.kind).collect();
    assert_eq!(
        kinds,
        [
            ColumnKind::Integer,
            ColumnKind::Category,
            ColumnKind::Category
        ]
    );
}

#[test]
fn duplicates_keep_the_first_row() {
    let (rows, report) = cleaned(&Clean {
        drop_duplicates: true,
        ..Clean::default()
    });
    assert_eq!(rows.len(), 4);
    assert_eq!(report.steps[0].rows_dropped, 1);
    assert_eq!(rows[0], row(["1", "red", "a"]));
}

#[test]
fn a_missing_target_can_stop_the_run() {
    let raw = load("t.csv", CSV.as_bytes(), &Load::default())
        .unwrap()
        .table;
    let stop = Clean {
        missing_target: MissingTarget::Stop,
        ..Clean::default()
    };
    let error = clean(&raw, &recipe(&stop)).err().unwrap();
    assert_eq!(
        (error.stage, error.column.as_deref(), error.row),
        (Stage::Clean, Some("kind"), Some(4))
    );
}

#[test]
fn the_minimap_adds_up_to_what_happened() {
    let (_, report) = cleaned(&Clean {
        drop_duplicates: true,
        ..Clean::default()
    });
    let map = report.minimap;
    assert_eq!(map.columns, ["size", "colour", "kind"]);
    assert_eq!(map.bands.len(), 6, "a band per row, as there are few");
    let dropped: Vec<u32> = map
        .bands
        .iter()
        .filter(|b| b.dropped == 1.0)
        .map(|b| b.rows.0)
        .collect();
    assert_eq!(dropped, [4, 5]);
    assert_eq!(map.bands[2].missing, [1.0, 0.0, 0.0]);
}
