//! What speaks against believing a score: found where it is, with its figures, and not where it is not.

use std::collections::HashSet;

use grove::api::recipe::{KnownDoubt, Operation, Question, Recipe, SplitMethod, Step, Task};
use grove::api::report::{Detail, Doubt, Remedy, StageReport, Verdict};
use grove::api::stage::{PATH, Stage, keys};
use grove::forest::Stream;
use grove::pipeline::{Event, Made, Pipeline};

use crate::tools::{detail, finish, open, run, target};

/// Random, from 0 to 1.
fn noise(number: u32) -> f64 {
    Stream::new(5, "belief", number.into()).unit()
}

/// A table of so many rows, each made of its number.
fn table(header: &str, rows: u32, row: impl Fn(u32) -> String) -> String {
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!("{header}\n{}\n", rows.join("\n"))
}

fn belief(reports: &[StageReport]) -> Vec<Doubt> {
    match detail(reports, Stage::Evaluate) {
        Detail::Evaluate(evaluation) => evaluation.belief.clone(),
        _ => panic!("evaluate tells of scores"),
    }
}

/// The doubts about a table with its target last.
fn doubts(csv: &str, task: Task, change: impl FnOnce(&mut Recipe)) -> Vec<Doubt> {
    let header = csv.lines().next().unwrap();
    let name = header.rsplit(',').next().unwrap().to_owned();
    let (_, reports) = run(csv, |recipe| {
        target(&name, task)(recipe);
        change(recipe);
    })
    .unwrap();
    belief(&reports)
}

fn asked(doubts: &[Doubt]) -> Vec<(Question, Vec<&str>)> {
    let told = doubts.iter();
    told.map(|d| (d.question, d.columns.iter().map(String::as_str).collect()))
        .collect()
}

fn no_change(_: &mut Recipe) {}

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
        "alive alone tells survived: balanced accuracy 100\u{202f}% (400 rows looked at)."
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
    assert_eq!(asked(&left), []);
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
        "euros alone tells dollars: R² 1.000 (300 rows looked at)."
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
        found[0].found.contains("make up the target high"),
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

/// Test rows with a train row that is equal in so many of the first columns, counted by comparing texts.
fn equal_rows(csv: &str, pipeline: &Pipeline, recipe: &Recipe, columns: usize) -> usize {
    let Some(Made::Parts(parts)) = pipeline.made(recipe, Stage::Split) else {
        panic!("the rows were dealt");
    };
    let rows: Vec<Vec<&str>> = csv
        .lines()
        .skip(1)
        .map(|line| line.split(',').take(columns).collect())
        .collect();
    let train: HashSet<&Vec<&str>> = parts.train.iter().map(|&row| &rows[row as usize]).collect();
    parts
        .test
        .iter()
        .filter(|&&row| train.contains(&rows[row as usize]))
        .count()
}

#[test]
fn equal_rows_on_both_sides_are_counted_with_and_without_their_target() {
    // Every fifth row is that before it; every second of these has the other class.
    let of = |row: u32| if row % 5 == 4 { row - 1 } else { row };
    let csv = table("a,b,c,kind", 500, |row| {
        let from = of(row);
        let kind = (noise(from) > 0.5) ^ (row % 10 == 9);
        format!(
            "{},{},{},{}",
            noise(from + 600),
            noise(from + 1200),
            from % 7,
            u8::from(kind)
        )
    });
    let (mut pipeline, _, mut recipe) = open(csv.as_bytes()).unwrap();
    target("kind", Task::Classification)(&mut recipe);
    recipe.train.n_estimators = 10;
    let found = belief(&finish(&mut pipeline, &recipe).unwrap());
    let (equal, same) = (
        equal_rows(&csv, &pipeline, &recipe, 3),
        equal_rows(&csv, &pipeline, &recipe, 4),
    );
    assert!(same > 5 && equal > same);
    let copies = found
        .iter()
        .find(|doubt| doubt.question == Question::Copies)
        .unwrap();
    let said = format!(
        "{equal} of 100 test rows have the features of a train row, {same} with its target as well"
    );
    assert!(copies.found.starts_with(&said), "{}", copies.found);
    copies.remedy.apply(&mut recipe);
    let found = belief(&finish(&mut pipeline, &recipe).unwrap());
    assert!(
        found.iter().all(|doubt| doubt.question != Question::Copies),
        "{found:?}"
    );
}

