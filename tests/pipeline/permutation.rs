//! Permutation importances beside what arithmetic expects of them.

use grove_engine::RunEvent;
use grove_forest::Stream;
use grove_protocol::report::PermutationImportances;
use grove_recipe::stage::Stage;
use grove_recipe::{ModelName, Recipe, Task};

use crate::tools::{open, run, target};

/// y = 3 a + b, noise, and a category that says whether a is large.
fn table(rows: u32) -> String {
    let mut random = Stream::new(1, "permutation test", 0);
    let mut csv = String::from("a,b,noise,side,y\n");
    for _ in 0..rows {
        let [a, b, noise] = [0; 3].map(|_| random.unit());
        let side = ["low", "middle", "high"][(a * 3.0) as usize];
        csv.push_str(&format!("{a},{b},{noise},{side},{}\n", 3.0 * a + b));
    }
    csv
}

fn permuted(csv: &str, change: impl FnOnce(&mut Recipe)) -> PermutationImportances {
    let (pipeline, _) = run(csv, change).unwrap();
    let evaluation = &pipeline.outcome().unwrap().evaluation;
    evaluation.permutation.clone().unwrap()
}

fn of(found: &PermutationImportances, column: &str) -> f64 {
    let columns = &mut found.columns.iter();
    columns.find(|found| found.column == column).unwrap().value
}

/// With shuffled x′ the mean squared error of a linear model grows by w² E(x′ − x)² = 2 w² var(x); all of y's
/// variance is (9 + 1) var(x).
#[test]
fn a_linear_model_loses_what_it_must() {
    let found = permuted(&table(2000), |recipe| {
        target("y", Task::Regression)(recipe);
        recipe.train.choose(ModelName::Ridge);
        recipe.train.set("alpha", 1e-6).unwrap();
        recipe.leave_out = vec!["side".into()];
    });
    assert!(found.score > 0.999, "{}", found.score);
    assert_eq!((found.rows, found.n_repeats, found.left_out), (500, 5, 0));
    for (column, expected) in [("a", 1.8), ("b", 0.2), ("noise", 0.0)] {
        let drop = of(&found, column);
        assert!(
            (drop - expected).abs() < 0.1 * expected + 1e-6,
            "{column}: {drop}"
        );
    }
    let order: Vec<&str> = found.columns.iter().map(|found| &*found.column).collect();
    assert_eq!(order, ["a", "b", "noise"]);
    assert!(found.columns[0].spread > 0.0);
}

/// A category alone tells itself: once it is shuffled, one of three is right by chance. Its features are shuffled
/// together, else no row would have any category.
#[test]
fn the_features_of_a_column_move_together() {
    let csv: String = table(2000)
        .lines()
        .map(|line| {
            let side = line.split(',').nth(3).unwrap();
            format!("{line},{}\n", if side == "side" { "copy" } else { side })
        })
        .collect();
    for model in [ModelName::RandomForest, ModelName::LogisticRegression] {
        let found = permuted(&csv, |recipe| {
            target("copy", Task::Classification)(recipe);
            recipe.train.choose(model);
            recipe.leave_out = ["a", "b", "y"].map(String::from).to_vec();
        });
        assert!(found.score > 0.999);
        let drop = of(&found, "side");
        assert!((drop - 2.0 / 3.0).abs() < 0.08, "{drop}");
    }
}

#[test]
fn what_looks_at_no_column_and_what_has_no_score_have_none() {
    let run = |csv: String, model| {
        let (pipeline, _) = run(csv, |recipe| {
            target("y", Task::Regression)(recipe);
            recipe.train.choose(model);
        })
        .unwrap();
        pipeline.outcome().unwrap().evaluation.permutation.is_none()
    };
    assert!(run(table(200), ModelName::Dummy));
    assert!(!run(table(200), ModelName::KNeighbors));
    let mut constant = String::from("a,y\n");
    (0..50).for_each(|row| constant.push_str(&format!("{row},{}\n", u32::from(row == 0))));
    // The one row that differs is learned from, and R² of equal targets is not defined.
    assert!(run(constant, ModelName::Ridge));
}

#[test]
fn progress_is_told_by_piece_and_a_second_run_finds_the_same() {
    let found = || {
        let csv = table(300);
        let (mut pipeline, _, mut recipe) = open(csv.as_bytes()).unwrap();
        target("y", Task::Regression)(&mut recipe);
        recipe.train.set("n_estimators", 5).unwrap();
        pipeline.begin(recipe).unwrap();
        let mut told = Vec::new();
        loop {
            match pipeline.step().unwrap() {
                RunEvent::Progressed {
                    stage: Stage::Evaluate,
                    done,
                    total,
                    ..
                } => told.push((done, total)),
                RunEvent::Ended => break,
                _ => {}
            }
        }
        // The rows are predicted, their intervals found, four columns shuffled, and the rows resampled.
        let pieces: Vec<(u32, u32)> = (1..=7).map(|done| (done, 7)).collect();
        assert_eq!(told, pieces);
        pipeline.outcome().unwrap().evaluation.clone()
    };
    assert_eq!(found(), found());
}
