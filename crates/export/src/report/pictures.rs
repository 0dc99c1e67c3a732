//! The pictures of a report: how the target is spread, which columns matter, and how the answers turned out.

use super::svg::{Svg, WIDTH, shortened};
use crate::text::number;
use grove_protocol::report::{Importance, Point, TargetDistribution};
use grove_recipe::count::{count, counted};

/// Letters of a name beside a bar, and bars of a picture.
const LETTERS: usize = 22;
const BARS_AT_MOST: usize = 20;
/// More classes than these would be a carpet.
const CLASSES_AT_MOST: usize = 20;
/// Where the bars begin, and how far apart they are.
const LEFT: f64 = 170.0;
const STEP: f64 = 22.0;
/// The square in which lines and dots are drawn.
const SQUARE: f64 = 320.0;
const MARGIN: f64 = 60.0;

/// How large a share of the train and of the test rows each class has, or each range of the target.
pub fn target(distribution: &TargetDistribution) -> String {
    let (labels, train, test) = match distribution {
        TargetDistribution::Classes {
            labels,
            train,
            test,
            ..
        } => (labels.clone(), train, test),
        TargetDistribution::Numbers {
            min,
            max,
            train,
            test,
            ..
        } => {
            let width = (max - min) / train.len().max(1) as f64;
            let from = |bin: usize| min + width * bin as f64;
            let label = |bin| format!("{} to {}", number(from(bin)), number(from(bin + 1)));
            ((0..train.len()).map(label).collect(), train, test)
        }
    };
    let shown = labels.len().min(BARS_AT_MOST);
    let total = |counts: &[u32]| counts.iter().map(|&n| f64::from(n)).sum::<f64>().max(1.0);
    let (all_train, all_test) = (total(train), total(test));
    let share = |counts: &[u32], all: f64, place: usize| f64::from(counts[place]) / all;
    let largest = (0..shown)
        .map(|i| share(train, all_train, i).max(share(test, all_test, i)))
        .fold(f64::MIN_POSITIVE, f64::max);
    let mut svg = Svg::new(shown as f64 * STEP * 1.5 + 4.0);
    for (place, label) in labels.iter().enumerate().take(shown) {
        let y = place as f64 * STEP * 1.5;
        svg.text((LEFT - 8.0, y + 18.0), "end", &shortened(label, LETTERS));
        for (row, (part, counts, all)) in [("train", train, all_train), ("test", test, all_test)]
            .into_iter()
            .enumerate()
        {
            let share = share(counts, all, place);
            let rows = counted(counts[place], "row", "rows");
            let percent = format!("{:.1}", share * 100.0);
            let y = y + 2.0 + row as f64 * 13.0;
            let width = share / largest * (WIDTH - LEFT - 90.0);
            let hint = format!("{label}, {part}: {rows}, {percent} %");
            svg.bar((LEFT, y), (width, 11.0), part, 1.0, &hint);
            svg.text(
                (LEFT + width + 6.0, y + 10.0),
                "small",
                &format!("{percent} % of {part}"),
            );
        }
    }
    let left_out = labels.len() - shown;
    let mut summary =
        "The upper bar is the share of the train rows, the lower that of the test rows.".to_owned();
    if left_out > 0 {
        summary.push_str(&format!(" {} more are not drawn.", count(left_out as u64)));
    }
    svg.framed("The target in train and test rows", &summary)
}

