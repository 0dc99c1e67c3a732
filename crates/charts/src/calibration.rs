//! Evaluate, classes: what happened by the probability that was answered, over a histogram of the answers.

use grove_protocol::report::{BIN_ROWS_TO_JUDGE, CalibrationReport};
use grove_recipe::number::{count, counted, four};

use crate::axis::PlotArea;
use crate::curves::Plane;
use crate::mark::Mark;
use crate::numbers::Numbers;

/// The part of the plot's height that the histogram takes at most.
const HISTOGRAM: f64 = 0.2;

/// Writes the bins as a table.
pub fn numbers(report: &CalibrationReport) -> Numbers {
    let head = [
        "mean probability",
        "share that is right",
        "from",
        "to",
        "rows",
    ];
    Numbers::first(&head, report.bins.len(), &|place| {
        let bin = &report.bins[place];
        let (low, high) = bin.interval;
        let mut row: Vec<String> = [bin.answer, bin.share, low, high]
            .map(|of| four(Some(of)))
            .into();
        row.push(count(bin.rows));
        row
    })
}

/// Draws the histogram, and a dot with its interval for each bin; one of too few rows is hollow.
pub(crate) fn marks(
    report: &CalibrationReport,
    plane: &Plane,
    area: PlotArea,
    marks: &mut Vec<Mark>,
) {
    let most = report.histogram.iter().copied().max().unwrap_or(0).max(1);
    let width = 1.0 / report.histogram.len().max(1) as f64;
    for (place, rows) in report.histogram.iter().enumerate() {
        let from = place as f64 * width;
        let height = f64::from(*rows) / f64::from(most) * HISTOGRAM;
        let ((left, top), (right, _)) = (plane.at((from, height)), plane.at((from + width, 0.0)));
        let bar = Mark::rect(left, top, (right - left - 1.0).max(1.0), area.bottom - top);
        marks.push(bar.class("answers").titled(counted(*rows, "row", "rows")));
    }
    for bin in &report.bins {
        let (low, high) = bin.interval;
        let ends = [low, high].map(|end| plane.at((bin.answer, end)));
        marks.push(Mark::line(ends[0], ends[1]).class("curve"));
        let class = match bin.rows < BIN_ROWS_TO_JUDGE {
            true => "curve-best",
            false => "mark",
        };
        let dot = Mark::circle(plane.at((bin.answer, bin.share)), 4.0).class(class);
        marks.push(dot.titled(counted(bin.rows, "row", "rows")));
    }
}

/// Says what is seen; `class` is `None` for the most probable class of each row.
pub(crate) fn summary(report: &CalibrationReport, class: Option<&str>) -> String {
    let what = match class {
        Some(class) => [
            "Rows by their probability of ",
            class,
            ", and how many of them are of it",
        ]
        .concat(),
        None => "Rows by the probability of their most probable class, and how often it is right"
            .to_owned(),
    };
    let [error, brier] = [report.expected_error, report.brier].map(four);
    let mut words = [&what, ", with 95 % intervals (Wilson). On the dotted line probabilities are what happens; an interval that reaches it proves nothing against them. Expected calibration error ", &error, ", Brier score ", &brier, ". Below are the rows by probability."].concat();
    if report.bins.iter().any(|bin| bin.rows < BIN_ROWS_TO_JUDGE) {
        let rows = count(BIN_ROWS_TO_JUDGE);
        words.extend([
            " Hollow dots have fewer than ",
            &rows,
            " rows: too few rows to judge.",
        ]);
    }
    words
}
