//! Split by groups, by time and by a column: what stays together, what comes first, and what is refused.

use std::collections::BTreeSet;

use grove_engine::Pipeline;
use grove_engine::split::{RowGroups, SplitParts, by_groups, by_time};
use grove_protocol::report::{Detail, SplitBasis, SplitReport, StageReport};
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{ModelName, Recipe, Split, SplitMethod, Task};
use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

use crate::tools::{detail, fails, run};

fn shares(test_size: f64, validation_size: f64) -> Split {
    Split {
        test_size,
        validation_size,
        ..Split::default()
    }
}

fn groups(of_rows: &[u32]) -> RowGroups {
    RowGroups {
        of_rows: of_rows.to_vec(),
        len: of_rows.iter().max().map_or(0, |last| last + 1),
        missing: 0,
    }
}

fn sizes(parts: &SplitParts) -> (usize, usize, usize) {
    (parts.train.len(), parts.validation.len(), parts.test.len())
}

fn all(parts: &SplitParts) -> Vec<u32> {
    let mut rows = [&*parts.train, &*parts.validation, &*parts.test].concat();
    rows.sort_unstable();
    rows
}

/// `rows` rows: a number, a patient with four rows each, a day for every two rows, a fold of four, and a class.
fn visits(rows: u32) -> String {
    let mut csv = String::from("size,patient,day,fold,kind\n");
    for i in 0..rows {
        let day = i / 2;
        csv.push_str(&format!(
            "{},p{},2024-{:02}-{:02},{},{}\n",
            i * 7 % 11,
            i / 4,
            day / 28 + 1,
            day % 28 + 1,
            i % 4,
            ["cat", "dog"][i as usize * 5 / 3 % 2],
        ));
    }
    csv
}

fn by(method: SplitMethod) -> impl Fn(&mut Recipe) {
    move |recipe| {
        recipe.leave_out.clear();
        recipe.target = "kind".into();
        recipe.task = Task::Classification;
        recipe.split.method = method;
        recipe.group = Some("patient".into());
        recipe.split.time_column = Some("day".into());
        recipe.split.fold_column = Some("fold".into());
        recipe.split.test_fold = vec!["3".into()];
        recipe.train.set("n_estimators", 3).unwrap();
    }
}

fn split(reports: &[StageReport]) -> SplitReport {
    match detail(reports, Stage::Split) {
        Detail::Split(report) => report.clone(),
        other => panic!("{other:?}"),
    }
}

fn columns_in_use(pipeline: &Pipeline) -> Vec<String> {
    let kinds = pipeline.outcome().unwrap().fitted.featurizer.kinds();
    kinds.into_iter().map(|(name, _)| name).collect()
}

/// The error of a run on rows of a number, a column that deals them, and a class.
fn refused(cells: &[&str], method: SplitMethod) -> StageError {
    let mut csv = String::from("size,by,kind\n");
    for (i, cell) in cells.iter().enumerate() {
        csv.push_str(&format!("{},{cell},{}\n", i * i, ["cat", "dog"][i % 2]));
    }
    fails(csv, |recipe| {
        by(method)(recipe);
        recipe.group = Some("by".into());
        recipe.split.time_column = Some("by".into());
        recipe.split.fold_column = Some("by".into());
        recipe.split.test_fold = Vec::new();
    })
}

#[test]
fn whole_groups_are_dealt_and_the_group_is_no_feature() {
    let (pipeline, reports) = run(visits(80), |recipe| {
        by(SplitMethod::Group)(recipe);
        recipe.split.validation_size = 0.25;
    })
    .unwrap();
    let report = split(&reports);
    let SplitBasis::Groups {
        column,
        train,
        validation,
        test,
    } = &report.basis
    else {
        panic!("{:?}", report.basis)
    };
    assert_eq!(
        (column.as_str(), train, validation, test),
        ("patient", &10, &5, &5)
    );
    assert_eq!((report.train, report.validation, report.test), (40, 20, 20));
    assert_eq!(report.note, None);
    assert!(!report.stratified);
    assert_eq!(columns_in_use(&pipeline), ["size", "day", "fold"]);
}