/// Bars of importance, largest first; `None` where there is none.
pub fn importances(title: &str, importances: &[Importance]) -> Option<String> {
    let first = importances.first()?;
    let largest = importances
        .iter()
        .map(|i| i.value.abs())
        .fold(f64::MIN_POSITIVE, f64::max);
    let shown = &importances[..importances.len().min(BARS_AT_MOST)];
    let mut svg = Svg::new(shown.len() as f64 * STEP + 4.0);
    for (place, importance) in shown.iter().enumerate() {
        let y = place as f64 * STEP + 2.0;
        let width = importance.value.max(0.0) / largest * (WIDTH - LEFT - 80.0);
        let value = number(importance.value);
        let hint = format!(
            "{}: {value} ± {}",
            importance.column,
            number(importance.spread)
        );
        svg.text(
            (LEFT - 8.0, y + 13.0),
            "end",
            &shortened(&importance.column, LETTERS),
        );
        svg.bar((LEFT, y), (width, STEP - 6.0), "train", 1.0, &hint);
        svg.text((LEFT + width + 6.0, y + 13.0), "small", &value);
    }
    let summary = format!(
        "{} comes first with {}; {} of {} columns are drawn.",
        first.column,
        number(first.value),
        shown.len(),
        count(importances.len() as u64)
    );
    Some(svg.framed(title, &summary))
}

/// Which class the test rows are and which they were taken for; in words alone where there are too many classes.
pub fn confusion(classes: &[String], confusion: &[Vec<u32>]) -> String {
    let right: u64 = confusion
        .iter()
        .enumerate()
        .map(|(i, row)| u64::from(row[i]))
        .sum();
    let all: u64 = confusion.iter().flatten().map(|&n| u64::from(n)).sum();
    let title = "Confusion matrix";
    let summary = format!(
        "{} of {} are on the diagonal, where the predicted class is the actual one. Rows are actual classes, columns predicted ones, in the same order.",
        count(right),
        counted(all, "test row", "test rows")
    );
    if classes.len() > CLASSES_AT_MOST {
        return Svg::new(1.0).framed(title, &summary);
    }
    let cell = ((WIDTH - LEFT) / classes.len() as f64).min(56.0);
    let height = (cell * 0.7).max(18.0);
    let mut svg = Svg::new((classes.len() as f64 + 1.0) * height + 8.0);
    for (column, class) in classes.iter().enumerate() {
        let letters = (cell / 8.0) as usize;
        let at = (LEFT + (column as f64 + 0.5) * cell, height * 0.7);
        svg.text(at, "middle", &shortened(class, letters));
    }
    for (row, (class, counts)) in classes.iter().zip(confusion).enumerate() {
        let y = (row as f64 + 1.0) * height;
        let of_class = counts.iter().map(|&n| f64::from(n)).sum::<f64>().max(1.0);
        svg.text(
            (LEFT - 8.0, y + height * 0.65),
            "end",
            &shortened(class, LETTERS),
        );
        for (column, &rows) in counts.iter().enumerate() {
            let x = LEFT + column as f64 * cell;
            let share = f64::from(rows) / of_class;
            let rows_in_words = counted(rows, "row", "rows");
            let hint = format!("{class} taken for {}: {rows_in_words}", classes[column]);
            let kind = if row == column { "train" } else { "test" };
            svg.bar(
                (x, y),
                (cell - 2.0, height - 2.0),
                kind,
                share * 0.75,
                &hint,
            );
            svg.text((x + cell / 2.0, y + height * 0.65), "middle", &count(rows));
        }
    }
    svg.framed(title, &summary)
}

/// A class's curve: false and true positive rate from (0, 0) to (1, 1).
pub struct Curve<'a> {
    pub class: &'a str,
    pub points: Vec<(f64, f64)>,
}

/// The kinds of lines that can be told apart.
const LINES: usize = 6;

