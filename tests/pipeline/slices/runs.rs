//! Slices of runs: of their test rows, of other files, and by the class that is decided.

use grove_engine::Pipeline;
use grove_engine::clean::Cleaned;
use grove_engine::evaluate::slices::{TestedRows, rows_of_file, rows_of_split, slices, tested};
use grove_engine::pace::{Pace, block_on};
use grove_engine::split::SplitParts;
use grove_engine::train::tree_workers::SingleThread;
use grove_protocol::calls::{Open, ResidualsAlong, Run, Slices};
use grove_protocol::report::SliceReport;
use grove_recipe::stage::Stage;
use grove_recipe::{Recipe, Task, ThresholdBy};
use grove_worker::session::Session;

use crate::asking::{ask, refused, session};
use crate::tools::run;

/// In the east, the class is not what the size says.
fn table(rows: u32) -> String {
    let mut csv = String::from("size,region,amount,kind\n");
    for row in 0..rows {
        let n = row * 7 % 23;
        let region = ["North", "East", "South"][(row * 5 % 7 % 3) as usize];
        // Not even a deep tree can tell these apart.
        let turned = region == "East" && row * 11 % 13 < 6;
        let kind = if (n > 11) == turned { "small" } else { "large" };
        let amount = f64::from(n) + if turned { 9.0 } else { 0.0 };
        csv += &format!("{n},{region},{amount},{kind}\n");
    }
    csv
}

fn classes(recipe: &mut Recipe) {
    recipe.target = "kind".into();
    recipe.task = Task::Classification;
    recipe.leave_out = vec!["amount".into()];
}

fn of(tested: &TestedRows) -> SliceReport {
    let TestedRows {
        table,
        target,
        seed,
        ..
    } = tested;
    block_on(slices(
        table,
        target,
        &tested.errors(),
        *seed,
        &Pace::default(),
    ))
}

fn of_run(pipeline: &Pipeline) -> SliceReport {
    of(&tested(pipeline).expect("a finished run"))
}

#[test]
fn the_test_rows_of_a_run_are_looked_at_and_left_out_columns_with_them() {
    let (pipeline, _) = run(table(2000), |recipe| {
        classes(recipe);
        recipe.leave_out.push("region".into());
    })
    .unwrap();
    let report = of_run(&pipeline);
    let rows = pipeline.outcome().unwrap().evaluation.rows;
    assert_eq!((report.rows, report.columns), (rows, 3));
    let first = &report.slices[0];
    // Perhaps with the amount, which is left out, too.
    assert!(first.holds && first.description.starts_with("region is East"));
    // As the command finds them, by the model alone.
    let fitted = &pipeline.outcome().unwrap().fitted;
    let asked = Recipe {
        load: pipeline.loaded().unwrap().load.clone(),
        ..fitted.recipe.clone()
    };
    let cleaned = pipeline.made::<Cleaned>(&asked).unwrap();
    let parts = pipeline.made::<SplitParts>(&asked).unwrap();
    assert_eq!(of(&rows_of_split(fitted, cleaned, parts).unwrap()), report);
}

#[test]
fn another_file_is_looked_at_as_a_whole() {
    let (pipeline, _) = run(table(1000), classes).unwrap();
    let fitted = &pipeline.outcome().unwrap().fitted;
    let new = table(900) + "3,North,1,\n4,East,2,never\n";
    let tested = rows_of_file(fitted, "new.csv", new.as_bytes(), &[]).unwrap();
    // The row without a class is left out; one of an unknown class is wrong.
    assert_eq!(tested.errors().values().len(), 901);
    assert_eq!(tested.errors().values()[900], 1.0);
    assert_eq!(of(&tested).slices[0].description, "region is East");
    let without = "size,region\n1,North\n";
    let error = rows_of_file(fitted, "new.csv", without.as_bytes(), &[])
        .err()
        .unwrap();
    assert_eq!(
        error.problem,
        "new.csv has no column kind, which says what is true."
    );
}

#[test]
fn a_threshold_decides_what_is_wrong() {
    let decided = |threshold: f64| {
        let (pipeline, _) = run(table(1000), |recipe| {
            classes(recipe);
            recipe.evaluate.threshold_by = ThresholdBy::Fixed;
            recipe.evaluate.threshold = threshold;
        })
        .unwrap();
        let wrong: f64 = tested(&pipeline).unwrap().errors().values().iter().sum();
        let evaluation = &pipeline.outcome().unwrap().evaluation;
        let accuracy = evaluation.metrics[0].value.unwrap();
        assert!((1.0 - wrong / f64::from(evaluation.rows) - accuracy).abs() < 1e-12);
        wrong
    };
    assert_ne!(decided(0.5), decided(0.95));
}

/// Opens the table and runs it to the end.
fn ran(session: &mut Session, target: &str, task: Task) {
    let open = Open {
        name: "t.csv".into(),
        load: Default::default(),
    };
    let opened = ask(session, open, table(1200).as_bytes());
    let mut recipe = opened.recipe(target);
    recipe.task = task;
    recipe.train.set("n_estimators", 5).unwrap();
    let through = Stage::Evaluate;
    ask(session, Run { recipe, through }, &[]);
}

#[test]
fn a_session_answers_for_its_latest_run() {
    let mut asked = session();
    let error = refused(&mut asked, Slices {}, &[]);
    assert_eq!(error.problem, "No run has finished yet.");
    ran(&mut asked, "kind", Task::Classification);
    assert_eq!(ask(&mut asked, Slices {}, &[]).rows, 300);
    ran(&mut asked, "amount", Task::Regression);
    let column = "region".into();
    let report = ask(&mut asked, ResidualsAlong { column }, &[]);
    assert_eq!((report.rows, report.places.len()), (300, 3));
}

#[test]
fn what_takes_longer_than_two_seconds_is_refused_in_words() {
    fn late() -> f64 {
        use std::cell::Cell;
        thread_local!(static NOW: Cell<f64> = const { Cell::new(0.0) });
        NOW.replace(NOW.get() + 1500.0)
    }
    let mut slow = Session::new(Box::new(SingleThread::default()), late);
    ran(&mut slow, "amount", Task::Regression);
    let error = refused(&mut slow, Slices {}, &[]);
    assert_eq!(error.advice, "Use the command grove slices.");
}
