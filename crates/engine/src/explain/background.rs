//! Chooses the rows with which an answer is compared.

use grove_forest::Stream;

use crate::table::Table;

/// Draws at most `wanted` of these positions, each equally likely, and returns them in ascending order. The same seed draws
/// the same ones.
pub fn draw_background(positions: &[u32], wanted: u32, seed: u32) -> Vec<u32> {
    draw(positions, wanted, seed, "background")
}

/// Draws in the same way rows to explain, independently of the background.
pub fn draw_explained(positions: &[u32], wanted: u32, seed: u32) -> Vec<u32> {
    draw(positions, wanted, seed, "explained")
}

fn draw(positions: &[u32], wanted: u32, seed: u32, what: &str) -> Vec<u32> {
    let mut drawn = positions.to_vec();
    if drawn.len() > wanted as usize {
        Stream::new(u64::from(seed), what, 0).shuffle(&mut drawn);
        drawn.truncate(wanted as usize);
    }
    drawn.sort_unstable();
    drawn
}

/// Returns the positions of rows by their numbers in the file. `Err` has the first number that no row of the table has.
pub fn rows_numbered(table: &Table, numbers: &[u32]) -> Result<Vec<u32>, u32> {
    let position = |number: &u32| table.rows.binary_search(number).map_err(|_| *number);
    let positions = numbers.iter().map(position);
    positions
        .map(|position| position.map(|position| position as u32))
        .collect()
}
