//! Archives whose parts fit each other and are no less wrong: reports larger than Grove makes any, models that are none,
//! records that take more memory than they are long.

use grove_export::model;
use grove_protocol::calls::Imported;
use grove_protocol::report::{ClassScores, Detail, Evaluation, EvaluationOutcome};
use grove_recipe::Task;
use grove_recipe::stage::Stage;
use grove_store::runs::{Artifact, RunRecord};
use grove_store::{format, import};

use super::tools::{archive_of, done, everything, id, memory, run};

/// What comes of an archive with this run alone; nothing is taken of what is refused.
fn imported(run: &RunRecord, judge: import::ModelCheck<'_>) -> Imported {
    let info = format::write_run(&run.info);
    let stages = format::write_stages(&run.stages);
    let predicted = format::write_predicted(run.predicted.as_ref().unwrap());
    let model = run.model.as_deref().unwrap();
    let paths = ["run.json"]
        .into_iter()
        .chain(Artifact::ALL.map(Artifact::name));
    let paths: Vec<String> = paths
        .map(|file| format!("runs/{}/{file}", id(1).0))
        .collect();
    let contents: [&[u8]; 4] = [&info, &stages, &predicted, model];
    let files: Vec<(&str, &[u8])> = paths.iter().map(String::as_str).zip(contents).collect();
    let memory = memory();
    let taken = done(import::import(
        &memory,
        &archive_of(&files),
        judge,
        async || {},
    ))
    .unwrap();
    assert_eq!(taken.runs == 0, everything(&memory).is_empty());
    taken
}

/// An evaluation of so many classes, with a confusion matrix of so many rows.
fn evaluated(classes: usize, rows: usize) -> RunRecord {
    let scores = ClassScores {
        precision: None,
        recall: None,
        f1: None,
        roc_auc: None,
        support: 1,
    };
    let mut record = run(1);
    let report = &mut record.stages[0].report;
    report.stage = Stage::Evaluate;
    report.detail = Detail::Evaluate(Box::new(Evaluation {
        task: Task::Classification,
        rows: 3,
        metrics: Vec::new(),
        decision: None,
        calibration: None,
        conformal: None,
        belief: Vec::new(),
        resamples: 0,
        validation: None,
        outcome: EvaluationOutcome::Classes {
            classes: (0..classes).map(|n| format!("class {n}")).collect(),
            confusion: vec![vec![0; classes]; rows],
            per_class: vec![scores.clone(); classes],
            macro_average: scores.clone(),
            weighted_average: scores,
        },
        intervals: None,
        importances: Vec::new(),
        permutation: None,
        cross_validation: None,
    }));
    record
}

#[test]
fn a_report_is_no_larger_than_grove_makes_one() {
    let any = |_: &[u8]| Ok(());
    assert_eq!(imported(&evaluated(30, 30), &any).runs, 1);
    for (classes, rows, reason) in [
        (20_000, 2, "20000 classes, and at most 1000"),
        (30, 29, "do not fit each other"),
        (2, 3, "do not fit each other"),
    ] {
        let taken = imported(&evaluated(classes, rows), &any);
        assert!(taken.refused[0].contains(reason), "{:?}", taken.refused);
    }
    let mut many = run(1);
    many.stages = vec![many.stages[0].clone(); 8];
    let taken = imported(&many, &any);
    assert!(
        taken.refused[0].contains("more stages"),
        "{:?}",
        taken.refused
    );
}

#[test]
fn a_model_that_is_none_is_refused() {
    let taken = imported(&run(1), &model::check);
    assert!(
        taken.refused[0].contains("its model cannot be used (This is not a Grove model.)"),
        "{:?}",
        taken.refused
    );
    // One of another version is kept for the Grove that reads it, if it is whole.
    let mut other = b"GROVE-MODEL\n\xFF\0\0\0".to_vec();
    let payload = b"what that version wrote";
    other.extend(<sha2::Sha256 as sha2::Digest>::digest(payload));
    other.extend(payload);
    assert_eq!(model::check(&other), Ok(()));
    *other.last_mut().unwrap() ^= 1;
    assert!(model::check(&other).is_err());
    let known = b"GROVE-MODEL\n\x05\0\0\0".to_vec();
    assert!(model::check(&known).is_err());
}

#[test]
fn records_that_hold_more_than_can_be_are_refused() {
    let zeros = format!(
        "{{\"format\": 1, \"record\": [{}0]}}",
        "0,".repeat(9_000_000)
    );
    let refused = format::read_stages(zeros.as_bytes()).unwrap_err();
    assert!(refused.contains("more than can be"), "{refused}");
    assert!(format::read_run(zeros.as_bytes()).is_err());
}
