//! It grows, stops, goes on, and watches rows.

use grove_engine::{Pipeline, RunEvent};
use grove_protocol::report::{TreeShape, Watched};
use grove_recipe::Recipe;
use grove_recipe::stage::Stage;

use super::{ITERATIONS, boosting, colours, file, opened, trained};
use crate::tools::{finish, run};

/// Runs until at least so many iterations are done, and cancels. Returns how many were.
pub fn cancel_at(pipeline: &mut Pipeline, recipe: &Recipe, iterations: u32) -> u32 {
    pipeline.begin(recipe.clone()).unwrap();
    loop {
        match pipeline.step().unwrap() {
            RunEvent::Progressed {
                stage: Stage::Train,
                done,
                ..
            } if done >= iterations => {
                assert_eq!(pipeline.cancel(), done);
                return done;
            }
            RunEvent::Ended => panic!("the run ended before {iterations} iterations"),
            _ => {}
        }
    }
}

/// The first progress of training, and all shapes that are told.
fn told(pipeline: &mut Pipeline, recipe: &Recipe) -> (u32, Vec<TreeShape>) {
    pipeline.begin(recipe.clone()).unwrap();
    let (mut first, mut told) = (None, Vec::new());
    loop {
        match pipeline.step().unwrap() {
            RunEvent::Progressed {
                stage: Stage::Train,
                done,
                trees,
                total,
                ..
            } => {
                first.get_or_insert(done);
                told.extend(trees);
                assert_eq!((told.len() as u32, total), (done, recipe.train.trees()));
            }
            RunEvent::Ended => return (first.unwrap(), told),
            _ => {}
        }
    }
}

#[test]
fn iterations_are_told_once_each_with_their_losses() {
    let (mut pipeline, recipe) = opened(ITERATIONS);
    let (first, told) = told(&mut pipeline, &recipe);
    assert_eq!((first, told.len() as u32), (0, ITERATIONS));
    let (mut again, _) = opened(ITERATIONS);
    let reports = finish(&mut again, &recipe).unwrap();
    let (report, boosting) = trained(&reports);
    assert_eq!(report.trees, told);
    assert_eq!((boosting.asked, boosting.per_iteration), (ITERATIONS, 1));
    assert_eq!((boosting.watched, boosting.best), (Watched::Nothing, None));
    assert!(!boosting.stopped_early && boosting.loss == "squared_error");
    let losses: Vec<f64> = told.iter().map(|of| of.losses.unwrap().train).collect();
    let fell = |pair: &[f64]| pair[1] < pair[0];
    assert!(losses.windows(2).all(fell) && losses[0] < boosting.baseline.train);
    let corrected: f64 = told.iter().map(|of| of.losses.unwrap().corrected).sum();
    let fell = boosting.baseline.train - losses[losses.len() - 1];
    assert!((corrected - fell).abs() < 1e-9 * fell);
    assert_eq!(boosting.rows, report.rows);
}

#[test]
fn what_was_stopped_goes_on_and_becomes_the_same() {
    let (mut whole, recipe) = opened(ITERATIONS);
    finish(&mut whole, &recipe).unwrap();
    let (mut pipeline, _) = opened(ITERATIONS);
    let grown = cancel_at(&mut pipeline, &recipe, 3);
    let (first, _) = told(&mut pipeline, &recipe);
    assert!(first >= grown, "{first} {grown}");
    assert!(file(&pipeline) == file(&whole));
}

#[test]
fn fewer_iterations_than_planned_are_the_model_of_as_many() {
    let (mut pipeline, mut recipe) = opened(ITERATIONS);
    let grown = cancel_at(&mut pipeline, &recipe, 5);
    recipe.train.set("max_iter", grown).unwrap();
    let (first, _) = told(&mut pipeline, &recipe);
    let (mut alone, _) = opened(grown);
    finish(&mut alone, &recipe).unwrap();
    assert_eq!(first, grown);
    assert!(file(&pipeline) == file(&alone));
}

#[test]
fn a_finished_model_grows_on_when_more_iterations_are_asked_for() {
    let (mut pipeline, mut recipe) = opened(5);
    finish(&mut pipeline, &recipe).unwrap();
    recipe.train.set("max_iter", ITERATIONS).unwrap();
    let (first, _) = told(&mut pipeline, &recipe);
    let (mut whole, _) = opened(ITERATIONS);
    finish(&mut whole, &recipe).unwrap();
    assert!(first >= 5);
    assert!(file(&pipeline) == file(&whole));
    recipe.train.set("learning_rate", 0.3).unwrap();
    assert_eq!(told(&mut pipeline, &recipe).0, 0, "other trees begin anew");
}

#[test]
fn growing_stops_early_by_the_validation_rows_of_the_split() {
    let stops = |validation: f64| {
        move |recipe: &mut Recipe| {
            boosting(400)(recipe);
            recipe.train.set("early_stopping", "on").unwrap();
            recipe.train.set("learning_rate", 0.5).unwrap();
            recipe.split.validation_size = validation;
        }
    };
    let (_, reports) = run(colours(400), stops(0.25)).unwrap();
    let (report, boosting) = trained(&reports);
    assert_eq!(boosting.watched, Watched::Split { rows: 100 });
    assert_eq!(boosting.rows, report.rows, "none is drawn");
    assert!(boosting.stopped_early && report.trees.len() < 400);
    let losses = report.trees.iter();
    let losses: Vec<f64> = losses
        .map(|of| of.losses.unwrap().validation.unwrap())
        .collect();
    let best = boosting.best.unwrap() as usize;
    assert!(losses.iter().all(|loss| *loss >= losses[best - 1]));
    let told = reports.iter().find(|of| of.stage == Stage::Train).unwrap();
    assert!(
        told.sentence.ends_with(", stopped early"),
        "{}",
        told.sentence
    );

    let (_, reports) = run(colours(400), stops(0.0)).unwrap();
    let (report, boosting) = trained(&reports);
    let drawn = report.rows - boosting.rows;
    assert_eq!(boosting.watched, Watched::Drawn { rows: drawn });
    assert!(drawn.abs_diff(report.rows / 10) <= 1 && boosting.stopped_early);
}