#[test]
fn the_latest_rows_are_test_rows_and_the_time_stays_a_feature() {
    let (pipeline, reports) = run(visits(80), |recipe| {
        by(SplitMethod::Time)(recipe);
        recipe.split.validation_size = 0.1;
    })
    .unwrap();
    let report = split(&reports);
    let text = |from: &str, to: &str| (from.to_string(), to.to_string());
    assert_eq!(
        report.basis,
        SplitBasis::Times {
            column: "day".into(),
            train: text("2024-01-01", "2024-01-26"),
            validation: Some(text("2024-01-27", "2024-02-02")),
            test: text("2024-02-03", "2024-02-12"),
        }
    );
    assert_eq!((report.train, report.validation, report.test), (52, 8, 20));
    let predictions = &pipeline.outcome().unwrap().predictions;
    assert_eq!(predictions.rows, (61..=80).collect::<Vec<u32>>());
    assert_eq!(columns_in_use(&pipeline), ["size", "day", "fold"]);
}

#[test]
fn the_order_of_rows_in_the_file_does_not_matter_to_time() {
    let csv = visits(80);
    let mut lines: Vec<&str> = csv.lines().collect();
    lines[1..].reverse();
    let (pipeline, reports) = run(lines.join("\n") + "\n", by(SplitMethod::Time)).unwrap();
    assert_eq!((split(&reports).train, split(&reports).test), (60, 20));
    let predictions = &pipeline.outcome().unwrap().predictions;
    assert_eq!(predictions.rows, (1..=20).collect::<Vec<u32>>());
}

#[test]
fn a_column_of_folds_says_which_rows_are_test_rows_and_is_no_feature() {
    let (pipeline, reports) = run(visits(80), by(SplitMethod::Folds)).unwrap();
    let report = split(&reports);
    assert_eq!((report.train, report.validation, report.test), (60, 0, 20));
    assert_eq!(
        report.basis,
        SplitBasis::Folds {
            column: "fold".into()
        }
    );
    let rows = &pipeline.outcome().unwrap().predictions.rows;
    assert!(rows.iter().all(|row| row % 4 == 0));
    // The group is none either, whatever the rows are split by.
    assert_eq!(columns_in_use(&pipeline), ["size", "day"]);
}

#[test]
fn a_column_may_say_train_validation_and_test() {
    let mut csv = String::from("size,part,kind\n");
    for i in 0..40 {
        let part = ["train", "Train", "VALIDATION", "test"][i % 4];
        csv.push_str(&format!(
            "{},{part},{}\n",
            i * 3 % 7,
            ["cat", "dog"][i * 5 / 3 % 2]
        ));
    }
    let (_, reports) = run(csv, |recipe| {
        by(SplitMethod::Folds)(recipe);
        recipe.split.fold_column = Some("part".into());
        recipe.split.test_fold = Vec::new();
    })
    .unwrap();
    let report = split(&reports);
    assert_eq!((report.train, report.validation, report.test), (20, 10, 10));
}

