//! Featurize: each encoding, fitted on one table and applied to another.

use grove_engine::clean::clean;
use grove_engine::featurize::{FeatureRows, Featurizer};
use grove_engine::load::load;
use grove_engine::table::target::target_of;
use grove_recipe::stage::Stage;
use grove_recipe::{
    CategoryImputation, DataReference, Encoding, Featurize, Load, NumericImputation, Recipe, Task,
};
use proptest::prelude::{prop, prop_assert, prop_assert_eq, proptest};

fn defaults() -> Featurize {
    recipe().featurize
}

fn recipe() -> Recipe {
    let data = DataReference {
        name: String::new(),
        sha256: String::new(),
    };
    Recipe::new(data, "t".into(), Task::Classification, Vec::new())
}

/// Fits on one table of the columns before the target `t`, applies to another.
fn encode(train: &str, test: &str, parameters: &Featurize) -> (Vec<String>, FeatureRows) {
    let raw = load("t.csv", train.as_bytes(), &Load::default())
        .unwrap()
        .table;
    let (cleaned, _) = clean(&raw, &recipe()).unwrap();
    let kinds = cleaned
        .table
        .kinds()
        .into_iter()
        .filter(|(name, _)| name != "t")
        .collect();
    let target = target_of(&cleaned.table, &recipe());
    let fitting = Featurizer::fit(&cleaned.table, &kinds, &target, parameters, 0).unwrap();
    let featurizer = fitting.featurizer;
    featurizer.validate().unwrap();
    let known = Load {
        kinds: featurizer.kinds().into_iter().collect(),
        ..Load::default()
    };
    let table = load("t.csv", test.as_bytes(), &known).unwrap().table;
    let names = featurizer.features().into_iter().map(|f| f.name).collect();
    (names, featurizer.apply(&table).unwrap())
}

fn columns(applied: &FeatureRows) -> Vec<Vec<f64>> {
    applied.matrix.columns().to_vec()
}

#[test]
fn missing_numbers_are_filled_from_the_train_rows() {
    let train = "a,t\n1,x\n2,x\n2,x\n9,y\n,y\n";
    for (imputation, fill) in [
        (NumericImputation::Median, 2.0),
        (NumericImputation::Mean, 3.5),
        (NumericImputation::MostFrequent, 2.0),
        (NumericImputation::Constant, -7.0),
    ] {
        let parameters = Featurize {
            numeric_imputation: imputation,
            fill_value: -7.0,
            ..defaults()
        };
        let (names, applied) = encode(train, "a\n\"\"\n5\n", &parameters);
        assert_eq!(names, ["a"]);
        assert_eq!(columns(&applied), [[fill, 5.0]], "{imputation:?}");
    }
}

#[test]
fn an_indicator_marks_what_was_missing() {
    let parameters = Featurize {
        missing_indicator: true,
        ..defaults()
    };
    let (names, applied) = encode("a,b,t\n1,1,x\n,2,y\n3,3,x\n", "a,b\n,4\n4,4\n", &parameters);
    assert_eq!(names, ["a", "a is missing", "b"]);
    assert_eq!(columns(&applied), [[2.0, 4.0], [1.0, 0.0], [4.0, 4.0]]);
}

#[test]
fn one_hot_with_a_category_of_its_own_for_missing_ones() {
    let train = "c,t\nred,x\nblue,y\nred,x\n,y\n";
    let (names, applied) = encode(train, "c\nblue\n\"\"\nred\n", &defaults());
    assert_eq!(names, ["c = blue", "c = red", "c is missing"]);
    assert_eq!(
        columns(&applied),
        [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 0.0]]
    );
}

#[test]
fn a_missing_category_can_become_the_most_frequent_one() {
    let parameters = Featurize {
        category_imputation: CategoryImputation::MostFrequent,
        ..defaults()
    };
    let (names, applied) = encode(
        "c,t\nred,x\nblue,y\nred,x\n,y\n",
        "c\n\"\"\nblue\n",
        &parameters,
    );
    assert_eq!(names, ["c = blue", "c = red"]);
    assert_eq!(columns(&applied), [[0.0, 1.0], [1.0, 0.0]]);
}

