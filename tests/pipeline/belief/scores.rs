//! Scores that are worse than nothing, tables that are sound, and what the person knows.

use grove_engine::RunEvent;
use grove_protocol::report::{CheckVerdict, Detail, Doubt, Remedy};
use grove_recipe::stage::{PATH, Stage, keys};
use grove_recipe::{KnownDoubt, Question, Recipe, Task};

use super::{asked, belief, doubts, equal_rows, no_change, noise, table};
use crate::tools::{detail, finish, open, target};

#[test]
fn a_model_that_is_worse_than_the_baseline_is_told_so() {
    let csv = table("x,z,y", 300, |row| {
        format!(
            "{},{},{}",
            noise(row),
            noise(row + 400),
            u8::from(noise(row + 800) > 0.7)
        )
    });
    let found = doubts(&csv, Task::Classification, no_change);
    assert_eq!(
        asked(&found),
        [(Question::Baseline, vec![]), (Question::LogLoss, vec![])]
    );
    assert!(
        found
            .iter()
            .all(|doubt| doubt.remedy == Remedy::ChangeModel)
    );
    let found = doubts(&csv.replace(",y", ",other"), Task::Regression, no_change);
    assert_eq!(asked(&found), [(Question::Baseline, vec![])]);
    assert!(
        found[0].found.contains("worse than the \u{2212}0.0")
            || found[0].found.contains("worse than the 0.0"),
        "{}",
        found[0].found
    );
}

#[test]
fn samples_that_are_sound_are_not_doubted() {
    for (file, csv, task, name) in [
        (
            "wine",
            include_str!("../../../www/samples/wine.csv"),
            Task::Classification,
            "cultivar",
        ),
        (
            "breast_cancer",
            include_str!("../../../www/samples/breast_cancer.csv"),
            Task::Classification,
            "diagnosis",
        ),
        (
            "diabetes",
            include_str!("../../../www/samples/diabetes.csv"),
            Task::Regression,
            "progression",
        ),
        (
            "iris",
            include_str!("../../../www/samples/iris.csv"),
            Task::Classification,
            "species",
        ),
        (
            "messy",
            include_str!("../../../www/samples/messy.csv"),
            Task::Classification,
            "outcome",
        ),
    ] {
        for seed in [42, 1, 2] {
            let (mut pipeline, _, mut recipe) = open(csv.as_bytes()).unwrap();
            assert_eq!((recipe.target.as_str(), recipe.task), (name, task));
            recipe.seed = seed;
            let found = belief(&finish(&mut pipeline, &recipe).unwrap());
            // Both hold rows twice, which may come to both sides.
            let copied = matches!(file, "iris" | "messy");
            let other = |doubt: &&Doubt| !(copied && doubt.question == Question::Copies);
            let others: Vec<&Doubt> = found.iter().filter(other).collect();
            assert!(others.is_empty(), "{file} {seed} {others:?}");
            if file == "iris" {
                let copies = equal_rows(csv, &pipeline, &recipe, 5);
                let said: Vec<&str> = found.iter().map(|doubt| &*doubt.found).collect();
                assert_eq!(said.len(), usize::from(copies > 0));
                let counted = format!("{copies} of 38 test rows has");
                assert!(
                    said.iter().all(|said| said.starts_with(&counted)),
                    "{said:?}"
                );
            }
        }
    }
}

#[test]
fn what_is_known_is_said_to_be_so_and_trains_nothing_anew() {
    let csv = table("x,alive,survived", 200, |row| {
        let survived = u8::from(noise(row) > 0.6);
        format!("{},{},{survived}", noise(row + 1000), 5 - survived)
    });
    let (mut pipeline, _, mut recipe) = open(csv.as_bytes()).unwrap();
    target("survived", Task::Classification)(&mut recipe);
    recipe.train.set("n_estimators", 10).unwrap();
    let reports = finish(&mut pipeline, &recipe).unwrap();
    let found = belief(&reports);
    assert!(!found[0].known && found[0].to_string().contains("leave_out"));
    let evaluated = reports.last().unwrap();
    assert!(
        evaluated.sentence.ends_with(", 1 doubt"),
        "{}",
        evaluated.sentence
    );
    let Detail::Check(checked) = detail(&reports, Stage::Check) else {
        panic!("check tells what it found");
    };
    assert_eq!(checked.belief, found);
    let warned = checked
        .expectations
        .iter()
        .filter(|e| e.verdict == CheckVerdict::Warned);
    let warned: Vec<&str> = warned.map(|finding| finding.name.as_str()).collect();
    assert_eq!(warned, ["No column alone reveals the target"]);

    let before = keys(&recipe);
    recipe.check.known = vec![found[0].acknowledged()];
    let fresh = PATH
        .into_iter()
        .filter(|stage| keys(&recipe)[*stage as usize] == before[*stage as usize]);
    assert_eq!(fresh.collect::<Vec<_>>(), PATH[..6]);
    pipeline.begin(recipe.clone()).unwrap();
    let mut ran = Vec::new();
    loop {
        match pipeline.step().unwrap() {
            RunEvent::Finished(report) => ran.push(*report),
            RunEvent::Ended => break,
            _ => {}
        }
    }
    assert_eq!(ran.len(), 1);
    let found = belief(&ran);
    assert!(found[0].known && found[0].to_string().contains("Acknowledged"));
    assert!(!ran[0].sentence.contains("doubt"));
    // Another column is not known by that.
    recipe.check.known[0].columns = vec!["x".into()];
    assert!(!belief(&finish(&mut pipeline, &recipe).unwrap())[0].known);
    let text = recipe.to_json().replace("\"leak\"", "\"leaks\"");
    assert_eq!(
        Recipe::from_json(&text).unwrap_err().path.as_deref(),
        Some("check.known.0.question")
    );
    let known = KnownDoubt {
        question: Question::Leak,
        columns: Vec::new(),
    };
    assert_ne!(recipe.check.known, [known]);
}
