//! A wake signal: wakes the task that waits for it.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use gloo::events::EventListener;
use web_sys::{MessageChannel, MessagePort};

/// One task waits at a time. A signal that is sent while none waits wakes the next one at once.
#[derive(Clone, Default)]
pub struct Signal(Rc<RefCell<SignalState>>);

#[derive(Default)]
struct SignalState {
    given: bool,
    waiting: Option<Waker>,
}

impl Signal {
    /// Wakes the task that waits for it, or else the next one that does.
    pub fn give(&self) {
        let waiting = {
            let mut state = self.0.borrow_mut();
            state.given = true;
            state.waiting.take()
        };
        if let Some(waker) = waiting {
            waker.wake();
        }
    }

    /// Waits until the signal has been given since the last wait.
    pub async fn given(&self) {
        poll_fn(|context| {
            let mut state = self.0.borrow_mut();
            if std::mem::take(&mut state.given) {
                return Poll::Ready(());
            }
            state.waiting = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

/// Lets this worker receive messages. A timer would take at least four milliseconds.
pub struct Pause {
    port: MessagePort,
    signal: Signal,
    _listener: EventListener,
}

impl Default for Pause {
    fn default() -> Self {
        let channel = MessageChannel::new().expect("every worker has channels");
        let signal = Signal::default();
        let listener = EventListener::new(&channel.port2(), "message", {
            let signal = signal.clone();
            move |_| signal.give()
        });
        channel.port2().start();
        Self {
            port: channel.port1(),
            signal,
            _listener: listener,
        }
    }
}

impl Pause {
    /// Waits until the messages that have arrived are handled.
    pub async fn wait(&self) {
        let sent = self.port.post_message(&wasm_bindgen::JsValue::NULL);
        sent.expect("a plain value can be sent");
        self.signal.given().await;
    }
}
