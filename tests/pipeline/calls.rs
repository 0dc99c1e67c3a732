//! A call that does not exist, added as one is: its file with question and answer, its handler, and its line in the list.
//! Its caller is the test.
#![allow(
    clippy::disallowed_methods,
    reason = "a native test that reads the source"
)]

use std::fs;
use std::path::Path;

use grove_engine::train::tree_workers::SingleThread;
use grove_protocol::build::BUILD;
use grove_protocol::call::{Call, CallEffect, CallEvent, In, Never, Progress, Unanswered};
use grove_protocol::calls::{CallName, Rows, RunProgress};
use grove_protocol::report::TreeShape;
use grove_protocol::{TableName, calls};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_worker::answer::WorkerAnswer;
use grove_worker::session::Session;
use grove_worker::throttle::{INTERVAL, Throttle};

mod question {
    //! The file in the protocol.

    use serde::{Deserialize, Serialize};

    use super::{Call, Never};

    /// How many rows a table has more than this.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    pub struct MoreThan {
        pub rows: u32,
    }

    impl Call for MoreThan {
        type Answer = u32;
        type Progress = Never;
    }
}

mod handler {
    //! The file in the worker.

    use grove_protocol::TableName;
    use grove_protocol::calls::Rows;
    use grove_recipe::error::StageError;
    use grove_recipe::stage::Stage;
    use grove_worker::handle::{Handle, Handled, Handling};
    use grove_worker::session::Session;

    use super::question::MoreThan;

    impl Handle for MoreThan {
        fn handle(self, session: &mut Session, file: &[u8]) -> Handling<Self> {
            let all = Rows {
                table: TableName::Raw,
                from: 0,
                count: u32::MAX,
            };
            let Handled::Answer(rows) = all.handle(session, file)? else {
                unreachable!("rows are no job");
            };
            let more = (rows.len() as u32).checked_sub(self.rows);
            let few = || StageError::new(Stage::Load, "There are fewer.", "Ask for less.");
            Ok(more.ok_or_else(few)?.into())
        }
    }
}

mod list {
    //! The list, with a line for each.

    use grove_protocol::calls::Rows;

    use super::question::MoreThan;

    macro_rules! calls {
        ($($Call:ident)*) => {
            grove_protocol::messages! { $($Call)* }
            grove_worker::dispatch! { Request; $($Call)* }
        };
    }

    calls! {
        Rows
        MoreThan
    }
}

fn opened() -> Session {
    let mut session = Session::new(Box::new(SingleThread::default()), || 0.0);
    let open = crate::shared::open();
    crate::asking::ask(&mut session, open, b"a,b\n1,x\n2,y\n3,z\n");
    session
}

/// The answer by way of the messages of this list.
fn ask<C: In<list::Request>>(session: &mut Session, call: C) -> Result<C::Answer, Unanswered> {
    let sent = serde_json::to_string(&call.request()).unwrap();
    let request: list::Request = serde_json::from_str(&sent).unwrap();
    let answer = session.answer(request, b"").expect("no job");
    let told = serde_json::to_string(&answer.response).unwrap();
    match C::event(serde_json::from_str(&told).unwrap()) {
        Some(CallEvent::Answer(answer)) => answer,
        _ => panic!("{told}"),
    }
}

#[test]
fn a_new_call_is_answered_by_the_dispatch_of_all_calls() {
    let mut session = opened();
    let rows = |rows| question::MoreThan { rows };
    assert_eq!(ask(&mut session, rows(1)), Ok(2));
    let refused = ask(&mut session, rows(9));
    assert!(matches!(refused, Err(Unanswered::Failed(_))), "{refused:?}");
    let page = Rows {
        table: TableName::Raw,
        from: 2,
        count: 9,
    };
    assert_eq!(ask(&mut session, page).unwrap().len(), 1);
}

#[test]
fn what_is_told_of_a_call_reaches_no_other() {
    let rows = list::Response::Rows(CallEvent::Answer(Ok(Vec::new())));
    assert!(<question::MoreThan as In<list::Request>>::event(rows).is_none());
}

