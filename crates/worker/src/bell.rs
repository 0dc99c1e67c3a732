//! A bell: it wakes whoever waits for word.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use gloo::events::EventListener;
use web_sys::{MessageChannel, MessagePort};

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

/// Lets the messages in that have come to this worker. A timer would do, but not before four milliseconds.
pub struct Pause {
    port: MessagePort,
    bell: Bell,
    _listener: EventListener,
}

impl Default for Pause {
    fn default() -> Self {
        let channel = MessageChannel::new().expect("every worker has channels");
        let bell = Bell::default();
        let listener = EventListener::new(&channel.port2(), "message", {
            let bell = bell.clone();
            move |_| bell.ring()
        });
        channel.port2().start();
        Self {
            port: channel.port1(),
            bell,
            _listener: listener,
        }
    }
}

impl Pause {
    /// Queues behind them.
    pub async fn wait(&self) {
        let sent = self.port.post_message(&wasm_bindgen::JsValue::NULL);
        sent.expect("a plain value can be sent");
        self.bell.rung().await;
    }
}
