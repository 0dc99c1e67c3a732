//! Encodings of single columns: beside scikit-learn's (tests/reference/encodings.py), and at the edges.

use std::collections::BTreeMap;

use grove_engine::featurize::encoder::target_mean::folds;
use grove_engine::featurize::{Featurizer, FittedFeatures};
use grove_engine::load::load;
use grove_engine::table::Table;
use grove_engine::table::target::{TargetValues, target_of};
use grove_forest::Stream;
use grove_recipe::columns::ColumnKind;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{
    BinEncoding, CategoryImputation, ColumnEncoding, DataReference, Encoding, Featurize, Load,
    NumericImputation, Recipe, Smoothing, Task,
};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Reference {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    encoding: Encoding,
    /// As in a recipe's JSON form.
    parameters: serde_json::Map<String, Value>,
    train: Vec<Value>,
    #[serde(default)]
    target: Vec<Value>,
    new: Vec<Value>,
    terms: Option<Vec<String>>,
    features: Vec<Vec<f64>>,
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => format!("\"{}\"", text.replace('"', "\"\"")),
        other => other.to_string(),
    }
}

/// A column `x` with these values, and a target `t`.
fn table(kind: ColumnKind, values: &[Value], target: &[Value]) -> Table {
    let mut csv = String::from("x,t\n");
    for (row, value) in values.iter().enumerate() {
        let label = Value::from(["a", "b"][row % 2]);
        let target = target.get(row).unwrap_or(&label);
        csv.push_str(&format!("{},{}\n", text(value), text(target)));
    }
    let reading = Load {
        kinds: BTreeMap::from([("x".into(), kind)]),
        ..Load::default()
    };
    load("t.csv", csv.as_bytes(), &reading).unwrap().table
}

fn target(table: &Table) -> TargetValues {
    let kinds = table.kinds();
    let task = if kinds[1].1.is_number() {
        Task::Regression
    } else {
        Task::Classification
    };
    let data = DataReference {
        name: String::new(),
        sha256: String::new(),
    };
    target_of(table, &Recipe::new(data, "t".into(), task, Vec::new()))
}

fn fit(table: &Table, own: &ColumnEncoding) -> Result<FittedFeatures, StageError> {
    let parameters = Featurize {
        columns: BTreeMap::from([("x".into(), own.clone())]),
        ..Featurize::default()
    };
    let kinds = table.kinds()[..1].to_vec();
    let fitting = Featurizer::fit(table, &kinds, &target(table), &parameters, 7)?;
    fitting.featurizer.validate().unwrap();
    Ok(fitting)
}

fn names(featurizer: &Featurizer) -> Vec<String> {
    let features = featurizer.features().into_iter();
    features.map(|feature| feature.name).collect()
}

fn apply(featurizer: &Featurizer, table: &Table) -> Vec<Vec<f64>> {
    featurizer.apply(table).unwrap().matrix.into_columns()
}

fn numbers(values: &[f64]) -> Vec<Value> {
    values.iter().map(|v| Value::from(*v)).collect()
}

fn texts(values: &[&str]) -> Vec<Value> {
    values.iter().map(|v| Value::from(*v)).collect()
}

fn only(encoding: Encoding) -> ColumnEncoding {
    ColumnEncoding {
        encoding: Some(encoding),
        ..ColumnEncoding::default()
    }
}

fn kind_of(encoding: Encoding) -> ColumnKind {
    let kinds = [
        ColumnKind::Decimal,
        ColumnKind::Category,
        ColumnKind::Date,
        ColumnKind::Text,
    ];
    let of_categories = [Encoding::Frequency, Encoding::Target];
    let fits = |kind: &ColumnKind| Encoding::of(*kind).contains(&encoding);
    match encoding {
        encoding if of_categories.contains(&encoding) => ColumnKind::Category,
        Encoding::TfIdf | Encoding::Hashed => ColumnKind::Text,
        _ => kinds.into_iter().find(fits).unwrap(),
    }
}

