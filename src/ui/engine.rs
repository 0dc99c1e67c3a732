//! A running engine: its worker, and the channel on which word comes when it breaks.

use std::rc::Rc;

use gloo_worker::{Spawnable, WorkerBridge};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

use crate::worker::wire::{Address, FromWorker, Objects, ToWorker};

/// Beside the document, so that the page works from any folder.
const LOADER: &str = "./engine.js";

/// What comes from an engine.
pub enum Word {
    Said(Box<FromWorker>),
    /// Its last; the text is the reason.
    Broke(String),
}

/// Dropping it ends the worker.
pub struct Engine {
    bridge: WorkerBridge<Address>,
    channel: BroadcastChannel,
    _listener: Closure<dyn Fn(MessageEvent)>,
}

impl Engine {
    /// `Err` says what the browser lacks.
    pub fn start(listen: impl Fn(Word) + 'static) -> Result<Self, String> {
        let listen = Rc::new(listen);
        // Other tabs have engines too.
        let name = format!("grove-{}-{}", js_sys::Date::now(), js_sys::Math::random());
        let channel = BroadcastChannel::new(&name)
            .map_err(|_| "This browser has no channel to a worker; a newer one is needed.")?;
        let broke = listen.clone();
        let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            broke(Word::Broke(event.data().as_string().unwrap_or_default()));
        });
        channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        let bridge = Address::spawner()
            .encoding::<Objects>()
            .with_loader(true)
            .callback(move |message| listen(Word::Said(Box::new(message))))
            .spawn(&format!("{LOADER}?channel={name}"));
        Ok(Self {
            bridge,
            channel,
            _listener: listener,
        })
    }

    pub fn send(&self, message: ToWorker) {
        self.bridge.send(message);
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}
