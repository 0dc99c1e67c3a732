//! Handles Ctrl-C and other signals: the work checks for them, and otherwise the process ends after a moment.

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
/// Locked while files are moved, so that the process does not end between two of them.
static PLACING: Mutex<()> = Mutex::new(());
/// Whether everything that was asked for is in place.
static DONE: AtomicBool = AtomicBool::new(false);
/// The unfinished file or folder, which nothing reads.
static UNFINISHED: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Starts to handle interrupts. One ends the work where it checks for it ([`check`]), or else the process: reading from
/// a pipe, or a step of cleaning, cannot check.
pub fn listen() -> io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    thread::Builder::new().spawn(move || {
        for _ in signals.forever() {
            let again = NOTED.swap(true, Ordering::SeqCst);
            match (DONE.load(Ordering::SeqCst), again) {
                // The result is only to be printed; a second interrupt ends that, too.
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

/// Ends the process, unless everything is in place by now.
fn end() {
    let _placing = placing();
    if !DONE.load(Ordering::SeqCst) {
        if let Some(path) = unfinished().take() {
            // One of the two calls applies, and the other fails.
            let _ = fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path));
        }
        let before = match stderr().is_terminal() {
            // Overwrites a counter.
            true => "\r\x1b[K",
            false => "",
        };
        eprintln!("{before}grove: {}", CommandFailure::Interrupted);
        exit(INTERRUPTED.into());
    }
}

/// Fails if there was an interrupt.
pub fn check() -> Result<(), CommandFailure> {
    match NOTED.load(Ordering::SeqCst) {
        true => Err(CommandFailure::Interrupted),
        false => Ok(()),
    }
}

/// Keeps the process from ending while the result is held.
pub fn placing() -> MutexGuard<'static, ()> {
    PLACING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Records that everything is in place. Call it while holding [`placing`].
pub fn done() {
    DONE.store(true, Ordering::SeqCst);
}

/// Returns what is to be removed if the process ends now.
pub fn unfinished() -> MutexGuard<'static, Option<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}
