//! Prints progress on standard error: a line per event, and a counter on terminals.

use std::io::{IsTerminal, Write, stderr};

use grove_recipe::stage::Stage;

pub struct Progress {
    terminal: bool,
    /// The counter on the last line, which the next one overwrites.
    counter: String,
}

impl Progress {
    pub fn new() -> Self {
        Self {
            terminal: stderr().is_terminal(),
            counter: String::new(),
        }
    }

    pub fn say(&mut self, stage: Stage, what: &str) {
        self.clear();
        eprintln!("{:<10}{what}", stage.name());
    }

    /// Prints a count such as `120 of 200 trees`, on terminals only.
    pub fn count(&mut self, stage: Stage, what: &str) {
        let counter = format!("{:<10}{what}", stage.name());
        if self.terminal && counter != self.counter {
            self.clear();
            eprint!("{counter}");
            // A late counter does no harm.
            let _ = stderr().flush();
            self.counter = counter;
        }
    }

    /// Prints how much of a stage is done.
    pub fn share(&mut self, stage: Stage, done: u32, total: u32) {
        let share = u64::from(done) * 100 / u64::from(total.max(1));
        self.count(stage, &format!("{share} %"));
    }

    fn clear(&mut self) {
        if !self.counter.is_empty() {
            // Moves to the start of the line and clears it.
            eprint!("\r\x1b[K");
            self.counter.clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}
