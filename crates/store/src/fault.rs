//! Why something was not stored, found or changed.

use grove_protocol::tracking::StoreError;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no room left.
    Full,
    /// What is kept here was written by a later version of Grove.
    Newer,
    /// The browser failed, in its own words.
    Broken(String),
    /// What was asked for cannot be done.
    Refused(StoreError),
}

impl Fault {
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
                "There is no room left to keep this.".to_owned(),
                "Delete runs and models that are not needed any more, runs for good, or make room on the disk. What is on the screen stays there: press Run again to keep it then.",
            ),
            Fault::Newer => (
                "What is kept in this browser was written by a later version of Grove.".to_owned(),
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
