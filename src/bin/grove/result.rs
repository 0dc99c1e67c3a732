//! Prints the result of a run: doubts about the scores, the scores, and the files.

use std::path::Path;

use grove_export::bundle::BundleEntry;
use grove_export::dvc::in_shell;
use grove_protocol::Download;
use grove_protocol::report::{Evaluation, INTERVAL_NOTE, LIKE_BASELINE, Metric};
use grove_recipe::number::{counted, four};

use crate::failure::shown;

pub struct RunSummary<'a> {
    pub evaluation: &'a Evaluation,
    pub data: &'a Path,
    pub out: &'a Path,
    /// Whether files for other tools are among the written ones.
    pub exported: bool,
}

impl RunSummary<'_> {
    pub fn print(&self, written: &[BundleEntry]) {
        println!();
        self.belief();
        self.scores();
        println!();
        let names: Vec<&str> = written.iter().map(|(name, _)| name.as_str()).collect();
        println!("written to {}: {}", self.out.display(), names.join(", "));
        self.next();
    }

    /// Prints the doubts about the scores, above them.
    fn belief(&self) {
        for doubt in &self.evaluation.belief {
            let word = if doubt.known { "known" } else { "DOUBT" };
            let doubted = format!("{}: {doubt}", doubt.question.title());
            println!("{word:<10}{}", shown(&doubted));
        }
        if !self.evaluation.belief.is_empty() {
            println!();
        }
    }

    fn scores(&self) {
        let evaluation = self.evaluation;
        println!(
            "Scores on {}, which the model has not seen, beside those of the baseline:",
            counted(evaluation.rows, "test row", "test rows")
        );
        table(&evaluation.metrics);
        if evaluation.resamples > 0 {
            println!("  {INTERVAL_NOTE}");
        }
        let leading = evaluation.metrics.first();
        if leading.is_some_and(Metric::may_be_baseline) {
            println!("  {LIKE_BASELINE}");
        }
        for sentence in evaluation.sentences() {
            println!("  {}", shown(&sentence));
        }
        if let Some(validation) = &evaluation.validation {
            println!("Scores on the validation rows:");
            table(validation);
        }
        if let Some(folds) = &evaluation.cross_validation {
            println!(
                "Scores of {} on {}, with their standard deviation:",
                folds.splitter,
                counted(folds.rows, "train row", "train rows")
            );
            for scores in &folds.scores {
                let (mean, std) = (four(scores.mean), four(scores.std));
                println!("  {:<24}{mean:>12} ± {std}", scores.name);
            }
        }
    }

    fn next(&self) {
        let inside = |what: Download| {
            let path = self.out.join(what.file_name());
            in_shell(&path.display().to_string())
        };
        println!("Next:");
        println!(
            "  grove predict {} NEW.csv --out predictions.csv",
            inside(Download::Model)
        );
        if !self.exported {
            let data = in_shell(&self.data.display().to_string());
            let out = in_shell(&self.out.display().to_string());
            println!(
                "  grove run {} {data} --out {out} --export report,card",
                inside(Download::Recipe)
            );
        }
    }
}

fn table(metrics: &[Metric]) {
    println!("  {:<24}{:>12}{:>18}{:>12}", "", "model", "", "baseline");
    for metric in metrics {
        let better = match metric.higher_is_better {
            true => "",
            false => "   lower is better",
        };
        let (value, baseline) = (four(metric.value), four(metric.baseline));
        let interval = metric.interval_text().unwrap_or_default();
        let name = &metric.name;
        println!("  {name:<24}{value:>12}{interval:>18}{baseline:>12}{better}");
    }
    let mut notes: Vec<&str> = metrics.iter().filter_map(|m| m.note.as_deref()).collect();
    notes.dedup();
    for note in notes {
        println!("  {}", shown(note));
    }
}