#[test]
fn encodings_are_scikit_learns() {
    let reference: Reference =
        serde_json::from_str(include_str!("../reference/encodings.json")).unwrap();
    assert!(reference.cases.len() > 25);
    for case in reference.cases {
        let told = format!("{:?} of {}", case.encoding, case.name);
        let mut own: ColumnEncoding = serde_json::from_value(case.parameters.into()).unwrap();
        own.encoding = Some(case.encoding);
        let kind = kind_of(case.encoding);
        let train = table(kind, &case.train, &case.target);
        let featurizer = fit(&train, &own).unwrap().featurizer;
        let found = apply(&featurizer, &table(kind, &case.new, &[]));
        let mut expected = case.features;
        if case.encoding == Encoding::Hashed {
            // Places that no train row uses have no feature here.
            expected.retain(|feature| feature.iter().any(|value| *value != 0.0));
        }
        assert_eq!(found.len(), expected.len(), "{told}");
        for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
            let error = (found - expected).abs();
            assert!(
                error <= 1e-12 * expected.abs().max(1.0),
                "{told}: {found} {expected}"
            );
        }
        if let Some(terms) = case.terms {
            let named: Vec<String> = terms.iter().map(|term| format!("x: “{term}”")).collect();
            assert_eq!(names(&featurizer), named, "{told}");
        }
    }
}

/// Train rows get what the rows of the other folds say, and these alone.
#[test]
fn target_means_are_cross_fitted() {
    let zones: Vec<Value> = (0..60)
        .map(|i| Value::from(["n", "s", "e"][i * 7 % 11 % 3]))
        .collect();
    let three = (0..60)
        .map(|i| Value::from(["a", "b", "c"][i * 5 % 13 % 3]))
        .collect();
    let values = (0..60).map(|i| Value::from(i * 31 % 17)).collect();
    for (targets, features) in [(three, 3), (values, 1)] as [(Vec<Value>, usize); 2] {
        for smoothing in [Smoothing::Auto, Smoothing::Fixed] {
            let own = ColumnEncoding {
                smoothing,
                cv: 4,
                ..only(Encoding::Target)
            };
            let whole = table(ColumnKind::Category, &zones, &targets);
            let crossed = fit(&whole, &own).unwrap().matrix.into_columns();
            assert_eq!(crossed.len(), features);
            let folds = folds(&target(&whole), 4, 7);
            for fold in 0..4 {
                let (mine, others): (Vec<u32>, Vec<u32>) =
                    (0..60).partition(|row| folds[*row as usize] == fold);
                assert_eq!(mine.len(), 15);
                let learned = fit(&whole.take(&others), &own).unwrap().featurizer;
                let expected = apply(&learned, &whole.take(&mine));
                for (crossed, expected) in crossed.iter().zip(&expected) {
                    let found: Vec<f64> = mine.iter().map(|row| crossed[*row as usize]).collect();
                    assert_eq!(&found, expected);
                }
            }
        }
    }
}

/// Categories of three rows each and a target that knows nothing of them: whoever is told its own target, or that of
/// its fold, could tell them apart.
#[test]
fn target_means_do_not_leak() {
    let rows_in_all = 600;
    let mut random = Stream::new(3, "test", 0);
    let zones: Vec<Value> = (0..rows_in_all)
        .map(|i| Value::from(format!("z{}", i % 200)))
        .collect();
    let targets: Vec<Value> = (0..rows_in_all)
        .map(|_| ["a", "b"][random.below(2) as usize].into())
        .collect();
    let train = table(ColumnKind::Category, &zones, &targets);
    let FittedFeatures {
        featurizer, matrix, ..
    } = fit(&train, &only(Encoding::Target)).unwrap();
    let told = |feature: &[f64]| {
        let rows = feature.iter().zip(&targets);
        let right = rows.filter(|(mean, target)| (**mean > 0.5) == (target.as_str() == Some("b")));
        right.count() as f64 / f64::from(rows_in_all)
    };
    assert!(told(&apply(&featurizer, &train)[0]) > 0.7);
    // Four standard deviations above a half; below it, the other rows of a category stand against the own one.
    assert!(told(&matrix.columns()[0]) < 0.58);
}

