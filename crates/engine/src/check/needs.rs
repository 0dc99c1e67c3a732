//! Checks what every model needs of its data. What makes training impossible is an error, what makes the result
//! doubtful a warning.

use grove_protocol::report::{CheckVerdict, Finding};
use grove_recipe::columns::{ColumnKind, ColumnSummary};
use grove_recipe::count::{count, counted};
use grove_recipe::error::StageError;
use grove_recipe::limits::MAX_CLASSES;
use grove_recipe::stage::Stage;
use grove_recipe::{Recipe, Role, Task, list};

use crate::clean::Cleaned;
use crate::load::odd_cells::with_odd_cells;
use crate::table::column::Column;
use crate::table::target::labels;
use crate::table::weights::weights_of;

/// A class with less than this share of an equal share of the rows is called rare.
const RARE_PART: f64 = 0.1;
/// A column with a larger share of missing cells is called sparse.
const SPARSE_SHARE: f64 = 0.5;

fn error(problem: String, advice: &str, column: &str) -> StageError {
    StageError::new(Stage::Check, problem, advice).in_column(column)
}

/// Checks the cleaned table with the recipe's choices. O(cells · log rows).
///
/// # Errors
/// Where no model is possible: too few rows, an unsuitable target, or no column to learn from.
pub fn needs(cleaned: &Cleaned, recipe: &Recipe) -> Result<Vec<Finding>, StageError> {
    let rows = cleaned.table.height();
    let target = cleaned
        .columns
        .iter()
        .find(|c| c.name == recipe.target)
        .ok_or_else(|| {
            error(
                format!(
                    "The data has no column {}, which is the target.",
                    recipe.target
                ),
                "Choose another target.",
                &recipe.target,
            )
        })?;
    let features: Vec<&ColumnSummary> = cleaned
        .columns
        .iter()
        .filter(|c| recipe.role(&c.name) == Role::Feature)
        .collect();

    enough_rows(rows)?;
    some_features(&features, rows)?;
    weights_of(&cleaned.table, recipe)?;
    let mut expectations = Vec::new();
    match recipe.task {
        Task::Classification => {
            let counts = class_counts(cleaned, target, rows)?;
            let classes = count(counts.len() as u64);
            let message = format!("{} has {classes} classes.", target.name);
            expectations.push(expectation(
                "The target has at least two classes",
                &[],
                0,
                counts.len(),
                message,
            ));
            expectations.push(no_lone_class(&target.name, &counts));
            expectations.push(no_rare_class(&target.name, &counts, rows));
        }
        Task::Regression => {
            let column = cleaned.table.column(&target.name);
            numeric_target(target, rows, column.expect("a summary has its column"))?;
            let values = counted(target.distinct, "value", "different values");
            let message = format!("{} has {values}.", target.name);
            expectations.push(expectation(
                "The target is numeric and its values differ",
                &[],
                0,
                rows as usize,
                message,
            ));
        }
    }
    expectations.push(columns_expectation(
        "No column is empty",
        &features,
        |c| c.distinct == 0,
        "are empty, so they produce no features",
    ));
    expectations.push(columns_expectation(
        "No column is constant",
        &features,
        |c| c.distinct == 1 && c.missing == 0,
        "have the same value in every row, so they produce no features",
    ));
    expectations.push(columns_expectation(
        "No column is mostly missing",
        &features,
        |c| c.distinct > 0 && f64::from(c.missing) > SPARSE_SHARE * f64::from(rows),
        "have no value in more than half of the rows; consider leaving them out",
    ));
    expectations.push(columns_expectation(
        "No feature is an identifier",
        &features,
        |c| c.identifier(),
        "look like identifiers; leave them out, because a model can overfit to them",
    ));
    expectations.push(no_duplicates(cleaned, rows)?);
    Ok(expectations)
}

fn enough_rows(rows: u32) -> Result<(), StageError> {
    const AT_LEAST: u32 = 4;
    if rows >= AT_LEAST {
        return Ok(());
    }
    let have = if rows == 1 {
        "There is only 1 row".into()
    } else {
        format!("There are only {rows} rows")
    };
    Err(StageError::new(
        Stage::Check,
        format!("{have}; training and testing need at least {AT_LEAST}."),
        "Open a file with more rows.",
    ))
}

fn some_features(features: &[&ColumnSummary], rows: u32) -> Result<(), StageError> {
    if features.is_empty() {
        return Err(StageError::new(
            Stage::Check,
            "All columns except the target are left out, so there are no features.",
            "Use at least one column as a feature.",
        ));
    }
    let useful = |c: &&&ColumnSummary| c.distinct > 1 || (c.distinct == 1 && c.missing > 0);
    if rows > 1 && features.iter().filter(useful).count() == 0 {
        return Err(StageError::new(
            Stage::Check,
            "All columns except the target are empty or constant, so there are no features.",
            "Use a column whose values differ.",
        )
        .in_column(&features[0].name));
    }
    Ok(())
}

