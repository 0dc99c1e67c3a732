//! The list itself: order, switches, bounds, and steps that do not fit what is before them.

use grove_engine::clean::clean;
use grove_engine::expression::functions;
use grove_engine::load::load;
use grove_protocol::expression::SYNTAX_BY_TOPIC;
use grove_recipe::columns::ColumnKind;
use grove_recipe::parameters::STEPS_AT_MOST;
use grove_recipe::stage::{Stage, keys};
use grove_recipe::{Load, Operation, Recipe, Step, columns_after};
use proptest::prelude::*;

use super::{recipe, steps, strings, try_steps, wrong};

const CSV: &str = "a,b,word,kind\n1,10,x y,u\n2,20,x,v\n3,30,y,u\n4,,x,v\n";

fn derive(column: &str, expression: &str) -> Operation {
    Operation::Derive {
        column: column.into(),
        expression: expression.into(),
    }
}

fn rename(column: &str, name: &str) -> Operation {
    Operation::RenameColumn {
        column: column.into(),
        name: name.into(),
    }
}

#[test]
fn steps_are_done_in_their_order() {
    let one = || derive("a", "a + 1");
    let two = || derive("a", "a * 10");
    assert_eq!(steps(CSV, vec![one(), two()]).column("a")[0], "20");
    assert_eq!(steps(CSV, vec![two(), one()]).column("a")[0], "11");
}

#[test]
fn a_step_that_is_off_does_nothing() {
    let raw = load("t.csv", CSV.as_bytes(), &Load::default())
        .unwrap()
        .table;
    let off = |operation| Step {
        on: false,
        operation,
    };
    // Not even one that is not finished yet.
    let list = vec![
        off(derive("a", "nonsense +")),
        off(rename("", "")),
        derive("c", "b / 2").into(),
    ];
    let recipe = recipe("kind", list);
    recipe.check().unwrap();
    let (cleaned, report) = clean(&raw, &recipe).unwrap();
    let names: Vec<String> = cleaned
        .table
        .kinds()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["a", "b", "word", "kind", "c"]);
    let places: Vec<Option<u32>> = report.steps.iter().map(|step| step.place).collect();
    assert_eq!(places, [Some(2), None]);
}

#[test]
fn a_column_that_is_not_there_any_more_is_named_with_the_step() {
    let error = wrong(CSV, vec![rename("b", "c"), rename("b", "d")]);
    assert_eq!((error.step, error.column.as_deref()), (Some(1), Some("b")));
    assert_eq!(error.problem, "Step 2: There is no column b at this step.");
    assert!(!error.advice.is_empty());
    let error = wrong(CSV, vec![rename("b", "a")]);
    assert_eq!(error.problem, "Step 1: There is already a column a.");
    let error = wrong(CSV, vec![rename("kind", "sort")]);
    assert_eq!((error.step, error.column.as_deref()), (None, Some("kind")));
    let error = wrong(
        CSV,
        vec![Operation::DropColumns {
            columns: strings(&["a", "b", "word", "kind"]),
        }],
    );
    assert_eq!(error.step, Some(0));
}

#[test]
fn what_a_recipe_lacks_is_said_before_it_runs() {
    let check = |operation: Operation| {
        let error = recipe("kind", vec![rename("a", "c").into(), operation.into()])
            .check()
            .unwrap_err();
        assert_eq!(
            (error.stage, error.step),
            (Stage::Clean, Some(1)),
            "{error}"
        );
        error.problem
    };
    for operation in Operation::all() {
        let complete = [
            "trim",
            "change_case",
            "drop_duplicates",
            "outliers",
            "fill_missing",
        ];
        if !complete.contains(&operation.name()) {
            check(operation);
        }
    }
    assert_eq!(
        check(derive(" c", "a")),
        "Step 2: The name of the column begins or ends with a space."
    );
    let many = vec![Step::from(rename("a", "b")); STEPS_AT_MOST + 1];
    assert_eq!(
        recipe("kind", many).check().unwrap_err().stage,
        Stage::Clean
    );
}

