//! Steps that change cells and columns.

use grove_protocol::report::CellChange;
use grove_recipe::columns::ColumnKind;
use grove_recipe::{Case, FillStrategy, Merge, Operation, Within};

use super::{steps, strings, wrong};

const CSV: &str = "n,x,word,day,when,yes,kind\n\
    1,0.5,red,2024-01-02,2024-01-02 10:30:00,yes,a\n\
    2,1.0,Light  Blue,2024-03-04,2024-03-04 23:59:59,no,b\n\
    ,999,o'neil CREEK,,,,a\n\
    4,999.0,RED,2024-05-06,2024-05-06 00:00:00,Yes,b\n";

#[test]
fn columns_are_dropped_and_renamed_where_they_stand() {
    let result = steps(
        CSV,
        vec![
            Operation::DropColumns {
                columns: strings(&["x", "day"]),
            },
            Operation::RenameColumn {
                column: "word".into(),
                name: "colour".into(),
            },
        ],
    );
    assert_eq!(result.names(), ["n", "colour", "when", "yes", "kind"]);
    assert_eq!(result.kind("colour"), ColumnKind::Category);
    assert_eq!(result.column("colour")[0], "red");
    let told: Vec<((u32, u32), u32)> = result
        .report
        .steps
        .iter()
        .map(|step| (step.columns, step.cells_changed))
        .collect();
    assert_eq!(told, [((7, 5), 0), ((5, 5), 0), ((5, 5), 0)]);
}

#[test]
fn a_cast_reads_what_it_can_and_tells_what_it_lost() {
    let cast = |column: &str, kind| {
        let result = steps(
            CSV,
            vec![Operation::Cast {
                columns: strings(&[column]),
                kind,
            }],
        );
        assert_eq!(result.kind(column), kind);
        (result.column(column), result.report.steps[0].cells_changed)
    };
    let texts = |texts: [&str; 4], changed| (strings(&texts), changed);
    assert_eq!(
        cast("n", ColumnKind::Category),
        texts(["1", "2", "-", "4"], 0)
    );
    assert_eq!(
        cast("x", ColumnKind::Integer),
        texts(["-", "1", "999", "999"], 1)
    );
    assert_eq!(
        cast("n", ColumnKind::Decimal),
        texts(["1", "2", "-", "4"], 0)
    );
    assert_eq!(
        cast("n", ColumnKind::Boolean),
        texts(["true", "-", "-", "-"], 3)
    );
    assert_eq!(
        cast("yes", ColumnKind::Boolean),
        texts(["true", "false", "-", "true"], 3)
    );
    assert_eq!(
        cast("when", ColumnKind::Date),
        texts(["2024-01-02", "2024-03-04", "-", "2024-05-06"], 3)
    );
    assert_eq!(
        cast("word", ColumnKind::Date),
        texts(["-", "-", "-", "-"], 4)
    );
    assert_eq!(
        cast("day", ColumnKind::Text),
        texts(["2024-01-02", "2024-03-04", "-", "2024-05-06"], 0)
    );
}

#[test]
fn texts_are_trimmed_and_written_in_one_case() {
    let result = steps(CSV, vec![Operation::Trim { columns: vec![] }]);
    assert_eq!(
        result.column("word"),
        ["red", "Light Blue", "o'neil CREEK", "RED"]
    );
    let step = &result.report.steps[0];
    assert_eq!(step.cells_changed, 1);
    assert_eq!(
        step.examples,
        [CellChange {
            row: 2,
            column: "word".into(),
            before: Some("Light  Blue".into()),
            after: Some("Light Blue".into()),
        }]
    );
    let case = |case| {
        let columns = strings(&["word"]);
        steps(CSV, vec![Operation::ChangeCase { columns, case }]).column("word")
    };
    assert_eq!(
        case(Case::Lower)[1..],
        ["light  blue", "o'neil creek", "red"]
    );
    assert_eq!(case(Case::Upper)[0], "RED");
    assert_eq!(
        case(Case::Title)[1..],
        ["Light  Blue", "O'neil Creek", "Red"]
    );
}

fn replace(columns: &[&str], to_replace: &str, within: Within, value: &str) -> Operation {
    Operation::Replace {
        columns: strings(columns),
        to_replace: to_replace.into(),
        within,
        value: value.into(),
    }
}

