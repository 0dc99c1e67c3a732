//! Training in a run: missing values that stay, and what an estimate is worth.

use grove_forest::Stream;
use grove_protocol::report::{Detail, TrainReport};
use grove_recipe::stage::Stage;
use grove_recipe::{ModelName, NumericImputation, Task};

use crate::tools::{detail, fails, finish, open, run, target};

/// Whether a value is missing is all that tells the class; the other column is noise.
fn telling_gaps(rows: u32) -> String {
    let mut random = Stream::new(3, "gaps", 0);
    let mut csv = String::from("gappy,noise,kind\n");
    for row in 0..rows {
        let (value, noise) = (random.unit(), random.unit());
        let (value, kind) = match row % 2 {
            0 => (String::new(), "gap"),
            _ => (value.to_string(), "full"),
        };
        csv.push_str(&format!("{value},{noise},{kind}\n"));
    }
    csv
}

#[test]
fn trees_learn_from_gaps_that_stay() {
    for model in [
        ModelName::RandomForest,
        ModelName::ExtraTrees,
        ModelName::DecisionTree,
    ] {
        let (pipeline, _) = run(telling_gaps(200), |recipe| {
            target("kind", Task::Classification)(recipe);
            recipe.featurize.numeric_imputation = NumericImputation::Keep;
            recipe.train.choose(model);
        })
        .unwrap();
        let evaluation = &pipeline.outcome().unwrap().evaluation;
        assert_eq!(evaluation.metrics[0].value, Some(1.0), "{model:?}");
    }
}

#[test]
fn other_models_say_that_gaps_must_be_filled() {
    let error = fails(telling_gaps(200), |recipe| {
        target("kind", Task::Classification)(recipe);
        recipe.featurize.numeric_imputation = NumericImputation::Keep;
        recipe.train.choose(ModelName::LogisticRegression);
    });
    assert_eq!(error.stage, Stage::Train);
    assert_eq!(error.column.as_deref(), Some("gappy"));
    assert!(error.advice.contains("missing numbers"), "{}", error.advice);
}

/// Numbers whose sum is the target, with noise.
fn sums(rows: u32) -> String {
    let mut random = Stream::new(5, "sums", 0);
    let mut csv = String::from("a,b,c,y\n");
    for _ in 0..rows {
        let [a, b, c, noise] = [0; 4].map(|_| random.unit());
        csv.push_str(&format!("{a},{b},{c},{}\n", a + b + c + noise));
    }
    csv
}

#[test]
fn an_estimate_foretells_the_size_of_the_forest() {
    // Leaves of a single target, and leaves that keep their members.
    foretells_the_size(1);
    foretells_the_size(5);
}

fn foretells_the_size(min_samples_leaf: u32) {
    // More rows than an estimate looks at.
    let csv = sums(20_000);
    let (mut pipeline, _, mut recipe) = open(csv.as_bytes()).unwrap();
    target("y", Task::Regression)(&mut recipe);
    recipe.train.set("n_estimators", 10).unwrap();
    recipe
        .train
        .set("min_samples_leaf", min_samples_leaf)
        .unwrap();
    let now = || 0.0;
    let before = pipeline.estimate(&recipe, &now).unwrap().unwrap();
    assert_eq!(before.trees, 10);
    assert!(before.rows.abs_diff(15_000) < 10, "{} rows", before.rows);
    assert_eq!(before.refusal, None);
    let reports = finish(&mut pipeline, &recipe).unwrap();
    let Detail::Train(TrainReport { bytes, .. }) = *detail(&reports, Stage::Train) else {
        panic!("train has another report");
    };
    let after = pipeline.estimate(&recipe, &now).unwrap().unwrap();
    for estimate in [before, after] {
        let off = estimate.model_bytes / f64::from(bytes);
        assert!((0.7..1.4).contains(&off), "{off} times the {bytes} bytes");
        assert!(estimate.memory_bytes > estimate.model_bytes);
    }
    recipe.train.set("n_estimators", 1000).unwrap();
    let more = pipeline.estimate(&recipe, &now).unwrap().unwrap();
    let off = more.model_bytes / f64::from(bytes) / 100.0;
    assert!((0.7..1.4).contains(&off), "{off} times as expected");
    recipe.train.choose(ModelName::Ridge);
    assert_eq!(pipeline.estimate(&recipe, &now), Ok(None));
}

#[test]
fn an_estimate_of_time_follows_the_clock() {
    let csv = sums(3000);
    let (pipeline, _, mut recipe) = open(csv.as_bytes()).unwrap();
    target("y", Task::Regression)(&mut recipe);
    recipe.train.set("n_estimators", 200).unwrap();
    // Each look at the clock takes a second.
    let clock = std::cell::Cell::new(0.0);
    let now = || {
        clock.set(clock.get() + 1000.0);
        clock.get()
    };
    let estimate = pipeline.estimate(&recipe, &now).unwrap().unwrap();
    assert!(estimate.seconds >= 200.0, "{}", estimate.seconds);
}

#[test]
fn digits_are_grouped_in_every_sentence() {
    let (_, reports) = run(sums(4000), target("y", Task::Regression)).unwrap();
    let sentence = |stage| {
        let report = reports.iter().find(|report| report.stage == stage);
        report.unwrap().sentence.replace('\u{202f}', "'")
    };
    assert_eq!(
        sentence(Stage::Clean),
        "4'000 × 4 → 4'000 × 4, nothing to repair"
    );
    assert_eq!(
        sentence(Stage::Split),
        "4'000 rows → 3'000 train, 1'000 test"
    );
    let grown = sentence(Stage::Train);
    assert!(grown.starts_with("10 trees with 1"), "{grown}");
    assert!(
        grown.contains("'") && grown.contains(" leaves in all"),
        "{grown}"
    );
    assert!(sentence(Stage::Evaluate).contains(" on 1'000 rows"));
}
