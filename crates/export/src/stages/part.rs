//! Writes the encoded rows of a part as Parquet: features, target, weights, row numbers.

use std::collections::{BTreeMap, BTreeSet};

use grove_engine::EncodedPart;
use grove_engine::table::columnar::{self, Series, SeriesValues};
use grove_engine::table::target::TargetValues;
use grove_forest::Matrix;
use grove_protocol::report::Feature;

/// The class names that a part's labels count; none of a regression.
pub fn classes(part: &EncodedPart) -> Option<&[String]> {
    match &part.target {
        TargetValues::Classes { classes, .. } => Some(classes),
        TargetValues::Values(_) => None,
    }
}

/// `rows` are the numbers of the part's rows in the file. A missing number is NaN, as the model has it. O(cells).
pub fn write(part: &EncodedPart, features: &[Feature], rows: Vec<u32>) -> Vec<u8> {
    let mut taken = BTreeSet::new();
    let mut named = |wished: &str, cells| Series::new(free_name(wished, &mut taken), cells);
    let columns = features.iter().zip(part.matrix.columns());
    let mut columns: Vec<Series> = columns
        .map(|(feature, values)| named(&feature.name, SeriesValues::Numbers(values.clone())))
        .collect();
    let target = match &part.target {
        TargetValues::Classes { labels, classes } => {
            let names = labels.iter().map(|&label| classes.get(label as usize));
            SeriesValues::Texts(names.map(Option::<&String>::cloned).collect())
        }
        TargetValues::Values(values) => SeriesValues::Numbers(values.clone()),
    };
    columns.push(named("__target__", target));
    if let Some(weights) = &part.weights {
        columns.push(named("__weight__", SeriesValues::Numbers(weights.clone())));
    }
    columns.push(named("__row__", SeriesValues::Counts(rows)));
    columnar::write(&columns, &features.len().to_string())
}

fn free_name(wished: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = wished.to_owned();
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    name
}

/// Reads what [`write`] made: the part, and its rows' numbers. An error in words for any other bytes.
pub fn read(bytes: &[u8], classes: Option<&[String]>) -> Result<(EncodedPart, Vec<u32>), String> {
    let (columns, note) = columnar::read(bytes)?;
    let features: usize = note.parse().map_err(|_| "it does not count its features")?;
    let mut columns = columns.into_iter().map(|column| column.cells);
    let matrix: Vec<Vec<f64>> = columns
        .by_ref()
        .take(features)
        .map(numbers)
        .collect::<Result<_, _>>()?;
    let matrix = Matrix::new(matrix).map_err(|error| error.to_string())?;
    let target = columns.next().ok_or("it has no target")?;
    let target = match classes {
        Some(classes) => labelled(target, classes)?,
        None => TargetValues::Values(numbers(target)?),
    };
    let mut rest: Vec<SeriesValues> = columns.collect();
    let Some(SeriesValues::Counts(rows)) = rest.pop() else {
        return Err("it does not say which rows it has".into());
    };
    let weights = rest.pop().map(numbers).transpose()?;
    let part = EncodedPart {
        matrix,
        target,
        weights,
    };
    Ok((part, rows))
}

fn numbers(cells: SeriesValues) -> Result<Vec<f64>, String> {
    match cells {
        SeriesValues::Numbers(numbers) => Ok(numbers),
        _ => Err("it has other columns than a model takes".into()),
    }
}

fn labelled(cells: SeriesValues, classes: &[String]) -> Result<TargetValues, String> {
    let SeriesValues::Texts(cells) = cells else {
        return Err("its target is no class".into());
    };
    let numbers: BTreeMap<&str, u32> = classes.iter().map(String::as_str).zip(0..).collect();
    let label = |cell: Option<String>| numbers.get(cell?.as_str()).copied();
    let labels: Option<Vec<u32>> = cells.into_iter().map(label).collect();
    Ok(TargetValues::Classes {
        labels: labels.ok_or("a row is of no class that there is")?,
        classes: classes.to_vec(),
    })
}
