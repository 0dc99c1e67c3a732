//! Limits of what is read and shown. README.md lists them.
//!
//! Why: `docs/decisions/0004-bound-hostile-input.md`.

/// The largest file, packed or not. Larger ones are refused before they are read: the whole table must fit into a
/// browser tab's memory.
pub const MAX_BYTES: u64 = 256 << 20;
/// The most cells. While a file is read, a cell takes 4 bytes and its letters; in the table it takes up to 16.
pub const MAX_CELLS: u64 = 50_000_000;
/// The most columns of a table.
pub const MAX_COLUMNS: usize = 20_000;
/// The most bytes of a cell, in UTF-8.
pub const MAX_CELL_BYTES: usize = 1 << 20;
/// The most bytes of a row, or of a line of JSON: an unclosed quote turns the rest of the file into one row.
pub const MAX_ROW_BYTES: u64 = 8 << 20;
/// The most bytes of all cells of a table, in UTF-8: a small file can repeat one text millions of times, and steps can
/// make more of it.
pub const MAX_TEXT_BYTES: u64 = MAX_BYTES;
/// The most classes of a target: values that are more numerous are quantities or names.
pub const MAX_CLASSES: usize = 1000;
