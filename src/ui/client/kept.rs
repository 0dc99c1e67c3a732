//! Tables that the browser keeps for a later visit.

use wasm_bindgen::JsValue;

use super::{Client, NO_FILE};
use crate::ui::state::{Action, PendingRequest};
use grove_protocol::calls::{KeepTables, ReadTable, TableChange};
use grove_protocol::tracking::StoreError;
use grove_recipe::error::StageError;
use grove_recipe::link::{DataSource, Link};
use grove_recipe::stage::Stage;

impl Client {
    /// Keeps the recipe of a table for a later visit, or lists what is kept.
    pub fn change_tables(&self, change: TableChange) {
        self.ask_tables(change, false, NO_FILE);
    }

    /// Keeps the open table with its recipe, or no longer, as the person wishes.
    pub fn keep_table(&self, change: TableChange) {
        let file = match (&change, self.inner.borrow().files.open()) {
            (TableChange::Keep(_), Some(open)) => JsValue::from(&open.file),
            _ => NO_FILE,
        };
        self.ask_tables(change, true, file);
    }

    fn ask_tables(&self, change: TableChange, by_person: bool, file: JsValue) {
        let question = PendingRequest::Tables {
            change: change.clone(),
            by_person,
        };
        self.ask(question, KeepTables { change }, file);
    }

    /// Opens a kept table with its recipe. What is not the person's own is had again by whoever hears of the recipe.
    pub fn continue_with(&self, link: &Link) {
        let data = &link.recipe.data;
        let name = data.name.clone();
        let sha256 = data.sha256.clone();
        self.dispatch
            .emit(Action::Continued(Box::new(link.clone())));
        if link.source != DataSource::Own {
            return;
        }
        let choice = self.choose();
        self.dispatch.emit(Action::FileAwaited {
            name: name.clone(),
            source: DataSource::Own,
        });
        self.call(ReadTable { sha256 }, NO_FILE, move |client, heard| {
            if !client.holds(choice) {
                return;
            }
            let file = heard.file();
            match (heard.told.answer(), file) {
                (Some(Ok(())), Some(file)) => client.open(&name, file),
                (Some(answer), _) => {
                    let error = answer.err().and_then(|why| why.store_failure());
                    let StoreError { problem, advice } = error.unwrap_or_else(|| StoreError {
                        problem: "The kept table could not be read.".into(),
                        advice: "Try it again, or choose the file.".into(),
                    });
                    let error = StageError::new(Stage::Load, problem, advice);
                    client.dispatch.emit(Action::ProblemFound(error));
                }
                (None, _) => {}
            }
        });
    }
}