#[test]
fn what_cannot_be_dealt_is_refused_and_told_where() {
    let error = refused(&["a"; 12], SplitMethod::Group);
    assert!(error.problem.contains("in one group"), "{error}");
    let error = refused(&["5"; 12], SplitMethod::Time);
    assert!(error.problem.contains("have the same time"), "{error}");
    let error = refused(&["a", "b", "c", "a", "b", "c"], SplitMethod::Time);
    assert!(error.problem.contains("needs dates or numbers"), "{error}");
    let mut times = ["1", "2", "3", "4", "5", "6"];
    times[3] = "";
    let error = refused(&times, SplitMethod::Time);
    assert_eq!((error.stage, error.row), (Stage::Split, Some(4)));
    let mut folds = ["train", "train", "test", "train", "test", "train"];
    assert!(
        refused(&["train"; 6], SplitMethod::Folds)
            .problem
            .contains("is test")
    );
    assert!(
        refused(&["test"; 6], SplitMethod::Folds)
            .problem
            .contains("is train")
    );
    folds[4] = "tset";
    let error = refused(&folds, SplitMethod::Folds);
    assert_eq!(
        (error.stage, error.row, error.column.as_deref()),
        (Stage::Split, Some(5), Some("by"))
    );
    assert!(error.problem.contains("“tset”"), "{error}");
    folds[4] = "";
    let error = refused(&folds, SplitMethod::Folds);
    assert_eq!((error.stage, error.row), (Stage::Split, Some(5)));
    assert!(error.problem.contains("no value"), "{error}");
}

#[test]
fn folds_that_nobody_has_or_everybody_are_refused() {
    let error = fails(visits(40), |recipe| {
        by(SplitMethod::Folds)(recipe);
        recipe.split.test_fold = vec!["9".into()];
    });
    assert!(error.problem.contains("No row of fold is “9”"), "{error}");
    let error = fails(visits(40), |recipe| {
        by(SplitMethod::Folds)(recipe);
        recipe.split.test_fold = ["0", "1", "2", "3"].map(String::from).to_vec();
    });
    assert!(error.problem.contains("All rows of fold"), "{error}");
}

#[test]
fn a_method_needs_its_column_and_not_the_target() {
    type Clear = fn(&mut Recipe);
    let cases: [(SplitMethod, &str, Clear, Clear); 3] = [
        (
            SplitMethod::Group,
            "group",
            |r| r.group = None,
            |r| r.group = Some("kind".into()),
        ),
        (
            SplitMethod::Time,
            "time_column",
            |r| r.split.time_column = None,
            |r| r.split.time_column = Some("kind".into()),
        ),
        (
            SplitMethod::Folds,
            "fold_column",
            |r| r.split.fold_column = None,
            |r| r.split.fold_column = Some("kind".into()),
        ),
    ];
    for (method, name, none, target) in cases {
        for (change, word) in [(none, "is not chosen"), (target, "is the target")] {
            let error = fails(visits(20), |recipe| {
                by(method)(recipe);
                change(recipe);
            });
            assert_eq!(error.stage, Stage::Split);
            assert!(
                error.problem.starts_with(name) && error.problem.contains(word),
                "{error}"
            );
        }
    }
    let error = fails(visits(20), |recipe| {
        by(SplitMethod::Group)(recipe);
        recipe.group = Some("nobody".into());
    });
    assert_eq!(
        (error.stage, error.column.as_deref()),
        (Stage::Split, Some("nobody"))
    );
}

#[test]
fn rows_without_a_group_are_dealt_alone_and_told() {
    let csv = visits(80).replace("p0,", ",");
    let (_, reports) = run(csv, by(SplitMethod::Group)).unwrap();
    let report = split(&reports);
    assert!(
        report
            .note
            .as_ref()
            .unwrap()
            .contains("4 rows have no group"),
        "{report:?}"
    );
    let SplitBasis::Groups { train, test, .. } = report.basis else {
        panic!()
    };
    assert_eq!(train + test, 19 + 4);
}

