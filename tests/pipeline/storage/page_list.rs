//! A page is told each run once, and a long list in pieces.

use grove_protocol::tracking::{RunId, RunInfo, RunsNews, Usage};
use grove_worker::page_list::PageList;

use super::tools;

fn run(number: u32) -> RunInfo {
    tools::run(number).info
}

fn list(runs: &[RunInfo]) -> RunsNews {
    RunsNews {
        anew: true,
        runs: runs.to_vec(),
        gone: Vec::new(),
        models: Vec::new(),
        usage: Usage {
            kept: true,
            persistent: true,
            bytes: None,
            quota: None,
        },
    }
}

/// The runs of every message, and which are gone.
fn told(answers: Vec<RunsNews>) -> (Vec<Vec<RunInfo>>, Vec<RunId>) {
    let mut all = (Vec::new(), Vec::new());
    for answer in answers {
        all.0.push(answer.runs);
        all.1.extend(answer.gone);
    }
    all
}

#[test]
fn a_long_list_comes_in_pieces_and_only_once() {
    let runs: Vec<RunInfo> = (0..250).map(run).collect();
    let mut page = PageList::default();
    let answers = page.news(list(&runs));
    let anew = answers.iter().map(|answer| answer.anew);
    assert!(anew.eq([true, false, false, false, false]));
    let (pieces, gone) = told(answers);
    let lengths: Vec<usize> = pieces.iter().map(Vec::len).collect();
    assert_eq!(lengths, [50; 5]);
    assert_eq!(pieces.concat(), runs);
    assert!(gone.is_empty());
    assert_eq!(told(page.news(list(&runs))), (vec![vec![]], vec![]));
}

#[test]
fn what_changed_and_what_is_gone_is_told_alone() {
    let mut runs: Vec<RunInfo> = (0..4).map(run).collect();
    let mut page = PageList::default();
    page.news(list(&runs));
    runs[1].note = "the one with more trees".into();
    let last = runs.pop().unwrap();
    let expected = (vec![vec![runs[1].clone()]], vec![last.id.clone()]);
    assert_eq!(told(page.news(list(&runs))), expected);
    // It comes back: the page has forgotten it.
    runs.push(last.clone());
    assert_eq!(told(page.news(list(&runs))), (vec![vec![last]], vec![]));
}
