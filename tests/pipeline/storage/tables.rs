//! Tables that are kept for a later visit, through the protocol.

use grove_protocol::calls::{ForgetAll, KeepTables, ReadTable, TableChange};
use grove_protocol::tracking::KeptTable;
use grove_recipe::link::{DataSource, Link};
use grove_recipe::stage::Stage;

use super::conversation::{Access, Tab};
use crate::shared;

/// Makes a change, with a file beside it.
fn change(tab: &Tab, change: TableChange, file: &[u8]) -> Vec<KeptTable> {
    let access = Access {
        file,
        ..Access::of(tab)
    };
    access.ask(KeepTables { change }).unwrap()
}

#[test]
fn a_table_is_kept_read_back_and_forgotten_with_all_else() {
    let tab = Tab::open();
    tab.run(2, Stage::Evaluate, 10.0);
    assert_eq!(change(&tab, TableChange::Nothing, b""), []);
    let link = Link {
        source: DataSource::Own,
        recipe: shared::recipe(),
    };
    let sha256 = link.recipe.data.sha256.clone();
    let keep = || TableChange::Keep(Box::new(link.clone()));
    // Nobody's file is kept by its recipe alone.
    assert_eq!(change(&tab, keep(), b""), []);
    let kept = change(&tab, keep(), shared::MESSY);
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].link, link);
    assert_eq!(kept[0].bytes, shared::MESSY.len() as f64);
    assert_eq!(change(&tab, keep(), b""), kept);

    let read = || {
        let access = Access::of(&tab);
        let sha256 = sha256.clone();
        let answer = access.ask(ReadTable { sha256 });
        answer.map(|()| access.written.take())
    };
    assert_eq!(read().unwrap(), shared::MESSY);
    assert_eq!(change(&tab, TableChange::Drop(sha256.clone()), b""), []);
    assert!(read().unwrap_err().problem.contains("no longer there"));

    change(&tab, keep(), shared::MESSY);
    assert_eq!(tab.list(), (1, 0));
    Access::of(&tab).ask(ForgetAll).unwrap();
    assert_eq!(tab.list(), (0, 0));
    assert_eq!(change(&tab, TableChange::Nothing, b""), []);
    assert!(read().is_err());
}
