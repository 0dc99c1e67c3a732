//! The errors of the store.

use grove_protocol::tracking::StoreError;

/// Why something was not stored, found or changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The storage is full.
    Full,
    /// The database was written by a later version of Grove.
    Newer,
    /// The storage failed, with its own description.
    Broken(String),
    /// The request cannot be carried out, for example because the run is not there.
    Refused(StoreError),
}

impl Fault {
    /// Refuses a request with a problem and an advice, each of one sentence.
    pub fn refused(problem: impl Into<String>, advice: impl Into<String>) -> Self {
        Fault::Refused(StoreError {
            problem: problem.into(),
            advice: advice.into(),
        })
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        let (problem, advice) = match fault {
            Fault::Refused(error) => return error,
            Fault::Full => (
                "There is not enough storage to keep this.".to_owned(),
                "Delete runs (for good) and models that you no longer need, or free space on the disk. What is on the screen stays: press Run again to store it then.",
            ),
            Fault::Newer => (
                "The stored runs of this browser were written by a later version of Grove."
                    .to_owned(),
                "Reload the page to get that version.",
            ),
            Fault::Broken(reason) => (
                format!("The browser's storage failed: {reason}."),
                "Try it again; if that does not help, reload the page.",
            ),
        };
        Self {
            problem,
            advice: advice.to_owned(),
        }
    }
}
