//! Evaluate, classes: the curves of a class over all thresholds, each with its band, and the calibration of its probabilities.

use grove_protocol::report::{BAND_PLACES, CurvePoint, CurveShape, CurvesReport};
use grove_recipe::number::{fixed, four, share, significant};

use crate::axis::{PlotArea, ticks_across, widest, x_axis, y_axis};
use crate::calibration;
use crate::mark::{Mark, px};
use crate::numbers::Numbers;
use crate::scale::{Linear, Ticks};
use crate::scene::{Drawing, Scene};

/// The curve that is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveKind {
    /// Receiver operating characteristic: the true positive rate by the false positive rate.
    Roc,
    /// Precision by recall.
    PrecisionRecall,
    /// The share of the class that is found by the share of all rows, by falling probability.
    Gain,
    /// The gain as a multiple of that in any order.
    Lift,
    /// What happened by the probability.
    Calibration,
}

impl CurveKind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Roc,
        Self::PrecisionRecall,
        Self::Gain,
        Self::Lift,
        Self::Calibration,
    ];

    /// Those of the report.
    pub const OF_REPORT: [Self; 4] = [
        Self::Roc,
        Self::PrecisionRecall,
        Self::Gain,
        Self::Calibration,
    ];

    /// Returns the name, the name of the file, and the labels of the axes.
    pub const fn words(self) -> [&'static str; 4] {
        match self {
            Self::Roc => [
                "ROC curve",
                "roc",
                "false positive rate",
                "true positive rate",
            ],
            Self::PrecisionRecall => [
                "Precision and recall",
                "precision-recall",
                "recall",
                "precision",
            ],
            Self::Gain => [
                "Cumulative gain",
                "gain",
                "share of all rows",
                "share of the class found",
            ],
            Self::Lift => [
                "Lift",
                "lift",
                "share of all rows",
                "times as many as in any order",
            ],
            Self::Calibration => [
                "Calibration",
                "calibration",
                "probability",
                "share that is right",
            ],
        }
    }

    fn shape(self, report: &CurvesReport) -> &CurveShape {
        match self {
            Self::Roc => &report.roc,
            Self::PrecisionRecall => &report.precision_recall,
            _ => &report.gain,
        }
    }

    /// Returns where a threshold is; `None` where nothing is predicted as the class, so that there is no precision or lift.
    fn at(self, report: &CurvesReport, point: &CurvePoint) -> Option<(f64, f64)> {
        let CurvePoint {
            true_positives: found,
            false_positives: wrong,
            ..
        } = *point;
        let (rows, recall) = (found.saturating_add(wrong), share(found, report.positives));
        let of_rows = share(rows, report.rows);
        let some = (rows > 0).then_some(());
        match self {
            Self::Roc => Some((share(wrong, report.negatives()), recall)),
            Self::PrecisionRecall => some.map(|()| (recall, share(found, rows))),
            Self::Lift => some.map(|()| (of_rows, recall / of_rows)),
            Self::Gain | Self::Calibration => Some((of_rows, recall)),
        }
    }

    /// Returns a height of the shape as this curve has it: a lift is the gain by the share of the rows.
    fn height(self, place: usize, height: f64) -> Option<(f64, f64)> {
        let across = place as f64 / (BAND_PLACES - 1) as f64;
        match self {
            Self::Lift => (place > 0).then(|| (across, height / across)),
            _ => Some((across, height)),
        }
    }

    /// Returns the two ends of the line of chance.
    fn chance(self, report: &CurvesReport) -> [f64; 2] {
        match self {
            Self::PrecisionRecall => [report.share; 2],
            Self::Lift => [1.0; 2],
            _ => [0.0, 1.0],
        }
    }
}

/// Writes the heights of a curve with the ends of its band as a table.
pub fn numbers(report: &CurvesReport, kind: CurveKind) -> Numbers {
    if kind == CurveKind::Calibration {
        return calibration::numbers(&report.calibration);
    }
    let (shape, [_, _, across, upwards]) = (kind.shape(report), kind.words());
    let head = [across, upwards, "from", "to"];
    let shown = if shape.band.is_empty() { 2 } else { 4 };
    Numbers::along(&head[..shown], shape.heights.len(), &|place| {
        let (low, high) = shape.band.get(place).copied().unzip();
        let all = [Some(shape.heights[place]), low, high];
        let height =
            |of: Option<f64>| four(of.and_then(|of| kind.height(place, of)).map(|at| at.1));
        let mut row = vec![fixed(place as f64 / (BAND_PLACES - 1) as f64, 2)];
        row.extend(all[..shown - 1].iter().map(|of| height(*of)));
        row
    })
}