#[test]
fn folds_spread_each_class_evenly() {
    let labels: Vec<u32> = (0..103).map(|i| i % 10 / 4).collect();
    let classes = ["a", "b", "c"].map(String::from).to_vec();
    let target = TargetValues::Classes {
        labels: labels.clone(),
        classes,
    };
    let dealt = folds(&target, 5, 1);
    for class in 0..3 {
        let sizes = (0..5).map(|fold| {
            let rows = labels.iter().zip(&dealt);
            rows.filter(|(l, f)| **l == class && **f == fold).count()
        });
        let sizes: Vec<usize> = sizes.collect();
        assert!(
            sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1,
            "{sizes:?}"
        );
    }
    assert_ne!(dealt, folds(&target, 5, 2));
}

#[test]
fn target_means_have_names_and_know_unseen_and_missing_ones() {
    let values = [texts(&["n", "n", "s", "s", "w"]), vec![Value::Null]].concat();
    let own = ColumnEncoding {
        smoothing: Smoothing::Fixed,
        smooth: 0.0,
        ..only(Encoding::Target)
    };
    let train = table(
        ColumnKind::Category,
        &values,
        &numbers(&[1.0, 2.0, 5.0, 7.0, 9.0, 6.0]),
    );
    let FittedFeatures { featurizer, .. } = fit(&train, &own).unwrap();
    assert_eq!(names(&featurizer), ["x (target mean)"]);
    let new = [texts(&["n", "s", "north"]), vec![Value::Null]].concat();
    let new = table(ColumnKind::Category, &new, &[]);
    assert_eq!(apply(&featurizer, &new), [[1.5, 6.0, 5.0, 6.0]]);
    let unseen = featurizer.apply(&new).unwrap().unseen;
    assert_eq!(unseen, [("x".to_owned(), 1, "“north”".to_owned())]);

    let classes = texts(&["a", "b", "c", "a", "b", "c"]);
    let train = table(ColumnKind::Category, &values, &classes);
    let expected = ["a", "b", "c"].map(|class| format!("x (target mean of “{class}”)"));
    assert_eq!(names(&fit(&train, &own).unwrap().featurizer), expected);
}

#[test]
fn numbers_can_be_bins_or_categories() {
    let train: Vec<Value> = (1..9).map(Value::from).collect();
    let train = table(ColumnKind::Integer, &train, &[]);
    let new = [numbers(&[-5.0, 2.5, 7.0, 99.0]), vec![Value::Null]].concat();
    let new = table(ColumnKind::Decimal, &new, &[]);
    let bins = ColumnEncoding {
        n_bins: 2,
        bin_encoding: BinEncoding::OneHot,
        ..only(Encoding::QuantileBins)
    };
    let fitting = fit(&train, &bins).unwrap();
    assert_eq!(names(&fitting.featurizer), ["x < 4.5", "x ≥ 4.5"]);
    let missing_is_the_median = [[1.0, 1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0, 1.0]];
    assert_eq!(apply(&fitting.featurizer, &new), missing_is_the_median);

    let one_hot = ColumnEncoding {
        max_categories: Some(2),
        ..only(Encoding::OneHot)
    };
    let train = table(ColumnKind::Integer, &[10, 9, 9, 0, 0].map(Value::from), &[]);
    let fitting = fit(&train, &one_hot).unwrap();
    assert_eq!(names(&fitting.featurizer), ["x = 0", "x = 9", "x = other"]);
    // Whole numbers are the same in a column of decimals, and zero has no sign.
    let new = table(ColumnKind::Decimal, &numbers(&[9.0, -0.0, 10.0, 9.5]), &[]);
    let expected = [
        [0.0, 1.0, 0.0, 0.0],
        [1.0, 0.0, 0.0, 0.0],
        [0.0, 0.0, 1.0, 1.0],
    ];
    assert_eq!(apply(&fitting.featurizer, &new), expected);
}

/// A prediction can be held to rise with a number only through features that do.
#[test]
fn features_rise_with_their_number_or_do_not() {
    let values = [numbers(&[1.0, 4.0, 9.0, 16.0]), vec![Value::Null]].concat();
    let train = table(ColumnKind::Decimal, &values, &[]);
    for encoding in Encoding::of(ColumnKind::Decimal) {
        for bin_encoding in [BinEncoding::Ordinal, BinEncoding::OneHot] {
            let own = ColumnEncoding {
                n_bins: 2,
                bin_encoding,
                missing_indicator: Some(true),
                ..only(*encoding)
            };
            let FittedFeatures {
                featurizer, matrix, ..
            } = fit(&train, &own).unwrap();
            let rises = |feature: &Vec<f64>| feature[..4].is_sorted() && feature[0] < feature[3];
            let mut expected: Vec<bool> = matrix.columns().iter().map(rises).collect();
            if !encoding.gives_numbers() || expected.len() > 2 {
                // Of categories and of bins by themselves, one may rise by chance.
                expected.fill(false);
            }
            assert_eq!(
                featurizer.rises(),
                expected,
                "{encoding:?} {bin_encoding:?}"
            );
        }
    }
}

