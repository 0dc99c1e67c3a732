//! What is the least that would have to change for another answer.

use std::rc::Rc;

use grove_models::decided;
use grove_protocol::report::{ColumnChange, LeastChange};
use grove_recipe::error::StageError;

use super::players::Players;
use super::shapley::MixedRows;
use super::{answers, encode, refused};
use crate::load::types::cell_text;
use crate::pace::Pace;
use crate::predict::fitted::FittedPipeline;
use crate::predict::row::amount;
use crate::table::Table;

/// The most rows with another answer from which a change is begun, the nearest first.
const BEGINNINGS: usize = 20;

/// A change that gives another answer: for each active column, the row whose value it takes.
struct Change {
    from: Vec<u32>,
    columns: usize,
    distance: f64,
}

/// Finds for the last row of the table a small change that gives another class, with values of the other rows: few columns
/// first, then a small distance (Gower: the share of the range for numbers and dates, 1 for another category or a gap). Columns
/// in `locked` keep their values. The change is verified by predicting. `None` where no row has another answer within the
/// columns that may change.
///
/// It begins with the nearest rows that have another answer, and takes back one column after the other as long as the answer
/// stays another; then it moves numbers as near to the own value as other rows allow. A smaller change may exist.
/// O(columns² × [`BEGINNINGS`]) answers.
///
/// # Errors
/// For a regression, and where a mixed row does not suit a step of cleaning.
pub async fn least_change(
    fitted: &FittedPipeline,
    table: Rc<Table>,
    locked: &[String],
    pace: &Pace,
) -> Result<Option<LeastChange>, StageError> {
    if fitted.classes.is_empty() {
        return Err(refused(
            "The least change is found for classes alone.",
            "For numbers, look at the effects of the columns.",
        ));
    }
    let players = Players::new(fitted)?;
    let encoded = encode(fitted, &table)?;
    let own = table.height() - 1;
    let (predicted, outputs) = answers(fitted.predict(&encoded));
    let class_of = |answer: &[f64]| decided(answer, fitted.after.decision.as_ref()) as usize;
    let labels: Vec<usize> = predicted.chunks_exact(outputs).map(&class_of).collect();
    let class = labels[own as usize];
    let mixed = MixedRows::new(fitted, &players, &table, &encoded, own);
    let search = Search::new(&players, &table);
    let free: Vec<usize> = (0..search.columns.len())
        .filter(|place| {
            !locked
                .iter()
                .any(|name| name == search.columns[*place].name)
        })
        .collect();
    let mut others: Vec<(f64, u32)> = (0..own)
        .filter(|row| labels[*row as usize] != class)
        .map(|row| {
            (
                free.iter().map(|&place| search.distance(place, row)).sum(),
                row,
            )
        })
        .collect();
    others.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    others.truncate(BEGINNINGS);
    let is_other = |answer: &[f64]| class_of(answer) != class;
    let mut best: Option<Change> = None;
    let total = others.len() as u32;
    for ((_, other), done) in others.into_iter().zip(1..) {
        let mut from = vec![own; search.columns.len()];
        free.iter().for_each(|&place| from[place] = other);
        if is_other(&mixed.answer(&from)?) {
            search.take_back(&mixed, &mut from, &is_other)?;
            search.move_near(&mixed, &mut from, &is_other)?;
            let change = search.measured(from);
            let key = |change: &Change| (change.columns, change.distance);
            if best.as_ref().is_none_or(|best| key(&change) < key(best)) {
                best = Some(change);
            }
        }
        pace.breathe(done, total).await;
    }
    let Some(best) = best else {
        return Ok(None);
    };
    let after = mixed.answer(&best.from)?;
    let to = class_of(&after);
    let before = &predicted[own as usize * outputs..];
    Ok(Some(LeastChange {
        row: table.rows[own as usize],
        from: fitted.classes[class].clone(),
        to: fitted.classes[to].clone(),
        probability: (before[to], after[to]),
        changes: search.changes(&best.from),
    }))
}

/// The rows that are searched.
struct Search<'a> {
    /// The columns that can change an answer.
    columns: Vec<SearchedColumn<'a>>,
    table: &'a Table,
    /// The row to change.
    own: u32,
}

struct SearchedColumn<'a> {
    name: &'a str,
    /// By row, the number or date; `None` where it is missing, and for other kinds.
    amounts: Vec<Option<f64>>,
    /// The largest less the smallest of them.
    range: f64,
}

