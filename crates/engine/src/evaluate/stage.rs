//! Runs the evaluate stage.

use std::rc::Rc;

use grove_forest::Matrix;
use grove_protocol::report::{Detail, Evaluation, EvaluationOutcome, StageReport};
use grove_recipe::number::{count, counted, fixed};
use grove_recipe::stage::Stage;

use super::belief::of_scores;
use super::outcome::{Evaluating, RunOutcome};
use crate::check::CheckResult;
use crate::pace::Work;
use crate::run::{Begun, PathStage, SharedBytes, StageInputs};

/// What the stage makes.
pub type Output = RunOutcome;

impl PathStage for RunOutcome {
    fn begin(inputs: &StageInputs) -> Begun<Self> {
        let checked = inputs.output::<CheckResult>();
        let evaluating = Evaluating {
            trained: inputs.output(),
            cleaned: inputs.output(),
            parts: inputs.output(),
            as_read: inputs.as_read(),
            recipe: inputs.recipe(),
            training_job: inputs.training_job(),
        };
        Ok(Work::new(|pace| async move {
            let trained = Rc::clone(&evaluating.trained);
            let as_read = evaluating.as_read.clone();
            let mut outcome = evaluating.outcome(pace).await?;
            let of_rows = &checked.report.belief;
            outcome.evaluation.belief = of_scores(of_rows, &outcome.evaluation, &as_read);
            let report = report(&outcome.evaluation, &trained.encoded.train.matrix);
            Ok((outcome, report))
        }))
    }

    fn weigh(self: &Rc<Self>) -> Vec<SharedBytes> {
        let model = &self.fitted.model;
        vec![
            SharedBytes::of(self, self.predictions.bytes()),
            SharedBytes::of(model, model.bytes()),
        ]
    }
}

fn report(evaluation: &Evaluation, train: &Matrix) -> StageReport {
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
            let rows = counted(evaluation.rows, "row", "rows");
            let mut score = fixed(value, 3);
            if let Some(interval) = metric.interval_text() {
                score = format!("{score} {interval}");
            }
            match right(&evaluation.outcome) {
                Some(right) => {
                    let right = count(right);
                    let name = &metric.name;
                    format!("{right} of {rows} right: {name} {score}{baseline}{folds}{doubts}")
                }
                None => format!("R² {score} on {rows}{baseline}{folds}{doubts}"),
            }
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

/// Returns the number of rows whose class was predicted right; `None` for a regression.
fn right(outcome: &EvaluationOutcome) -> Option<u32> {
    match outcome {
        EvaluationOutcome::Classes { confusion, .. } => {
            let rows = confusion.iter().enumerate();
            Some(rows.filter_map(|(class, row)| row.get(class)).sum())
        }
        EvaluationOutcome::Numbers { .. } => None,
    }
}