#[test]
fn rows_of_few_different_values_are_no_copies() {
    let csv = table("sex,class,port,kind", 600, |row| {
        let part = |offset: u32, parts: f64| (noise(row + offset) * parts) as u32;
        format!(
            "{},{},{},{}",
            ["m", "f"][part(0, 2.0) as usize],
            part(700, 3.0),
            part(1400, 3.0),
            part(2100, 2.0)
        )
    });
    let found = doubts(&csv, Task::Classification, no_change);
    assert!(
        found.iter().all(|doubt| doubt.question != Question::Copies),
        "{found:?}"
    );
}

#[test]
fn patients_in_train_and_in_test_are_told_until_the_rows_are_split_by_them() {
    for name in ["patient_id", "PatientID", "subject"] {
        let csv = table(&format!("{name},x,ill"), 400, |row| {
            let patient = row / 4;
            format!(
                "{},{},{}",
                1000 + patient,
                noise(row),
                u8::from(noise(patient + 9000) > 0.5)
            )
        });
        let found = doubts(&csv, Task::Classification, |recipe| {
            recipe.leave_out = vec![name.into()]
        });
        let groups = found
            .iter()
            .find(|doubt| doubt.question == Question::Groups)
            .unwrap();
        assert_eq!(groups.columns, [name]);
        assert!(groups.found.contains("alike in ill"), "{}", groups.found);
        let split = doubts(&csv, Task::Classification, |recipe| {
            recipe.leave_out = vec![name.into()];
            groups.remedy.apply(recipe);
            assert_eq!(recipe.group.as_deref(), Some(name));
            assert!(recipe.leave_out.is_empty());
        });
        assert!(split.iter().all(|doubt| doubt.question != Question::Groups));
    }
    // Names of persons, which hardly repeat, tell more than other texts do.
    let csv = table("who,x,ill", 400, |row| {
        let person = if row % 3 == 2 { row - 1 } else { row };
        format!(
            "Ann {person},{},{}",
            noise(row),
            u8::from(noise(person + 9000) > 0.5)
        )
    });
    let of = |csv: &str| {
        doubts(csv, Task::Classification, |recipe| {
            recipe.leave_out = vec!["who".into()]
        })
    };
    assert_eq!(asked(&of(&csv))[0], (Question::Groups, vec!["who"]));
    let all_differ = table("who,x,ill", 400, |row| {
        format!("Ann {row},{},{}", noise(row), u8::from(noise(row) > 0.7))
    });
    assert_eq!(asked(&of(&all_differ)), []);
}

#[test]
fn a_group_that_the_recipe_names_is_asked_about_whatever_it_is_called() {
    let csv = table("site,x,kind", 300, |row| {
        format!("{},{},{}", row / 30, noise(row), u8::from(noise(row) > 0.5))
    });
    let named = |recipe: &mut Recipe| recipe.group = Some("site".into());
    let found = doubts(&csv, Task::Classification, named);
    assert_eq!(asked(&found), [(Question::Groups, vec!["site"])]);
    assert!(
        found[0].found.contains("10 values are on both sides"),
        "{}",
        found[0].found
    );
    // Else it is a kind of row.
    assert_eq!(asked(&doubts(&csv, Task::Classification, no_change)), []);
}

