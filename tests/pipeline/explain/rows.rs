//! Rows like a row, the least change of a row, and its path through a tree.

use std::rc::Rc;

use grove_engine::explain::{encode, least_change, neighbours, rows_numbered, rules};
use grove_engine::pace::{Pace, block_on};
use grove_engine::{EncodedRows, Pipeline};
use grove_protocol::report::{LeastChange, Neighbour};
use grove_recipe::{ModelName, Task, Train};

use super::{answers, asked, background, cells, fitted, mixed};
use crate::tools::{run, target};

fn near(pipeline: &Pipeline, number: u32) -> Vec<Neighbour> {
    let fitted = fitted(pipeline);
    let table = &pipeline.loaded().unwrap().table;
    let rows = table.take(&rows_numbered(table, &[number]).unwrap());
    let encoded = encode(&fitted, &rows).unwrap();
    let train = pipeline.made::<EncodedRows>(&asked(pipeline)).unwrap();
    let (numbers, pace) = ([number], Pace::default());
    let work = neighbours(&fitted, train, &encoded, &numbers, 1000, &pace);
    block_on(work).unwrap().remove(0)
}

#[test]
fn proximities_are_the_weights_of_train_rows_in_the_answer() {
    let csv = mixed(120);
    let (pipeline, reports) = run(&csv, target("amount", Task::Regression)).unwrap();
    assert!(!reports.is_empty());
    let test = pipeline.outcome().unwrap().predictions.rows[0];
    let near = near(&pipeline, test);
    let total: f64 = near.iter().map(|row| row.proximity).sum();
    assert!((total - 1.0).abs() < 1e-12);
    let weighted = near
        .iter()
        .map(|row| row.proximity * row.target.parse::<f64>().unwrap());
    let answer = answers(&fitted(&pipeline), &csv)[test as usize - 1][0];
    assert!((weighted.sum::<f64>() - answer).abs() < 1e-9);
    assert!(near.is_sorted_by(|a, b| a.proximity >= b.proximity));
    // Targets are those of the rows in the file.
    let lines = cells(&csv);
    for row in near {
        let expected: f64 = lines[row.row as usize][5].parse().unwrap();
        assert_eq!(row.target.parse::<f64>().unwrap(), expected);
    }
}

#[test]
fn a_train_row_is_compared_by_the_trees_that_did_not_learn_from_it() {
    let csv = mixed(120);
    let (pipeline, _) = run(&csv, |recipe| {
        target("kind", Task::Classification)(recipe);
        recipe.leave_out = vec!["amount".into()];
        recipe.train.set("n_estimators", 40).unwrap();
    })
    .unwrap();
    let train = pipeline.made::<EncodedRows>(&asked(&pipeline)).unwrap();
    let number = train.train_rows[3];
    let near = near(&pipeline, number);
    assert!(near.iter().all(|row| row.row != number));
    let total: f64 = near.iter().map(|row| row.proximity).sum();
    assert!((total - 1.0).abs() < 1e-12);
}

#[test]
fn only_forests_say_which_rows_are_alike() {
    let (pipeline, _) = run(mixed(60), |recipe| {
        target("amount", Task::Regression)(recipe);
        recipe.train = Train::of(ModelName::Ridge);
    })
    .unwrap();
    let table = &pipeline.loaded().unwrap().table;
    let encoded = encode(&fitted(&pipeline), &table.take(&[0])).unwrap();
    let train = pipeline.made::<EncodedRows>(&asked(&pipeline)).unwrap();
    let fitted = fitted(&pipeline);
    let pace = Pace::default();
    let work = neighbours(&fitted, train, &encoded, &[1], 5, &pace);
    assert!(
        block_on(work)
            .unwrap_err()
            .problem
            .contains("Only a forest")
    );
}

fn change(pipeline: &Pipeline, number: u32, locked: &[String]) -> Option<LeastChange> {
    let table = &pipeline.loaded().unwrap().table;
    let row = rows_numbered(table, &[number]).unwrap()[0];
    let others = background(pipeline, 60)
        .into_iter()
        .filter(|other| *other != row);
    let both: Vec<u32> = others.chain([row]).collect();
    let table = Rc::new(table.take(&both));
    block_on(least_change(
        &fitted(pipeline),
        table,
        locked,
        &Pace::default(),
    ))
    .unwrap()
}

