//! The rows of a part as the model sees them, as Parquet: its features, its target, its weights, its rows' numbers.

use std::collections::{BTreeMap, BTreeSet};

use grove_engine::Part;
use grove_engine::columnar::{self, Cells, Series};
use grove_engine::target::Target;
use grove_forest::Matrix;
use grove_protocol::report::Feature;

/// The class names that a part's labels count; none of a regression.
pub fn classes(part: &Part) -> Option<&[String]> {
    match &part.target {
        Target::Classes { classes, .. } => Some(classes),
        Target::Values(_) => None,
    }
}

/// `rows` are the numbers of the part's rows in the file. A missing number is NaN, as the model has it. O(cells).
pub fn write(part: &Part, features: &[Feature], rows: Vec<u32>) -> Vec<u8> {
    let mut taken = BTreeSet::new();
    let mut named = |wished: &str, cells| Series::new(free_name(wished, &mut taken), cells);
    let columns = features.iter().zip(part.matrix.columns());
    let mut columns: Vec<Series> = columns
        .map(|(feature, values)| named(&feature.name, Cells::Numbers(values.clone())))
        .collect();
    let target = match &part.target {
        Target::Classes { labels, classes } => {
            let names = labels.iter().map(|&label| classes.get(label as usize));
            Cells::Texts(names.map(Option::<&String>::cloned).collect())
        }
        Target::Values(values) => Cells::Numbers(values.clone()),
    };
    columns.push(named("__target__", target));
    if let Some(weights) = &part.weights {
        columns.push(named("__weight__", Cells::Numbers(weights.clone())));
    }
    columns.push(named("__row__", Cells::Counts(rows)));
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
pub fn read(bytes: &[u8], classes: Option<&[String]>) -> Result<(Part, Vec<u32>), String> {
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
        None => Target::Values(numbers(target)?),
    };
    let mut rest: Vec<Cells> = columns.collect();
    let Some(Cells::Counts(rows)) = rest.pop() else {
        return Err("it does not say which rows it has".into());
    };
    let weights = rest.pop().map(numbers).transpose()?;
    let part = Part {
        matrix,
        target,
        weights,
    };
    Ok((part, rows))
}

fn numbers(cells: Cells) -> Result<Vec<f64>, String> {
    match cells {
        Cells::Numbers(numbers) => Ok(numbers),
        _ => Err("it has other columns than a model takes".into()),
    }
}

fn labelled(cells: Cells, classes: &[String]) -> Result<Target, String> {
    let Cells::Texts(cells) = cells else {
        return Err("its target is no class".into());
    };
    let numbers: BTreeMap<&str, u32> = classes.iter().map(String::as_str).zip(0..).collect();
    let label = |cell: Option<String>| numbers.get(cell?.as_str()).copied();
    let labels: Option<Vec<u32>> = cells.into_iter().map(label).collect();
    Ok(Target::Classes {
        labels: labels.ok_or("a row is of no class that there is")?,
        classes: classes.to_vec(),
    })
}