#[test]
fn truth_values_can_be_numbers() {
    let own = ColumnEncoding {
        missing_indicator: Some(true),
        numeric_imputation: Some(NumericImputation::Mean),
        ..only(Encoding::Passthrough)
    };
    let values = [texts(&["yes", "no", "Yes"]), vec![Value::Null]].concat();
    let train = table(ColumnKind::Boolean, &values, &[]);
    let FittedFeatures {
        featurizer, matrix, ..
    } = fit(&train, &own).unwrap();
    assert_eq!(names(&featurizer), ["x", "x is missing"]);
    assert_eq!(
        matrix.columns(),
        [[1.0, 0.0, 1.0, 2.0 / 3.0], [0.0, 0.0, 0.0, 1.0]]
    );
}

/// Every encoding has an indicator where one is asked for, and a missing value is no NaN but of categories as they are.
#[test]
fn missing_values_are_filled_and_marked() {
    for (kind, value) in [
        (ColumnKind::Decimal, ["1", "5"]),
        (ColumnKind::Category, ["red", "blue"]),
        (ColumnKind::Boolean, ["yes", "no"]),
        (ColumnKind::Date, ["2024-01-02", "2024-03-04"]),
        (ColumnKind::Text, ["some words", "other ones"]),
    ] {
        let values = [texts(&value), texts(&value), vec![Value::Null, Value::Null]].concat();
        let train = table(kind, &values, &[]);
        for encoding in Encoding::of(kind) {
            let own = ColumnEncoding {
                missing_indicator: Some(true),
                n_bins: 2,
                ..only(*encoding)
            };
            let FittedFeatures {
                featurizer, matrix, ..
            } = fit(&train, &own).unwrap();
            let names = names(&featurizer);
            assert_eq!(names.last().unwrap(), "x is missing", "{encoding:?}");
            assert_eq!(
                names
                    .iter()
                    .filter(|name| name.ends_with("missing"))
                    .count(),
                1
            );
            let flags = matrix.columns().last().unwrap();
            assert_eq!(flags, &[0.0, 0.0, 0.0, 0.0, 1.0, 1.0], "{encoding:?}");
            let gaps = matrix.columns().iter().flatten().filter(|v| v.is_nan());
            let as_is = *encoding == Encoding::Categorical;
            assert_eq!(gaps.count(), if as_is { 2 } else { 0 }, "{encoding:?}");
            if *encoding != Encoding::Target {
                let again = apply(&featurizer, &train);
                let bits = |columns: &[Vec<f64>]| -> Vec<u64> {
                    columns.iter().flatten().map(|v| v.to_bits()).collect()
                };
                assert_eq!(bits(&again), bits(matrix.columns()), "{encoding:?}");
            }
        }
    }
}

#[test]
fn categories_as_they_are_keep_their_numbers() {
    let values = [texts(&["red", "blue", "green", "blue"]), vec![Value::Null]].concat();
    let train = table(ColumnKind::Category, &values, &[]);
    for imputation in [
        CategoryImputation::Constant,
        CategoryImputation::MostFrequent,
    ] {
        let own = ColumnEncoding {
            category_imputation: Some(imputation),
            missing_indicator: Some(true),
            ..only(Encoding::Categorical)
        };
        let FittedFeatures {
            featurizer, report, ..
        } = fit(&train, &own).unwrap();
        assert!(featurizer.leaves_missing());
        let marked: Vec<bool> = report.features.iter().map(|of| of.categorical).collect();
        assert_eq!(marked, [true, false], "the indicator is a number");
        let sorted = ["blue", "green", "red"].map(String::from);
        assert_eq!(featurizer.categories(), [Some(&sorted[..]), None]);
        let new = [texts(&["red", "green", "violet"]), vec![Value::Null]].concat();
        let new = table(ColumnKind::Category, &new, &[]);
        let applied = featurizer.apply(&new).unwrap();
        let numbers = &applied.matrix.columns()[0];
        assert_eq!(numbers[..2], [2.0, 1.0]);
        assert!(numbers[2].is_nan() && numbers[3].is_nan());
        assert_eq!(applied.unseen, [("x".into(), 1, "“violet”".into())]);
    }
    let whole = table(ColumnKind::Decimal, &numbers(&[7.0, 3.0, 7.0, -1.0]), &[]);
    let fitting = fit(&whole, &only(Encoding::Categorical)).unwrap();
    assert_eq!(fitting.matrix.columns(), [[2.0, 1.0, 2.0, 0.0]]);
}