#[test]
fn dates_are_asked_about_where_rows_follow_them() {
    let day = |row: u32| {
        format!(
            "20{:02}-{:02}-{:02}",
            10 + row / 336,
            row / 28 % 12 + 1,
            row % 28 + 1
        )
    };
    let trend = |row: u32| format!("{:.3}", f64::from(row) + 20.0 * noise(row));
    // In order; shuffled with a target that moves; shuffled with one that does not.
    let ordered = table("day,x,y", 500, |row| {
        format!("{},{},{}", day(row), noise(row + 1000), noise(row))
    });
    let moving = table("day,x,y", 500, |row| {
        let row = row * 7 % 500;
        format!("{},{},{}", day(row), noise(row + 1000), trend(row))
    });
    let still = table("day,x,y", 500, |row| {
        let row = row * 7 % 500;
        format!("{},{},{}", day(row), noise(row + 1000), noise(row))
    });
    for csv in [&ordered, &moving] {
        let found = doubts(csv, Task::Regression, no_change);
        let time = found
            .iter()
            .find(|doubt| doubt.question == Question::Time)
            .unwrap();
        assert_eq!(time.columns, ["day"]);
        assert!(
            time.found.contains("2010-01-01 to 2011-06-"),
            "{}",
            time.found
        );
        let split = doubts(csv, Task::Regression, |recipe| {
            time.remedy.apply(recipe);
            assert_eq!(recipe.split.method, SplitMethod::Time);
        });
        assert!(split.iter().all(|doubt| doubt.question != Question::Time));
    }
    let still = doubts(&still, Task::Regression, no_change);
    assert!(
        still.iter().all(|doubt| doubt.question != Question::Time),
        "{still:?}"
    );
    let born = ordered.replace("day,", "birth_date,");
    let born = doubts(&born, Task::Regression, no_change);
    assert!(born.iter().all(|doubt| doubt.question != Question::Time));
}

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
    for (file, task, name) in [
        ("wine", Task::Classification, "cultivar"),
        ("breast_cancer", Task::Classification, "diagnosis"),
        ("diabetes", Task::Regression, "progression"),
        ("iris", Task::Classification, "species"),
        ("messy", Task::Classification, "outcome"),
    ] {
        let path = format!("{}/www/samples/{file}.csv", env!("CARGO_MANIFEST_DIR"));
        let csv = std::fs::read_to_string(path).unwrap();
        for seed in [42, 1, 2] {
            let (mut pipeline, _, mut recipe) = open(csv.as_bytes()).unwrap();
            assert_eq!((recipe.target.as_str(), recipe.task), (name, task));
            recipe.seed = seed;
            let found = belief(&finish(&mut pipeline, &recipe).unwrap());
            let copies = match file {
                "iris" => equal_rows(&csv, &pipeline, &recipe, 5),
                _ => 0,
            };
            let expected = if copies > 0 {
                vec![Question::Copies]
            } else {
                Vec::new()
            };
            let questions: Vec<Question> = found.iter().map(|doubt| doubt.question).collect();
            assert_eq!(questions, expected, "{file} {seed} {found:?}");
            for doubt in &found {
                assert!(
                    doubt
                        .found
                        .starts_with(&format!("{copies} of 30 test rows")),
                    "{}",
                    doubt.found
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
    recipe.train.n_estimators = 10;
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
        .filter(|e| e.verdict == Verdict::Warned);
    let warned: Vec<&str> = warned.map(|finding| finding.name.as_str()).collect();
    assert_eq!(warned, ["No column alone gives the target away"]);

    let before = keys(&recipe);
    recipe.check.known = vec![found[0].acknowledged()];
    let fresh = PATH
        .into_iter()
        .filter(|stage| keys(&recipe)[*stage as usize] == before[*stage as usize]);
    assert_eq!(fresh.last(), Some(Stage::Train));
    pipeline.begin(recipe.clone()).unwrap();
    let mut ran = Vec::new();
    loop {
        match pipeline.step().unwrap() {
            Event::Finished(report) => ran.push(*report),
            Event::Ended => break,
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
        Some("check.known[0].question")
    );
    let known = KnownDoubt {
        question: Question::Leak,
        columns: Vec::new(),
    };
    assert_ne!(recipe.check.known, [known]);
}

#[test]
fn of_many_rows_some_are_looked_at_and_that_is_said() {
    let csv = table("x,alive,survived", 60_000, |row| {
        let survived = u8::from(noise(row) > 0.6);
        format!("{},{},{survived}", row % 97, 5 - survived)
    });
    let found = doubts(&csv, Task::Classification, |recipe| {
        recipe.train.n_estimators = 1
    });
    let looked = "(50\u{202f}000 of 60\u{202f}000 rows looked at)";
    assert!(found[0].found.contains(looked), "{}", found[0].found);
}
