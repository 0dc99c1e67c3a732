//! The target values, as the models and the metrics take them.

use std::collections::HashMap;

use grove_recipe::{Recipe, Task};

use crate::load::types::{cell_text, numbers};
use crate::table::Table;
use crate::table::column::Column;

/// The target of some rows. Classes are indices into the sorted class names.
#[derive(Clone, Debug, PartialEq)]
pub enum TargetValues {
    /// The target of a classification.
    Classes {
        /// An index into `classes` per row.
        labels: Vec<u32>,
        /// The sorted names, also of classes that none of these rows has.
        classes: Vec<String>,
    },
    /// The target of a regression, per row, in its own units.
    Values(Vec<f64>),
}

/// Reads the target of every row of a cleaned table, whose rows all have one.
pub fn target_of(table: &Table, recipe: &Recipe) -> TargetValues {
    let column = table
        .column(&recipe.target)
        .expect("clean found the target");
    TargetValues::new(column, recipe.task)
}

impl TargetValues {
    /// Reads a cleaned target column, whose rows all have a value.
    pub fn new(column: &Column, task: Task) -> Self {
        match task {
            Task::Classification => {
                let (labels, classes) = labels(column);
                TargetValues::Classes {
                    labels: labels.into_iter().flatten().collect(),
                    classes,
                }
            }
            Task::Regression => {
                TargetValues::Values(numbers(column).into_iter().flatten().collect())
            }
        }
    }

    /// Returns the target of the rows at these positions.
    pub fn take(&self, positions: &[u32]) -> TargetValues {
        match self {
            TargetValues::Classes { labels, classes } => TargetValues::Classes {
                labels: positions.iter().map(|&p| labels[p as usize]).collect(),
                classes: classes.clone(),
            },
            TargetValues::Values(values) => {
                TargetValues::Values(positions.iter().map(|&p| values[p as usize]).collect())
            }
        }
    }

    /// Returns the task of the target.
    pub fn task(&self) -> Task {
        match self {
            TargetValues::Classes { .. } => Task::Classification,
            TargetValues::Values(_) => Task::Regression,
        }
    }

    /// Returns each row's class; `None` for values.
    pub fn labels(&self) -> Option<&[u32]> {
        match self {
            TargetValues::Classes { labels, .. } => Some(labels),
            TargetValues::Values(_) => None,
        }
    }

    /// Returns the target in the form that models learn from.
    pub fn to_learn(&self) -> grove_forest::Target<'_> {
        match self {
            TargetValues::Classes { labels, classes } => grove_forest::Target::Classes {
                labels,
                n_classes: classes.len() as u32,
            },
            TargetValues::Values(values) => grove_forest::Target::Values(values),
        }
    }

    /// Returns the number of rows.
    pub fn rows(&self) -> u32 {
        match self {
            TargetValues::Classes { labels, .. } => labels.len() as u32,
            TargetValues::Values(values) => values.len() as u32,
        }
    }

    /// Writes a row's target as in the predictions file.
    pub fn text(&self, row: u32) -> String {
        match self {
            TargetValues::Classes { labels, classes } => {
                classes[labels[row as usize] as usize].clone()
            }
            TargetValues::Values(values) => values[row as usize].to_string(),
        }
    }
}

/// Returns each row's class as an index into the sorted class names: numbers sort by value, texts by their bytes. A
/// missing target has no label. O(rows · log rows).
pub fn labels(column: &Column) -> (Vec<Option<u32>>, Vec<String>) {
    let cells: Vec<Option<String>> = (0..column.len()).map(|i| cell_text(column, i)).collect();
    let values = numbers(column);
    let mut classes: Vec<(f64, &str)> = values
        .iter()
        .zip(&cells)
        .filter_map(|(value, cell)| Some((value.unwrap_or(0.0), cell.as_deref()?)))
        .collect();
    classes.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
    classes.dedup_by(|a, b| a.1 == b.1);
    let index: HashMap<&str, u32> = classes
        .iter()
        .zip(0..)
        .map(|((_, name), i)| (*name, i))
        .collect();
    let labels = cells
        .iter()
        .map(|c| c.as_deref().and_then(|c| index.get(c).copied()))
        .collect();
    (
        labels,
        classes
            .into_iter()
            .map(|(_, name)| name.to_owned())
            .collect(),
    )
}
