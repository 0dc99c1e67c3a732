//! Rows that have some columns from the explained row and the others from a background row, and the model's answers for
//! them.

use grove_forest::Matrix;
use grove_recipe::error::StageError;

use super::super::players::Players;
use super::super::{answers, encode};
use crate::predict::fitted::FittedPipeline;
use crate::table::Table;
use crate::table::frame::Frame;

/// The most mixed rows that are made at once. Between two such pieces the work can be stopped.
pub const ROWS_AT_ONCE: usize = 512;

/// The explained row, and the rows to mix it with.
pub struct MixedRows<'a> {
    fitted: &'a FittedPipeline,
    players: &'a Players,
    /// The rows as they are in the file.
    table: &'a Table,
    /// The same rows, encoded.
    encoded: &'a Matrix,
    /// Where the explained row is in both.
    place: u32,
}

impl<'a> MixedRows<'a> {
    pub fn new(
        fitted: &'a FittedPipeline,
        players: &'a Players,
        table: &'a Table,
        encoded: &'a Matrix,
        place: u32,
    ) -> Self {
        Self {
            fitted,
            players,
            table,
            encoded,
            place,
        }
    }

    /// Returns the number of columns of the file.
    pub fn columns(&self) -> usize {
        self.players.columns.len()
    }

    /// Returns the places of those columns that can change an answer.
    pub fn active(&self) -> &'a [u32] {
        &self.players.active
    }

    /// Asks the model for rows. Each has the place of a background row, and by active column whether its value is that of the
    /// explained row. Returns rows × outputs, and the number of outputs.
    ///
    /// # Errors
    /// Where a mixed row does not suit a step of cleaning.
    pub fn answers(&self, rows: &[(u32, Vec<bool>)]) -> Result<(Vec<f64>, usize), StageError> {
        let source = |other: u32, own: bool| if own { self.place } else { other };
        self.ask(rows.len(), |row, active| {
            let (other, own) = &rows[row];
            source(*other, own[active])
        })
    }

    /// Asks the model for rows that take the value of each active column from the row of that place.
    ///
    /// # Errors
    /// As [`MixedRows::answers`].
    pub fn of_rows(&self, rows: &[Vec<u32>]) -> Result<Vec<Vec<f64>>, StageError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let (answers, outputs) = self.ask(rows.len(), |row, active| rows[row][active])?;
        Ok(answers.chunks_exact(outputs).map(<[f64]>::to_vec).collect())
    }

    /// As [`MixedRows::of_rows`], for one row.
    ///
    /// # Errors
    /// As [`MixedRows::answers`].
    pub fn answer(&self, row: &[u32]) -> Result<Vec<f64>, StageError> {
        Ok(self.ask(1, |_, active| row[active])?.0)
    }

    /// Asks for so many rows; `source` gives the place from which a row has the value of an active column.
    fn ask(
        &self,
        rows: usize,
        source: impl Fn(usize, usize) -> u32,
    ) -> Result<(Vec<f64>, usize), StageError> {
        let sources = |active: usize| (0..rows).map(|row| source(row, active)).collect();
        let sources: Vec<Vec<u32>> = (0..self.active().len()).map(sources).collect();
        let of_player = |player: u32| {
            let found = self.active().binary_search(&player);
            found.ok().map(|active| &sources[active])
        };
        let matrix = match &self.players.of_feature {
            Some(of_feature) => {
                let columns = self.encoded.columns().iter().zip(of_feature);
                let mixed = columns.map(|(values, player)| {
                    let rows = of_player(*player).expect("a player with a feature is active");
                    rows.iter().map(|&row| values[row as usize]).collect()
                });
                Matrix::new(mixed.collect()).expect("values of a matrix")
            }
            None => encode(self.fitted, &self.mixed_table(rows, of_player))?,
        };
        Ok(answers(self.fitted.predict(&matrix)))
    }

    /// Puts rows of the file together. Columns that change no answer are those of the explained row.
    fn mixed_table<'s>(
        &self,
        rows: usize,
        of_player: impl Fn(u32) -> Option<&'s Vec<u32>>,
    ) -> Table {
        let own = vec![self.place; rows];
        let columns = self.table.frame.columns().iter().map(|column| {
            let mut names = self.players.columns.iter();
            let player = names.position(|name| name == column.name());
            let sources = player.and_then(|player| of_player(player as u32));
            column.take(sources.unwrap_or(&own))
        });
        Table {
            frame: Frame::new(rows, columns.collect()).expect("columns of a frame"),
            kinds: self.table.kinds.clone(),
            rows: (1..=rows as u32).collect(),
        }
    }
}
