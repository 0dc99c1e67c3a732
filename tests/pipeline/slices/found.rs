//! What is found in tables whose errors are known.

use grove_engine::evaluate::slices::RowErrors;
use grove_engine::load::types::cell_text;
use grove_engine::table::Table;
use grove_forest::Stream;

use super::{found, people, table, wrong};

fn cell(table: &Table, name: &str, row: u32) -> String {
    cell_text(table.column(name).unwrap(), row as usize).unwrap_or_default()
}

fn number(table: &Table, name: &str, row: u32) -> f64 {
    cell(table, name, row).parse().unwrap_or(f64::NAN)
}

#[test]
fn a_planted_value_is_found_first_and_holds() {
    let table = table(&people(800, 1));
    let east = |row: u32| cell(&table, "region", row) == "East";
    let errors = wrong(800, 1, |row| if east(row) { 0.5 } else { 0.1 });
    let report = found(&table, &errors);
    assert_eq!(
        (report.metric.as_str(), report.rows, report.columns),
        ("accuracy", 800, 3)
    );
    assert_eq!(
        (report.found_on, report.judged_on, report.smallest),
        (400, 400, 20)
    );
    let first = &report.slices[0];
    assert_eq!(first.description, "region is East");
    assert!(first.holds && first.corrected_p < 0.001 && first.p < first.corrected_p);
    assert_eq!(first.rows + first.other_rows, 400);
    let (low, high) = first.interval;
    assert!(
        low < first.score && first.score < high && high < first.other_score,
        "{first:?}"
    );
    assert!(
        report.sentence.ends_with(" looked at."),
        "{}",
        report.sentence
    );
    assert!(report.looked_at >= report.slices.len() as u32);
}

#[test]
fn values_are_judged_by_their_squared_errors() {
    let table = table(&people(800, 2));
    let mut chance = Stream::new(2, "errors", 0);
    let squared = (0..800).map(|row| {
        let spread = if cell(&table, "flag", row) == "yes" {
            3.0
        } else {
            1.0
        };
        let error = spread * (chance.unit() + chance.unit() + chance.unit() - 1.5);
        error * error
    });
    let report = found(&table, &RowErrors::Squared(squared.collect()));
    let first = &report.slices[0];
    assert_eq!(
        (report.metric.as_str(), first.description.as_str()),
        ("rmse", "flag is yes")
    );
    assert!(
        first.holds && first.score > 2.0 * first.other_score,
        "{first:?}"
    );
    assert!(first.interval.0 > first.other_score && first.interval.1 > first.score);
}

#[test]
fn several_conditions_that_only_fail_together_are_found_by_the_tree() {
    let table = table(&people(3000, 3));
    let planted =
        |row: u32| cell(&table, "region", row) == "North" && number(&table, "age", row) < 40.0;
    let errors = wrong(3000, 3, |row| if planted(row) { 0.6 } else { 0.05 });
    let report = found(&table, &errors);
    let first = &report.slices[0];
    assert!(first.holds);
    assert!(
        first.description.contains("region is North"),
        "{}",
        first.description
    );
    assert!(
        first.description.contains(" and age ≤ ") || first.description.starts_with("age ≤ "),
        "{}",
        first.description
    );
    assert!(first.score < 0.5, "{first:?}");
}

#[test]
fn noise_lists_a_slice_that_holds_as_rarely_as_the_level_says() {
    const TABLES: u32 = 100;
    // 5 % and three standard errors of the share.
    let most = (0.05 + 3.0 * (0.05 * 0.95 / f64::from(TABLES)).sqrt()) * f64::from(TABLES);
    let (mut classes, mut values) = (0, 0);
    for seed in 0..TABLES {
        let table = table(&people(200, seed.into()));
        let holds = |errors: &RowErrors| {
            let report = found(&table, errors);
            let holds = report.slices.iter().any(|slice| slice.holds);
            let says = report
                .sentence
                .starts_with("No slice is worse than chance explains; ");
            assert_eq!(holds, !says, "{}", report.sentence);
            u32::from(holds)
        };
        classes += holds(&wrong(200, seed.into(), |_| 0.2));
        let mut chance = Stream::new(seed.into(), "values", 0);
        let squared = (0..200).map(|_| (chance.unit() + chance.unit() - 1.0).powi(2));
        values += holds(&RowErrors::Squared(squared.collect()));
    }
    assert!(
        f64::from(classes) <= most && f64::from(values) <= most,
        "{classes} {values}"
    );
}

