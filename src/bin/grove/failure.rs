//! Why the command ends without having done what it was asked for, and the exit codes.

use std::fmt;
use std::process::ExitCode;

use grove_recipe::error::StageError;

/// Shown by `--help`: these are the codes of [`Failure::code`].
pub const EXIT_CODES: &str = "Exit codes:
  0    done, or nothing to do
  1    the data, the recipe or a check says no
  2    the command was not called as it can be
  3    a file could not be read or written; what was there before is unchanged
  130  interrupted; what was there before is unchanged";

pub const INTERRUPTED: u8 = 130;

#[derive(Debug)]
pub enum Failure {
    /// The data, the recipe or a check says no.
    Said(String),
    /// A file could not be read or written.
    File(String),
    Interrupted,
}

impl Failure {
    pub fn code(&self) -> ExitCode {
        match self {
            Failure::Said(_) => 1.into(),
            // 2 is clap's.
            Failure::File(_) => 3.into(),
            Failure::Interrupted => INTERRUPTED.into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Said(message) | Failure::File(message) => f.write_str(message),
            Failure::Interrupted => f.write_str("Interrupted; what was there before is unchanged."),
        }
    }
}

/// A text that data or a person gave, for a terminal: without characters that would move the cursor or change what was
/// printed before.
pub fn shown(text: &str) -> String {
    let letters = text.chars();
    letters
        .map(|letter| match letter {
            '\n' => letter,
            letter if letter.is_control() => char::REPLACEMENT_CHARACTER,
            letter => letter,
        })
        .collect()
}

impl From<StageError> for Failure {
    fn from(error: StageError) -> Self {
        Failure::Said(error.to_string())
    }
}
