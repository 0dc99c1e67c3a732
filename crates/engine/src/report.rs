//! Writes each stage's report: one sentence, and its figures.

use grove_forest::Matrix;
use grove_protocol::report::{
    CheckReport, CheckVerdict, CleanReport, Detail, Evaluation, FeaturizeReport, StageReport,
    TrainReport,
};
use grove_recipe::number::{count, counted, fixed};
use grove_recipe::stage::Stage;

use crate::table::Table;

pub fn clean(raw: &Table, cleaned: &Table, detail: CleanReport) -> StageReport {
    let dropped = raw.height() - cleaned.height();
    let changes = detail
        .steps
        .iter()
        .map(|step| u64::from(step.cells_changed));
    let changed: u64 = changes.sum();
    let mut done = Vec::new();
    if dropped > 0 {
        done.push(format!("{} dropped", counted(dropped, "row", "rows")));
    }
    if changed > 0 {
        done.push(format!("{} changed", counted(changed, "cell", "cells")));
    }
    let lacks = |table: &Table, other: &Table| {
        let names = other.frame.columns().iter();
        names.filter(|c| table.column(c.name()).is_none()).count() as u32
    };
    for (columns, verb) in [
        (lacks(raw, cleaned), "added"),
        (lacks(cleaned, raw), "dropped"),
    ] {
        if columns > 0 {
            done.push(format!("{} {verb}", counted(columns, "column", "columns")));
        }
    }
    let done = if done.is_empty() {
        "nothing to repair".into()
    } else {
        done.join(", ")
    };
    StageReport {
        stage: Stage::Clean,
        sentence: format!("{} → {}, {done}", size(raw), size(cleaned)),
        rows_in: raw.height(),
        rows_out: cleaned.height(),
        columns_in: raw.width(),
        columns_out: cleaned.width(),
        detail: Detail::Clean(detail),
    }
}

pub fn check(table: &Table, detail: CheckReport) -> StageReport {
    let all = detail.expectations.len();
    let with = |verdict| {
        let same = detail.expectations.iter().filter(|e| e.verdict == verdict);
        same.count()
    };
    let (warned, stopped) = (with(CheckVerdict::Warned), with(CheckVerdict::Stopped));
    let mut sentence = match warned + stopped {
        0 => format!("all {all} expectations hold"),
        failed => format!("{} of {all} expectations hold", all - failed),
    };
    if warned > 0 {
        let warnings = counted(warned as u32, "warning", "warnings");
        sentence.push_str(&format!(", {warnings}"));
    }
    if stopped > 0 {
        let stops = counted(stopped as u32, "stops the run", "stop the run");
        sentence.push_str(&format!(", {stops}"));
    }
    StageReport {
        stage: Stage::Check,
        sentence,
        rows_in: table.height(),
        rows_out: table.height(),
        columns_in: table.width(),
        columns_out: table.width(),
        detail: Detail::Check(detail),
    }
}

pub fn featurize(rows: u32, columns: u32, detail: FeaturizeReport) -> StageReport {
    let features = detail.features.len() as u32;
    let unused = detail.unused.len() as u32;
    let rest = if unused > 0 {
        format!(", {} unused", counted(unused, "column", "columns"))
    } else {
        String::new()
    };
    StageReport {
        stage: Stage::Featurize,
        sentence: format!(
            "{} → {}{rest}",
            counted(columns, "column", "columns"),
            counted(features, "feature", "features")
        ),
        rows_in: rows,
        rows_out: rows,
        columns_in: columns,
        columns_out: features,
        detail: Detail::Featurize(detail),
    }
}

pub fn train(detail: TrainReport) -> StageReport {
    StageReport {
        stage: Stage::Train,
        sentence: if detail.trees.is_empty() {
            format!(
                "learned from {} and {}",
                counted(detail.rows, "row", "rows"),
                counted(detail.features, "feature", "features")
            )
        } else {
            trees_in_words(&detail)
        },
        rows_in: detail.rows,
        rows_out: detail.rows,
        columns_in: detail.features,
        columns_out: detail.features,
        detail: Detail::Train(detail),
    }
}

fn trees_in_words(detail: &TrainReport) -> String {
    let leaves: u64 = detail.trees.iter().map(|t| u64::from(t.leaves)).sum();
    let deepest = detail
        .trees
        .iter()
        .map(|tree| tree.depth)
        .max()
        .unwrap_or(0);
    format!(
        "{} with {} in all, at most {} deep",
        counted(detail.trees.len() as u32, "tree", "trees"),
        counted(leaves, "leaf", "leaves"),
        counted(deepest, "question", "questions")
    )
}

pub fn evaluate(evaluation: &Evaluation, train: &Matrix) -> StageReport {
    let first = evaluation.metrics.first();
    let score = first.and_then(|metric| Some((metric, metric.value?)));
    let sentence = match score {
        Some((metric, value)) => {
            let baseline = metric
                .baseline
                .map(|b| format!(", baseline {}", fixed(b, 3)))
                .unwrap_or_default();
            let folds = evaluation.cross_validation.as_ref();
            let folds = folds
                .and_then(|report| {
                    let first = report.scores.first()?;
                    Some((report.n_splits * report.n_repeats, first.mean?, first.std?))
                })
                .map(|(folds, mean, std)| {
                    let (mean, std) = (fixed(mean, 3), fixed(std, 3));
                    format!(", in {folds} folds {mean} ± {std}")
                })
                .unwrap_or_default();
            let open = evaluation.belief.iter().filter(|doubt| !doubt.known);
            let doubts = match open.count() as u32 {
                0 => String::new(),
                open => format!(", {}", counted(open, "doubt", "doubts")),
            };
            format!(
                "{} {} on {}{baseline}{folds}{doubts}",
                match metric.name.as_str() {
                    "r2" => "R²",
                    name => name,
                },
                fixed(value, 3),
                counted(evaluation.rows, "row", "rows")
            )
        }
        None => format!("{} scored", counted(evaluation.rows, "row", "rows")),
    };
    StageReport {
        stage: Stage::Evaluate,
        sentence,
        rows_in: evaluation.rows,
        rows_out: evaluation.rows,
        columns_in: train.features(),
        columns_out: evaluation.metrics.len() as u32,
        detail: Detail::Evaluate(Box::new(evaluation.clone())),
    }
}

fn size(table: &Table) -> String {
    format!("{} × {}", count(table.height()), count(table.width()))
}
