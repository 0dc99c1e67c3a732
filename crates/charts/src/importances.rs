//! Evaluate: which columns the model relied on.

use grove_protocol::report::{Evaluation, Importance, PermutationImportances};
use grove_recipe::Task;
use grove_recipe::models::Trees;
use grove_recipe::number::{counted, fixed, percent};

use crate::mark::{Html, Mark, part};
use crate::scene::Scene;

/// Columns that are shown at first.
pub const SHOWN: usize = 20;

/// What was measured of each column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Shares of the decrease in impurity, which trees measure while they grow.
    Impurity,
    /// Shares of the decrease in loss, which trees measure that correct others.
    Gain,
    /// Differences of scores: how much the score falls when a column's values are shuffled.
    Permutation,
}

impl Measure {
    /// Returns the name on a switch between measures.
    pub const fn label(self) -> &'static str {
        match self {
            Measure::Impurity => "Impurity",
            Measure::Gain => "Gain",
            Measure::Permutation => "Permutation",
        }
    }
}

/// Returns the measures that an evaluation has, and the number of columns of each. `trees` are those of the model.
pub fn measures(evaluation: &Evaluation, trees: Trees) -> Vec<(Measure, usize)> {
    let mut measures = Vec::new();
    if let Some(permutation) = &evaluation.permutation {
        measures.push((Measure::Permutation, permutation.columns.len()));
    }
    if !evaluation.importances.is_empty() {
        let measure = match trees {
            Trees::Sequential => Measure::Gain,
            _ => Measure::Impurity,
        };
        measures.push((measure, evaluation.importances.len()));
    }
    measures
}

/// Draws bars of the first `shown` columns, largest first, with a whisker of one standard deviation to either side.
pub fn scene(evaluation: &Evaluation, measure: Measure, shown: usize) -> Scene {
    let empty = Vec::new();
    let (title, meaning, importances) = match measure {
        Measure::Impurity => (
            "Importance of each column to the trees",
            "Share of the total decrease in impurity, learned on the train rows; the whisker is one standard deviation over the trees.".to_owned(),
            &evaluation.importances,
        ),
        Measure::Gain => (
            "Importance of each column to the trees, by gain",
            "Share of the total decrease in loss (gain) by all splits on the column, learned on the train rows.".to_owned(),
            &evaluation.importances,
        ),
        Measure::Permutation => (
            "Loss of score without each column",
            evaluation.permutation.as_ref().map_or(String::new(), |report| lost(report, evaluation.task)),
            evaluation.permutation.as_ref().map_or(&empty, |report| &report.columns),
        ),
    };
    let summary = in_words(importances, measure, &meaning);
    if importances.is_empty() {
        return Scene::nothing(title, summary, "There are no importances to show.");
    }
    let most = importances
        .iter()
        .map(|i| i.value + i.spread)
        .fold(0.0, f64::max);
    let rows = importances.iter().take(shown);
    let rows = rows.map(|importance| row(importance, most, measure));
    let list = Mark::html(Html::NumberedList, rows.collect()).class("importances");
    Scene::flowing(title, summary, vec![list])
}

fn lost(report: &PermutationImportances, task: Task) -> String {
    let score = match task {
        Task::Classification => "Accuracy",
        Task::Regression => "R²",
    };
    let rows = counted(report.rows, "test row", "test rows");
    let (before, repeats) = (fixed(report.score, 3), report.n_repeats);
    let mut meaning = format!(
        "{score} is {before} on {rows}. The bars show how much it falls when a column's values are shuffled among them, {repeats} times; the whisker is one standard deviation. Columns with the same content replace each other, so that each of them seems less important.",
    );
    if report.left_out > 0 {
        let columns = counted(report.left_out, "column was", "columns were");
        meaning.extend([" ", &columns, " not shuffled."]);
    }
    meaning
}

/// Writes an importance. Differences may be below 0.
fn text(value: f64, measure: Measure) -> String {
    match measure {
        Measure::Impurity | Measure::Gain => percent(value),
        Measure::Permutation => fixed(value, 3),
    }
}

fn row(importance: &Importance, most: f64, measure: Measure) -> Mark {
    let at = |value: f64| part(if most > 0.0 { value / most } else { 0.0 });
    let Importance {
        column,
        value,
        spread,
    } = importance;
    let mut bar = vec![Mark::rect_of("0", "20%", at(*value), "60%").class("bar-value")];
    if *spread > 0.0 {
        let (low, high) = (at(value - spread), at(value + spread));
        let lines = [
            (&low, &high, "50%", "50%"),
            (&low, &low, "30%", "70%"),
            (&high, &high, "30%", "70%"),
        ];
        bar.extend(lines.map(|(from, to, above, below)| {
            Mark::line_of((from.clone(), above), (to.clone(), below)).class("whisker")
        }));
    }
    let around = match measure {
        Measure::Gain => String::new(),
        _ => [" ± ", &text(*spread, measure)].concat(),
    };
    let value = text(*value, measure);
    let title = [column, ": ", &value, &around].concat();
    let cells = vec![
        Mark::html_text(Html::Span, column.clone()).class("importance-name"),
        Mark::ornament("bar bar-importance", bar),
        Mark::html_text(Html::Span, value).class("importance-value"),
    ];
    Mark::html(Html::Item, cells)
        .class("importance")
        .titled(title)
}

fn in_words(importances: &[Importance], measure: Measure, meaning: &str) -> String {
    let [first, rest @ ..] = importances else {
        return meaning.to_owned();
    };
    let text = |importance: &Importance| text(importance.value, measure);
    let mut words = [&first.column, " counts most with ", &text(first)].concat();
    if let Some(second) = rest.first() {
        words.extend([", then ", &second.column, " with ", &text(second)]);
    }
    [&words, ". ", meaning].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn importance(column: &str, value: f64, spread: f64) -> Importance {
        Importance {
            column: column.to_owned(),
            value,
            spread,
        }
    }

    #[test]
    fn bars_and_whiskers_share_a_scale() {
        let row = row(&importance("a & b", 0.2, 0.1), 0.4, Measure::Impurity);
        let mut text = String::new();
        crate::markup::write(&row, &mut text);
        assert!(text.contains("width=\"50.00%\""), "{text}");
        assert!(text.contains("x1=\"25.00%\" x2=\"75.00%\""), "{text}");
        assert!(text.contains("a &amp; b"), "{text}");
    }

    #[test]
    fn a_gain_has_no_spread() {
        let row = row(&importance("a", 0.25, 0.0), 0.5, Measure::Gain);
        assert_eq!(row.attribute("title"), Some("a: 25\u{202f}%"));
    }

    #[test]
    fn the_first_two_are_told() {
        let both = [importance("a", 0.6, 0.0), importance("b", 0.4, 0.0)];
        assert_eq!(
            in_words(&both, Measure::Impurity, "Shares."),
            "a counts most with 60\u{202f}%, then b with 40\u{202f}%. Shares."
        );
        assert_eq!(
            in_words(&both[..1], Measure::Permutation, "Lost."),
            "a counts most with 0.600. Lost."
        );
        assert_eq!(in_words(&[], Measure::Permutation, "Lost."), "Lost.");
    }
}