#[test]
fn which_calls_end_the_job_under_way_is_said_by_each() {
    fn effect<C: Call>() -> CallEffect {
        C::EFFECT
    }
    for job in [
        effect::<calls::Open>(),
        effect::<calls::ReadAgain>(),
        effect::<calls::Run>(),
        effect::<calls::Profile>(),
        effect::<calls::SearchParameters>(),
        effect::<calls::Prepare>(),
    ] {
        assert_eq!(job, CallEffect::IsJob);
    }
    assert_eq!(effect::<calls::Cancel>(), CallEffect::EndsJob);
    assert_eq!(effect::<calls::Forget>(), CallEffect::EndsJob);
    assert_eq!(effect::<calls::CompareRuns>(), CallEffect::Beside);
    assert_eq!(effect::<question::MoreThan>(), CallEffect::Beside);
}

#[path = "../../crates/protocol/build.rs"]
#[allow(dead_code, reason = "a program, of which the number alone is tested")]
mod script;

#[test]
fn the_number_of_the_build_follows_from_all_that_a_message_can_hold() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates");
    let (protocol, recipe) = (crates.join("protocol/src"), crates.join("recipe/src"));
    let wire = crates.join("wire/src");
    assert_eq!(script::number(&[&protocol, &recipe, &wire]), BUILD);
    let copy = std::env::temp_dir().join(format!("grove-build-{}", std::process::id()));
    fs::create_dir_all(copy.join("nested")).unwrap();
    let sources = ["call.rs", "nested/rows.rs"].map(|name| copy.join(name));
    let mut numbers = Vec::new();
    for text in ["pub struct Rows;", "pub struct Rows { from: u32 }"] {
        for source in &sources {
            fs::write(source, text).unwrap();
            numbers.push(script::number(&[&copy]));
            assert_eq!(numbers.last(), Some(&script::number(&[&copy])));
        }
    }
    fs::remove_dir_all(copy).unwrap();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 4, "each change gives another number");
}

fn working(done: u32, trees: usize) -> WorkerAnswer {
    let shape = TreeShape {
        depth: 2,
        leaves: 3,
        oob_score: None,
        losses: None,
    };
    let progress = RunProgress::Working {
        stage: Stage::Train,
        done,
        total: 9,
        trees: vec![shape; trees],
        fold: None,
    };
    calls::Run::response(CallEvent::Progress(progress)).into()
}

#[test]
fn what_comes_in_quick_succession_is_told_together_and_nothing_is_lost() {
    let mut throttle = Throttle::default();
    let mut tell = |answer, now| -> Vec<_> {
        let told = throttle.due(answer, now).into_iter();
        told.map(|answer| answer.response).collect()
    };
    assert_eq!(tell(working(1, 1), 0.0), [working(1, 1).response]);
    assert_eq!(tell(working(2, 1), 10.0), []);
    assert_eq!(tell(working(3, 1), 20.0), []);
    assert_eq!(tell(working(4, 1), INTERVAL), [working(4, 3).response]);
    // A slice without a tree brings nothing to draw.
    assert_eq!(tell(working(4, 0), 2.0 * INTERVAL).len(), 1);
    assert_eq!(tell(working(4, 0), 3.0 * INTERVAL), []);
    // What ends the stage is told at once, with all before it.
    assert_eq!(tell(working(8, 4), 3.0 * INTERVAL + 1.0).len(), 1);
    assert_eq!(tell(working(8, 1), 3.0 * INTERVAL + 2.0), []);
    let last = tell(working(9, 1), 3.0 * INTERVAL + 3.0);
    assert_eq!(last, [working(9, 2).response]);
    // So is an answer, after what was kept back.
    assert_eq!(tell(working(5, 1), 3.0 * INTERVAL + 4.0), []);
    let failed = StageError::new(Stage::Train, "It broke.", "");
    let answer = CallName::Run.unanswered(failed.into());
    let told = tell(answer.clone().into(), 3.0 * INTERVAL + 5.0);
    assert_eq!(told, [working(5, 1).response, answer]);
}

#[test]
fn progress_is_merged_with_its_like_alone() {
    let started = RunProgress::Started(Stage::Train);
    let mut first = started.clone();
    assert_eq!(first.merge(started.clone()), Some(started));
}
