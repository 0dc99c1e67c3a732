//! Calibration: answers, which are probabilities, beside how often they were right.

use grove_models::decided;
use grove_protocol::interval::wilson;
use grove_protocol::report::{ANSWER_BINS, BIN_ROWS_TO_JUDGE, CalibrationBin, CalibrationReport};

use super::AnsweredRows;

/// The most bins.
const BINS: usize = 10;

/// Compares the answers of a class with whether the row is of it. O(rows · log rows).
pub fn of_answers(mut answers: Vec<(f64, bool)>) -> CalibrationReport {
    let rows = answers.len();
    if rows == 0 {
        return CalibrationReport::default();
    }
    answers.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let squares = answers.iter().map(|(answer, is)| {
        let distance = answer - f64::from(u8::from(*is));
        distance * distance
    });
    let brier = squares.sum::<f64>() / rows as f64;
    let mut histogram = vec![0; ANSWER_BINS];
    for (answer, _) in &answers {
        let bin = (answer * ANSWER_BINS as f64) as usize;
        histogram[bin.min(ANSWER_BINS - 1)] += 1;
    }
    let bins = bins(&answers);
    let distances = bins
        .iter()
        .map(|bin| (bin.answer - bin.share).abs() * f64::from(bin.rows));
    CalibrationReport {
        expected_error: Some(distances.sum::<f64>() / rows as f64),
        brier: Some(brier),
        histogram,
        bins,
    }
}

/// Compares the probability of the most probable class with whether it is right; the Brier score is that of all classes.
/// O(rows × (classes + log rows)).
pub fn of_most_probable(rows: AnsweredRows) -> CalibrationReport {
    let of_rows = || {
        rows.probabilities
            .chunks_exact(rows.classes.len().max(1))
            .zip(rows.labels)
    };
    let answers = of_rows().map(|(row, label)| {
        let said = decided(row, None);
        (row[said as usize], said == *label)
    });
    let squares = of_rows().map(|(row, label)| {
        let of_class = row.iter().zip(0..).map(|(probability, class)| {
            let distance = probability - f64::from(u8::from(class == *label));
            distance * distance
        });
        of_class.sum::<f64>()
    });
    let brier = squares.sum::<f64>() / rows.labels.len().max(1) as f64;
    let mut report = of_answers(answers.collect());
    report.brier = report.brier.map(|_| brier);
    report
}

/// Divides sorted answers at their quantiles, as scikit-learn does: equal answers are in one bin. There are as many bins as
/// have enough rows to judge, at least two.
fn bins(sorted: &[(f64, bool)]) -> Vec<CalibrationBin> {
    let bins = (sorted.len() / BIN_ROWS_TO_JUDGE as usize).clamp(2, BINS);
    let quantile = |bin: usize| {
        // In whole numbers, so that a quantile that is an answer is exactly that one.
        let place = bin * (sorted.len() - 1);
        let (at, share) = (place / bins, (place % bins) as f64 / bins as f64);
        let next = (at + 1).min(sorted.len() - 1);
        sorted[at].0 + (sorted[next].0 - sorted[at].0) * share
    };
    let mut start = 0;
    let mut found = Vec::new();
    for bin in 1..=bins {
        let end = match bin == bins {
            true => sorted.len(),
            false => sorted.partition_point(|(answer, _)| *answer <= quantile(bin)),
        };
        if end > start {
            found.push(of_bin(&sorted[start..end]));
            start = end;
        }
    }
    found
}

fn of_bin(answers: &[(f64, bool)]) -> CalibrationBin {
    let rows = answers.len() as u32;
    let right = answers.iter().filter(|(_, is)| *is).count() as u32;
    let sum: f64 = answers.iter().map(|(answer, _)| answer).sum();
    let share = f64::from(right) / f64::from(rows);
    CalibrationBin {
        answer: sum / f64::from(rows),
        share,
        interval: wilson(share, rows).unwrap_or((0.0, 1.0)),
        rows,
    }
}
