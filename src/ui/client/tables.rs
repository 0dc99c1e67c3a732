//! Rows and cells to show.

use yew::Callback;

use super::{Client, NO_FILE};
use grove_protocol::call::CallEvent;
use grove_protocol::calls::{Cell, Rows};
use grove_protocol::{TableName, TableRow};

impl Client {
    /// Rows of a table. Nothing comes when the engine has none.
    pub fn rows(&self, table: TableName, from: u32, count: u32, then: Callback<Vec<TableRow>>) {
        let call = Rows { table, from, count };
        self.call(call, NO_FILE, move |_, heard| {
            if let CallEvent::Answer(Ok(rows)) = heard.told {
                then.emit(rows);
            }
        });
    }

    /// A cell of a table by itself, where the table shows the beginning alone.
    pub fn cell(&self, table: TableName, row: u32, column: u32, then: Callback<Option<String>>) {
        let call = Cell { table, row, column };
        self.call(call, NO_FILE, move |_, heard| {
            if let CallEvent::Answer(Ok(cell)) = heard.told {
                then.emit(cell.text);
            }
        });
    }
}
