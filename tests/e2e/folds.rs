//! Rows that are not split at random, and scores of folds.

use grove_protocol::Download;
use grove_recipe::stage::Stage;

use crate::harness::page::Page;

#[test]
fn folds_are_scored_beside_the_test_rows_and_no_stage_before_runs_again() {
    let page = Page::open();
    page.sample("iris");
    page.run();
    let accuracy = page.metric("accuracy");
    page.show(Stage::Evaluate);
    page.select("parameter-cross_validation", "k-fold");
    page.reaches(Stage::Evaluate, "stale");
    page.watch_stages();
    page.run();
    assert_eq!(page.stages_that_ran(), ["stage-evaluate"]);
    assert_eq!(page.metric("accuracy"), accuracy);
    assert_eq!(page.data("folds-accuracy", "folds"), "5");
    let mean: f64 = page.data("folds-accuracy", "mean").parse().expect("a mean");
    let std: f64 = page
        .data("folds-accuracy", "std")
        .parse()
        .expect("a deviation");
    assert!(
        (0.85..1.0).contains(&mean) && (0.0..0.15).contains(&std),
        "{mean} ± {std}"
    );
    assert!(page.text("cross-validation").contains("StratifiedKFold"));

    let metrics = page.download(Download::Metrics);
    let metrics: serde_json::Value = serde_json::from_slice(&metrics).expect("JSON");
    assert_eq!(metrics["cross_validation"]["scores"][0]["mean"], mean);

    page.select("parameter-cross_validation", "repeated k-fold");
    page.fill("n_splits", "3");
    page.fill("n_repeats", "2");
    page.run();
    assert_eq!(page.data("folds-accuracy", "folds"), "6");
}

#[test]
fn rows_are_dealt_by_group_and_by_time() {
    let mut visits = String::from("size,patient,day,kind\n");
    for i in 0..80 {
        let day = i / 4 + 1;
        visits += &format!(
            "{},p{},2024-01-{day:02},{}\n",
            i * 7 % 11,
            i / 4 % 10,
            ["cat", "dog"][i * 5 / 3 % 2]
        );
    }
    let page = Page::open();
    page.upload("visits.csv", visits.as_bytes());
    page.predict("kind");
    page.show(Stage::Split);
    page.select("parameter-method", "by group: no group is in two parts");
    page.click("run-all");
    let (stage, told) = page.take_error();
    assert_eq!(stage, "split");
    assert!(told.contains("group is not chosen"), "{told}");
    page.select("parameter-group", "patient");
    page.run();
    page.show(Stage::Split);
    assert!(page.text("parts").contains("2 groups"));

    page.select("parameter-method", "by time: train before, test after");
    page.select("parameter-time_column", "day");
    page.run();
    page.show(Stage::Split);
    assert!(page.text("parts").contains("2024-01-16 to 2024-01-20"));
}
