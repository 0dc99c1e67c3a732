//! The errors of the command, and its exit codes.

use std::fmt;
use std::process::ExitCode;

use grove_recipe::error::StageError;

/// The codes of [`CommandFailure::code`], for `--help`.
pub const EXIT_CODES: &str = "Exit codes:
  0    done, or nothing to do
  1    the data or the recipe is refused, or a check fails
  2    wrong arguments
  3    a file could not be read or written; what was there before is unchanged
  130  interrupted; what was there before is unchanged";

pub const INTERRUPTED: u8 = 130;

#[derive(Debug)]
pub enum CommandFailure {
    /// The data, the recipe or a check is refused, for this reason.
    Said(String),
    /// A file could not be read or written.
    File(String),
    Interrupted,
}

impl CommandFailure {
    pub fn code(&self) -> ExitCode {
        match self {
            CommandFailure::Said(_) => 1.into(),
            // 2 is clap's.
            CommandFailure::File(_) => 3.into(),
            CommandFailure::Interrupted => INTERRUPTED.into(),
        }
    }
}

impl fmt::Display for CommandFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CommandFailure::Said(message) | CommandFailure::File(message) => f.write_str(message),
            CommandFailure::Interrupted => {
                f.write_str("Interrupted; what was there before is unchanged.")
            }
        }
    }
}

/// Prepares a text of data or a person for a terminal: removes characters that would move the cursor or change what was
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

impl From<StageError> for CommandFailure {
    fn from(error: StageError) -> Self {
        CommandFailure::Said(error.to_string())
    }
}
