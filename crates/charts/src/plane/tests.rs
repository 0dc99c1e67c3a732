//! The geometry of planes.

use super::*;
use crate::mark::Inside;
use crate::plane_marks::ringed;
use grove_protocol::report::{PlaneField, PlanePoint};
use grove_recipe::columns::ColumnKind;

fn axis_of(column: &str) -> PlaneAxis {
    PlaneAxis {
        column: column.to_owned(),
        kind: ColumnKind::Decimal,
        unit: None,
        categories: Vec::new(),
        bands: false,
        low: 0.0,
        high: 10.0,
    }
}

fn report(points: &[(f64, f64, f64, Option<f64>)]) -> PlaneReport {
    let points = points
        .iter()
        .zip(1..)
        .map(|(&(x, y, target, predicted), row)| PlanePoint {
            row,
            x,
            y,
            target,
            test: predicted.is_some(),
            predicted,
        });
    PlaneReport {
        x: axis_of("length"),
        y: axis_of("width"),
        target: "kind".to_owned(),
        classes: vec!["cat".to_owned(), "<dog>".to_owned()],
        points: points.collect(),
        drawn_from: 3,
        left_out: 0,
        field: None,
    }
}

fn three() -> PlaneReport {
    report(&[
        (1.0, 9.0, 0.0, None),
        (5.0, 5.0, 1.0, Some(1.0)),
        (9.0, 1.0, 1.0, Some(0.0)),
    ])
}

/// Every mark with its children.
fn all<'m>(marks: &'m [Mark], found: &mut Vec<&'m Mark>) {
    for mark in marks {
        found.push(mark);
        for inside in mark.inside() {
            if let Inside::Mark(inside) = inside {
                all(std::slice::from_ref(inside), found);
            }
        }
    }
}

fn with_class(scene: &Scene, class: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    all(scene.marks(), &mut found);
    let is = |mark: &&&Mark| {
        let classes = mark.attribute("class").unwrap_or_default();
        classes.split(' ').any(|one| one == class)
    };
    found
        .iter()
        .filter(is)
        .map(|mark| (**mark).clone())
        .collect()
}

#[test]
fn rows_of_a_class_are_one_path_and_mistakes_are_ringed() {
    let report = three();
    let plot = PlanePlot::of(&report, 480.0);
    let scene = scene(&report, &plot);
    // One in the plot and one in the legend.
    assert_eq!(with_class(&scene, "plane-1").len(), 2);
    assert_eq!(ringed(&report), [2]);
    assert_eq!(with_class(&scene, "plane-ring").len(), 2);
    assert!(
        scene
            .summary
            .contains("1 of 2 test rows are answered wrong")
            || report.field.is_none()
    );
    assert_eq!(
        describe(&report, 2),
        "Row 3: length 9, width 1, kind <dog>, predicted cat, a test row."
    );
}

#[test]
fn arrow_keys_walk_the_rows_in_both_directions() {
    let report = three();
    let plot = PlanePlot::of(&report, 480.0);
    assert_eq!(plot.moved(None, "ArrowRight"), Some(0));
    assert_eq!(plot.moved(Some(0), "ArrowRight"), Some(1));
    assert_eq!(plot.moved(Some(2), "ArrowRight"), Some(2));
    assert_eq!(plot.moved(Some(2), "ArrowUp"), Some(1));
    assert_eq!(plot.moved(Some(0), "ArrowDown"), Some(1));
    assert_eq!(plot.moved(Some(1), "End"), Some(2));
    assert_eq!(plot.moved(Some(1), "Home"), Some(0));
    assert_eq!(plot.moved(Some(1), "Tab"), None);
    let (x, y) = plot.pixels[1];
    assert_eq!(plot.nearest(x + 3.0, y - 3.0), Some(1));
    assert_eq!(plot.nearest(x + 40.0, y + 40.0), None);
}

#[test]
fn equal_cells_side_by_side_are_one_rectangle() {
    let mut report = three();
    report.field = Some(PlaneField {
        columns: 4,
        rows: 2,
        answers: vec![0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 1.0],
        certainty: vec![0.9, 0.9, 0.9, 0.8, 0.9, 0.9, 0.8, 0.55],
        trees: 7,
        held: vec![("age".to_owned(), "28".to_owned())],
        unused: vec!["width".to_owned()],
    });
    let plot = PlanePlot::of(&report, 480.0);
    let scene = scene(&report, &plot);
    let field = with_class(&scene, "plane-field");
    assert_eq!(field[0].attribute("data-trees"), Some("7"));
    let paths = field[0].inside().iter();
    let rectangles = paths.map(|path| match path {
        Inside::Mark(path) => path.attribute("d").unwrap_or_default().matches('M').count(),
        Inside::Words(_) => 0,
    });
    assert_eq!(rectangles.collect::<Vec<_>>(), [2, 1, 2]);
    for words in ["age held at 28", "does not use width", "1 of 2 test rows"] {
        assert!(scene.summary.contains(words), "{}", scene.summary);
    }
    let (x, y) = (plot.area.left + 1.0, plot.area.bottom - 1.0);
    assert_eq!(
        plot.read(&report, x, y).as_deref(),
        Some("cat (90\u{202f}%)")
    );
    assert_eq!(plot.read(&report, x - 5.0, y), None);
}

#[test]
fn odd_values_and_many_classes_do_not_break_it() {
    let mut odd = report(&[
        (f64::MAX, 5e-324, 1e300, None),
        (f64::MIN, 0.0, -1e300, None),
    ]);
    odd.classes.clear();
    (odd.x.low, odd.x.high) = (f64::MIN, f64::MAX);
    let plot = PlanePlot::of(&odd, 320.0);
    assert!(
        plot.pixels
            .iter()
            .all(|at| at.0.is_finite() && at.1.is_finite())
    );
    assert_eq!(ringed(&odd), [0usize; 0]);
    let mut many = three();
    many.classes = (0..40).map(|class| class.to_string()).collect();
    many.points[2].target = 39.0;
    let plot = PlanePlot::of(&many, 320.0);
    assert!(plot.legend.rows > 1);
    assert_ne!(plot.legend.colour(39.0), plot.legend.colour(17.0));
    let none = PlaneReport {
        points: Vec::new(),
        ..three()
    };
    let plot = PlanePlot::of(&none, 320.0);
    assert!(scene(&none, &plot).drawing().is_none());
    assert_eq!(plot.moved(None, "ArrowRight"), None);
}

#[test]
fn categories_have_bands_within_which_rows_are_spread() {
    let mut report = three();
    report.x.categories = vec!["a long name of a category".to_owned(), "b".to_owned()];
    (report.x.low, report.x.high, report.x.bands) = (-0.5, 1.5, true);
    report.points[0].x = 0.0;
    report.points[1].x = 0.0;
    report.points[2].x = 1.0;
    let plot = PlanePlot::of(&report, 480.0);
    let middle = (plot.area.left + plot.area.right) / 2.0;
    let [a, b, c] = [0, 1, 2].map(|row| plot.pixels[row].0);
    assert!(a < middle && b < middle && c > middle && a != b);
}