/// What the model never saw missing does not become missing later.
#[test]
fn numbers_stay_missing_only_where_some_were() {
    let own = ColumnEncoding {
        numeric_imputation: Some(NumericImputation::Keep),
        ..only(Encoding::Standard)
    };
    let new = table(ColumnKind::Decimal, &[Value::Null], &[]);
    let full = numbers(&[1.0, 2.0, 6.0, 7.0]);
    let fitting = fit(&table(ColumnKind::Decimal, &full, &[]), &own).unwrap();
    assert!(!fitting.featurizer.leaves_missing());
    assert_eq!(apply(&fitting.featurizer, &new), [[0.0]]);
    let gappy = [full, vec![Value::Null]].concat();
    let fitting = fit(&table(ColumnKind::Decimal, &gappy, &[]), &own).unwrap();
    assert!(fitting.featurizer.leaves_missing());
    assert!(apply(&fitting.featurizer, &new)[0][0].is_nan());
}

#[test]
fn a_constant_column_gives_no_feature() {
    for (kind, value) in [
        (ColumnKind::Decimal, "3"),
        (ColumnKind::Category, "red"),
        (ColumnKind::Date, "2024-01-02"),
        (ColumnKind::Text, "the same words"),
        (ColumnKind::Boolean, "yes"),
    ] {
        let train = table(kind, &texts(&[value; 4]), &[]);
        for encoding in Encoding::of(kind) {
            let error = fit(&train, &only(*encoding)).err().unwrap();
            assert!(
                error.problem.starts_with("No column produces features"),
                "{encoding:?}"
            );
        }
    }
    let rarely = numbers(&[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
    let rarely = table(ColumnKind::Decimal, &rarely, &[]);
    assert!(fit(&rarely, &only(Encoding::QuantileBins)).is_err());
    let wordless = table(ColumnKind::Text, &texts(&["a", "!", "b ?"]), &[]);
    assert!(fit(&wordless, &only(Encoding::TfIdf)).is_err());
    assert!(fit(&wordless, &only(Encoding::Hashed)).is_err());
}

#[test]
fn extreme_numbers_stay_finite() {
    let largest = f64::MAX;
    let values = numbers(&[largest, -largest, 0.0, 1e-300, 1e308, -1e308, 5e-324, 3.0]);
    let train = table(ColumnKind::Decimal, &values, &values);
    let tiny = numbers(&[1e-320, 2e-320, 0.0]);
    let tiny = table(ColumnKind::Decimal, &tiny, &[]);
    // An unseen category stays missing.
    let encodings = Encoding::of(ColumnKind::Decimal).iter();
    for encoding in encodings.filter(|encoding| **encoding != Encoding::Categorical) {
        let own = ColumnEncoding {
            n_bins: 3,
            ..only(*encoding)
        };
        for imputation in [NumericImputation::Mean, NumericImputation::Median] {
            let own = ColumnEncoding {
                numeric_imputation: Some(imputation),
                ..own.clone()
            };
            let fitting = fit(&train, &own).unwrap();
            let finite = |columns: &[Vec<f64>]| columns.iter().flatten().all(|v| v.is_finite());
            assert!(finite(fitting.matrix.columns()), "{encoding:?}");
            assert!(finite(&apply(
                &fit(&tiny, &own).unwrap().featurizer,
                &train
            )));
        }
    }
}

#[test]
fn dates_turn_and_pass() {
    let values = texts(&["2024-01-01 00:00", "2024-01-01 06:00", "2024-01-02 12:00"]);
    let train = table(ColumnKind::DateTime, &values, &[]);
    let fitting = fit(&train, &only(Encoding::Cyclic)).unwrap();
    let waves = ["day of year", "weekday", "hour"]
        .map(|part| [format!("x: {part} sin"), format!("x: {part} cos")]);
    assert_eq!(names(&fitting.featurizer), waves.concat());
    let hours = &fitting.matrix.columns()[4..];
    for (found, expected) in hours.iter().flatten().zip([0.0, 1.0, 0.0, 1.0, 0.0, -1.0]) {
        assert!((found - expected).abs() < 1e-15, "{hours:?}");
    }
    let fitting = fit(&train, &only(Encoding::Elapsed)).unwrap();
    assert_eq!(names(&fitting.featurizer), ["x: days since 2024-01-01"]);
    assert_eq!(fitting.matrix.columns(), [[0.0, 0.25, 1.5]]);
}

#[test]
fn an_encoding_for_another_kind_is_refused() {
    let train = table(ColumnKind::Date, &texts(&["2024-01-01", "2024-02-02"]), &[]);
    let error = fit(&train, &only(Encoding::Standard)).err().unwrap();
    assert_eq!(error.stage, Stage::Featurize);
    assert_eq!(error.column.as_deref(), Some("x"));
    assert_eq!(
        error.to_string(),
        "featurize: Column x is a date column, which cannot be encoded as standard scale. \
         Choose one of these: date parts, cyclic parts, days elapsed."
    );
}

#[test]
fn parameters_out_of_range_name_their_column() {
    let data = DataReference {
        name: String::new(),
        sha256: String::new(),
    };
    let mut recipe = Recipe::new(data, "t".into(), Task::Regression, Vec::new());
    let mut problem = |change: fn(&mut ColumnEncoding)| {
        let mut own = only(Encoding::OneHot);
        change(&mut own);
        recipe.featurize.columns.insert("zone".into(), own);
        let error = recipe.check().unwrap_err();
        assert_eq!(error.stage, Stage::Featurize);
        error.problem
    };
    type Change = fn(&mut ColumnEncoding);
    let changes: [(Change, &str); 8] = [
        (|own| own.max_categories = Some(1), "max_categories is 1"),
        (|own| own.n_bins = 1, "n_bins is 1"),
        (|own| own.smooth = f64::NAN, "smooth is NaN"),
        (|own| own.cv = 1, "cv is 1"),
        (|own| own.max_features = 1001, "max_features is 1001"),
        (
            |own| own.n_features = 100,
            "n_features is 100; it must be a power of two, such as 128.",
        ),
        (|own| own.ngram_max = 7, "ngram_max is 7"),
        (|own| own.ngram_min = 2, "ngram_min is 2 and ngram_max 1"),
    ];
    for (change, expected) in changes {
        let problem = problem(change);
        assert!(
            problem.starts_with(&format!("Column zone: {expected}")),
            "{problem}"
        );
    }
    recipe.featurize = Featurize {
        encoding: Encoding::Standard,
        ..Featurize::default()
    };
    assert!(recipe.check().is_err());
}

#[test]
fn a_recipe_names_what_is_chosen_for_a_column() {
    let own: ColumnEncoding =
        serde_json::from_str(r#"{"encoding": "tf_idf", "ngram_max": 2}"#).unwrap();
    assert_eq!(
        own,
        ColumnEncoding {
            ngram_max: 2,
            ..only(Encoding::TfIdf)
        }
    );
    let error = serde_json::from_str::<ColumnEncoding>(r#"{"encodin": "tf_idf"}"#).unwrap_err();
    assert!(error.to_string().contains("unknown field `encodin`"));
}

/// More features of rows than memory holds are refused before they are made.
#[test]
fn too_many_features_are_refused() {
    let rows = 300_000;
    let words: Vec<Value> = (0..rows)
        .map(|i| Value::from(format!("w{}", i % 1000)))
        .collect();
    let train = table(ColumnKind::Category, &words, &[]);
    let own = ColumnEncoding {
        max_categories: Some(1000),
        ..only(Encoding::OneHot)
    };
    let error = fit(&train, &own).err().unwrap();
    assert_eq!(
        error.problem,
        "1\u{202f}000 features of 300\u{202f}000 rows need more memory than there is."
    );
}
