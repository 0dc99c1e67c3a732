//! Pending questions. Each has a ticket, and an answer counts only with the ticket of the latest question: an answer
//! that is no longer wanted changes nothing.

use std::rc::Rc;

use grove_protocol::call::CallEvent;
use grove_recipe::error::StageError;

/// The number of a question to the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(pub u32);

/// The latest question of its kind while it is pending, and what it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting<Q = ()>(Option<(Ticket, Q)>);

impl<Q> Default for Waiting<Q> {
    fn default() -> Self {
        Self::NOTHING
    }
}

impl<Q> Waiting<Q> {
    pub const NOTHING: Self = Self(None);

    /// Replaces the question before.
    pub fn ask(&mut self, ticket: Ticket, about: Q) {
        self.0 = Some((ticket, about));
    }

    pub fn is_some(&self) -> bool {
        self.0.is_some()
    }

    pub fn about(&self) -> Option<&Q> {
        self.0.as_ref().map(|(_, about)| about)
    }

    pub fn about_mut(&mut self) -> Option<&mut Q> {
        self.0.as_mut().map(|(_, about)| about)
    }

    pub fn is(&self, ticket: Ticket) -> bool {
        self.0.as_ref().is_some_and(|(asked, _)| *asked == ticket)
    }

    /// Returns what the question is about, if this is its ticket.
    pub fn of(&mut self, ticket: Ticket) -> Option<&mut Q> {
        let (asked, about) = self.0.as_mut()?;
        (*asked == ticket).then_some(about)
    }

    /// Ends the question, if this is its ticket.
    pub fn answered(&mut self, ticket: Ticket) -> Option<Q> {
        let asked = self.0.take_if(|(asked, _)| *asked == ticket);
        asked.map(|(_, about)| about)
    }

    /// Drops the question.
    pub fn forget(&mut self) -> Option<Q> {
        self.0.take().map(|(_, about)| about)
    }
}

/// The latest answer, and the pending question.
#[derive(Clone, Debug, PartialEq)]
pub struct PendingAnswer<T> {
    pub waits: Waiting,
    pub answer: Option<Rc<T>>,
}

impl<T> PendingAnswer<T> {
    pub const NOTHING: Self = Self {
        waits: Waiting::NOTHING,
        answer: None,
    };

    pub fn ask(&mut self, ticket: Ticket) {
        self.waits.ask(ticket, ());
    }

    pub fn waits_for(&self, ticket: Ticket) -> bool {
        self.waits.is(ticket)
    }

    /// Takes the answer, or returns the error to show.
    pub fn told<P>(&mut self, ticket: Ticket, told: CallEvent<P, T>) -> Option<StageError> {
        let answer = told.answer()?;
        self.waits.answered(ticket)?;
        match answer {
            Ok(answer) => {
                self.answer = Some(Rc::new(answer));
                None
            }
            Err(why) => why.failure(),
        }
    }
}
