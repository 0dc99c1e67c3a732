//! The rules behind the data, and how much of them the default forest finds.

use grove_engine::predict::predict;
use grove_protocol::report::Detail;
use grove_recipe::Task;
use grove_recipe::stage::Stage;
use grove_recipe::synthetic::{DATA_SETS, DataSet, NOISE, SyntheticName, SyntheticSpec};

use super::{column, leaks, made, spec, table};
use crate::tools::{detail, finish, open};

/// The test score (accuracy or R²) of the default forest and of the baseline, without these columns.
fn scores(spec: &SyntheticSpec, leave_out: &[&str]) -> (f64, f64) {
    let set = spec.name.set();
    let (mut pipeline, _, mut recipe) = open(&made(spec)).unwrap();
    assert_eq!(
        (&*recipe.target, recipe.task),
        (set.target, set.task),
        "{}",
        set.id
    );
    recipe
        .leave_out
        .extend(leave_out.iter().map(|name| name.to_string()));
    let reports = finish(&mut pipeline, &recipe).unwrap();
    let Detail::Evaluate(evaluation) = detail(&reports, Stage::Evaluate) else {
        panic!()
    };
    let name = match set.task {
        Task::Classification => "accuracy",
        Task::Regression => "r2",
    };
    let metric = evaluation.metrics.iter().find(|m| m.name == name).unwrap();
    (metric.value.unwrap(), metric.baseline.unwrap())
}

#[test]
fn without_noise_the_rules_hold_to_the_last_digit() {
    let clear = |name| spec(name, |s| s.noise = 0.0);
    let numbers = |spec: &SyntheticSpec, name: &str| -> Vec<f64> {
        let cells = column(spec, name);
        cells.iter().map(|cell| cell.parse().unwrap()).collect()
    };
    let cars = clear(SyntheticName::CarEconomy);
    let rule = |weight: f64, power: f64, year: f64| {
        235.215 / (1.2 + 0.0046 * weight + 0.012 * power - 0.08 * (year - 1990.0))
    };
    let weights_and_powers = numbers(&cars, "weight_kg")
        .into_iter()
        .zip(numbers(&cars, "horsepower"));
    let years_and_miles = numbers(&cars, "model_year")
        .into_iter()
        .zip(numbers(&cars, "mpg"));
    for ((weight, power), (year, mpg)) in weights_and_powers.zip(years_and_miles) {
        assert!(
            (rule(weight, power, year) - mpg).abs() < 0.0501,
            "{weight} kg: {mpg}"
        );
    }
    let circles = clear(SyntheticName::Circles);
    let points = ["x", "y"].map(|name| numbers(&circles, name));
    for (row, class) in column(&circles, "class").iter().enumerate() {
        let radius = points[0][row].hypot(points[1][row]);
        let expected = if class == "orange" { 0.5 } else { 1.0 };
        assert!((radius - expected).abs() < 1e-4, "row {row}: {radius}");
    }
}

#[test]
fn without_noise_a_forest_finds_the_rule_and_with_nothing_else_it_finds_none() {
    for set in &DATA_SETS {
        let score = |noise: f64| scores(&spec(set.name, |s| s.noise = noise), leaks(set));
        let (clear, baseline) = score(0.0);
        let (usual, _) = score(NOISE.default);
        let (lost, lost_baseline) = score(1.0);
        assert!(clear > 0.9 && clear > baseline + 0.3, "{}: {clear}", set.id);
        assert!(usual > lost + 0.15, "{}: {usual}, {lost}", set.id);
        assert!(lost < lost_baseline + 0.05, "{}: {lost}", set.id);
    }
}

