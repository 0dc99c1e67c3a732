//! One row, typed into a form: what the form asks for, and the model's answer.

use std::collections::{HashMap, HashSet};

use grove_models::Predictions;
use grove_protocol::calls::RowSource;
use grove_protocol::report::{PredictedRow, RowField, RowForm};
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;
use grove_recipe::{Comment, Decimal, Delimiter, Load, Quote, TextEncoding, Thousands};

use super::fitted::FittedPipeline;
use super::{predict_read, read, reading};
use crate::featurize::encoder::Encoder;
use crate::load::Loaded;
use crate::load::types::cell_text;
use crate::table::Table;
use crate::table::column::{Cells, Column};

/// The most categories that a form offers.
const OFFERED: usize = 50;

/// The table that a model was trained on, as it was read.
#[derive(Clone, Copy)]
pub struct TakenRows<'t> {
    /// With all columns that the model needs.
    pub table: &'t Table,
    /// The numbers of the model's test rows in the file; empty where they are not known.
    pub test: &'t [u32],
}

/// Returns what a form asks for, filled with the values of a row, by its number or its place among the test rows, or else
/// with typical values of the rows outside of the test. Without the model's table, fields have what the model's encodings have learned.
/// O(cells).
pub fn row_form(fitted: &FittedPipeline, taken: Option<TakenRows<'_>>, row: RowSource) -> RowForm {
    let (rows, place) = match taken {
        None => (0, None),
        Some(TakenRows { table, test }) => {
            let rows = if test.is_empty() { &table.rows } else { test };
            let number = match row {
                RowSource::Typical => None,
                RowSource::Place(place) => rows.get(place as usize),
                RowSource::Number(ref number) => Some(number),
            };
            let place = number.and_then(|number| table.rows.binary_search(number).ok());
            (rows.len() as u32, place)
        }
    };
    let columns = fitted.preparation.columns().iter();
    let fields = columns.map(|(name, kind)| {
        let column = taken.and_then(|taken| Some((taken, taken.table.column(name)?)));
        let mut field = match column {
            Some((taken, column)) => observed(name, *kind, column, taken),
            None => learned(fitted, name, *kind),
        };
        if let (Some(place), Some((_, column))) = (place, column) {
            field.value = cell_text(column, place);
        }
        field
    });
    let target = &fitted.recipe.target;
    let actual = taken.zip(place).and_then(|(taken, place)| {
        let column = taken.table.column(target)?;
        cell_text(column, place)
    });
    RowForm {
        target: target.clone(),
        fields: fields.collect(),
        rows,
        row: taken
            .zip(place)
            .map(|(taken, place)| taken.table.rows[place]),
        actual,
    }
}

/// Describes a column by its values outside of the test.
fn observed(name: &str, kind: ColumnKind, column: &Column, taken: TakenRows<'_>) -> RowField {
    let test: HashSet<u32> = taken.test.iter().copied().collect();
    let rows = taken.table.rows.iter().enumerate();
    let seen = rows.filter(|(_, row)| !test.contains(row));
    let seen = seen.map(|(place, _)| place);
    let mut field = unknown(name, kind);
    if let Cells::Texts(cells) = column.cells() {
        let mut counts: HashMap<&str, u32> = HashMap::new();
        for text in seen.filter_map(|place| cells.get(place)) {
            *counts.entry(text).or_default() += 1;
        }
        let mut counts: Vec<(&str, u32)> = counts.into_iter().collect();
        counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        field.value = counts.first().map(|(text, _)| (*text).to_owned());
        if matches!(kind, ColumnKind::Boolean | ColumnKind::Category) {
            field.all_values = counts.len() <= OFFERED;
            let offered = counts.iter().take(OFFERED);
            field.values = offered.map(|(text, _)| (*text).to_owned()).collect();
        }
        return field;
    }
    let mut values: Vec<(f64, usize)> = seen
        .filter_map(|place| Some((amount(column, place)?, place)))
        .collect();
    if values.is_empty() {
        return field;
    }
    let text = |(_, place): (f64, usize)| cell_text(column, place).unwrap_or_default();
    let order = |a: &(f64, usize), b: &(f64, usize)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
    let least = values.iter().copied().min_by(order);
    let largest = values.iter().copied().max_by(order);
    field.range = least.map(text).zip(largest.map(text));
    // Of two in the middle the lower, so that a whole number stays one.
    let middle = (values.len() - 1) / 2;
    let (_, median, _) = values.select_nth_unstable_by(middle, order);
    field.value = Some(text(*median));
    field
}

