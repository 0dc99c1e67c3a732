//! Parts that several panels are made of: a field per shape of parameter, the table, buttons for files.

mod cell_look;
pub mod choice;
pub mod column;
pub mod data_table;
pub mod field;
pub mod file_button;
pub mod growing;
pub mod integer;
pub mod number_box;
pub mod paging;
pub mod problem;
pub mod real;
pub mod select;
pub mod switch;
pub mod text;
pub mod words;
