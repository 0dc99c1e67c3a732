//! Rows in train that should not be there, seen from test.

use grove_recipe::{Question, Recipe, SplitMethod, Task};

use super::{about, asked, belief, doubts, equal_rows, no_change, noise, table};
use crate::tools::{finish, open, target};

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
    recipe.train.set("n_estimators", 10).unwrap();
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
        "{equal} of 125 test rows have the same feature values as a train row, {same} of them also the same target"
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
            recipe.leave_out = vec![name.into()];
        });
        let groups = found
            .iter()
            .find(|doubt| doubt.question == Question::Groups)
            .unwrap();
        assert_eq!(groups.columns, [name]);
        assert!(
            groups.found.contains("similar values of ill"),
            "{}",
            groups.found
        );
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
            recipe.leave_out = vec!["who".into()];
        })
    };
    assert_eq!(
        asked(&about(of(&csv), Question::Groups)),
        [(Question::Groups, vec!["who"])]
    );
    let all_differ = table("who,x,ill", 400, |row| {
        format!("Ann {row},{},{}", noise(row), u8::from(noise(row) > 0.7))
    });
    assert_eq!(asked(&about(of(&all_differ), Question::Groups)), []);
}

#[test]
fn a_group_that_the_recipe_names_is_asked_about_whatever_it_is_called() {
    let csv = table("site,x,kind", 300, |row| {
        format!(
            "{},{},{}",
            row / 30,
            noise(row),
            u8::from(noise(row + 500) > 0.5)
        )
    });
    let named = |recipe: &mut Recipe| recipe.group = Some("site".into());
    let found = about(doubts(&csv, Task::Classification, named), Question::Groups);
    assert_eq!(asked(&found), [(Question::Groups, vec!["site"])]);
    assert!(
        found[0]
            .found
            .contains("10 values are in both train and test"),
        "{}",
        found[0].found
    );
    // Else it is a kind of row.
    let found = doubts(&csv, Task::Classification, no_change);
    assert_eq!(asked(&about(found, Question::Groups)), []);
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
        let row = row * 317 % 500;
        format!("{},{},{}", day(row), noise(row + 1000), trend(row))
    });
    let still = table("day,x,y", 500, |row| {
        let row = row * 317 % 500;
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
