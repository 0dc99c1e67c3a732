//! Columns that give the target away.

use grove_recipe::{Operation, Question, Recipe, Step, Task};

use super::{asked, belief, doubts, no_change, noise, table};
use crate::tools::{run, target};

#[test]
fn a_column_that_gives_the_target_away_is_found_with_what_it_scores() {
    let csv = table("x,alive,near,good,survived", 400, |row| {
        let survived = noise(row) > 0.6;
        // Wrong in 2 rows of 400, and in one of ten.
        let near = survived ^ (row == 77 || row == 301);
        let good = survived ^ (row % 10 == 0);
        let alive = if survived { "yes" } else { "no" };
        format!(
            "{},{alive},{},{},{}",
            noise(row + 1000),
            u8::from(near),
            u8::from(good),
            u8::from(survived)
        )
    });
    let found = doubts(&csv, Task::Classification, no_change);
    assert_eq!(
        asked(&found),
        [
            (Question::Leak, vec!["alive"]),
            (Question::Leak, vec!["near"])
        ]
    );
    assert_eq!(
        found[0].found,
        "alive alone predicts survived: balanced accuracy 100\u{202f}% (400 rows checked)."
    );
    assert!(
        found[1].found.contains("balanced accuracy 99."),
        "{}",
        found[1].found
    );
    let left = doubts(&csv, Task::Classification, |recipe| {
        found
            .iter()
            .for_each(|doubt| assert!(doubt.remedy.apply(recipe)));
        assert_eq!(recipe.leave_out, ["alive", "near"]);
    });
    assert!(left.iter().all(|doubt| doubt.question != Question::Leak));
}

#[test]
fn classes_under_other_names_and_numbers_in_other_units_are_copies() {
    // More classes than a number has parts.
    let csv = table("x,number,name", 2000, |row| {
        let class = (noise(row) * 150.0) as u32;
        format!("{},{},c{}", noise(row + 5000), 7000 - 3 * class, class)
    });
    let found = doubts(&csv, Task::Classification, no_change);
    assert_eq!(asked(&found)[0], (Question::Leak, vec!["number"]));
    let csv = table("x,euros,near,dollars", 300, |row| {
        let dollars = 1.0 / (0.01 + noise(row));
        let near = dollars * (0.8 + 0.4 * noise(row + 500));
        format!(
            "{},{},{near},{dollars}",
            noise(row + 900),
            dollars * 0.9 + 3.0
        )
    });
    let found = doubts(&csv, Task::Regression, no_change);
    assert_eq!(asked(&found), [(Question::Leak, vec!["euros"])]);
    assert_eq!(
        found[0].found,
        "euros alone predicts dollars: R² 1.000 (300 rows checked)."
    );
    // Too few rows for a rule that is tried on others.
    let csv = table("x,yes,y", 24, |row| {
        format!(
            "{},{},{}",
            noise(row),
            ["no", "yes"][row as usize % 2],
            row % 2
        )
    });
    let found = doubts(&csv, Task::Classification, no_change);
    assert_eq!(asked(&found)[0], (Question::Leak, vec!["yes"]));
    let csv = table("x,cents,y", 24, |row| {
        format!(
            "{},{},{}",
            noise(row),
            100.0 * noise(row + 60),
            noise(row + 60)
        )
    });
    let found = doubts(&csv, Task::Regression, no_change);
    assert_eq!(asked(&found)[0], (Question::Leak, vec!["cents"]));
}

#[test]
fn columns_that_the_target_is_made_of_are_leaks() {
    let csv = table("fare,tip,distance,x", 300, |row| {
        let fare = 5.0 + 30.0 * noise(row);
        format!(
            "{fare},{},{},{}",
            fare * 0.5 * noise(row + 400),
            noise(row + 800),
            noise(row + 1200)
        )
    });
    let derived = |recipe: &mut Recipe| {
        recipe.clean.steps.push(Step::from(Operation::Derive {
            column: "high".into(),
            expression: "tip / fare > 0.2".into(),
        }));
        target("high", Task::Classification)(recipe);
    };
    let (_, reports) = run(&csv, derived).unwrap();
    let found = belief(&reports);
    assert_eq!(found[0].columns, ["tip", "fare"]);
    assert!(
        found[0]
            .found
            .starts_with("The target high is computed from"),
        "{}",
        found[0].found
    );
    let (_, reports) = run(&csv, |recipe| {
        derived(recipe);
        found[0].remedy.apply(recipe);
    })
    .unwrap();
    assert!(
        belief(&reports)
            .iter()
            .all(|doubt| doubt.question != Question::Leak)
    );
}

#[test]
fn of_many_rows_some_are_looked_at_and_that_is_said() {
    let csv = table("x,alive,survived", 60_000, |row| {
        let survived = u8::from(noise(row) > 0.6);
        format!("{},{},{survived}", row % 97, 5 - survived)
    });
    let found = doubts(&csv, Task::Classification, |recipe| {
        recipe.train.set("n_estimators", 1).unwrap();
    });
    let looked = "(50\u{202f}000 of 60\u{202f}000 rows checked)";
    assert!(found[0].found.contains(looked), "{}", found[0].found);
}
