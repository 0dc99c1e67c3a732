//! Writes plot data of an evaluation: scores as JSON; importances, confusion matrix and ROC curve as CSV.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use grove_engine::predict::predictions::PredictionTable;
use grove_engine::table::target::TargetValues;
use grove_models::Predictions;
use grove_protocol::report::{Evaluation, Importance, Metric};

/// Writes the scores of test and validation rows by scikit-learn's names, as numbers only. Undefined ones are left out.
/// Indented UTF-8 JSON.
pub fn scores(evaluation: &Evaluation) -> Vec<u8> {
    let by_name = |metrics: &[Metric]| -> Map<String, Value> {
        let defined = metrics.iter().filter(|metric| metric.value.is_some());
        defined
            .map(|metric| (metric.name.clone(), json!(metric.value)))
            .collect()
    };
    let mut scores = json!({ "test": by_name(&evaluation.metrics) });
    if let Some(validation) = &evaluation.validation {
        scores["validation"] = json!(by_name(validation));
    }
    let mut bytes = serde_json::to_vec_pretty(&scores).expect("numbers alone");
    bytes.push(b'\n');
    bytes
}

/// Writes the importances of columns: the decrease of a score when a column's values are shuffled, and its share of the
/// trees' impurity decrease; empty if there is no such figure. Most important first. UTF-8 CSV.
pub fn importances(evaluation: &Evaluation) -> Vec<u8> {
    let permuted = evaluation.permutation.iter().flat_map(|p| &p.columns);
    let permuted: Vec<&Importance> = permuted.collect();
    let impurity: BTreeMap<&str, f64> = evaluation
        .importances
        .iter()
        .map(|importance| (importance.column.as_str(), importance.value))
        .collect();
    let by_permutation: BTreeMap<&str, f64> = permuted
        .iter()
        .map(|importance| (importance.column.as_str(), importance.value))
        .collect();
    let mut columns: Vec<&str> = permuted.iter().map(|i| i.column.as_str()).collect();
    let others = evaluation.importances.iter().map(|i| i.column.as_str());
    columns.extend(others.filter(|column| !by_permutation.contains_key(column)));
    let number = |of: &BTreeMap<&str, f64>, column| of.get(column).map(f64::to_string);
    let records = columns.into_iter().map(|column| {
        [
            column.to_owned(),
            number(&by_permutation, column).unwrap_or_default(),
            number(&impurity, column).unwrap_or_default(),
        ]
    });
    csv(["column", "permutation", "impurity"], records)
}

/// Writes the actual and the predicted class of each test row; `None` for numbers. UTF-8 CSV.
pub fn confusion(predictions: &PredictionTable) -> Option<Vec<u8>> {
    let Some(TargetValues::Classes { labels, classes }) = &predictions.actual else {
        return None;
    };
    let name = |label: u32| classes[label as usize].clone();
    let predicted = predictions.predicted.labels();
    let records = labels.iter().zip(predicted);
    let records = records.map(|(&actual, predicted)| [name(actual), name(predicted)]);
    Some(csv(["actual", "predicted"], records))
}

/// Writes the ROC curve: the true positive rate (`tpr`) by the false positive rate (`fpr`), of the second of two
/// classes, or for more classes the mean over those with rows of both kinds (scikit-learn's macro average). Without
/// points if there is no such class; `None` for numbers. UTF-8 CSV. O(classes · rows · log rows).
pub fn roc(predictions: &PredictionTable) -> Option<Vec<u8>> {
    let (
        Some(TargetValues::Classes { labels, classes }),
        Predictions::Probabilities { values, .. },
    ) = (&predictions.actual, &predictions.predicted)
    else {
        return None;
    };
    let all = classes.len();
    let judged = if all == 2 { 1..2 } else { 0..all };
    let curves = judged.filter_map(|class| {
        let scores = values.chunks_exact(all).map(|row| row[class]);
        let positive = labels.iter().map(|&label| label as usize == class);
        curve(scores.zip(positive).collect())
    });
    let curves: Vec<Vec<(f64, f64)>> = curves.collect();
    let points = match curves.as_slice() {
        [] => Vec::new(),
        [only] => only.clone(),
        several => mean(several),
    };
    let records = points.into_iter();
    let records = records.map(|(fpr, tpr)| [fpr.to_string(), tpr.to_string()]);
    Some(csv(["fpr", "tpr"], records))
}

/// Returns the corners of the curve from (0, 0) to (1, 1); `None` if all rows are of the class or none is.
fn curve(mut rows: Vec<(f64, bool)>) -> Option<Vec<(f64, f64)>> {
    let positives = rows.iter().filter(|(_, positive)| *positive).count() as u64;
    let negatives = rows.len() as u64 - positives;
    if positives == 0 || negatives == 0 {
        return None;
    }
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (mut found, mut taken) = (0u64, 0u64);
    let mut corners = vec![(0u64, 0u64)];
    for (place, (score, positive)) in rows.iter().enumerate() {
        if *positive {
            found += 1;
        } else {
            taken += 1;
        }
        let last_of_equals = rows.get(place + 1).is_none_or(|(next, _)| next != score);
        if !last_of_equals {
            continue;
        }
        // A point on a straight line is no corner.
        if let [.., before, last] = corners[..] {
            let straight =
                (last.0 - before.0) * (found - last.1) == (last.1 - before.1) * (taken - last.0);
            if straight {
                corners.pop();
            }
        }
        corners.push((taken, found));
    }
    let share = |(taken, found): (u64, u64)| {
        (
            taken as f64 / negatives as f64,
            found as f64 / positives as f64,
        )
    };
    Some(corners.into_iter().map(share).collect())
}

/// Returns the mean height of several curves wherever one of them has a corner.
fn mean(curves: &[Vec<(f64, f64)>]) -> Vec<(f64, f64)> {
    let mut places: Vec<f64> = curves.iter().flatten().map(|point| point.0).collect();
    places.sort_by(f64::total_cmp);
    places.dedup();
    let mut points = vec![(0.0, 0.0)];
    points.extend(places.into_iter().map(|place| {
        let heights = curves.iter().map(|curve| height(curve, place));
        (place, heights.sum::<f64>() / curves.len() as f64)
    }));
    points
}

/// Returns the highest point of a curve at this position.
fn height(curve: &[(f64, f64)], place: f64) -> f64 {
    let after = curve.partition_point(|point| point.0 <= place);
    let (x, y) = curve[after.saturating_sub(1)];
    match curve.get(after) {
        Some((next, higher)) if x < place => y + (higher - y) * (place - x) / (next - x),
        _ => y,
    }
}

fn csv<const N: usize>(header: [&str; N], records: impl Iterator<Item = [String; N]>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    const IN_MEMORY: &str = "writing to memory does not fail, and all records are as long";
    writer.write_record(header).expect(IN_MEMORY);
    for record in records {
        writer.write_record(record).expect(IN_MEMORY);
    }
    writer.into_inner().expect(IN_MEMORY)
}
