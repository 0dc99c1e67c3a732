//! Makes a data set.

use grove_protocol::calls::{Synthesize, Synthesized};

use crate::answer::AnswerFile;
use crate::handle::{Handle, Handled, Handling};
use crate::session::Session;

impl Handle for Synthesize {
    fn handle(self, _: &mut Session, _: &[u8]) -> Handling<Self> {
        let bytes = grove_synthetic::make(&self.spec)?;
        let name = self.spec.file_name();
        let media_type = "text/csv";
        Ok(Handled::WithFile(
            Synthesized { name },
            AnswerFile { bytes, media_type },
        ))
    }
}
