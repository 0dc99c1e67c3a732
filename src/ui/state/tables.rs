//! The tables that the browser keeps for a later visit, and whether it keeps the open one.

use std::rc::Rc;

use super::edits::Origin;
use super::runs::RunsNotice;
use super::{State, Ticket, Waiting};
use grove_protocol::call::EventOf;
use grove_protocol::calls::{ForgetAll, KeepTables, TableChange, Visit};
use grove_protocol::tracking::{KeptTable, StoreError};
use grove_recipe::Recipe;
use grove_recipe::link::{DataSource, Link};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tables {
    /// The latest first.
    pub kept: Rc<Vec<KeptTable>>,
    /// Why the latest wish of the person was not met.
    pub error: Option<Rc<StoreError>>,
    /// The latest question, with the wish of the person: to keep the open table, or no longer.
    waits: Waiting<Option<bool>>,
}

impl State {
    /// Returns whether the open table is kept, or will be: the answer to the person's wish is on its way.
    pub fn keeps_table(&self) -> bool {
        let wish = self.tables.waits.about().copied().flatten();
        wish.unwrap_or_else(|| {
            let open = self.data.as_ref().map(|data| &data.sha256);
            let mut kept = self.tables.kept.iter().map(|table| &table.link);
            kept.any(|link| {
                link.source == DataSource::Own && Some(&link.recipe.data.sha256) == open
            })
        })
    }

    /// Returns whether the browser can keep the open table: it is the person's own, and there is storage.
    pub fn can_keep_table(&self) -> bool {
        self.source == DataSource::Own && self.data.is_some() && self.has_storage()
    }

    /// Returns the recipe to keep for a later visit: of a table that is kept or that can be had again.
    pub fn to_remember(&self) -> Option<&Rc<Recipe>> {
        let wanted = self.source != DataSource::Own || self.keeps_table();
        self.recipe().filter(|_| wanted && self.has_storage())
    }

    fn has_storage(&self) -> bool {
        self.runs.usage.as_ref().is_some_and(|usage| usage.kept)
    }

    /// Handles the choice of a kept table, whose recipe waits for it.
    pub(super) fn continued(&mut self, link: Link) {
        self.linked = Some(Rc::new(link));
        self.linked_by = Origin::Kept;
    }

    /// Returns what an export takes along besides what is kept: the present recipe and what can be undone.
    pub fn visit(&self, theme: &str) -> Option<Visit> {
        let history = self.history.as_ref()?;
        let [past, future] = history.around();
        Some(Visit {
            link: Link {
                source: self.source.clone(),
                recipe: Recipe::clone(history.present()),
            },
            past,
            future,
            theme: theme.to_string(),
        })
    }

    /// Takes what can be undone of the visit that an import has brought, once its table is open.
    pub(super) fn take_history(&mut self, sha256: &str) {
        let of_table = |visit: &mut Box<Visit>| visit.link.recipe.data.sha256 == sha256;
        let brought = self.brought.take_if(of_table);
        if let (Some(visit), Some(history)) = (brought, &mut self.history) {
            history.surround([visit.past, visit.future]);
        }
    }

    pub(super) fn tables_asked(&mut self, ticket: Ticket, change: &TableChange, by_person: bool) {
        let wish = match change {
            _ if !by_person => None,
            TableChange::Nothing => None,
            TableChange::Keep(_) => Some(true),
            TableChange::Drop(_) => Some(false),
        };
        if by_person {
            self.tables.error = None;
        }
        self.tables.waits.ask(ticket, wish);
    }

    pub(super) fn tables_told(&mut self, ticket: Ticket, told: EventOf<KeepTables>) {
        let Some(answer) = told.answer() else { return };
        let Some(wish) = self.tables.waits.answered(ticket) else {
            return;
        };
        match answer {
            Ok(kept) => self.tables.kept = Rc::new(kept),
            Err(why) => {
                let error = why.store_failure().filter(|_| wish.is_some());
                self.tables.error = error.map(Rc::new);
            }
        }
    }

    pub(super) fn all_forgotten(&mut self, ticket: Ticket, told: EventOf<ForgetAll>) {
        if self.store_answer(ticket, told).is_some() {
            self.tables = Tables::default();
            let runs = Rc::make_mut(&mut self.runs);
            let text = "Everything that this browser kept is deleted.";
            runs.notice = Some(RunsNotice::from(text.to_string()));
        }
    }
}
