//! Files for other tools as a session makes them: each is read back before anybody gets it.

use std::io::Cursor;

use grove_protocol::call::Done;
use grove_protocol::calls::{Cancel, Prepare};
use grove_protocol::take_home::{PreparedFile, TakeHomeFormat};
use grove_recipe::{ModelName, Recipe};
use grove_worker::session::Session;
use zip::ZipArchive;

use crate::asking::{ask, begin, finish, session, step};
use crate::shared;

/// A session that has run a recipe on a file.
fn ran(change: impl FnOnce(&mut Recipe)) -> Session {
    let mut session = session();
    ask(&mut session, shared::open(), shared::MESSY);
    let mut recipe = shared::recipe();
    change(&mut recipe);
    ask(&mut session, shared::run(recipe), b"");
    session
}

/// What is told of a file and its bytes, or why there is none.
fn prepare(
    session: &mut Session,
    format: TakeHomeFormat,
    examples: bool,
) -> Result<(PreparedFile, Vec<u8>), String> {
    begin(session, Prepare { format, examples }, b"");
    let (told, answer) = finish::<Prepare>(session);
    assert!(told.iter().all(|Done { done, total }| done <= total));
    match answer {
        Ok((prepared, file)) => Ok((prepared, file.unwrap())),
        Err(error) => Err(error.problem),
    }
}

fn names(zip: &[u8]) -> Vec<String> {
    let archive = ZipArchive::new(Cursor::new(zip)).unwrap();
    let names = archive.file_names().map(|name| name.unwrap().into_owned());
    names.collect()
}

#[test]
fn every_format_is_made_of_a_run() {
    let mut session = ran(|_| ());
    for format in TakeHomeFormat::ALL {
        let (prepared, file) = prepare(&mut session, format, false).unwrap();
        assert_eq!(prepared.format, format);
        assert_eq!(prepared.bytes, file.len() as f64);
        assert!(!file.is_empty(), "{format:?}");
        let again = prepare(&mut session, format, false).unwrap();
        assert_eq!(
            (prepared, file),
            again,
            "{format:?}: the same run, the same bytes"
        );
    }
}

#[test]
fn a_model_is_compared_on_all_test_rows() {
    let mut session = ran(|_| ());
    for format in [
        TakeHomeFormat::Onnx,
        TakeHomeFormat::Mlflow,
        TakeHomeFormat::Pyspark,
    ] {
        let (prepared, _) = prepare(&mut session, format, false).unwrap();
        let found = prepared.comparison.expect("a model is in it");
        assert!(found.rows > 0);
        assert_eq!((found.label_mismatches, found.largest_difference), (0, 0.0));
        assert!(!prepared.reveals.is_empty());
    }
    let (card, _) = prepare(&mut session, TakeHomeFormat::Card, false).unwrap();
    assert_eq!(card.comparison, None);
}

#[test]
fn example_rows_are_in_it_only_where_they_are_wanted() {
    let mut session = ran(|_| ());
    let examples = |zip: &[u8]| names(zip).contains(&"input_example.json".to_owned());
    let (without, zip) = prepare(&mut session, TakeHomeFormat::Mlflow, false).unwrap();
    assert!(!examples(&zip));
    let (with, zip) = prepare(&mut session, TakeHomeFormat::Mlflow, true).unwrap();
    assert!(examples(&zip));
    assert_eq!(with.reveals.len(), without.reveals.len() + 1);
}

#[test]
fn what_a_format_cannot_take_is_refused_and_the_others_are_made() {
    let mut session = ran(|recipe| recipe.train.choose(ModelName::KNeighbors));
    let refused = prepare(&mut session, TakeHomeFormat::Onnx, false).unwrap_err();
    assert!(refused.contains("Nearest neighbours"), "{refused}");
    assert!(prepare(&mut session, TakeHomeFormat::Report, false).is_ok());
    assert!(prepare(&mut session, TakeHomeFormat::Dvc, false).is_ok());
}

#[test]
fn without_a_run_there_is_nothing_to_take_home() {
    let mut session = session();
    let refused = prepare(&mut session, TakeHomeFormat::Onnx, false).unwrap_err();
    assert!(refused.contains("No run"), "{refused}");
}

#[test]
fn a_file_on_its_way_is_stopped() {
    let mut session = ran(|_| ());
    let format = TakeHomeFormat::Onnx;
    let examples = false;
    begin(&mut session, Prepare { format, examples }, b"");
    step::<Prepare>(&mut session);
    ask(&mut session, Cancel, b"");
    assert!(session.step().is_none());
    assert!(prepare(&mut session, format, false).is_ok());
}