/// Returns a number, a day or a moment as a number.
pub(crate) fn amount(column: &Column, place: usize) -> Option<f64> {
    match column.cells() {
        Cells::Integers(cells) | Cells::Moments(cells) => {
            cells.get(place).map(|value| value as f64)
        }
        Cells::Decimals(cells) => cells.get(place),
        Cells::Days(cells) => cells.get(place).map(f64::from),
        Cells::Texts(_) => None,
    }
}

/// Describes a column by what its encoding has learned, if it is encoded as it is read.
fn learned(fitted: &FittedPipeline, name: &str, kind: ColumnKind) -> RowField {
    let mut field = unknown(name, kind);
    let mut known = fitted.featurizer.fitted().iter();
    let known = known.find(|known| known.column == name && known.kind == kind);
    match known.map(|known| &known.encoder) {
        Some(Encoder::Numbers(numbers)) if kind.is_number() && numbers.fill.is_finite() => {
            field.value = Some(numbers.fill.to_string());
        }
        Some(Encoder::Categories(categories)) if kind.is_text() => {
            field.values = categories.names().iter().take(OFFERED).cloned().collect();
        }
        _ => {}
    }
    field
}

fn unknown(name: &str, kind: ColumnKind) -> RowField {
    RowField {
        name: name.to_owned(),
        kind,
        range: None,
        values: Vec::new(),
        all_values: false,
        value: None,
    }
}

/// Predicts a row of these columns and values. It is read, cleaned and encoded as the only row of a file would be.
///
/// # Errors
/// Where a value cannot be read as its column was in training.
pub fn predict_row(
    fitted: &FittedPipeline,
    values: &[(String, String)],
) -> Result<PredictedRow, StageError> {
    let (file, load) = as_file(fitted, std::iter::once(values));
    let (predicted, summary) = predict_read(fitted, "The row", file.as_bytes(), &load)?;
    let labels = predicted.predicted.labels();
    let (classes, value) = match &predicted.predicted {
        Predictions::Probabilities { values, .. } => {
            let named = predicted.classes.iter().cloned();
            (named.zip(values.iter().copied()).collect(), None)
        }
        Predictions::Values(values) => (Vec::new(), values.first().copied()),
    };
    let prediction_set = predicted.set(0);
    Ok(PredictedRow {
        class: match classes.is_empty() {
            true => 0,
            false => labels.first().copied().unwrap_or(0),
        },
        classes,
        value,
        interval: predicted.intervals.and_then(|all| all.first().copied()),
        conformal: fitted
            .conformal
            .zip(value)
            .map(|(of, value)| of.interval(value)),
        prediction_set,
        notes: summary.notes,
    })
}

/// Reads rows of these columns and values as the rows of a file would be.
///
/// # Errors
/// As [`predict_row`].
pub fn read_rows<'v>(
    fitted: &FittedPipeline,
    rows: impl Iterator<Item = &'v [(String, String)]>,
) -> Result<Loaded, StageError> {
    let (file, load) = as_file(fitted, rows);
    read(fitted, "The row", file.as_bytes(), &load)
}

/// Writes rows as a file, and says how it is read.
fn as_file<'v>(
    fitted: &FittedPipeline,
    rows: impl Iterator<Item = &'v [(String, String)]>,
) -> (String, Load) {
    let names = || fitted.preparation.columns().iter().map(|(name, _)| &**name);
    // A target, which is not read, keeps a row of missing values from being blank.
    let target = Some(&*fitted.recipe.target).filter(|target| names().all(|name| name != *target));
    let mut file = line(names().chain(target));
    for values in rows {
        let value = |name: &str| {
            let found = values.iter().find(|(known, _)| known == name);
            found.map_or("", |(_, value)| value.as_str())
        };
        file.push_str(&line(names().map(value).chain(target.map(|_| "0"))));
    }
    // As the file is written here; what values mean stays as in training.
    let load = Load {
        encoding: Some(TextEncoding::Utf8),
        delimiter: Some(Delimiter::Comma),
        quote: Some(Quote::Double),
        skip_rows: Some(0),
        header_rows: Some(1),
        comment: Some(Comment::None),
        decimal: Some(Decimal::Point),
        thousands: Some(Thousands::None),
        ..reading(fitted)
    };
    (file, load)
}

/// Writes a line of CSV with every cell in quotes.
fn line<'c>(cells: impl Iterator<Item = &'c str>) -> String {
    let quoted = cells.map(|cell| ["\"", &cell.replace('"', "\"\""), "\""].concat());
    let mut line = quoted.collect::<Vec<String>>().join(",");
    line.push('\n');
    line
}