/// Draws a curve over its band, and marks the threshold whose point is at this place. O(points).
pub fn scene(report: &CurvesReport, kind: CurveKind, place: Option<usize>, width: f64) -> Scene {
    let [name, file, across, upwards] = kind.words();
    let of = report.class.as_deref().unwrap_or("macro average");
    let title = [name, ": ", of].concat();
    let marked = place.and_then(|place| report.points.get(place));
    let marked = marked.and_then(|point| Some((point, kind.at(report, point)?)));
    let summary = summary(report, kind, marked);
    let (shape, drawn) = (kind.shape(report), kind == CurveKind::Calibration);
    if drawn && report.calibration.bins.is_empty() || !drawn && shape.heights.is_empty() {
        return Scene::nothing(title, summary, "There is nothing to draw.");
    }
    let on_grid = |heights: &dyn Fn(usize) -> Option<f64>| -> Vec<(f64, f64)> {
        let at = |place| heights(place).and_then(|height| kind.height(place, height));
        (0..BAND_PLACES).filter_map(at).collect()
    };
    let line: Vec<(f64, f64)> = match report.points.is_empty() {
        true => on_grid(&|place| shape.heights.get(place).copied()),
        false => report
            .points
            .iter()
            .filter_map(|at| kind.at(report, at))
            .collect(),
    };
    let low = on_grid(&|place| shape.band.get(place).map(|of| of.0));
    let high = on_grid(&|place| shape.band.get(place).map(|of| of.1));
    let y_ticks = match kind {
        CurveKind::Lift => {
            let heights = line.iter().chain(&high).map(|at| at.1);
            Ticks::around((0.0, heights.fold(1.0, f64::max)), 5)
        }
        _ => Ticks::within((0.0, 1.0), 5),
    };
    let height = (width * 0.7).clamp(220.0, 360.0);
    let area = PlotArea::within(width, height, &widest(&y_ticks));
    let x_ticks = Ticks::within((0.0, 1.0), ticks_across(width).min(5));
    let domain = match kind {
        CurveKind::Lift => y_ticks.ends(),
        _ => (0.0, 1.0),
    };
    let plane = Plane {
        x: Linear::new((0.0, 1.0), area.x()),
        y: Linear::new(domain, area.y()),
    };
    let mut marks = vec![
        y_axis(area, &plane.y, &y_ticks, upwards),
        x_axis(area, &plane.x, &x_ticks, across),
    ];
    if kind == CurveKind::Calibration {
        calibration::marks(&report.calibration, &plane, area, &mut marks);
    } else {
        if !low.is_empty() {
            let around = high.into_iter().chain(low.into_iter().rev());
            marks.push(Mark::path(plane.path(around, false)).class("curve-band"));
        }
        let steps = kind == CurveKind::PrecisionRecall && !report.points.is_empty();
        marks.push(Mark::path(plane.path(line.into_iter(), steps)).class("curve"));
    }
    let [from, to] = kind.chance(report);
    marks.push(Mark::line(plane.at((0.0, from)), plane.at((1.0, to))).class("zero-line"));
    marks.extend(marked.filter(|_| !drawn).map(|(point, at)| {
        let threshold = point.threshold.map_or(String::new(), |of| of.to_string());
        let circle = Mark::circle(plane.at(at), 5.0).class("threshold-mark");
        circle.with("data-threshold", threshold)
    }));
    Scene::drawn(title, summary, Drawing::plot(width, height, file, marks))
}

/// The scales of a picture.
pub(crate) struct Plane {
    x: Linear,
    y: Linear,
}

impl Plane {
    pub(crate) fn at(&self, (across, upwards): (f64, f64)) -> (f64, f64) {
        (self.x.at(across), self.y.at(upwards))
    }

    /// Writes a line through points, or by steps that go up or down first.
    fn path(&self, points: impl Iterator<Item = (f64, f64)>, steps: bool) -> String {
        let mut path = String::new();
        for point in points {
            let (x, y) = self.at(point);
            let (x, y) = (px(x), px(y));
            match (path.is_empty(), steps) {
                (true, true) => path.extend(["M", &px(self.x.at(0.0)), " ", &y, "H", &x]),
                (false, true) => path.extend(["V", &y, "H", &x]),
                (first, false) => path.extend([if first { "M" } else { "L" }, &x, " ", &y]),
            }
        }
        path
    }
}

