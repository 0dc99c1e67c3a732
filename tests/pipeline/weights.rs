//! Weights: a column says how much each row counts.

use std::collections::BTreeSet;

use grove_engine::load::load;
use grove_engine::table::target::{TargetValues, target_of};
use grove_engine::train::learner;
use grove_forest::Target as Learned;
use grove_models::Predictions;
use grove_recipe::stage::Stage;
use grove_recipe::{Load, ModelName, Recipe, Task};

use crate::tools::{fails, run};

fn csv() -> String {
    let mut csv = String::from("size,height,times,kind,price\n");
    for i in 0..120u32 {
        let (size, height) = (i * 37 % 50, i * 11 % 23);
        let kind = if size + i * 7 % 13 > 30 {
            "big"
        } else {
            "small"
        };
        csv.push_str(&format!(
            "{size},{height},{},{kind},{}\n",
            i * 5 % 4,
            size * 3 + i % 11
        ));
    }
    csv
}

fn weighed(task: Task, model: ModelName) -> impl Fn(&mut Recipe) {
    move |recipe| {
        let (target, other) = match task {
            Task::Classification => ("kind", "price"),
            Task::Regression => ("price", "kind"),
        };
        recipe.target = target.into();
        recipe.leave_out = vec![other.into()];
        recipe.task = task;
        recipe.weight = Some("times".into());
        recipe.train.choose(model);
    }
}

/// A model learns from a row of weight 3 what it learns from three such rows.
#[test]
fn weights_count_as_repeated_rows() {
    for (task, model, error) in [
        (Task::Classification, ModelName::DecisionTree, 0.0),
        (Task::Classification, ModelName::LogisticRegression, 1e-6),
        (Task::Regression, ModelName::Ridge, 1e-9),
    ] {
        let (pipeline, _) = run(csv(), weighed(task, model)).unwrap();
        let outcome = pipeline.outcome().unwrap();
        let test: BTreeSet<u32> = outcome.predictions.rows.iter().copied().collect();
        let table = load("t.csv", csv().as_bytes(), &Load::default())
            .unwrap()
            .table;
        let train = |times: &dyn Fn(u32) -> u32| {
            let rows = (0..120u32).filter(|i| !test.contains(&(i + 1)));
            rows.flat_map(|i| vec![i; times(i) as usize])
                .collect::<Vec<u32>>()
        };
        let featurizer = &outcome.fitted.featurizer;
        let learn = |positions: &[u32]| {
            let rows = table.take(positions);
            let matrix = featurizer.apply(&rows).unwrap().matrix;
            let target = match target_of(&rows, &outcome.fitted.recipe) {
                TargetValues::Classes { labels, classes } => {
                    (labels, classes.len() as u32, Vec::new())
                }
                TargetValues::Values(values) => (Vec::new(), 0, values),
            };
            let learned = match &target {
                (_, 0, values) => Learned::Values(values),
                (labels, n_classes, _) => Learned::Classes {
                    labels,
                    n_classes: *n_classes,
                },
            };
            let learner = learner(&outcome.fitted.recipe, featurizer);
            let model = learner.fit(&matrix, learned, None).unwrap();
            let test: Vec<u32> = test.iter().map(|row| row - 1).collect();
            model
                .predict(&featurizer.apply(&table.take(&test)).unwrap().matrix)
                .unwrap()
        };
        let far = |a: &Predictions, b: &Predictions| match (a, b) {
            (Predictions::Values(a), Predictions::Values(b))
            | (
                Predictions::Probabilities { values: a, .. },
                Predictions::Probabilities { values: b, .. },
            ) => {
                let errors = a
                    .iter()
                    .zip(b)
                    .map(|(a, b)| (a - b).abs() / b.abs().max(1.0));
                errors.fold(0.0, f64::max)
            }
            _ => panic!("the same task"),
        };
        let found = &outcome.predictions.predicted;
        let repeated = learn(&train(&|i| i * 5 % 4));
        assert!(
            far(found, &repeated) <= error,
            "{model:?} {}",
            far(found, &repeated)
        );
        let once = learn(&train(&|_| 1));
        assert!(
            far(found, &once) > 1e-3,
            "{model:?}: weights change nothing"
        );
    }
}

#[test]
fn weight_and_group_are_no_features() {
    let (pipeline, _) = run(csv(), |recipe| {
        weighed(Task::Classification, ModelName::RandomForest)(recipe);
        recipe.group = Some("height".into());
    })
    .unwrap();
    let (columns, _) = pipeline.outcome().unwrap().fitted.featurizer.origins();
    assert_eq!(columns, ["size"]);
}

#[test]
fn a_wrong_weight_is_named_with_its_row() {
    let weigh = weighed(Task::Classification, ModelName::RandomForest);
    let problem = |weight: &str| {
        let csv = csv().replacen("37,11,1,", &format!("37,11,{weight},"), 1);
        let error = fails(csv, &weigh);
        assert_eq!(error.stage, Stage::Check);
        assert_eq!(error.column.as_deref(), Some("times"));
        assert_eq!(error.row, Some(2), "{weight}");
        error.problem
    };
    assert_eq!(problem(""), "The weight times of row 2 is missing.");
    assert_eq!(
        problem("-1"),
        "The weight times of row 2 is -1, which is negative."
    );
    assert!(problem("1e300").ends_with("too small or too large."));
    assert!(problem("1e-300").ends_with("too small or too large."));
}

#[test]
fn a_column_that_holds_no_weights() {
    let weigh = weighed(Task::Classification, ModelName::RandomForest);
    let named = |weight: &'static str| {
        let weigh = &weigh;
        fails(csv(), move |recipe| {
            weigh(recipe);
            recipe.leave_out.clear();
            recipe.weight = Some(weight.into());
        })
        .problem
    };
    assert!(named("mass").starts_with("The data has no column mass"));
    assert!(named("kind").ends_with("cannot be both the target and the weight."));
    let text = fails(csv(), |recipe| {
        weighed(Task::Regression, ModelName::Ridge)(recipe);
        recipe.weight = Some("kind".into());
    });
    assert_eq!(
        text.problem,
        "Column kind is a category column; weights must be numbers."
    );
    let mut nothing = String::from("a,times,kind\n");
    (0..20).for_each(|i| nothing.push_str(&format!("{i},0,{}\n", ["x", "y"][i % 2])));
    let nothing = fails(nothing, |recipe| {
        recipe.target = "kind".into();
        recipe.leave_out.clear();
        recipe.weight = Some("times".into());
    });
    assert_eq!(nothing.problem, "The weight times is 0 in every row.");
}

#[test]
fn a_model_that_takes_no_weights_says_so() {
    let error = fails(csv(), weighed(Task::Classification, ModelName::KNeighbors));
    assert_eq!(error.stage, Stage::Train);
    assert!(error.problem.contains("weight"), "{}", error.problem);
}
