//! Rows in the plane of two columns, and a model's answers all over it.
//!
//! Why: `docs/decisions/0039-plane-of-two-columns.md`.

mod axis;
mod choice;
mod field;

use grove_models::Predictions;
use grove_protocol::report::{PLANE_ROWS, PlanePoint, PlaneReport};
use grove_recipe::Recipe;
use grove_recipe::columns::{ColumnKind, ColumnSummary};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::profile::full::sample::evenly;
use crate::table::Table;
use crate::table::target::TargetValues;
use axis::Axis;
pub use field::FieldModel;

/// What a plane is made of.
pub struct PlaneInputs<'a> {
    /// The rows, before or after cleaning.
    pub table: &'a Table,
    /// Names the target.
    pub recipe: &'a Recipe,
    /// The columns as the file was read, for their units.
    pub columns: &'a [ColumnSummary],
    /// The two columns; those that are `None` are chosen.
    pub names: [Option<&'a str>; 2],
    /// Positions of the test rows, with the model's predictions once there are any.
    pub test: Option<(&'a [u32], Option<&'a Predictions>)>,
    /// Whose answers are behind the rows.
    pub model: Option<FieldModel<'a>>,
}

/// Draws at most [`PLANE_ROWS`] rows in the plane of two columns, test rows first, and asks the model all over it. The same
/// inputs give the same rows. O(rows), and O(cells × a prediction).
///
/// # Errors
/// Where the table has no such column, or no two columns that can be drawn.
pub fn plane(inputs: &PlaneInputs) -> Result<PlaneReport, StageError> {
    let PlaneInputs { table, recipe, .. } = inputs;
    let names = choice::columns(table, recipe, inputs.names)?;
    let target = table.column(&recipe.target);
    let present = |name: &str| table.column(name).map(|column| column.present());
    let presents: Vec<Vec<bool>> = [&names[0], &names[1], &recipe.target]
        .into_iter()
        .filter_map(|name| present(name))
        .collect();
    let is_whole = |row: &u32| presents.iter().all(|there| there[*row as usize]);
    let (test, predictions) = inputs.test.unwrap_or((&[], None));
    let rows = sample(table.height(), test, is_whole);
    let unit = |name: &str| {
        let mut columns = inputs.columns.iter();
        columns
            .find(|of| of.name == name)
            .and_then(|of| of.unit.clone())
    };
    let positions: Vec<u32> = rows.drawn.iter().map(|drawn| drawn.0).collect();
    let axes = names
        .each_ref()
        .map(|name| Axis::new(table, name, unit(name), &positions));
    let [(x, xs), (y, ys)] = axes;
    let values = target.map(|column| TargetValues::new(&column.take(&positions), recipe.task));
    let (classes, targets) = match values {
        Some(TargetValues::Classes { labels, classes }) => {
            // The model may know more classes than the drawn rows have.
            let known = inputs
                .model
                .as_ref()
                .map_or(&*classes, |model| model.classes);
            let place = |class: &String| known.iter().position(|known| known == class);
            let places = classes.iter().map(|class| place(class).unwrap_or(0) as f64);
            let places: Vec<f64> = places.collect();
            let targets = labels.iter().map(|&label| places[label as usize]).collect();
            (known.to_vec(), targets)
        }
        Some(TargetValues::Values(values)) => (Vec::new(), values),
        None => (Vec::new(), Vec::new()),
    };
    let predicted = predictions.map(answers);
    let points = (0..positions.len()).map(|i| {
        let (position, place) = rows.drawn[i];
        PlanePoint {
            row: table.rows[position as usize],
            x: xs[i],
            y: ys[i],
            target: targets.get(i).copied().unwrap_or(0.0),
            test: place.is_some(),
            predicted: place.and_then(|place| predicted.as_ref()?.get(place).copied()),
        }
    });
    let points: Vec<PlanePoint> = points
        .filter(|at| !(at.x.is_nan() || at.y.is_nan()))
        .collect();
    let others = (positions.len() - points.len()) as u32;
    let field = match &inputs.model {
        Some(model) => Some(model.field(table, [&x, &y])?),
        None => None,
    };
    Ok(PlaneReport {
        target: target.map_or(String::new(), |_| recipe.target.clone()),
        classes,
        points,
        drawn_from: rows.all,
        left_out: table.height() - rows.all + others,
        field,
        x: x.shown,
        y: y.shown,
    })
}

/// Rows that were drawn.
struct DrawnRows {
    /// Their positions, each with its place among the test rows.
    drawn: Vec<(u32, Option<usize>)>,
    /// The number of rows that could be drawn.
    all: u32,
}

/// Draws rows of these, evenly over the table, of test rows and others at most half each.
fn sample(height: u32, test: &[u32], is_whole: impl Fn(&u32) -> bool) -> DrawnRows {
    let mut places: Vec<Option<usize>> = vec![None; height as usize];
    for (place, &row) in test.iter().enumerate() {
        if let Some(of_row) = places.get_mut(row as usize) {
            *of_row = Some(place);
        }
    }
    let whole = (0..height).filter(is_whole);
    let (tests, others): (Vec<u32>, Vec<u32>) =
        whole.partition(|&row| places[row as usize].is_some());
    let all = (tests.len() + others.len()) as u32;
    let half = |rows: &[u32], rest: &[u32]| {
        let most = (PLANE_ROWS / 2).max(PLANE_ROWS.saturating_sub(rest.len() as u32));
        let places = evenly(rows.len() as u32, most).into_iter();
        places
            .map(|place| rows[place as usize])
            .collect::<Vec<u32>>()
    };
    let mut drawn = half(&tests, &others);
    drawn.extend(half(&others, &tests));
    drawn.sort_unstable();
    DrawnRows {
        drawn: drawn
            .into_iter()
            .map(|row| (row, places[row as usize]))
            .collect(),
        all,
    }
}

/// Returns the place of the class of each row, or its value.
fn answers(predictions: &Predictions) -> Vec<f64> {
    match predictions {
        Predictions::Values(values) => values.clone(),
        Predictions::Probabilities { .. } => {
            predictions.labels().into_iter().map(f64::from).collect()
        }
    }
}

/// Returns whether a column of this kind can be an axis.
fn is_drawable(kind: ColumnKind) -> bool {
    !matches!(
        kind,
        ColumnKind::Text | ColumnKind::Identifier | ColumnKind::Empty
    )
}

fn refused(problem: impl Into<String>, advice: &str) -> StageError {
    StageError::new(Stage::Load, problem, advice)
}
