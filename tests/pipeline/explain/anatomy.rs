//! A row's anatomy, beside the trees walked node by node.

use grove_engine::Pipeline;
use grove_engine::explain::{AnatomyWish, TrainRows, anatomy, encode, rows_numbered, rules};
use grove_engine::predict::row::read_rows;
use grove_engine::table::Table;
use grove_models::{Model, TreeViewNode};
use grove_protocol::report::{Outside, RowAnatomy, Votes};
use grove_recipe::{ModelName, Recipe, Task, Train};

use super::{answers, background, fitted, mixed};
use crate::tools::{run, target};

const WISH: AnatomyWish = AnatomyWish {
    class: None,
    tree: 1,
};

fn train_rows(pipeline: &Pipeline) -> TrainRows {
    let table = &pipeline.loaded().unwrap().table;
    TrainRows::new(&fitted(pipeline), table, &background(pipeline, u32::MAX)).unwrap()
}

fn told(pipeline: &Pipeline, table: &Table, wish: AnatomyWish) -> Vec<RowAnatomy> {
    let train = train_rows(pipeline);
    anatomy(&fitted(pipeline), table, Some(&train), wish).unwrap()
}

/// The anatomies of the first rows of the pipeline's own table.
fn of_own(pipeline: &Pipeline, rows: u32, wish: AnatomyWish) -> Vec<RowAnatomy> {
    let table = &pipeline.loaded().unwrap().table;
    told(
        pipeline,
        &table.take(&(0..rows).collect::<Vec<u32>>()),
        wish,
    )
}

fn kinds(recipe: &mut Recipe) {
    target("kind", Task::Classification)(recipe);
    recipe.leave_out = vec!["amount".into()];
}

#[test]
fn the_mean_of_the_votes_is_the_answer_to_the_bit_for_classes() {
    let csv = mixed(120);
    let (pipeline, _) = run(&csv, kinds).unwrap();
    let expected = answers(&fitted(&pipeline), &csv);
    for (row, answer) in of_own(&pipeline, 40, WISH).iter().zip(&expected) {
        let Some(Votes::Classes {
            class,
            trees,
            counts,
            mean,
        }) = &row.votes
        else {
            panic!("{row:?}");
        };
        assert_eq!(mean, answer);
        assert!(answer.iter().all(|share| *share <= answer[*class as usize]));
        assert_eq!(trees.iter().sum::<u32>(), 10);
        assert_eq!(counts.iter().sum::<u32>(), 10);
        assert_eq!(counts.len(), 20);
    }
    let other = AnatomyWish {
        class: Some(2),
        ..WISH
    };
    let votes = of_own(&pipeline, 1, other).remove(0).votes;
    assert!(matches!(votes, Some(Votes::Classes { class: 2, .. })));
}

#[test]
fn the_mean_of_the_votes_is_the_answer_to_the_bit_for_values() {
    let csv = mixed(120);
    let (pipeline, _) = run(&csv, target("amount", Task::Regression)).unwrap();
    let expected = answers(&fitted(&pipeline), &csv);
    for (row, answer) in of_own(&pipeline, 40, WISH).iter().zip(&expected) {
        let Some(Votes::Values {
            min,
            max,
            counts,
            mean,
        }) = &row.votes
        else {
            panic!("{row:?}");
        };
        assert_eq!(*mean, answer[0]);
        // The mean of equal values can differ from them by rounding.
        assert!(*min <= mean + 1e-9 && mean - 1e-9 <= *max);
        assert_eq!(counts.iter().sum::<u32>(), 10);
    }
}

#[test]
fn the_last_running_sum_is_what_the_boosted_model_answers_from() {
    for (name, task) in [
        ("amount", Task::Regression),
        ("kind", Task::Classification),
        ("colour", Task::Classification),
    ] {
        let csv = mixed(120);
        let (pipeline, _) = run(&csv, |recipe| {
            target(name, task)(recipe);
            recipe.train = Train::of(ModelName::GradientBoosting);
            recipe.train.set("max_iter", 450).unwrap();
        })
        .unwrap();
        let fitted = fitted(&pipeline);
        let Model::GradientBoosting(boosted) = &*fitted.model else {
            panic!("another model");
        };
        let model = &boosted.model;
        let table = &pipeline.loaded().unwrap().table.take(&[0, 1, 2]);
        let sums = model
            .sums(&encode(&fitted, table).unwrap(), u32::MAX)
            .unwrap();
        let each = model.trees_per_iteration() as usize;
        for class in 0..each as u32 {
            let wish = AnatomyWish {
                class: Some(class),
                ..WISH
            };
            let rows = told(&pipeline, table, wish);
            for (row, sums) in rows.iter().zip(sums.chunks_exact(each)) {
                let Some(Votes::Sums {
                    class: told,
                    iterations,
                    points,
                }) = &row.votes
                else {
                    panic!("{row:?}");
                };
                assert_eq!(*iterations, model.n_iter());
                assert_eq!(told.is_some(), task == Task::Classification);
                assert!(points.len() <= 201);
                assert_eq!(points[0], (0, model.baseline()[class as usize]));
                assert_eq!(points.last(), Some(&(model.n_iter(), sums[class as usize])));
            }
        }
    }
}

