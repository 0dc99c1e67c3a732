//! `grove look`: shows how a file is read, before there is a recipe. Writes nothing.

use std::path::Path;

use grove_engine::load::types;
use grove_engine::profile::profile;
use grove_recipe::columns::{ColumnSummary, DataSummary, FileFormat};
use grove_recipe::number::{count, counted, significant};
use grove_recipe::parameters::{
    COMMENT, Choice, DATE_ORDER, DECIMAL, DELIMITER, ENCODING_OF_TEXT, HEADER_ROWS, QUOTE,
    THOUSANDS,
};

use crate::failure::{CommandFailure, shown};
use crate::stage_command::LoadArguments;
use crate::{reading, recipe};

/// The most letters of a value that are shown.
const LETTERS_AT_MOST: usize = 40;

/// Returns whether a file is only to be shown: on request, or because there is no recipe for a stage.
pub fn is_meant(arguments: &LoadArguments) -> bool {
    let place = &arguments.options.place;
    let recipe = recipe::locate(Path::new(""), &place.recipe);
    arguments.json || arguments.data.is_some() && recipe.is_err()
}

pub fn look(arguments: &LoadArguments) -> Result<(), CommandFailure> {
    let data = arguments.data.as_deref().unwrap_or(Path::new(""));
    let load = match recipe::locate(Path::new(""), &arguments.options.place.recipe) {
        Ok(path) => recipe::draft(&path)?.recipe().load.clone(),
        Err(_) => Default::default(),
    };
    let (_, loaded) = reading::load(data, &load)?;
    let summary = profile(&loaded);
    if arguments.json {
        let json = serde_json::to_string_pretty(&summary).expect("values and texts alone");
        println!("{json}");
        return Ok(());
    }
    print(&summary);
    reading::print_notes(&summary);
    let data = grove_export::dvc::in_shell(&data.display().to_string());
    println!("Next: grove run {data} --target COLUMN");
    Ok(())
}

fn print(data: &DataSummary) {
    let rows = counted(data.rows, "row", "rows");
    let columns = counted(data.columns.len() as u64, "column", "columns");
    println!("{}: {rows} × {columns}", shown(&data.name));
    for (label, value) in layout(data) {
        println!("  {label:<26}{value}");
    }
    let names = data.columns.iter().map(|column| shortened(&column.name));
    let names: Vec<String> = names.collect();
    let width = names.iter().map(|name| name.chars().count()).max();
    let width = width.unwrap_or_default().max("column".len());
    println!(
        "  {:<width$}  {:<12}{:>9}{:>10}  values",
        "column", "kind", "missing", "distinct"
    );
    for (name, column) in names.iter().zip(&data.columns) {
        println!(
            "  {name:<width$}  {:<12}{:>9}{:>10}  {}",
            column.kind_and_unit(),
            count(column.missing),
            count(column.distinct),
            values(column)
        );
    }
}

/// Describes the detected layout.
fn layout(data: &DataSummary) -> Vec<(&'static str, String)> {
    fn line<T: Copy + PartialEq>(choice: &Choice<Option<T>>, value: T) -> (&'static str, String) {
        (choice.label, choice.label_of(Some(value)).to_owned())
    }
    let layout = &data.layout;
    match data.format {
        FileFormat::Parquet => return vec![("Format", "Parquet".into())],
        FileFormat::JsonLines => return vec![("Format", "JSON lines".into())],
        FileFormat::Delimited => {}
    }
    let mut lines = vec![
        line(&ENCODING_OF_TEXT, layout.encoding),
        line(&DELIMITER, layout.delimiter),
        line(&QUOTE, layout.quote),
        line(&HEADER_ROWS, layout.header_rows),
        line(&COMMENT, layout.comment),
        line(&DECIMAL, layout.decimal),
        line(&THOUSANDS, layout.thousands),
        line(&DATE_ORDER, layout.date_order),
    ];
    if layout.skip_rows > 0 {
        lines.push(("Lines to skip", layout.skip_rows.to_string()));
    }
    lines
}

/// Returns the range of numbers, or the most frequent values.
fn values(column: &ColumnSummary) -> String {
    use grove_recipe::columns::Histogram::{None, Numbers, Values};
    match &column.histogram {
        Numbers { min, max, .. } if column.kind.is_date() => {
            format!("{} to {}", day(*min), day(*max))
        }
        Numbers { min, max, .. } => format!("{} to {}", significant(*min, 4), significant(*max, 4)),
        Values { top, .. } => {
            let named = top.iter().take(3).map(|(value, _)| shortened(value));
            let more = if column.distinct > 3 { ", …" } else { "" };
            named.collect::<Vec<_>>().join(", ") + more
        }
        None => String::new(),
    }
}

fn shortened(text: &str) -> String {
    let shown = shown(&text.replace('\n', " "));
    match shown.char_indices().nth(LETTERS_AT_MOST) {
        Some((end, _)) => format!("{}…", &shown[..end]),
        Option::None => shown,
    }
}

fn day(days: f64) -> String {
    types::day(days.floor() as i32).map_or_else(String::new, |day| day.to_string())
}
