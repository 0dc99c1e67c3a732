//! Calls that are not answered yet, each with its handler.

use std::collections::BTreeMap;

use grove_protocol::Response;
use grove_protocol::calls::CallName;
use wasm_bindgen::JsValue;

/// Gets what is reported of a call, and the file that comes with it.
pub type Handler = Box<dyn FnMut(Response, JsValue)>;

#[derive(Default)]
pub struct Pending {
    /// The latest number; 0 belongs to no call.
    latest: u32,
    waiting: BTreeMap<u32, (CallName, Handler)>,
}

impl Pending {
    /// Returns a number that no other call has.
    pub fn number(&mut self) -> u32 {
        self.latest = self.latest.wrapping_add(1).max(1);
        self.latest
    }

    pub fn wait(&mut self, id: u32, name: CallName, handler: Handler) {
        self.waiting.insert(id, (name, handler));
    }

    /// Takes the handler of this call. Give it back if more responses follow.
    pub fn take(&mut self, id: u32) -> Option<(CallName, Handler)> {
        self.waiting.remove(&id)
    }

    /// Takes all handlers, in the order of the calls, which will not be answered.
    pub fn take_all(&mut self) -> Vec<(CallName, Handler)> {
        std::mem::take(&mut self.waiting).into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::rc::Rc;

    use grove_protocol::call::{CallEvent, Unanswered};

    use super::*;

    #[test]
    fn each_answer_reaches_its_own_question_and_a_gone_engine_answers_all() {
        let heard: Rc<RefCell<Vec<(u32, Response)>>> = Rc::default();
        let mut pending = Pending::default();
        let ask = |pending: &mut Pending, name| {
            let (id, heard) = (pending.number(), Rc::clone(&heard));
            let handler = move |response, _| heard.borrow_mut().push((id, response));
            pending.wait(id, name, Box::new(handler));
            id
        };
        let first = ask(&mut pending, CallName::Rows);
        let second = ask(&mut pending, CallName::Rows);
        let third = ask(&mut pending, CallName::Run);
        let (_, mut handler) = pending.take(second).expect("it waits");
        handler(
            Response::Rows(CallEvent::Answer(Ok(Vec::new()))),
            JsValue::UNDEFINED,
        );
        assert!(pending.take(second).is_none(), "it has its answer");
        assert_eq!(heard.borrow_mut().pop().map(|(id, _)| id), Some(second));
        for (name, mut handler) in pending.take_all() {
            handler(name.unanswered(Unanswered::EngineEnded), JsValue::UNDEFINED);
        }
        let gone = || CallEvent::Answer(Err(Unanswered::EngineEnded));
        let all = [
            (first, Response::Rows(gone())),
            (
                third,
                Response::Run(CallEvent::Answer(Err(Unanswered::EngineEnded))),
            ),
        ];
        assert_eq!(*heard.borrow(), all);
        assert!(pending.take_all().is_empty());
    }
}