#[test]
fn only_steps_that_learn_make_clean_depend_on_the_split() {
    let clean_key = |operation: &Operation, change: fn(&mut Recipe)| {
        let mut recipe = recipe("kind", vec![operation.clone().into()]);
        change(&mut recipe);
        keys(&recipe)[Stage::Clean as usize]
    };
    for operation in Operation::all() {
        let depends =
            clean_key(&operation, |_| {}) != clean_key(&operation, |recipe| recipe.seed = 1);
        assert_eq!(depends, operation.learns(), "{}", operation.name());
        let depends = clean_key(&operation, |_| {})
            != clean_key(&operation, |recipe| recipe.split.test_size = 0.5);
        assert_eq!(depends, operation.learns(), "{}", operation.name());
    }
}

#[test]
fn every_operation_has_its_own_name_and_survives_json() {
    let mut recipe = recipe(
        "kind",
        Operation::all().into_iter().map(Step::from).collect(),
    );
    recipe
        .clean
        .steps
        .iter_mut()
        .for_each(|step| step.on = false);
    assert_eq!(Recipe::from_json(&recipe.to_json()).unwrap(), recipe);
    let strange = recipe
        .to_json()
        .replace("\"drop_duplicates\": {", "\"drop_duplicates\": {\"x\": 1,");
    assert!(Recipe::from_json(&strange).is_err());
    let names: std::collections::BTreeSet<_> =
        Operation::all().iter().map(Operation::name).collect();
    assert_eq!(names.len(), Operation::all().len());
}

#[test]
fn the_functions_at_hand_are_those_that_the_engine_has() {
    for function in functions() {
        let listed = SYNTAX_BY_TOPIC
            .iter()
            .find(|(about, _)| *about == function.group);
        let (_, list) = listed.unwrap_or_else(|| panic!("no group {}", function.group));
        assert!(list.contains(&function.signature), "{}", function.signature);
    }
    let all: usize = SYNTAX_BY_TOPIC
        .iter()
        .map(|(_, list)| list.matches("), ").count() + 1)
        .sum();
    assert!(all >= functions().len());
}

/// Steps that fit, in any order.
fn any_step() -> impl Strategy<Value = Operation> {
    prop_oneof![
        Just(rename("a", "z")),
        Just(rename("z", "a")),
        Just(derive("c", "b / 2")),
        Just(derive("b", "b > 15")),
        Just(Operation::Trim { columns: vec![] }),
        Just(Operation::DropColumns {
            columns: strings(&["word"])
        }),
        Just(Operation::DropDuplicates {
            columns: strings(&["word"])
        }),
        Just(Operation::Filter {
            condition: "b IS NOT NULL".into()
        }),
        Just(Operation::Cast {
            columns: strings(&["a"]),
            kind: ColumnKind::Text
        }),
    ]
}

proptest! {
    /// What the page foretells of the columns is what comes.
    #[test]
    fn columns_are_known_before_the_run(list in prop::collection::vec(any_step(), 0..6)) {
        let raw = load("t.csv", CSV.as_bytes(), &Load::default()).unwrap().table;
        if let Ok(result) = try_steps(CSV, list.clone()) {
            let file = raw.kinds().into_iter().map(|(name, kind)| (name, Some(kind)));
            let list: Vec<Step> = list.into_iter().map(Step::from).collect();
            let known = columns_after(file, &list);
            let names: Vec<String> = known.iter().map(|(name, _)| name.clone()).collect();
            prop_assert_eq!(&names, &result.names());
            for (name, kind) in known {
                prop_assert!(kind.is_none_or(|kind| kind == result.kind(&name)), "{}", name);
            }
            // The report adds up.
            let steps = &result.report.steps;
            prop_assert!(steps.windows(2).all(|pair| pair[0].rows.1 == pair[1].rows.0));
            prop_assert!(steps.windows(2).all(|pair| pair[0].columns.1 == pair[1].columns.0));
            prop_assert_eq!(steps[0].rows.0, 4);
            prop_assert_eq!(steps[steps.len() - 1].rows.1, result.table.height());
        }
    }
}
