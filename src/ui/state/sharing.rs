//! Links: the one to the present recipe, and one that was opened.

use std::rc::Rc;

use super::edits::{Origin, has_target};
use super::{Edit, State, Ticket};
use grove_protocol::call::EventOf;
use grove_protocol::calls::WriteLink;
use grove_recipe::Recipe;
use grove_recipe::link::{DataSource, Link};
use grove_recipe::stage::Stage;

/// A link that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Sharing {
    ticket: Ticket,
    recipe: Rc<Recipe>,
    fragment: Option<Rc<str>>,
}

impl State {
    /// Returns the fragment of the link to the present recipe, once it is made.
    pub fn shared(&self) -> Option<&Rc<str>> {
        let sharing = self.sharing.as_ref()?;
        let current = self.recipe() == Some(&sharing.recipe);
        sharing.fragment.as_ref().filter(|_| current)
    }

    pub(super) fn share_asked(&mut self, ticket: Ticket, recipe: Rc<Recipe>) {
        self.sharing = Some(Sharing {
            ticket,
            recipe,
            fragment: None,
        });
    }

    pub(super) fn share_told(&mut self, ticket: Ticket, told: EventOf<WriteLink>) {
        let sharing = self.sharing.as_mut();
        let sharing = sharing.filter(|sharing| sharing.ticket == ticket);
        match (told.answer(), sharing) {
            (Some(Ok(link)), Some(sharing)) => sharing.fragment = Some(link.fragment.into()),
            (Some(Err(_)), Some(_)) => self.sharing = None,
            _ => {}
        }
    }

    /// Handles an opened link: its recipe waits for its data, unless that is open, or is the sender's own file and the
    /// open table fits.
    pub(super) fn link_read(&mut self, link: Link) {
        self.forget_failure(Stage::Load);
        self.linked = None;
        self.linked_by = Origin::Link;
        if let Some(data) = &self.data {
            let same = data.sha256 == link.recipe.data.sha256;
            if same || link.source == DataSource::Own {
                if same {
                    self.source = link.source.clone();
                }
                self.linked = Some(Rc::new(link));
                self.link_met_data();
                self.turn_to(Stage::Load);
                return;
            }
        }
        self.linked = Some(Rc::new(link));
    }

    /// Uses the waiting recipe of a link if the opened data fits. If columns are missing, the data is first read as the
    /// recipe says.
    pub(super) fn link_met_data(&mut self) {
        let (Some(link), Some(data)) = (self.linked.take(), &self.data) else {
            return;
        };
        let kept = self.linked_by == Origin::Kept;
        if kept && link.recipe.data.sha256 != data.sha256 {
            // The person has opened another table instead.
            return;
        }
        let load = &link.recipe.load;
        let aims = link.recipe.has_target();
        if aims && !has_target(data, &link.recipe) && data.load != *load {
            self.edited("load", Edit::part(load.clone()));
            self.linked = Some(link);
        } else if !self.take_over(link.recipe.clone(), self.linked_by) {
            self.linked = Some(link);
        } else if kept {
            self.take_history(&link.recipe.data.sha256);
        }
    }

    /// Returns the link whose recipe waits for its data. A recipe that was kept brings its own.
    pub fn link_wanted(&self) -> Option<&Link> {
        let by_link = self.linked_by == Origin::Link && self.engine.opening().is_none();
        self.linked.as_deref().filter(|_| by_link)
    }

    /// Returns whether the open data was read as the waiting recipe says.
    pub(super) fn read_as_linked(&self) -> bool {
        let now = self.data.as_ref().zip(self.linked.as_ref());
        now.is_some_and(|(data, link)| data.load == link.recipe.load)
    }
}
