//! What the client knows: its engine, who waits for which answer, and the file that is open.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use web_sys::Blob;
use yew::Callback;

use super::ending::Stopping;
use crate::ui::engine::Engine;
use grove_protocol::take_home::Format;
use grove_protocol::{Response, TableRow};
use grove_recipe::Load;
use grove_wire::ToWorker;

#[derive(Default)]
pub struct Inner {
    pub engine: Option<Engine>,
    pub ready: bool,
    pub next_id: u32,
    /// Requests from before the engine was ready.
    pub queue: Vec<ToWorker>,
    /// Who asked for rows.
    pub tables: Vec<(u32, Callback<Vec<TableRow>>)>,
    /// Who asked for a cell.
    pub cells: Vec<(u32, Callback<Option<String>>)>,
    /// Requests for files to save and for recipes to read: that one failed is told, and nothing else changes.
    pub asides: Vec<u32>,
    /// The open file, for the engine after this one.
    pub file: Option<(Rc<str>, Blob)>,
    /// Whether the engine has it open, too.
    pub holds: bool,
    /// A file that has been sent and not been opened yet.
    pub opening: Option<Sent>,
    /// A file that was sent and then stopped. Where it was opened all the same, the open file is opened again.
    pub dropped: Option<u32>,
    /// The request to stop that is not answered yet.
    pub stopping: Option<Stopping>,
    /// A file that could not be read.
    pub refused: Option<(Rc<str>, Blob)>,
    /// How the open file is read.
    pub load: Load,
    /// Counts the files that were chosen; the latest choice holds, however long an earlier one is on its way.
    pub choices: u32,
    /// The request for a file to make, while no other file is chosen.
    pub making: Option<u32>,
    pub run: Option<u32>,
    /// The browser was asked not to clear what is kept.
    pub persisting: bool,
    /// Files for other tools that can be saved.
    pub prepared: Vec<(Format, Blob)>,
    pub gathered: Vec<Response>,
    pub flush: Option<Timeout>,
}

/// A file on its way.
pub struct Sent {
    pub id: u32,
    pub name: Rc<str>,
    pub file: Blob,
    pub load: Load,
    /// The engine has begun to read it.
    pub begun: bool,
    /// It is the open file, in an engine that does not have it.
    pub reopened: bool,
    /// It was sent to an engine before this one.
    pub again: bool,
}

impl Inner {
    /// Who asked for rows with this number.
    pub fn take_table(&mut self, id: u32) -> Option<Callback<Vec<TableRow>>> {
        let place = self.tables.iter().position(|(asked, _)| *asked == id)?;
        Some(self.tables.swap_remove(place).1)
    }

    /// Who asked for a cell with this number.
    pub fn take_cell(&mut self, id: u32) -> Option<Callback<Option<String>>> {
        let place = self.cells.iter().position(|(asked, _)| *asked == id)?;
        Some(self.cells.swap_remove(place).1)
    }

    /// Whether this number was that of a file to save or a recipe to read.
    pub fn take_aside(&mut self, id: u32) -> bool {
        let before = self.asides.len();
        self.asides.retain(|aside| *aside != id);
        self.asides.len() < before
    }

    /// Whether this number was that of the file that is being made.
    pub fn take_making(&mut self, id: u32) -> bool {
        self.making.take_if(|making| *making == id).is_some()
    }
}