/// Returns each class's name and number of rows; refuses targets that are not classes.
fn class_counts(
    cleaned: &Cleaned,
    target: &ColumnSummary,
    rows: u32,
) -> Result<Vec<(String, u32)>, StageError> {
    let column = cleaned
        .table
        .column(&target.name)
        .expect("a summary has its column");
    let (labels, classes) = labels(column);
    let name = &target.name;
    if let [only] = classes.as_slice() {
        return Err(error(
            format!(
                "The target {name} has only one class, {only}, in all {} rows.",
                count(rows)
            ),
            "Choose a target with at least two classes.",
            name,
        ));
    }
    if classes.len() as u32 == rows {
        let advice = if target.can_regress() {
            "Choose regression, or another target."
        } else {
            "Choose a target whose values repeat."
        };
        let problem = format!(
            "The target {name} has a different value in each of its {} rows.",
            count(rows)
        );
        return Err(with_odd_cells(error(problem, advice, name), column));
    }
    if classes.len() > MAX_CLASSES {
        let problem = format!(
            "The target {name} has {} classes; at most {} are possible.",
            count(classes.len() as u64),
            count(MAX_CLASSES as u64)
        );
        let advice = if target.can_regress() {
            "Choose regression."
        } else {
            "Choose another target."
        };
        return Err(with_odd_cells(error(problem, advice, name), column));
    }
    let mut counts: Vec<(String, u32)> = classes.into_iter().map(|class| (class, 0)).collect();
    for label in labels.into_iter().flatten() {
        counts[label as usize].1 += 1;
    }
    Ok(counts)
}

fn numeric_target(target: &ColumnSummary, rows: u32, column: &Column) -> Result<(), StageError> {
    let name = &target.name;
    if !target.can_regress() {
        let kind = target.kind.with_article();
        // Values that hardly repeat, and times, are not classes.
        let classes = target.distinct > 1
            && target.distinct < rows
            && matches!(target.kind, ColumnKind::Boolean | ColumnKind::Category);
        let advice = match classes {
            true => "Choose classification, or another target.",
            false => "Choose a column of numbers as the target.",
        };
        let problem =
            format!("The target {name} is {kind} column; regression needs a column of numbers.");
        return Err(with_odd_cells(error(problem, advice, name), column));
    }
    if target.distinct < 2 {
        return Err(error(
            format!("The target {name} has the same value in every row."),
            "Choose a target whose values differ.",
            name,
        ));
    }
    Ok(())
}

/// Makes a finding, which passes if nothing fails. `columns` are those that fail.
fn expectation(
    name: &str,
    columns: &[&str],
    failing: usize,
    of: usize,
    message: String,
) -> Finding {
    let holds = failing == 0;
    let columns = if holds { &[] } else { columns };
    Finding {
        name: name.into(),
        columns: columns.iter().map(|c| (*c).to_owned()).collect(),
        verdict: if holds {
            CheckVerdict::Passed
        } else {
            CheckVerdict::Warned
        },
        failing: failing as u32,
        of: of as u32,
        message,
        of_rule: None,
    }
}

fn no_lone_class(target: &str, counts: &[(String, u32)]) -> Finding {
    let lone = classes(counts, |count| count == 1);
    let message = if lone.is_empty() {
        "Every class can be in train and in test.".into()
    } else {
        let what = match lone.len() {
            1 => "has only one row. It stays in train, so the class is not tested.",
            _ => "have only one row each. These rows stay in train, so the classes are not tested.",
        };
        format!("{} {what}", list(&lone))
    };
    expectation(
        "Every class has at least two rows",
        &[target],
        lone.len(),
        counts.len(),
        message,
    )
}

fn no_rare_class(target: &str, counts: &[(String, u32)], rows: u32) -> Finding {
    let limit = RARE_PART * f64::from(rows) / counts.len() as f64;
    let rare = classes(counts, |count| f64::from(count) < limit);
    let message = if rare.is_empty() {
        "The classes' sizes are comparable.".into()
    } else {
        format!(
            "Very few rows are of class {}, so errors on them hardly lower the accuracy. Look at the balanced accuracy, or balance the class weights.",
            list(&rare)
        )
    };
    expectation(
        "No class is rare",
        &[target],
        rare.len(),
        counts.len(),
        message,
    )
}

/// Returns the classes whose number of rows passes a test.
fn classes(counts: &[(String, u32)], test: impl Fn(u32) -> bool) -> Vec<&str> {
    counts
        .iter()
        .filter(|(_, count)| test(*count))
        .map(|(class, _)| class.as_str())
        .collect()
}

fn columns_expectation(
    name: &str,
    features: &[&ColumnSummary],
    fails: impl Fn(&ColumnSummary) -> bool,
    what: &str,
) -> Finding {
    let failing: Vec<&str> = features
        .iter()
        .filter(|c| fails(c))
        .map(|c| c.name.as_str())
        .collect();
    let message = if failing.is_empty() {
        "All columns in use pass.".into()
    } else {
        format!("These columns {what}: {}.", list(&failing))
    };
    expectation(name, &failing, failing.len(), features.len(), message)
}

fn no_duplicates(cleaned: &Cleaned, rows: u32) -> Result<Finding, StageError> {
    let repeated = rows - cleaned.distinct_rows()?;
    let message = if repeated == 0 {
        "No two rows are equal.".into()
    } else {
        format!(
            "{} an earlier row. Duplicates in both train and test make the scores too high. A cleaning step can drop them.",
            counted(repeated, "row repeats", "rows repeat")
        )
    };
    Ok(expectation(
        "No row is a duplicate",
        &[],
        repeated as usize,
        rows as usize,
        message,
    ))
}