/// Later rows are of a class that no earlier row is of, and the other way round.
#[test]
fn a_class_that_only_one_side_has_breaks_no_model() {
    let mut csv = String::from("size,day,kind\n");
    for i in 0..60 {
        let kind = match i {
            0..10 => "auk",
            50.. => "zebra",
            _ => ["cat", "dog"][i % 2],
        };
        csv.push_str(&format!("{},{i},{kind}\n", i * 7 % 13));
    }
    for model in [
        ModelName::RandomForest,
        ModelName::LogisticRegression,
        ModelName::KNeighbors,
        ModelName::GaussianNB,
        ModelName::Dummy,
    ] {
        let (pipeline, reports) = run(&csv, |recipe| {
            by(SplitMethod::Time)(recipe);
            recipe.train.choose(model);
        })
        .unwrap();
        let report = split(&reports);
        let note = report.note.unwrap();
        assert!(
            note.contains("Class zebra has no rows in train, so it cannot be learned."),
            "{note}"
        );
        assert!(
            note.contains("Class auk has no rows in test, so it cannot be judged."),
            "{note}"
        );
        assert!(
            report
                .unlike
                .unwrap()
                .contains("Class zebra makes up 0 % of the train rows and 67 % of the test")
        );
        let evaluation = &pipeline.outcome().unwrap().evaluation;
        assert_eq!(evaluation.rows, 15);
        assert!(evaluation.metrics[0].value.is_some());
    }
}

#[test]
fn a_single_class_in_train_breaks_no_model() {
    let mut csv = String::from("size,day,kind\n");
    for i in 0..40 {
        csv.push_str(&format!(
            "{},{i},{}\n",
            i * 7 % 13,
            if i < 30 { "early" } else { "late" }
        ));
    }
    for model in [
        ModelName::RandomForest,
        ModelName::LogisticRegression,
        ModelName::KNeighbors,
        ModelName::GaussianNB,
    ] {
        let (pipeline, _) = run(&csv, |recipe| {
            by(SplitMethod::Time)(recipe);
            recipe.train.choose(model);
        })
        .unwrap();
        assert_eq!(
            pipeline.outcome().unwrap().evaluation.metrics[0].value,
            Some(0.0)
        );
    }
}

#[test]
fn a_mean_that_moves_with_time_is_told() {
    let mut csv = String::from("size,day,price\n");
    for i in 0..200 {
        csv.push_str(&format!(
            "{},{i},{}\n",
            i * 7 % 13,
            f64::from(i) * 1.5 + f64::from(i * 3 % 7)
        ));
    }
    let regression = |recipe: &mut Recipe| {
        by(SplitMethod::Time)(recipe);
        recipe.target = "price".into();
        recipe.task = Task::Regression;
    };
    let (_, reports) = run(&csv, regression).unwrap();
    let unlike = split(&reports).unlike.unwrap();
    assert!(
        unlike.starts_with("The target's mean is 114.8 in train and 264.7 in test."),
        "{unlike}"
    );
    let (_, reports) = run(&csv, |recipe| {
        regression(recipe);
        recipe.split.method = SplitMethod::Random;
    })
    .unwrap();
    assert_eq!(split(&reports).unlike, None);
}

#[test]
fn rows_of_one_time_stay_together_and_it_is_said() {
    let parts = by_time(&[1.0, 2.0, 2.0, 2.0, 2.0, 2.0, 3.0, 3.0], &shares(0.5, 0.0)).unwrap();
    assert_eq!(sizes(&parts), (6, 0, 2));
    assert!(
        parts
            .note
            .unwrap()
            .starts_with("Test has 2 rows instead of the 4 asked for")
    );
    let parts = by_time(&[2.0, 1.0], &shares(0.25, 0.25)).unwrap();
    assert_eq!((parts.train, parts.test), (vec![1], vec![0]));
    assert!(by_time(&[-0.0, 0.0], &shares(0.25, 0.0)).is_err());
}

#[test]
fn groups_come_as_near_to_the_sizes_as_taking_one_after_the_other_can() {
    let two = by_groups(&groups(&[0, 1]), &shares(0.25, 0.25), 1).unwrap();
    assert_eq!(sizes(&two), (1, 0, 1));
    // The only way to have rows in both.
    let uneven: Vec<u32> = (0..100).map(|row| u32::from(row < 10)).collect();
    let parts = by_groups(&groups(&uneven), &shares(0.5, 0.0), 1).unwrap();
    assert!(parts.test.len() == 10 || parts.test.len() == 90);
    assert!(
        parts
            .note
            .unwrap()
            .contains("because groups are kept whole")
    );
    assert!(by_groups(&groups(&[0, 0, 0]), &shares(0.25, 0.0), 1).is_err());
}