#[test]
fn the_least_change_gives_the_other_answer_and_keeps_what_is_locked() {
    let csv = mixed(120);
    for name in [ModelName::RandomForest, ModelName::LogisticRegression] {
        let (pipeline, _) = run(&csv, |recipe| {
            target("kind", Task::Classification)(recipe);
            recipe.leave_out = vec!["amount".into()];
            if name != ModelName::RandomForest {
                recipe.train = Train::of(name);
            }
        })
        .unwrap();
        let fitted = fitted(&pipeline);
        let mut found = 0;
        for number in 1..20 {
            let locked = ["share".to_owned()];
            for locked in [&[][..], &locked] {
                let Some(change) = change(&pipeline, number, locked) else {
                    continue;
                };
                found += 1;
                assert!(change.changes.iter().all(|of| !locked.contains(&of.column)));
                let lines = cells(&csv);
                let mut line: Vec<String> = lines[number as usize]
                    .iter()
                    .map(ToString::to_string)
                    .collect();
                for of in &change.changes {
                    let place = lines[0].iter().position(|name| *name == of.column).unwrap();
                    let before = (!line[place].is_empty()).then(|| line[place].clone());
                    assert_eq!(of.from, before);
                    line[place] = of.to.clone().unwrap_or_default();
                }
                let file = format!("{}\n{}", lines[0].join(","), line.join(","));
                let answer = &answers(&fitted, &file)[0];
                let to = fitted
                    .classes
                    .iter()
                    .position(|class| *class == change.to)
                    .unwrap();
                assert!(answer.iter().all(|share| *share <= answer[to]));
                assert_eq!(answer[to], change.probability.1);
                assert_ne!(change.from, change.to);
                assert!(!change.changes.is_empty());
            }
        }
        assert!(found > 20, "{found}");
    }
}

#[test]
fn a_change_of_one_column_is_found_where_one_decides() {
    let mut csv = String::from("decides,other,kind\n");
    for i in 0..80 {
        csv += &format!(
            "{},{},{}\n",
            i % 20,
            i * 7 % 13,
            if i % 20 < 12 { "low" } else { "high" }
        );
    }
    let (pipeline, _) = run(&csv, |recipe| {
        target("kind", Task::Classification)(recipe);
        recipe.train = Train::of(ModelName::DecisionTree);
    })
    .unwrap();
    // The row has 8; the smallest change that is seen is to 12.
    let change = change(&pipeline, 9, &[]).unwrap();
    assert_eq!(change.changes.len(), 1);
    assert_eq!(change.changes[0].column, "decides");
    assert_eq!(change.changes[0].from.as_deref(), Some("8"));
    assert_eq!(change.changes[0].to.as_deref(), Some("12"));
    assert!(super::answers(&fitted(&pipeline), &csv).len() == 80);
    let locked = ["decides".to_owned()];
    assert!(self::change(&pipeline, 9, &locked).is_none());
}

#[test]
fn the_rules_of_a_tree_lead_each_row_to_its_answer() {
    let csv = mixed(90);
    for name in [ModelName::DecisionTree, ModelName::GradientBoosting] {
        let (pipeline, _) = run(&csv, |recipe| {
            target("amount", Task::Regression)(recipe);
            recipe.train = Train::of(name);
        })
        .unwrap();
        let fitted = fitted(&pipeline);
        let table = &pipeline.loaded().unwrap().table;
        let rows = table.take(&(0..20).collect::<Vec<u32>>());
        let tree = rules(&fitted, 1, Some(&rows)).unwrap();
        let leaves = tree
            .text
            .lines()
            .filter(|line| line.contains("value: "))
            .count();
        assert_eq!(tree.nodes as usize, 2 * leaves - 1);
        assert_eq!(tree.text.lines().count(), 3 * leaves - 2, "{}", tree.text);
        for path in &tree.paths {
            assert_eq!(path.nodes.len(), path.steps.len() + 1);
            // Each step is a line of the rules.
            for (depth, step) in path.steps.iter().enumerate() {
                let line = format!("{}|--- {step}", "|   ".repeat(depth));
                assert!(tree.text.lines().any(|of| of == line), "{line}");
            }
            if name == ModelName::DecisionTree {
                let answer = &answers(&fitted, &csv)[path.row as usize - 1];
                assert_eq!(&path.answer, answer);
            }
        }
    }
    let (pipeline, _) = run(&csv, target("amount", Task::Regression)).unwrap();
    assert!(rules(&fitted(&pipeline), 11, None).is_err());
    assert!(rules(&fitted(&pipeline), 0, None).is_err());
}
