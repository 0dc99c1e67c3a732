//! Residuals along a column, beside what they are by definition.

use grove_engine::evaluate::slices::{TestedRows, residuals_along};
use grove_engine::table::target::TargetValues;
use grove_models::Predictions;

use super::{people, table};

/// Residuals that rise with the row.
fn tested(rows: u32) -> TestedRows {
    let table = table(&people(rows, 1));
    TestedRows {
        actual: TargetValues::Values((0..rows).map(f64::from).collect()),
        predicted: Predictions::Values(vec![10.0; table.height() as usize]),
        table,
        target: "t".into(),
        seed: 1,
    }
}

#[test]
fn numbers_are_put_into_bins_of_all_rows_and_few_of_them_into_points() {
    let report = residuals_along(&tested(5000), "age").unwrap();
    assert_eq!((report.rows, report.points.len()), (5000, 1667));
    assert!(report.places.len() <= 20 && report.places.len() > 10);
    assert_eq!(
        report.places.iter().map(|place| place.rows).sum::<u32>(),
        5000
    );
    let ends: Vec<(f64, f64)> = report
        .places
        .iter()
        .map(|place| place.ends.unwrap())
        .collect();
    assert!(
        ends.windows(2).all(|pair| pair[0].1 < pair[1].0),
        "{ends:?}"
    );
    for place in &report.places {
        let of = place.quartiles;
        assert!(of.lower <= of.median && of.median <= of.upper);
    }
}

#[test]
fn quartiles_of_a_category_are_numpys() {
    let tested = tested(9);
    let report = residuals_along(&tested, "region").unwrap();
    assert_eq!(report.places.iter().map(|place| place.rows).sum::<u32>(), 9);
    assert!(report.points.is_empty());
    let all = TestedRows {
        table: table("c,t\nx,1\nx,2\nx,3\nx,4\n,5\nx,6\n"),
        actual: TargetValues::Values(vec![1.0, 2.0, 3.0, 10.0, 7.0, 5.0]),
        predicted: Predictions::Values(vec![0.0; 6]),
        ..tested
    };
    let report = residuals_along(&all, "c").unwrap();
    let [of, missing] = report.places.as_slice() else {
        panic!("{report:?}");
    };
    // numpy.quantile([1, 2, 3, 10, 5], [0.25, 0.5, 0.75])
    let quartiles = [of.quartiles.lower, of.quartiles.median, of.quartiles.upper];
    assert_eq!(
        (of.value.as_deref(), of.rows, quartiles),
        (Some("x"), 5, [2.0, 3.0, 5.0])
    );
    assert_eq!(
        (missing.value.as_deref(), missing.ends, missing.rows),
        (None, None, 1)
    );
    assert_eq!(missing.quartiles.median, 7.0);
}

#[test]
fn an_unknown_column_and_classes_are_refused() {
    let error = residuals_along(&tested(50), "nothing").unwrap_err();
    assert_eq!(error.problem, "The cleaned table has no column nothing.");
    let classes = TestedRows {
        actual: TargetValues::Classes {
            labels: vec![0; 50],
            classes: vec!["a".into(), "b".into()],
        },
        predicted: Predictions::of_classes(2, vec![0.5; 100]),
        ..tested(50)
    };
    assert_eq!(
        residuals_along(&classes, "age").unwrap_err().problem,
        "Classes have no residuals."
    );
}