#[test]
fn what_was_learned_before_the_drift_holds_less_behind_it() {
    for set in &DATA_SETS {
        let score = |drift: f64| {
            let csv = String::from_utf8(made(&spec(set.name, |s| s.drift = drift))).unwrap();
            let lines: Vec<&str> = csv.lines().collect();
            let half = 1 + (lines.len() - 1) / 2;
            let (early, late) = (lines[..half].join("\n"), lines[half..].join("\n"));
            let (mut pipeline, _, mut recipe) = open(early.as_bytes()).unwrap();
            recipe
                .leave_out
                .extend(leaks(set).iter().map(|name| name.to_string()));
            recipe.train.set("n_estimators", 30).unwrap();
            finish(&mut pipeline, &recipe).unwrap();
            let late = format!("{}\n{late}\n", lines[0]);
            let fitted = &pipeline.outcome().unwrap().fitted;
            let (predictions, _) = predict(fitted, "late.csv", late.as_bytes()).unwrap();
            agreement(set, &grove_export::predictions::write(&predictions), &late)
        };
        let (steady, drifted) = (score(0.0), score(1.0));
        assert!(drifted < steady - 0.1, "{}: {steady} → {drifted}", set.id);
    }
}

/// The share of right classes, or R², of a file of predictions.
fn agreement(set: &DataSet, predictions: &[u8], csv: &str) -> f64 {
    let read = |bytes: &[u8], name: &str| -> Vec<String> {
        let mut reader = csv::Reader::from_reader(bytes);
        let header = reader.headers().unwrap().clone();
        let place = header.iter().position(|column| column == name);
        let place = place.unwrap_or_else(|| panic!("no {name} in {header:?}"));
        reader
            .records()
            .map(|row| row.unwrap()[place].to_owned())
            .collect()
    };
    let actual = read(csv.as_bytes(), set.target);
    let predicted = read(predictions, "prediction");
    assert_eq!(actual.len(), predicted.len());
    if set.task == Task::Classification {
        let right = actual
            .iter()
            .zip(&predicted)
            .filter(|(a, p)| a == p)
            .count();
        return right as f64 / actual.len() as f64;
    }
    let number = |text: &String| text.parse::<f64>().unwrap();
    let mean = actual.iter().map(number).sum::<f64>() / actual.len() as f64;
    let pairs = actual.iter().map(number).zip(predicted.iter().map(number));
    let (errors, spread) = pairs.fold((0.0, 0.0), |(errors, spread), (a, p)| {
        (errors + (a - p) * (a - p), spread + (a - mean) * (a - mean))
    });
    1.0 - errors / spread
}

#[test]
fn the_tip_gives_the_answer_away() {
    let spec = SyntheticSpec::new(SyntheticName::TaxiTrips);
    let (with, _) = scores(&spec, &[]);
    let (without, _) = scores(&spec, leaks(spec.name.set()));
    assert!(with > 0.95 && with > without + 0.05, "{with}, {without}");
}

#[test]
fn a_tip_is_high_where_it_says_so() {
    let (header, rows) = table(&SyntheticSpec::new(SyntheticName::TaxiTrips));
    let cell = |row: &[String], name: &str| {
        row[header.iter().position(|column| column == name).unwrap()].clone()
    };
    let cents = |text: &str| text.replace('.', "").parse::<u64>();
    for row in &rows {
        let fare = cents(&cell(row, "fare")).unwrap();
        let tip = cell(row, "tip");
        assert_eq!(tip.is_empty(), cell(row, "payment") == "cash");
        let high = cents(&tip).is_ok_and(|tip| tip * 5 >= fare);
        assert_eq!(high, cell(row, "high_tip") == "yes", "{row:?}");
        let total = fare + cents(&cell(row, "tolls")).unwrap() + cents(&tip).unwrap_or(0);
        assert_eq!(cents(&cell(row, "total")), Ok(total));
        assert!(cell(row, "pickup_at") < cell(row, "dropoff_at"), "{row:?}");
    }
    let pickups = column(&SyntheticSpec::new(SyntheticName::TaxiTrips), "pickup_at");
    assert!(pickups.is_sorted());
}
