//! Parts of several panels: the field of a parameter, the table, buttons for files.

mod cell_look;
pub mod column;
pub mod data_table;
pub mod declares;
pub mod field;
pub mod file_button;
pub mod growing;
pub mod later;
pub mod number_box;
pub mod paging;
pub mod parameter;
pub mod picked;
pub mod problem;
pub mod segments;
pub mod select;
