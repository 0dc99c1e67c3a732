//! Calls for rows and cells to show.

use yew::Callback;

use super::{Client, NO_FILE};
use grove_protocol::call::CallEvent;
use grove_protocol::calls::{Cell, Rows};
use grove_protocol::{TableName, TableRow};

impl Client {
    /// Asks for rows of a table. There is no answer if the engine has none.
    pub fn rows(&self, table: TableName, from: u32, count: u32, then: Callback<Vec<TableRow>>) {
        let call = Rows { table, from, count };
        self.call(call, NO_FILE, move |_, heard| {
            if let CallEvent::Answer(Ok(rows)) = heard.told {
                then.emit(rows);
            }
        });
    }

    /// Asks for the text of a cell of which the table shows only the beginning.
    pub fn cell(&self, table: TableName, row: u32, column: u32, then: Callback<Option<String>>) {
        let call = Cell { table, row, column };
        self.call(call, NO_FILE, move |_, heard| {
            if let CallEvent::Answer(Ok(cell)) = heard.told {
                then.emit(cell.text);
            }
        });
    }
}