fn summary(
    report: &CurvesReport,
    kind: CurveKind,
    marked: Option<(&CurvePoint, (f64, f64))>,
) -> String {
    let class = report.class.as_deref().unwrap_or("a class");
    let shape = kind.shape(report);
    let area = || {
        let area = shape
            .area
            .map_or("not defined".to_owned(), |area| fixed(area, 3));
        let interval = shape
            .interval
            .map(|(low, high)| [" (", &fixed(low, 3), "–", &fixed(high, 3), ")"].concat());
        [area, interval.unwrap_or_default()].concat()
    };
    let mut words = match kind {
        CurveKind::Roc => ["The share of the rows of ", class, " that are found, by the share of the others that are taken for it. The dotted line is chance. The area, ", &area(), ", says how well rows are ordered, not whether the probabilities are right."].concat(),
        CurveKind::PrecisionRecall => ["How many of the rows predicted as ", class, " are of it, by how many of its rows are found. The dotted line is chance; the average precision is ", &area(), ". It does not hold where the class is rarer or more frequent than here."].concat(),
        CurveKind::Gain => ["How many of the rows of ", class, " are among the first ones by falling probability. The dotted line is any order. It holds for rows like these alone."].concat(),
        CurveKind::Lift => ["How many times as many rows of ", class, " are among the first ones as in any order. The left end rests on few rows: a peak inside the band proves nothing."].concat(),
        CurveKind::Calibration => calibration::summary(&report.calibration, report.class.as_deref()),
    };
    if let Some((point, (x, y))) = marked.filter(|_| kind != CurveKind::Calibration) {
        let [.., across, upwards] = kind.words();
        let threshold = point
            .threshold
            .map_or("1".to_owned(), |of| significant(of, 4));
        let (x, y) = (fixed(x, 3), fixed(y, 3));
        words.extend([
            " The mark is at the threshold ",
            &threshold,
            ": ",
            across,
            " ",
            &x,
            ", ",
            upwards,
            " ",
            &y,
            ".",
        ]);
    }
    if kind != CurveKind::Calibration && !shape.band.is_empty() {
        words.push_str(" At each place the band holds 95 % of what other test rows would give; a whole curve may leave it.");
    }
    for note in &report.notes {
        words.extend([" ", note]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use grove_protocol::report::{CalibrationBin, CalibrationReport};

    fn report() -> CurvesReport {
        let point = |threshold, true_positives, false_positives| CurvePoint {
            threshold,
            true_positives,
            false_positives,
        };
        let shape = CurveShape {
            area: Some(0.875),
            interval: Some((0.5, 1.0)),
            heights: vec![0.5; BAND_PLACES],
            band: vec![(0.25, 0.75); BAND_PLACES],
        };
        let bin = |answer, share, rows| CalibrationBin {
            answer,
            share,
            interval: (0.0, 1.0),
            rows,
        };
        CurvesReport {
            class: Some("yes".into()),
            rows: 10,
            share: 0.4,
            positives: 4,
            points: vec![
                point(None, 0, 0),
                point(Some(0.9), 2, 0),
                point(Some(0.5), 3, 1),
                point(Some(0.1), 4, 6),
            ],
            chosen: Some(2),
            roc: shape.clone(),
            precision_recall: shape.clone(),
            gain: shape,
            resamples: 200,
            calibration: CalibrationReport {
                bins: vec![bin(0.2, 0.1, 50), bin(0.7, 0.9, 5)],
                histogram: vec![1; 20],
                expected_error: Some(0.1),
                brier: Some(0.2),
            },
            notes: Vec::new(),
        }
    }

    #[test]
    fn a_point_is_where_its_rows_are() {
        let report = report();
        let at = |kind: CurveKind| kind.at(&report, &report.points[2]).unwrap();
        assert_eq!(at(CurveKind::Roc), (1.0 / 6.0, 0.75));
        assert_eq!(at(CurveKind::PrecisionRecall), (0.75, 0.75));
        assert_eq!(at(CurveKind::Gain), (0.4, 0.75));
        assert_eq!(at(CurveKind::Lift), (0.4, 0.75 / 0.4));
        assert_eq!(CurveKind::Lift.at(&report, &report.points[0]), None);
        assert_eq!(report.place(0.6), 1);
        assert_eq!(
            [report.place(1.0), report.place(0.5), report.place(0.0)],
            [0, 2, 3]
        );
    }

    #[test]
    fn each_curve_has_its_band_and_marks_the_threshold() {
        let report = report();
        for kind in CurveKind::ALL {
            let drawn = scene(&report, kind, Some(2), 400.0);
            let figure = crate::markup::figure(&drawn);
            let is_curve = kind != CurveKind::Calibration;
            assert_eq!(
                figure.contains("data-threshold=\"0.5\""),
                is_curve,
                "{figure}"
            );
            assert_eq!(figure.contains("curve-band"), is_curve);
            assert!(drawn.title.ends_with(": yes"), "{}", drawn.title);
            let table = numbers(&report, kind);
            assert_eq!(table.rows[1].len(), table.head.len());
        }
        let lift = numbers(&report, CurveKind::Lift);
        assert_eq!(lift.rows[50], ["0.50", "1", "0.5", "1.5"]);
    }

    #[test]
    fn a_macro_average_is_drawn_by_its_heights_and_nothing_without_any() {
        let average = CurvesReport {
            class: None,
            points: Vec::new(),
            chosen: None,
            ..report()
        };
        let roc = scene(&average, CurveKind::Roc, None, 400.0);
        assert_eq!(roc.title, "ROC curve: macro average");
        let nothing = CurvesReport::default();
        for kind in CurveKind::ALL {
            assert!(scene(&nothing, kind, Some(0), 400.0).drawing().is_none());
            assert!(scene(&average, kind, Some(7), 400.0).drawing().is_some());
        }
    }
}