#[test]
fn missing_cells_are_a_slice_and_are_told_apart_from_numbers() {
    let mut csv = String::from("age,t\n");
    for row in 0..600 {
        let age = if row % 3 == 0 {
            String::new()
        } else {
            format!("{}.5", row * 7 % 90)
        };
        csv += &format!("{age},{}\n", row % 2);
    }
    let table = table(&csv);
    let report = found(
        &table,
        &wrong(600, 4, |row| if row % 3 == 0 { 0.5 } else { 0.1 }),
    );
    assert_eq!(report.slices[0].description, "age is missing");
    assert!(report.slices[0].holds);
    let report = found(
        &table,
        &wrong(600, 4, |row| if row % 3 == 0 { 0.1 } else { 0.5 }),
    );
    assert_eq!(report.slices[0].description, "age is not missing");
}

#[test]
fn dates_are_taken_by_their_year_or_month() {
    let mut csv = String::from("day,when,t\n");
    for row in 0..900 {
        let (year, month) = (2021 + row % 3, 1 + row * 5 / 3 % 4);
        csv += &format!(
            "{year}-{month:02}-1{},2024-{month:02}-0{},{}\n",
            row % 9,
            1 + row % 8,
            row % 2
        );
    }
    let table = table(&csv);
    let report = found(
        &table,
        &wrong(900, 5, |row| if row % 3 == 1 { 0.5 } else { 0.1 }),
    );
    assert_eq!(report.slices[0].description, "day is in 2022");
    let march = |row: u32| cell(&table, "when", row).starts_with("2024-03");
    let report = found(
        &table,
        &wrong(900, 5, |row| if march(row) { 0.6 } else { 0.1 }),
    );
    assert_eq!(report.slices[0].description, "when is in 2024-03");
}

#[test]
fn columns_without_a_frequent_value_have_no_slice() {
    let mut csv = String::from("same,code,t\n");
    for row in 0..2000 {
        csv += &format!("one,c{},{}\n", row % 1000, row % 2);
    }
    let report = found(&table(&csv), &wrong(2000, 6, |_| 0.2));
    assert_eq!(
        (report.columns, report.looked_at, report.slices.len()),
        (2, 0, 0)
    );
    assert_eq!(
        report.sentence,
        "No slice is worse than chance explains; 0 were looked at."
    );
}

#[test]
fn too_few_rows_are_said_with_how_many_would_do() {
    let few = table(&people(79, 8));
    let report = found(&few, &wrong(79, 8, |_| 0.3));
    assert_eq!(report.rows_needed, Some(80));
    assert_eq!(
        report.sentence,
        "There are too few rows to judge: 79 rows, and 80 would do."
    );
    assert!(report.slices.is_empty() && report.looked_at == 0);
    let report = found(&table(&people(80, 8)), &wrong(80, 8, |_| 0.3));
    assert_eq!((report.rows_needed, report.judged_on), (None, 40));
}

#[test]
fn of_many_columns_the_first_are_looked_at_and_the_rest_is_counted() {
    let names: Vec<String> = (0..250).map(|column| format!("c{column}")).collect();
    let mut csv = names.join(",") + ",t\n";
    for row in 0..100 {
        let cells: Vec<String> = (0..250)
            .map(|column| format!("{}.5", row * (column + 3) % 17))
            .collect();
        csv += &format!("{},{}\n", cells.join(","), row % 2);
    }
    let report = found(&table(&csv), &wrong(100, 9, |_| 0.3));
    assert_eq!((report.columns, report.columns_left), (200, 50));
    assert!(report.slices.len() <= 20);
}

#[test]
fn the_same_rows_give_the_same_bits_and_equal_columns_one_slice() {
    let mut csv = String::new();
    for (place, line) in people(400, 10).lines().enumerate() {
        let region = line.split(',').nth(1).unwrap();
        csv += &match place {
            0 => format!("copy,{line}\n"),
            _ => format!("{region},{line}\n"),
        };
    }
    let table = table(&csv);
    let errors = wrong(400, 10, |row| {
        if cell(&table, "region", row) == "East" {
            0.6
        } else {
            0.1
        }
    });
    let report = found(&table, &errors);
    assert_eq!(report.slices[0].description, "copy is East");
    assert!(
        report
            .slices
            .iter()
            .all(|slice| slice.description != "region is East")
    );
    assert_eq!(
        postcard::to_allocvec(&report),
        postcard::to_allocvec(&found(&table, &errors))
    );
}
