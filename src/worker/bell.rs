//! A bell: it wakes whoever waits for word.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// One waits at a time; what rings while nobody does is heard by the next who waits.
#[derive(Clone, Default)]
pub struct Bell(Rc<RefCell<State>>);

#[derive(Default)]
struct State {
    rung: bool,
    waiting: Option<Waker>,
}

impl Bell {
    pub fn ring(&self) {
        let waiting = {
            let mut state = self.0.borrow_mut();
            state.rung = true;
            state.waiting.take()
        };
        if let Some(waker) = waiting {
            waker.wake();
        }
    }

    /// Waits until it has rung since the last wait.
    pub async fn rung(&self) {
        poll_fn(|context| {
            let mut state = self.0.borrow_mut();
            if std::mem::take(&mut state.rung) {
                return Poll::Ready(());
            }
            state.waiting = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}
