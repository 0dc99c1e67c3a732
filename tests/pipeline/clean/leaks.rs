//! Leaks: columns that give a derived target away are named.

use grove_protocol::report::{Detail, Leak};
use grove_recipe::stage::Stage;
use grove_recipe::{Operation, Recipe, Step, Task};

use crate::tools::{detail, finish, open};

/// Fares whose total is nearly the sum of the rest, and a duration that is apart.
fn csv() -> String {
    let mut csv = String::from("minutes,fare,tip,total,colour\n");
    for i in 0..60u32 {
        let (fare, tip) = (5 + i * 7 % 23, i * 5 % 9);
        let total = fare + tip + i % 2;
        csv.push_str(&format!(
            "{},{fare},{tip},{total},{}\n",
            i * 11 % 17,
            ["green", "yellow"][i as usize % 2]
        ));
    }
    csv
}

fn leaks(steps: Vec<Operation>, target: &str) -> Vec<Leak> {
    let (mut pipeline, _, recipe) = open(csv().as_bytes()).unwrap();
    let mut recipe = Recipe {
        target: target.into(),
        task: Task::Classification,
        leave_out: Vec::new(),
        ..recipe
    };
    recipe.clean.steps = steps.into_iter().map(Step::from).collect();
    recipe.train.set("n_estimators", 3).unwrap();
    let reports = finish(&mut pipeline, &recipe).unwrap();
    let Detail::Clean(report) = detail(&reports, Stage::Clean) else {
        panic!()
    };
    report.leaks.clone()
}

fn derive(column: &str, expression: &str) -> Operation {
    Operation::Derive {
        column: column.into(),
        expression: expression.into(),
    }
}

#[test]
fn the_columns_of_the_formula_are_named() {
    let found = leaks(vec![derive("high_tip", "tip / fare > 0.2")], "high_tip");
    assert_eq!(found[0].columns, ["tip", "fare"]);
    assert_eq!(
        found[0].sentence,
        "The target high_tip is computed from tip and fare. A model with these features only learns the formula."
    );
    assert_eq!(found[1].columns, ["total"]);
    assert!(
        found[1]
            .sentence
            .starts_with("total is strongly correlated with fare"),
        "{}",
        found[1].sentence
    );
    assert_eq!(found.len(), 2);
}

#[test]
fn names_are_followed_through_renames_and_derivations() {
    let steps = vec![
        Operation::RenameColumn {
            column: "tip".into(),
            name: "extra".into(),
        },
        derive("share", "extra / fare"),
        derive("double", "extra * 2"),
        derive("slow", "minutes > 9"),
        derive("generous", "share > 0.2"),
    ];
    let found = leaks(steps, "generous");
    assert_eq!(found[0].columns, ["extra", "share", "double", "fare"]);
}

#[test]
fn what_is_made_from_the_target_is_told() {
    let found = leaks(vec![derive("is_green", "colour = 'green'")], "colour");
    assert_eq!(found[0].columns, ["is_green"]);
    assert!(
        found[0]
            .sentence
            .contains("is computed from the target colour")
    );
    assert!(leaks(vec![derive("slow", "minutes > 9")], "colour").is_empty());
}