/// The curves of some classes against the rest; `None` where there is none.
pub fn roc(curves: &[Curve]) -> Option<String> {
    let shown = &curves[..curves.len().min(LINES)];
    let (first, rest) = (shown.first()?, curves.len() - shown.len());
    let mut svg = axes("false positive rate", "true positive rate", ("0", "1"));
    svg.line(&[place(0.0, 0.0), place(1.0, 1.0)], "guide");
    for (index, curve) in shown.iter().enumerate() {
        let points: Vec<_> = curve.points.iter().map(|(x, y)| place(*x, *y)).collect();
        svg.line(&points, &format!("curve line{index}"));
        let y = 20.0 + index as f64 * 20.0;
        let x = MARGIN + SQUARE + 12.0;
        svg.line(&[(x, y), (x + 26.0, y)], &format!("curve line{index}"));
        svg.text((x + 32.0, y + 4.0), "small", &shortened(curve.class, 16));
    }
    let mut summary = format!(
        "Each class against the rest, {} first. The dotted line is chance.",
        first.class
    );
    if rest > 0 {
        summary.push_str(&format!(
            " {} more are not drawn.",
            counted(rest as u64, "class", "classes")
        ));
    }
    Some(svg.framed("Receiver operating characteristic", &summary))
}

/// What was predicted over what test rows are; `None` where there is nothing to draw.
pub fn predicted_actual(points: &[Point]) -> Option<String> {
    let values = points.iter().flat_map(|p| [p.actual, p.predicted]);
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    if low >= high {
        return None;
    }
    let within = |value: f64| (value / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0);
    let mut svg = axes("actual", "predicted", (&number(low), &number(high)));
    svg.line(&[place(0.0, 0.0), place(1.0, 1.0)], "guide");
    for point in points {
        svg.dot(
            place(within(point.actual), within(point.predicted)),
            "train",
        );
    }
    let summary = format!(
        "{}; on the dotted line a prediction is the actual value.",
        counted(points.len() as u64, "test row", "test rows")
    );
    Some(svg.framed("Predicted over actual values", &summary))
}

/// How far off predictions are.
pub fn residuals(min: f64, max: f64, counts: &[u32]) -> Option<String> {
    let largest = f64::from(*counts.iter().max().filter(|&&n| n > 0)?);
    let mut svg = Svg::new(190.0);
    let step = (WIDTH - 2.0 * MARGIN) / counts.len() as f64;
    let width = (max - min) / counts.len() as f64;
    for (bin, &rows) in counts.iter().enumerate() {
        let height = f64::from(rows) / largest * 140.0;
        let from = min + width * bin as f64;
        let rows = counted(rows, "row", "rows");
        let hint = format!("{} to {}: {rows}", number(from), number(from + width));
        let x = MARGIN + bin as f64 * step;
        svg.bar(
            (x, 150.0 - height),
            (step - 1.0, height),
            "train",
            1.0,
            &hint,
        );
    }
    svg.line(&[(MARGIN, 150.0), (WIDTH - MARGIN, 150.0)], "axis");
    svg.text((MARGIN, 168.0), "small", &number(min));
    svg.text((WIDTH - MARGIN, 168.0), "end", &number(max));
    svg.text((WIDTH / 2.0, 184.0), "middle", "actual − predicted");
    let summary = format!(
        "Actual minus predicted, from {} to {}, over all test rows.",
        number(min),
        number(max)
    );
    Some(svg.framed("Residuals", &summary))
}

/// From 0 and 1 to the square's corners.
fn place(x: f64, y: f64) -> (f64, f64) {
    (MARGIN + x * SQUARE, 10.0 + (1.0 - y) * SQUARE)
}

fn axes(x: &str, y: &str, ends: (&str, &str)) -> Svg {
    let mut svg = Svg::new(SQUARE + 60.0);
    svg.line(&[place(0.0, 1.0), place(0.0, 0.0), place(1.0, 0.0)], "axis");
    let (left, bottom) = place(0.0, 0.0);
    svg.text((left, bottom + 18.0), "small", ends.0);
    svg.text((left + SQUARE, bottom + 18.0), "end", ends.1);
    svg.text((left + SQUARE / 2.0, bottom + 36.0), "middle", x);
    svg.text((left - 6.0, bottom), "end", ends.0);
    svg.text((left - 6.0, 18.0), "end", ends.1);
    svg.text((left + 8.0, 10.0), "small", y);
    svg
}
