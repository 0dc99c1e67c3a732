//! Ctrl-C and its like: noted, and obeyed where nothing is half done.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::failure::{Failure, INTERRUPTED};

static NOTED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From now on an interrupt is noted; a second one ends the process at once, which leaves at most files of names that
/// nothing reads.
pub fn listen() -> io::Result<()> {
    let noted = NOTED.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM] {
        // In this order, so that the first one only notes.
        flag::register_conditional_shutdown(signal, INTERRUPTED.into(), Arc::clone(noted))?;
        flag::register(signal, Arc::clone(noted))?;
    }
    Ok(())
}

/// `Err` once there was an interrupt.
pub fn check() -> Result<(), Failure> {
    let noted = NOTED
        .get()
        .is_some_and(|noted| noted.load(Ordering::Relaxed));
    match noted {
        true => Err(Failure::Interrupted),
        false => Ok(()),
    }
}