#[test]
fn a_path_is_that_of_the_rules_and_ends_in_the_leaf_that_is_used() {
    let csv = mixed(90);
    for name in [ModelName::RandomForest, ModelName::GradientBoosting] {
        let (pipeline, _) = run(&csv, |recipe| {
            kinds(recipe);
            recipe.train = Train::of(name);
            let trees = ["n_estimators", "max_iter"];
            trees.iter().for_each(|name| {
                let _ = recipe.train.set(name, 10);
            });
        })
        .unwrap();
        let fitted = fitted(&pipeline);
        let table = pipeline.loaded().unwrap().table.take(&[0, 4, 13, 30]);
        let matrix = encode(&fitted, &table).unwrap();
        let leaves = fitted.model.leaves(&matrix).unwrap();
        let trees = leaves.len() / 4;
        for tree in [1, 7, trees as u32] {
            let wish = AnatomyWish { class: None, tree };
            let rows = told(&pipeline, &table, wish);
            let rules = rules(&fitted, tree, Some(&table)).unwrap();
            for (place, (row, rule)) in rows.iter().zip(&rules.paths).enumerate() {
                let path = row.path.as_ref().unwrap();
                assert_eq!((path.tree, path.trees as usize), (tree, trees));
                assert_eq!(path.nodes, rule.nodes);
                let conditions: Vec<&str> = path.steps.iter().map(|of| &*of.condition).collect();
                assert_eq!(conditions, rule.steps);
                let leaf = leaves[place * trees + tree as usize - 1];
                assert_eq!(path.nodes.last(), Some(&leaf));
                for step in &path.steps {
                    let column = table.column(&step.column).unwrap();
                    let known = column.present()[place];
                    assert_eq!(step.value.is_some(), known, "{step:?}");
                    assert_condition(step.value.as_deref(), &step.condition);
                }
            }
        }
        // The last one where there are less.
        let wish = AnatomyWish {
            class: None,
            tree: u32::MAX,
        };
        let path = told(&pipeline, &table, wish).remove(0).path.unwrap();
        assert_eq!(path.tree as usize, trees);
    }
}

/// A condition on a number or a category as it is holds for the value beside it.
fn assert_condition(value: Option<&str>, condition: &str) {
    let number = |text: &str| text.split(' ').next().and_then(|of| of.parse::<f64>().ok());
    let Some(value) = value else {
        assert!(
            condition.contains("missing") || condition.contains('='),
            "{condition}"
        );
        return;
    };
    let Some(value) = number(value) else {
        return;
    };
    if let Some(end) = condition.split(" <= ").nth(1).and_then(number) {
        assert!(value <= end, "{value} {condition}");
    }
    if let Some(end) = condition.split(" >  ").nth(1).and_then(number) {
        assert!(value > end, "{value} {condition}");
    }
}

#[test]
fn commonness_is_the_mean_share_of_train_rows_in_the_same_leaves() {
    let csv = mixed(120);
    for name in [ModelName::RandomForest, ModelName::GradientBoosting] {
        let (pipeline, _) = run(&csv, |recipe| {
            kinds(recipe);
            recipe.train = Train::of(name);
        })
        .unwrap();
        let fitted = fitted(&pipeline);
        let table = &pipeline.loaded().unwrap().table;
        let train = encode(&fitted, &table.take(&background(&pipeline, u32::MAX))).unwrap();
        let own = encode(&fitted, &table.take(&[3, 50])).unwrap();
        let row = |matrix: &grove_forest::Matrix, place: usize| -> Vec<f64> {
            matrix
                .columns()
                .iter()
                .map(|column| column[place])
                .collect()
        };
        let leaf = |nodes: &[TreeViewNode], row: &[f64]| {
            let mut at = 0;
            while let Some(next) = nodes[at as usize].next(row) {
                at = next;
            }
            at
        };
        let mut trees = Vec::new();
        while let Some(nodes) = fitted.model.tree(trees.len() as u32) {
            trees.push(nodes);
        }
        let rows = train.rows() as usize;
        let share = |features: &[f64]| {
            let alike = trees.iter().map(|nodes| {
                let here = leaf(nodes, features);
                (0..rows)
                    .filter(|other| leaf(nodes, &row(&train, *other)) == here)
                    .count()
            });
            alike.sum::<usize>() as f64 / (rows * trees.len()) as f64
        };
        let all: Vec<f64> = (0..rows).map(|place| share(&row(&train, place))).collect();
        let told = told(&pipeline, &table.take(&[3, 50]), WISH);
        for (place, row_told) in told.iter().enumerate() {
            let found = row_told.commonness.as_ref().unwrap();
            let expected = share(&row(&own, place));
            assert_eq!(found.share, expected);
            let larger = all.iter().filter(|share| **share > expected).count();
            assert_eq!(found.rarer_than, larger as f64 / rows as f64);
            assert_eq!((found.rows as usize, found.compared as usize), (rows, rows));
            assert_eq!(found.counts.iter().sum::<u32>() as usize, rows);
            assert!(found.range.0 <= expected && expected <= found.range.1);
        }
    }
}