proptest! {
    #[test]
    fn no_group_is_in_two_parts(
        of_rows in prop::collection::vec(0u32..12, 2..120),
        test_size in 0.01..0.6,
        validation_size in 0.0..0.3,
        seed in any::<u32>(),
    ) {
        // Numbers without gaps, as `RowGroups::of` gives them.
        let names: BTreeSet<u32> = of_rows.iter().copied().collect();
        let of_rows: Vec<u32> =
            of_rows.iter().map(|group| names.range(..group).count() as u32).collect();
        let groups = groups(&of_rows);
        let dealt = by_groups(&groups, &shares(test_size, validation_size), seed);
        prop_assert_eq!(dealt.is_err(), groups.len < 2);
        if let Ok(parts) = dealt {
            prop_assert_eq!(all(&parts), (0..of_rows.len() as u32).collect::<Vec<u32>>());
            prop_assert!(!parts.train.is_empty() && !parts.test.is_empty());
            let counted = groups.among(&parts.train) + groups.among(&parts.validation) + groups.among(&parts.test);
            prop_assert_eq!(counted, groups.len);
            let again = by_groups(&groups, &shares(test_size, validation_size), seed).unwrap();
            prop_assert_eq!(&parts, &again);
            // A part misses its size by less than its largest group.
            let rows = of_rows.len() as f64;
            let largest = (0..groups.len).map(|g| of_rows.iter().filter(|&&of| of == g).count()).max().unwrap();
            let wanted = (test_size * rows).ceil();
            let spare = groups.among(&parts.train) > 1;
            prop_assert!(!spare || (parts.test.len() as f64 - wanted).abs() < largest as f64);
        }
    }

    #[test]
    fn nothing_in_train_is_later_than_anything_in_test(
        times in prop::collection::vec(-20i32..20, 2..120),
        test_size in 0.01..0.6,
        validation_size in 0.0..0.3,
    ) {
        let times: Vec<f64> = times.into_iter().map(f64::from).collect();
        let dealt = by_time(&times, &shares(test_size, validation_size));
        prop_assert_eq!(dealt.is_err(), times.iter().all(|time| *time == times[0]));
        if let Ok(parts) = dealt {
            prop_assert_eq!(all(&parts), (0..times.len() as u32).collect::<Vec<u32>>());
            let time = |row: &u32| times[*row as usize];
            let last = |rows: &[u32]| rows.iter().map(time).fold(f64::NEG_INFINITY, f64::max);
            let first = |rows: &[u32]| rows.iter().map(time).fold(f64::INFINITY, f64::min);
            prop_assert!(last(&parts.train) < first(&parts.validation));
            prop_assert!(last(&parts.train) < first(&parts.test));
            prop_assert!(last(&parts.validation) < first(&parts.test));
        }
    }
}

/// Features may hold anything: only the column that deals the rows decides.
#[test]
fn features_do_not_move_a_row() {
    for method in [
        SplitMethod::Random,
        SplitMethod::Group,
        SplitMethod::Time,
        SplitMethod::Folds,
    ] {
        let rows = |csv: String| {
            let (pipeline, _) = run(csv, by(method)).unwrap();
            pipeline.outcome().unwrap().predictions.rows.clone()
        };
        let csv = visits(40);
        let mut lines = csv.lines();
        let mut other = format!("{}\n", lines.next().unwrap());
        for (i, line) in lines.enumerate() {
            other.push_str(&format!("{},{}\n", i * i, line.split_once(',').unwrap().1));
        }
        assert_eq!(rows(csv), rows(other), "{method:?}");
    }
}
