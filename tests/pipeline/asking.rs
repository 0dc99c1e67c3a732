//! Asks a session as the page asks its worker: every message crosses as bytes.

use grove_engine::train::tree_workers::SingleThread;
use grove_protocol::call::{CallEvent, EventOf, In, Unanswered};
use grove_protocol::{Request, Response};
use grove_recipe::error::StageError;
use grove_wire::bytes;
use grove_worker::answer::WorkerAnswer;
use grove_worker::session::Session;

/// A session that grows trees by itself and has no clock.
pub fn session() -> Session {
    Session::new(Box::new(SingleThread::default()), || 0.0)
}

fn sent<C: In<Request>>(call: C) -> Request {
    let request = call.request();
    let sent = bytes::request(&bytes::of_request(&request)).unwrap();
    assert_eq!(request, sent);
    sent
}

fn heard<C: In<Request>>(response: Response) -> EventOf<C> {
    // With long texts, as the page does not get them.
    let whole = postcard::to_allocvec(&response).unwrap();
    let heard = bytes::response(&whole).unwrap();
    assert_eq!(heard, response);
    C::event(heard).expect("it is about what was asked")
}

/// Begins the job of a call.
pub fn begin<C: In<Request>>(session: &mut Session, call: C, file: &[u8]) {
    let answer = session.answer(sent(call), file);
    assert!(answer.is_none(), "{answer:?}");
    assert!(session.is_at_work());
}

/// What is told next of the job of a call.
pub fn step<C: In<Request>>(session: &mut Session) -> EventOf<C> {
    heard::<C>(session.step().expect("trees grow here").response)
}

/// Steps to the end of the job of a call, and gives what was told before it.
pub fn finish<C: In<Request>>(session: &mut Session) -> (Vec<C::Progress>, Answered<C>) {
    let mut progress = Vec::new();
    loop {
        let WorkerAnswer { response, file } = session.step().expect("trees grow here");
        match heard::<C>(response) {
            CallEvent::Begun => panic!("only a worker says so"),
            CallEvent::Progress(told) => progress.push(told),
            CallEvent::Answer(answer) => return (progress, answered::<C>(answer, file)),
        }
    }
}

/// The answer to a call, and the bytes of the file that comes with it; or why it failed.
pub type Answered<C> =
    Result<(<C as grove_protocol::call::Call>::Answer, Option<Vec<u8>>), StageError>;

fn answered<C: In<Request>>(
    answer: Result<C::Answer, Unanswered>,
    file: Option<grove_worker::answer::AnswerFile>,
) -> Answered<C> {
    match answer {
        Ok(answer) => Ok((answer, file.map(|file| file.bytes))),
        Err(Unanswered::Failed(error)) => Err(error),
        Err(why) => panic!("only a worker says so: {why:?}"),
    }
}

/// Asks, and steps to the end where that is a job.
pub fn try_ask<C: In<Request>>(session: &mut Session, call: C, file: &[u8]) -> Answered<C> {
    match session.answer(sent(call), file) {
        None => finish::<C>(session).1,
        Some(WorkerAnswer { response, file }) => match heard::<C>(response) {
            CallEvent::Answer(answer) => answered::<C>(answer, file),
            _ => panic!("no answer"),
        },
    }
}

/// The answer alone.
pub fn ask<C: In<Request>>(session: &mut Session, call: C, file: &[u8]) -> C::Answer {
    match try_ask(session, call, file) {
        Ok((answer, _)) => answer,
        Err(error) => panic!("{error}"),
    }
}

/// Why there is no answer.
pub fn refused<C: In<Request>>(session: &mut Session, call: C, file: &[u8]) -> StageError {
    match try_ask(session, call, file) {
        Ok(_) => panic!("it was answered"),
        Err(error) => error,
    }
}