#[test]
fn values_are_replaced_by_their_meaning() {
    let whole = |columns: &[&str], to_replace: &str, value: &str| {
        steps(
            CSV,
            vec![replace(columns, to_replace, Within::Value, value)],
        )
    };
    // 999 and 999.0 are the same number.
    assert_eq!(whole(&["x"], "999", "").column("x"), ["0.5", "1", "-", "-"]);
    assert_eq!(whole(&["n"], "4", "5").column("n"), ["1", "2", "-", "5"]);
    assert_eq!(
        whole(&["day"], "04.03.2024", "2025-01-01").column("day")[1],
        "2025-01-01"
    );
    assert_eq!(
        whole(&["word"], "RED", "red").report.steps[0].cells_changed,
        1
    );
    // All columns that could hold it.
    assert_eq!(whole(&[], "2", "").column("n"), ["1", "-", "-", "4"]);
    // A text of one's own makes a category of truth values.
    assert_eq!(
        whole(&["yes"], "no", "never").kind("yes"),
        ColumnKind::Category
    );
    assert_eq!(whole(&["yes"], "no", "").kind("yes"), ColumnKind::Boolean);

    let part = steps(CSV, vec![replace(&["word"], "e", Within::Part, "")]);
    assert_eq!(part.column("word")[0], "rd");
    let gone = steps(CSV, vec![replace(&["word"], "red", Within::Part, "")]);
    assert_eq!(gone.column("word")[0], "-", "an empty text is missing");

    let error = wrong(CSV, vec![replace(&["n"], "many", Within::Value, "")]);
    assert_eq!((error.step, error.column.as_deref()), (Some(0), Some("n")));
    assert_eq!(
        error.problem,
        "Step 1: “many” is not a valid value for n, which is of type integer."
    );
    let error = wrong(CSV, vec![replace(&["n"], "1", Within::Part, "")]);
    assert!(error.problem.contains("columns of text"), "{error}");
}

#[test]
fn categories_are_merged_as_they_were_confirmed() {
    let merge = |from: &[&str], to: &str| Merge {
        from: strings(from),
        to: to.into(),
    };
    let result = steps(
        CSV,
        vec![Operation::MergeCategories {
            column: "word".into(),
            merges: vec![
                merge(&["red", "RED"], "red"),
                merge(&["Light  Blue"], "blue"),
            ],
        }],
    );
    assert_eq!(
        result.column("word"),
        ["red", "blue", "o'neil CREEK", "red"]
    );
    assert_eq!(result.report.steps[0].cells_changed, 2);
}

#[test]
fn a_constant_fills_what_it_suits() {
    let fill = |columns: &[&str], value: &str| Operation::FillMissing {
        columns: strings(columns),
        strategy: FillStrategy::Constant,
        fill_value: value.into(),
    };
    let all = steps(CSV, vec![fill(&[], "0")]);
    assert_eq!(all.column("n")[2], "0");
    assert_eq!(all.column("day")[2], "-", "0 is no date");
    assert_eq!(all.kind("n"), ColumnKind::Integer);
    assert_eq!(
        steps(CSV, vec![fill(&["day"], "2020-02-02")]).column("day")[2],
        "2020-02-02"
    );
    assert_eq!(wrong(CSV, vec![fill(&["n"], "0.5")]).step, Some(0));
}

#[test]
fn a_derived_column_stands_behind_the_others_or_in_its_own_place() {
    let derive = |column: &str, expression: &str| Operation::Derive {
        column: column.into(),
        expression: expression.into(),
    };
    let result = steps(CSV, vec![derive("big", "x > 1"), derive("n", "n * 2")]);
    assert_eq!(result.names().last().unwrap(), "big");
    assert_eq!(result.column("big"), ["false", "false", "true", "true"]);
    assert_eq!(result.kind("big"), ColumnKind::Boolean);
    assert_eq!(result.column("n"), ["2", "4", "-", "8"]);
    assert_eq!(result.names()[0], "n");
    let changed: Vec<u32> = result
        .report
        .steps
        .iter()
        .map(|s| s.cells_changed)
        .collect();
    assert_eq!(changed, [0, 3, 0], "a new column changes no cell");
    assert_eq!(result.report.steps[0].examples.len(), 4);
}
