//! Which two columns are drawn.

use grove_recipe::error::StageError;
use grove_recipe::{Recipe, Role, Task};

use super::{is_drawable, refused};
use crate::load::types::numbers;
use crate::profile::full::sample::evenly;
use crate::table::Table;
use crate::table::target::labels;

/// The most rows by which columns are compared.
const COMPARED: u32 = 500;

/// Returns the wanted columns, and in the place of those that are not wanted the numbers that say most about the target. A
/// chosen pair is in the table's order. O(rows compared × columns).
///
/// # Errors
/// Where the table has no such column, or no two columns that can be drawn.
pub fn columns(
    table: &Table,
    recipe: &Recipe,
    wanted: [Option<&str>; 2],
) -> Result<[String; 2], StageError> {
    for name in wanted.into_iter().flatten() {
        if table.column(name).is_none() {
            let problem = ["There is no column ", name, " to draw."].concat();
            return Err(refused(problem, "Choose another column."));
        }
    }
    if let [Some(x), Some(y)] = wanted {
        return Ok([x, y].map(str::to_owned));
    }
    let mut ranked = ranked(table, recipe);
    ranked.retain(|place| !wanted.contains(&Some(table.frame.columns()[*place].name())));
    let name = |place: usize| table.frame.columns()[place].name().to_owned();
    let chosen = match (wanted, &*ranked) {
        ([None, None], [a, b, ..]) => [name(*a.min(b)), name(*a.max(b))],
        ([Some(x), None], [y, ..]) => [x.to_owned(), name(*y)],
        ([None, Some(y)], [x, ..]) => [name(*x), y.to_owned()],
        _ => {
            let problem = "Fewer than two columns can be drawn.";
            return Err(refused(
                problem,
                "Open a table with two columns of numbers or categories.",
            ));
        }
    };
    Ok(chosen)
}

/// Returns the places of the columns that can be drawn: first the numbers among the features, the one that says most about
/// the target first, then other features, then the rest.
fn ranked(table: &Table, recipe: &Recipe) -> Vec<usize> {
    let rows = evenly(table.height(), COMPARED);
    let groups = table.column(&recipe.target).map(|column| {
        let column = column.take(&rows);
        match recipe.task {
            Task::Classification => Target::Classes(labels(&column).0),
            Task::Regression => Target::Values(numbers(&column)),
        }
    });
    let columns = table.frame.columns().iter().zip(&table.kinds).enumerate();
    let drawable =
        columns.filter(|(_, (column, kind))| is_drawable(**kind) && column.name() != recipe.target);
    let mut ranked: Vec<(u8, f64, usize)> = drawable
        .map(|(place, (column, kind))| {
            let of_number = kind.is_number() || kind.is_date();
            let group = match recipe.role(column.name()) {
                Role::Feature if of_number => 0,
                Role::Feature => 1,
                _ => 2,
            };
            let values = numbers(&column.take(&rows));
            let share = groups
                .as_ref()
                .map_or(0.0, |target| target.explained(&values));
            (group, -share, place)
        })
        .collect();
    ranked.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
    ranked.into_iter().map(|(.., place)| place).collect()
}

/// The target of the compared rows.
enum Target {
    Classes(Vec<Option<u32>>),
    Values(Vec<Option<f64>>),
}

impl Target {
    /// Returns the share of a column's variance that lies between the classes, or that of values which a line explains.
    fn explained(&self, column: &[Option<f64>]) -> f64 {
        let share = match self {
            Self::Classes(labels) => {
                let pairs = column.iter().zip(labels);
                let pairs: Vec<(f64, u32)> =
                    pairs.filter_map(|(v, l)| Some(((*v)?, (*l)?))).collect();
                between(&pairs)
            }
            Self::Values(values) => {
                let pairs = column.iter().zip(values);
                let pairs: Vec<(f64, f64)> =
                    pairs.filter_map(|(a, b)| Some(((*a)?, (*b)?))).collect();
                by_line(&pairs)
            }
        };
        if share.is_finite() { share } else { 0.0 }
    }
}

fn mean(values: impl Iterator<Item = f64>, n: usize) -> f64 {
    values.map(|value| value / n as f64).sum()
}

fn between(pairs: &[(f64, u32)]) -> f64 {
    // A mean of equal numbers may be another one.
    if pairs
        .iter()
        .all(|pair| Some(&pair.0) == pairs.first().map(|first| &first.0))
    {
        return 0.0;
    }
    let all = mean(pairs.iter().map(|pair| pair.0), pairs.len());
    let classes = pairs.iter().map(|pair| pair.1 + 1).max().unwrap_or(0);
    let mut sums = vec![(0.0, 0.0); classes as usize];
    let mut total = 0.0;
    for &(value, class) in pairs {
        let sum = &mut sums[class as usize];
        *sum = (sum.0 + value - all, sum.1 + 1.0);
        total += (value - all) * (value - all);
    }
    let explained = sums.iter().filter(|sum| sum.1 > 0.0);
    explained.map(|sum| sum.0 * sum.0 / sum.1).sum::<f64>() / total
}

fn by_line(pairs: &[(f64, f64)]) -> f64 {
    let (a, b) = (
        mean(pairs.iter().map(|pair| pair.0), pairs.len()),
        mean(pairs.iter().map(|pair| pair.1), pairs.len()),
    );
    let sums = pairs.iter().fold((0.0, 0.0, 0.0), |sums, pair| {
        let (x, y) = (pair.0 - a, pair.1 - b);
        (sums.0 + x * y, sums.1 + x * x, sums.2 + y * y)
    });
    sums.0 * sums.0 / (sums.1 * sums.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_follows_the_target_explains_all_of_it() {
        let column: Vec<Option<f64>> = (0..6).map(|i| Some(f64::from(i % 2))).collect();
        let classes = Target::Classes((0..6).map(|i| Some(i % 2)).collect());
        let values = Target::Values(column.iter().map(|v| v.map(|v| 3.0 - v)).collect());
        assert_eq!(classes.explained(&column), 1.0);
        assert_eq!(values.explained(&column), 1.0);
        assert_eq!(classes.explained(&[Some(2.0); 6]), 0.0);
        assert_eq!(values.explained(&[None; 6]), 0.0);
    }
}