#[test]
fn a_cap_keeps_the_most_frequent_and_gathers_the_rest() {
    let train = "c,t\na,x\na,y\nb,x\nb,y\nc,x\nd,y\n";
    let parameters = Featurize {
        max_categories: 2,
        ..defaults()
    };
    let (names, applied) = encode(train, "c\na\nd\nnew\n", &parameters);
    assert_eq!(names, ["c = a", "c = b", "c = other"]);
    assert_eq!(
        columns(&applied),
        [[1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 1.0, 1.0]]
    );
    assert!(applied.unseen.is_empty(), "other is a place for it");
}

#[test]
fn unseen_categories_are_told_and_have_no_feature() {
    let (_, applied) = encode("c,t\na,x\nb,y\n", "c\nnew\na\nnewer\n", &defaults());
    assert_eq!(columns(&applied), [[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]);
    assert_eq!(applied.unseen, [("c".to_owned(), 2, "“new”".to_owned())]);
    let ordinal = Featurize {
        encoding: Encoding::Ordinal,
        ..defaults()
    };
    let (_, applied) = encode("c,t\nb,x\na,y\n,x\n", "c\nb\nnew\n\"\"\na\n", &ordinal);
    assert_eq!(columns(&applied), [[1.0, -1.0, -2.0, 0.0]]);
    assert_eq!(applied.unseen.len(), 1);
}

#[test]
fn dates_become_their_varying_parts() {
    let train = "d,w,t\n2024-02-29,2024-01-01 08:30,x\n2023-12-31,2024-01-01 09:45,y\n";
    let test = "d,w,more\n2025-07-04,2024-01-01 23:59,1\n,,1\n";
    let (names, applied) = encode(train, test, &defaults());
    assert_eq!(
        names,
        [
            "d: year",
            "d: month",
            "d: day",
            "d: weekday",
            "w: hour",
            "w: minute"
        ]
    );
    // Friday is 4; a missing date has the median of each part.
    assert_eq!(
        columns(&applied),
        [
            [2025.0, 2023.5],
            [7.0, 7.0],
            [4.0, 30.0],
            [4.0, 4.5],
            [23.0, 8.5],
            [59.0, 37.5]
        ]
    );
}

#[test]
fn nothing_to_learn_from_is_an_error() {
    let raw = load("t.csv", b"a,t\n1,x\n1,y\n", &Load::default())
        .unwrap()
        .table;
    let (cleaned, _) = clean(&raw, &recipe()).unwrap();
    let kinds = cleaned.table.kinds().into_iter().take(1).collect();
    let target = target_of(&cleaned.table, &recipe());
    let error = Featurizer::fit(&cleaned.table, &kinds, &target, &defaults(), 0).err();
    let error = error.unwrap();
    assert_eq!(error.stage, Stage::Featurize);
}

proptest! {
    /// One-hot rows add up to one where every category is known, and the feature that is 1 names the category.
    #[test]
    fn one_hot_names_each_rows_category(
        values in prop::collection::vec("[a-e]", 2..40),
        cap in 2u32..6,
    ) {
        proptest::prop_assume!(values.iter().any(|v| *v != values[0]));
        let csv = values.iter().zip(0..).fold(String::from("c,t\n"), |csv, (v, i)| {
            csv + &format!("{v}x,{}\n", i % 2)
        });
        let parameters = Featurize { max_categories: cap, ..defaults() };
        let (names, applied) = encode(&csv, &csv, &parameters);
        let columns = columns(&applied);
        for (row, value) in values.iter().enumerate() {
            let ones: Vec<&str> = names
                .iter()
                .zip(&columns)
                .filter(|(_, column)| column[row] == 1.0)
                .map(|(name, _)| name.as_str())
                .collect();
            prop_assert_eq!(ones.len(), 1);
            let own = format!("c = {value}x");
            prop_assert!(ones[0] == own || ones[0] == "c = other");
        }
    }

    /// Numbers that are there pass through as they are.
    #[test]
    fn numbers_keep_their_bits(values in prop::collection::vec(-1e300f64..1e300, 3..30)) {
        proptest::prop_assume!(values.iter().any(|v| *v != values[0]));
        let csv = values.iter().zip(0..).fold(String::from("a,t\n"), |csv, (v, i)| {
            csv + &format!("{v:e},{}\n", i % 2)
        });
        let (_, applied) = encode(&csv, &csv, &defaults());
        prop_assert_eq!(&columns(&applied)[0], &values);
    }
}
