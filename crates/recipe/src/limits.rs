//! Limits of what is read and shown. README.md lists them.
//!
//! Why: `docs/decisions/0004-bound-hostile-input.md`.

/// Larger files are refused before they are read, packed or not: the whole table must fit a browser tab's memory.
pub const MAX_BYTES: u64 = 256 << 20;
/// While a file is read a cell takes 4 bytes and its letters, in the table up to 16.
pub const MAX_CELLS: u64 = 50_000_000;
/// The most columns of a table.
pub const MAX_COLUMNS: usize = 20_000;
/// Of a cell, in UTF-8.
pub const MAX_CELL_BYTES: usize = 1 << 20;
/// Of a row, or of a line of JSON: a quote that is never closed makes one row of the rest of the file.
pub const MAX_ROW_BYTES: u64 = 8 << 20;
/// Of all cells of a table, in UTF-8: a small file can name one text millions of times, and steps can make more of it.
pub const MAX_TEXT_BYTES: u64 = MAX_BYTES;
/// More classes than this are quantities or names, not classes.
pub const MAX_CLASSES: usize = 1000;
