//! Finds scores that are not better than the baseline's.

use grove_protocol::report::{Doubt, Evaluation, Remedy};
use grove_recipe::number::fixed;
use grove_recipe::{Question, Task};

use super::doubt;

/// Scores that differ by less are equal.
const EQUAL: f64 = 1e-9;

/// Returns a metric's value and its baseline's.
fn of(evaluation: &Evaluation, name: &str) -> Option<(f64, f64)> {
    let metric = evaluation.metrics.iter().find(|m| m.name == name)?;
    Some((metric.value?, metric.baseline?))
}

/// Reports accuracy or R² below the baseline. With classes of unequal size, a lower accuracy is the price of finding
/// rare classes: it is not reported if the balanced accuracy gains more than the accuracy loses.
pub fn baseline(evaluation: &Evaluation) -> Option<Doubt> {
    let (name, title) = match evaluation.task {
        Task::Classification => ("accuracy", "accuracy"),
        Task::Regression => ("r2", "R²"),
    };
    let (value, base) = of(evaluation, name)?;
    let lost = base - value;
    if lost <= EQUAL {
        return None;
    }
    if let Some((balanced, of_base)) = of(evaluation, "balanced_accuracy")
        && balanced - of_base > lost
    {
        return None;
    }
    let answers = match evaluation.task {
        Task::Classification => "always predicts the most frequent class",
        Task::Regression => "always predicts the mean",
    };
    Some(Doubt {
        found: format!(
            "The {title} of {} is worse than the {} of a baseline that {answers}.",
            fixed(value, 3),
            fixed(base, 3)
        ),
        advice: "The features may not predict the target, or the model may overfit. Try a simpler model, or other columns.".into(),
        ..doubt(Question::Baseline, Vec::new(), Remedy::ChangeModel)
    })
}

pub fn log_loss(evaluation: &Evaluation) -> Option<Doubt> {
    let (value, base) = of(evaluation, "log_loss")?;
    (value > base + EQUAL).then(|| Doubt {
        found: format!(
            "The log loss of {} is worse than the baseline's {}: the probabilities are overconfident.",
            fixed(value, 3),
            fixed(base, 3)
        ),
        advice: "Do not use them as probabilities. Larger leaves (min_samples_leaf), more neighbours or a stronger penalty make them less extreme.".into(),
        ..doubt(Question::LogLoss, Vec::new(), Remedy::ChangeModel)
    })
}