/// A row of these values in the pipeline's table, the others as they are in the first row.
fn typed(pipeline: &Pipeline, values: &[(&str, &str)]) -> RowAnatomy {
    let usual = [
        ("size", "2.25"),
        ("share", "3.5"),
        ("colour", "red"),
        ("day", "2024-03-11"),
    ];
    let value = |(name, usual): (&str, &str)| {
        let own = values.iter().find(|(own, _)| *own == name);
        (name.to_owned(), own.map_or(usual, |own| own.1).to_owned())
    };
    let values: Vec<(String, String)> = usual.into_iter().map(value).collect();
    let fitted = fitted(pipeline);
    let table = read_rows(&fitted, std::iter::once(values.as_slice()))
        .unwrap()
        .table;
    told(pipeline, &table, WISH).remove(0)
}

#[test]
fn values_outside_of_the_train_rows_are_named_by_kind() {
    for name in [ModelName::RandomForest, ModelName::LogisticRegression] {
        let (pipeline, _) = run(mixed(120), |recipe| {
            kinds(recipe);
            recipe.train = Train::of(name);
        })
        .unwrap();
        let outside = |values: &[(&str, &str)]| typed(&pipeline, values).outside.unwrap();
        assert_eq!(outside(&[]), []);
        // The train rows have gaps in `size` alone.
        assert_eq!(outside(&[("size", "")]), []);
        let how = |values: &[(&str, &str)]| {
            let mut found = outside(values);
            assert_eq!(found.len(), 1, "{found:?}");
            let found = found.remove(0);
            assert_eq!(found.column, values[0].0);
            found.how
        };
        let end = |how: Outside| match how {
            Outside::Below(end) | Outside::Above(end) => end,
            other => panic!("{other:?}"),
        };
        assert!(matches!(how(&[("size", "-3")]), Outside::Below(_)));
        assert_eq!(end(how(&[("share", "99")])), "12.5");
        assert_eq!(end(how(&[("day", "2031-01-01")])), "2024-09-19");
        assert_eq!(how(&[("colour", "pink <b>, \"\u{202e}")]), Outside::Unseen);
        assert_eq!(how(&[("share", "")]), Outside::Missing);
        let all = [
            ("size", "1e300"),
            ("share", ""),
            ("colour", "é"),
            ("day", ""),
        ];
        assert_eq!(outside(&all).len(), 4);
    }
}

#[test]
fn a_row_of_missing_and_unseen_cells_has_votes_and_a_path() {
    let (pipeline, _) = run(mixed(120), kinds).unwrap();
    let row = typed(
        &pipeline,
        &[("size", ""), ("share", ""), ("colour", "x"), ("day", "")],
    );
    let Some(Votes::Classes { trees, .. }) = row.votes else {
        panic!("a forest votes");
    };
    assert_eq!(trees.iter().sum::<u32>(), 10);
    let path = row.path.unwrap();
    assert_eq!(path.steps.len() + 1, path.nodes.len());
    assert!(row.commonness.unwrap().share >= 0.0);
}

#[test]
fn a_model_without_trees_has_neither_votes_nor_a_path() {
    let (pipeline, _) = run(mixed(90), |recipe| {
        target("amount", Task::Regression)(recipe);
        recipe.train = Train::of(ModelName::Ridge);
    })
    .unwrap();
    let table = &pipeline.loaded().unwrap().table;
    let rows = table.take(&rows_numbered(table, &[1, 2]).unwrap());
    for row in told(&pipeline, &rows, WISH) {
        assert!(row.votes.is_none() && row.path.is_none() && row.commonness.is_none());
        assert!(row.outside.is_some() && row.needs.is_none());
    }
}

#[test]
fn a_thousand_classes_have_votes() {
    let mut csv = String::from("size,kind\n");
    for i in 0..3000 {
        csv += &format!("{},k{}\n", i % 1000, i % 1000);
    }
    let (pipeline, _) = run(&csv, |recipe| {
        target("kind", Task::Classification)(recipe);
        recipe.train.set("n_estimators", 3).unwrap();
    })
    .unwrap();
    let expected = answers(&fitted(&pipeline), &csv);
    for (row, answer) in of_own(&pipeline, 5, WISH).iter().zip(&expected) {
        let Some(Votes::Classes { trees, mean, .. }) = &row.votes else {
            panic!("{row:?}");
        };
        assert_eq!((trees.len(), mean), (1000, answer));
    }
}