impl<'a> Search<'a> {
    fn new(players: &'a Players, table: &'a Table) -> Self {
        let columns = players.active.iter().map(|&player| {
            let name = &*players.columns[player as usize];
            let column = table.column(name);
            let amount = |row: u32| amount(column?, row as usize);
            let amounts: Vec<Option<f64>> = (0..table.height()).map(amount).collect();
            let known = || amounts.iter().flatten().copied();
            let low = known().fold(f64::INFINITY, f64::min);
            let high = known().fold(f64::NEG_INFINITY, f64::max);
            let range = high - low;
            SearchedColumn {
                name,
                amounts,
                range,
            }
        });
        Self {
            columns: columns.collect(),
            table,
            own: table.height() - 1,
        }
    }

    fn text(&self, place: usize, row: u32) -> Option<String> {
        cell_text(self.table.column(self.columns[place].name)?, row as usize)
    }

    /// Returns how far a row's value of a column is from the own one, 0 to 1.
    fn distance(&self, place: usize, row: u32) -> f64 {
        let column = &self.columns[place];
        let of = |row: u32| column.amounts[row as usize];
        match (of(self.own), of(row)) {
            (Some(own), Some(other)) if column.range > 0.0 => (other - own).abs() / column.range,
            (Some(_), Some(_)) => 0.0,
            _ => f64::from(u8::from(
                self.text(place, self.own) != self.text(place, row),
            )),
        }
    }

    fn measured(&self, from: Vec<u32>) -> Change {
        let distances = (0..from.len()).map(|place| self.distance(place, from[place]));
        let distances: Vec<f64> = distances.collect();
        Change {
            columns: distances.iter().filter(|distance| **distance > 0.0).count(),
            distance: distances.iter().sum(),
            from,
        }
    }

    /// Takes columns back, each time the one with the largest distance, while the answer stays another.
    fn take_back(
        &self,
        mixed: &MixedRows,
        from: &mut [u32],
        is_other: &impl Fn(&[f64]) -> bool,
    ) -> Result<(), StageError> {
        loop {
            let changed: Vec<usize> = (0..from.len())
                .filter(|&place| from[place] != self.own)
                .collect();
            let without = changed.iter().map(|&place| {
                let mut without = from.to_vec();
                without[place] = self.own;
                without
            });
            let without: Vec<Vec<u32>> = without.collect();
            if without.len() < 2 {
                return Ok(());
            }
            let answers = mixed.of_rows(&without)?;
            let stays = changed
                .iter()
                .zip(&answers)
                .filter(|(_, answer)| is_other(answer));
            let largest = stays
                .map(|(&place, _)| (self.distance(place, from[place]), place))
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            let Some((_, place)) = largest else {
                return Ok(());
            };
            from[place] = self.own;
        }
    }

    /// Gives each changed number or date the value of another row that is nearest to the own one while the answer stays another.
    fn move_near(
        &self,
        mixed: &MixedRows,
        from: &mut [u32],
        is_other: &impl Fn(&[f64]) -> bool,
    ) -> Result<(), StageError> {
        for place in 0..from.len() {
            let now = self.distance(place, from[place]);
            if from[place] == self.own || now == 0.0 {
                continue;
            }
            let mut nearer: Vec<(f64, u32)> = (0..self.own)
                .map(|row| (self.distance(place, row), row))
                .filter(|(distance, _)| *distance > 0.0 && *distance < now)
                .collect();
            nearer.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            nearer.dedup_by(|a, b| a.0 == b.0);
            let tried: Vec<Vec<u32>> = nearer
                .iter()
                .map(|(_, row)| {
                    let mut tried = from.to_vec();
                    tried[place] = *row;
                    tried
                })
                .collect();
            let answers = mixed.of_rows(&tried)?;
            if let Some(found) = answers.iter().position(|answer| is_other(answer)) {
                from[place] = nearer[found].1;
            }
        }
        Ok(())
    }

    fn changes(&self, from: &[u32]) -> Vec<ColumnChange> {
        let places = (0..from.len()).map(|place| ColumnChange {
            column: self.columns[place].name.to_owned(),
            from: self.text(place, self.own),
            to: self.text(place, from[place]),
        });
        places.filter(|change| change.from != change.to).collect()
    }
}
