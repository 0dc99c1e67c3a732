//! Late answers, stops and crashes do not change the file that the page shows.

use grove_recipe::Delimiter;

use super::*;

fn file(name: &'static str) -> NamedFile<&'static str> {
    NamedFile {
        name: name.into(),
        file: name,
        load: Load::default(),
    }
}

fn tabs() -> Load {
    Load {
        delimiter: Some(Delimiter::Tab),
        ..Load::default()
    }
}

/// With this file open.
fn opened(name: &'static str) -> Files<&'static str> {
    let mut files = Files::default();
    files.sent(Ticket(1), file(name), Way::Chosen);
    assert_eq!(files.opened(Ticket(1), &Load::default()), Next::Nothing);
    files
}

fn name<'f>(files: &'f Files<&'static str>) -> Option<&'f str> {
    files.open().map(|open| &*open.name)
}

#[test]
fn a_late_answer_leaves_what_is_opened_again_after_a_crash() {
    let mut files = opened("a.csv");
    files.read_again(Ticket(2));
    files.sent(Ticket(3), file("b.csv"), Way::Chosen);
    assert_eq!(files.opened(Ticket(2), &tabs()), Next::Nothing);
    assert_eq!(files.open(), Some(&file("a.csv")), "read as before");
    // The engine has the table that was read with tabs.
    assert_eq!(files.failed(Ticket(3)), Next::Reopen);
    assert_eq!(files.engine_ended(), Next::Reopen);
    assert_eq!(files.open(), Some(&file("a.csv")));
}

#[test]
fn what_opens_although_it_was_stopped_gives_way_to_the_open_file() {
    let mut files = opened("a.csv");
    files.sent(Ticket(2), file("b.csv"), Way::Chosen);
    files.stopped();
    assert_eq!(files.opened(Ticket(2), &Load::default()), Next::Reopen);
    files.read_again(Ticket(3));
    files.stopped();
    assert_eq!(files.opened(Ticket(3), &tabs()), Next::Reopen);
    assert_eq!(files.open(), Some(&file("a.csv")));
}

#[test]
fn the_latest_file_is_the_open_one() {
    let mut files = opened("a.csv");
    files.sent(Ticket(2), file("b.csv"), Way::Chosen);
    files.sent(Ticket(3), file("c.csv"), Way::Chosen);
    assert_eq!(files.opened(Ticket(2), &Load::default()), Next::Nothing);
    assert_eq!(files.opened(Ticket(3), &tabs()), Next::Nothing);
    assert_eq!(name(&files), Some("c.csv"));
    assert_eq!(files.open().map(|open| &open.load), Some(&tabs()));
}

#[test]
fn a_file_that_cannot_be_read_can_be_tried_again() {
    let mut files = opened("a.csv");
    files.sent(Ticket(2), file("bad.csv"), Way::Chosen);
    assert_eq!(files.failed(Ticket(2)), Next::Nothing, "a.csv is held");
    assert_eq!(files.refused(), Some(&file("bad.csv")));
    assert_eq!(name(&files), Some("a.csv"));
    // A failed attempt to read it otherwise changes neither.
    files.read_again(Ticket(3));
    assert_eq!(files.failed(Ticket(3)), Next::Nothing);
    assert_eq!(files.refused(), Some(&file("bad.csv")));
}

#[test]
fn the_next_engine_is_given_what_the_last_had_not_begun_with() {
    let mut files = opened("a.csv");
    files.sent(Ticket(2), file("b.csv"), Way::Chosen);
    assert_eq!(files.engine_ended(), Next::Resend(file("b.csv")));
    files.sent(Ticket(3), file("b.csv"), Way::Again);
    assert_eq!(files.engine_ended(), Next::Reopen, "it was tried twice");
    files.sent(Ticket(4), file("a.csv"), Way::Reopened);
    assert_eq!(files.engine_ended(), Next::Nothing, "so was this");
    files.sent(Ticket(5), file("c.csv"), Way::Chosen);
    files.begun(Ticket(5));
    assert_eq!(files.engine_ended(), Next::Reopen, "it may be at fault");
    assert_eq!(Files::<&str>::default().engine_ended(), Next::Nothing);
}
