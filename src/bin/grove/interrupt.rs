//! Handles Ctrl-C and other signals: the work polls for them, and otherwise the process ends after a moment.

use std::fs;
use std::io::{self, IsTerminal, stderr};
use std::path::PathBuf;
use std::process::exit;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::failure::{CommandFailure, INTERRUPTED};

/// How long the work may take to end by itself.
const GRACE: Duration = Duration::from_millis(400);

static NOTED: AtomicBool = AtomicBool::new(false);
/// Held while files are put in place, so that no end comes between two of them.
static PLACING: Mutex<()> = Mutex::new(());
/// Whether all is in place that was asked for.
static DONE: AtomicBool = AtomicBool::new(false);
/// What is being written and has no name yet that anything reads.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// From now on an interrupt ends the work where it looks for one ([`check`]), or else this process: reading from a pipe
/// or a step of cleaning cannot look.
pub fn listen() -> io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    thread::Builder::new().spawn(move || {
        for _ in signals.forever() {
            let again = NOTED.swap(true, Ordering::SeqCst);
            match (DONE.load(Ordering::SeqCst), again) {
                // What is done is only to be told; whoever cannot wait for that interrupts again.
                (true, false) => {}
                (true, true) => exit(INTERRUPTED.into()),
                (false, _) => {
                    thread::sleep(GRACE);
                    end();
                }
            }
        }
    })?;
    Ok(())
}

/// Ends the process, unless everything came into place meanwhile.
fn end() {
    let _placing = placing();
    if !DONE.load(Ordering::SeqCst) {
        if let Some(path) = unfinished().take() {
            // One of them is what it is; the other finds nothing.
            let _ = fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path));
        }
        let before = match stderr().is_terminal() {
            // In place of a counter.
            true => "\r\x1b[K",
            false => "",
        };
        eprintln!("{before}grove: {}", CommandFailure::Interrupted);
        exit(INTERRUPTED.into());
    }
}

/// `Err` once there was an interrupt.
pub fn check() -> Result<(), CommandFailure> {
    match NOTED.load(Ordering::SeqCst) {
        true => Err(CommandFailure::Interrupted),
        false => Ok(()),
    }
}

/// As long as this is held, nothing ends the process.
pub fn placing() -> MutexGuard<'static, ()> {
    PLACING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// All is in place that was asked for; to be said while that is held.
pub fn done() {
    DONE.store(true, Ordering::SeqCst);
}

/// What is removed should the process end now.
pub fn unfinished() -> MutexGuard<'static, Option<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}
