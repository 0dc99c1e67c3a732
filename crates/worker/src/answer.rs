//! An answer: a response, and the bytes of the file that it brings.

use grove_protocol::Response;

pub struct Answer {
    pub response: Response,
    pub file: Option<Vec<u8>>,
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        Self {
            response,
            file: None,
        }
    }
}
