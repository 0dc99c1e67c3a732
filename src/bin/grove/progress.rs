//! Prints progress on standard error: a line per event, and a counter on terminals.

use std::io::{IsTerminal, Write, stderr};

use grove_recipe::stage::Stage;

pub struct Progress {
    terminal: bool,
    /// The counter that is the last line, which the next one takes the place of.
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

    /// Such as `120 of 200 trees`. Of no use to a file.
    pub fn count(&mut self, stage: Stage, what: &str) {
        let counter = format!("{:<10}{what}", stage.name());
        if self.terminal && counter != self.counter {
            self.clear();
            eprint!("{counter}");
            // A counter that is late does no harm.
            let _ = stderr().flush();
            self.counter = counter;
        }
    }

    /// How much of a stage is done.
    pub fn share(&mut self, stage: Stage, done: u32, total: u32) {
        let share = u64::from(done) * 100 / u64::from(total.max(1));
        self.count(stage, &format!("{share} %"));
    }

    fn clear(&mut self) {
        if !self.counter.is_empty() {
            // To the start of the line, and away with it.
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
