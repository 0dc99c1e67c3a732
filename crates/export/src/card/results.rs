//! Collects the facts about a model's scores.

use super::facts::{SectionPart, table};
use grove_protocol::report::{
    ClassScores, Evaluation, EvaluationOutcome, FoldScores, INTERVAL_NOTE, Importance,
    LIKE_BASELINE, Metric,
};
use grove_recipe::number::{count, counted, four, percent, significant};

/// Returns the scores beside the baseline's, those of each class, and the importances of columns.
pub fn results(evaluation: &Evaluation) -> Vec<SectionPart> {
    let rows = counted(evaluation.rows, "test row", "test rows");
    let mut parts = vec![metrics(
        &format!("Scores on {rows}, which the model has not seen"),
        &evaluation.metrics,
    )];
    let notes = evaluation
        .metrics
        .iter()
        .filter_map(|metric| metric.note.clone());
    let mut notes: Vec<String> = notes.collect();
    notes.dedup();
    if evaluation.resamples > 0 {
        parts.push(SectionPart::Text(INTERVAL_NOTE.into()));
    }
    let leading = evaluation.metrics.first();
    if leading.is_some_and(Metric::may_be_baseline) {
        parts.push(SectionPart::Text(LIKE_BASELINE.into()));
    }
    parts.extend(notes.into_iter().map(SectionPart::Text));
    let sentences = evaluation.sentences().into_iter();
    parts.extend(sentences.map(SectionPart::Text));
    if let Some(validation) = &evaluation.validation {
        parts.push(metrics("Scores on the validation rows", validation));
    }
    if let Some(folds) = &evaluation.cross_validation {
        let row = |s: &FoldScores| {
            vec![
                s.name.clone(),
                four(s.mean),
                four(s.std),
                count(s.folds.len() as u64),
            ]
        };
        let rows = folds.scores.iter().map(row).collect();
        let caption = format!(
            "Scores of {} on {}",
            folds.splitter,
            counted(folds.rows, "train row", "train rows")
        );
        parts.push(table(
            caption,
            &["Metric", "Mean", "Standard deviation", "Folds"],
            rows,
        ));
        parts.extend(folds.note.clone().map(SectionPart::Text));
    }
    if let EvaluationOutcome::Classes {
        classes, per_class, ..
    } = &evaluation.outcome
    {
        let row = |(class, s): (&String, &ClassScores)| {
            vec![
                class.clone(),
                four(s.precision),
                four(s.recall),
                four(s.f1),
                four(s.roc_auc),
                count(s.support),
            ]
        };
        let rows = classes.iter().zip(per_class).map(row).collect();
        let header = ["Class", "Precision", "Recall", "F1", "ROC AUC", "Test rows"];
        parts.push(table("Each class against the rest", &header, rows));
    }
    if let Some(intervals) = &evaluation.intervals {
        parts.push(SectionPart::Text(format!(
            "The prediction intervals should contain {} of the targets and contain {}; they are {} wide on average.",
            percent(intervals.level),
            percent(intervals.coverage),
            significant(intervals.mean_width, 4)
        )));
    }
    let row = |importance: &Importance| {
        vec![
            importance.column.clone(),
            significant(importance.value, 4),
            significant(importance.spread, 4),
        ]
    };
    let header = ["Column", "Importance", "Standard deviation"];
    if !evaluation.importances.is_empty() {
        let rows = evaluation.importances.iter().map(row).collect();
        parts.push(table("Mean decrease in impurity", &header, rows));
    }
    if let Some(permutation) = &evaluation.permutation {
        let rows = permutation.columns.iter().map(row).collect();
        parts.push(table(
            "Decrease of the score when a column is shuffled",
            &header,
            rows,
        ));
    }
    parts
}

fn metrics(caption: &str, metrics: &[Metric]) -> SectionPart {
    let row = |metric: &Metric| {
        let better = if metric.higher_is_better {
            "higher"
        } else {
            "lower"
        };
        vec![
            metric.name.clone(),
            four(metric.value),
            metric.interval_text().unwrap_or_default(),
            four(metric.baseline),
            better.into(),
        ]
    };
    let rows = metrics.iter().map(row).collect();
    let header = ["Metric", "Model", "95 % interval", "Baseline", "Better is"];
    table(caption, &header, rows)
}
