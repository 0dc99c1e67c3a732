//! Files that have nothing to do with the one that is open: answers that need no session.

use grove_protocol::Response;
use grove_protocol::tracking::{StoreAnswer, StoreError};
use grove_recipe::error::StageError;
use grove_recipe::synthetic::SyntheticSpec;

use super::session::Answer;

/// Makes the CSV file of a spec.
pub fn synthesize(spec: &SyntheticSpec) -> Result<Answer, StageError> {
    let file = grove_synthetic::make(spec)?;
    let name = spec.file_name();
    Ok(Answer {
        response: Response::Synthesized { name },
        file: Some(file),
    })
}

/// The store is asked before a session is; without one, nothing is kept.
pub fn no_store() -> Answer {
    Response::Store(StoreAnswer::Failed(StoreError {
        problem: "This engine keeps no runs.".into(),
        advice: String::new(),
    }))
    .into()
}
