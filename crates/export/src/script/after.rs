//! Writes what follows the model into the scikit-learn script: calibration, threshold and conformal answers, with the numbers
//! that Grove fitted for its own model.

use grove_models::{Calibration, CalibrationMap, Conformal};
use grove_recipe::Task;

use super::python;
use super::training_facts::TrainingFacts;
use crate::text::quoted;

/// What the script calls for the probabilities of rows.
pub fn probabilities(facts: &TrainingFacts) -> &'static str {
    match facts.fitted.after.calibration {
        Some(_) => "calibrated(trained, rows)",
        None => "trained.predict_proba(rows)",
    }
}

/// What the script calls for the classes or values of rows.
pub fn predicted(facts: &TrainingFacts) -> &'static str {
    let after = &facts.fitted.after;
    match (&after.decision, &after.calibration) {
        (Some(_), _) => "decided(trained, rows)",
        (None, Some(_)) => "trained.classes_[calibrated(trained, rows).argmax(axis=1)]",
        (None, None) => "trained.predict(rows)",
    }
}

/// Writes the functions that are called; nothing where answers are those of the model.
pub fn functions(facts: &TrainingFacts) -> String {
    let fitted = facts.fitted;
    let parts = [
        fitted
            .after
            .calibration
            .as_ref()
            .map(|of| calibrated(facts, of)),
        fitted.after.decision.is_some().then(|| decided(facts)),
        fitted.conformal.as_ref().map(|of| conformal(facts, of)),
    ];
    parts.into_iter().flatten().collect()
}

/// Writes a class as the script has it among the targets.
fn class(facts: &TrainingFacts, place: usize) -> String {
    let class = quoted(&facts.fitted.classes[place]);
    match facts.target_kind().is_number() {
        // As the target is read.
        true => format!("str(float({class}))"),
        false => class,
    }
}

fn calibrated(facts: &TrainingFacts, calibration: &Calibration) -> String {
    let first = Calibration::first_class(facts.fitted.classes.len() as u32) as usize;
    let maps = calibration.maps().iter().enumerate().map(|(place, map)| {
        let class = class(facts, first + place);
        let map = match map {
            CalibrationMap::Unchanged => "None, None".to_owned(),
            CalibrationMap::Sigmoid(curve) => {
                format!("{}, {}", python(curve.slope), python(curve.offset))
            }
            CalibrationMap::Isotonic(steps) => {
                format!("{}, {}", python(steps.x.clone()), python(steps.y.clone()))
            }
        };
        format!("    ({class}, {map}),\n")
    });
    let maps: String = maps.collect();
    format!(
        "# For each class, what Grove fitted for its own model: slope and offset of a logistic curve, or the knots of steps.
CALIBRATION = [
{maps}]


def calibrated(trained, rows):
    \"\"\"The probabilities, mapped as Grove maps those of its model.\"\"\"
    probabilities, classes = trained.predict_proba(rows), list(trained.classes_)
    for name, first, second in CALIBRATION:
        if name not in classes or first is None:
            continue
        column = probabilities[:, classes.index(name)]
        curve = isinstance(first, float)
        column[:] = 1 / (1 + numpy.exp(first * column + second)) if curve else numpy.interp(column, first, second)
    if len(CALIBRATION) == 1:
        place = classes.index(CALIBRATION[0][0])
        probabilities[:, 1 - place] = 1 - probabilities[:, place]
        return probabilities
    total = probabilities.sum(axis=1, keepdims=True)
    return numpy.where(total > 0, probabilities / numpy.where(total > 0, total, 1), 1 / len(classes))


"
    )
}

fn decided(facts: &TrainingFacts) -> String {
    let Some(decision) = facts.fitted.after.decision else {
        return String::new();
    };
    let class = class(facts, decision.class as usize);
    let threshold = python(decision.threshold);
    let probabilities = probabilities(facts);
    format!(
        "POS_LABEL, THRESHOLD = {class}, {threshold}


def decided(trained, rows):
    \"\"\"POS_LABEL if its probability is at least THRESHOLD, otherwise the most probable other class.\"\"\"
    probabilities = {probabilities}
    place = list(trained.classes_).index(POS_LABEL)
    others = numpy.delete(probabilities, place, axis=1).argmax(axis=1)
    others = numpy.delete(trained.classes_, place)[others]
    return numpy.where(probabilities[:, place] >= THRESHOLD, POS_LABEL, others)


"
    )
}

fn conformal(facts: &TrainingFacts, conformal: &Conformal) -> String {
    let quantile = match conformal.quantile.is_finite() {
        true => python(conformal.quantile),
        false => "numpy.inf".into(),
    };
    let functions = match facts.recipe.task {
        Task::Regression => "def conformal(trained, rows):
    \"\"\"The ends of the interval around each prediction.\"\"\"
    predicted = trained.predict(rows)
    return predicted - QUANTILE, predicted + QUANTILE


def coverage(actual, rows, trained):
    low, high = conformal(trained, rows)
    return ((low <= actual) & (actual <= high)).mean()


"
        .to_owned(),
        Task::Classification => format!(
            "def conformal(trained, rows):
    \"\"\"Whether each class, in the order of trained.classes_, is in a row's set.\"\"\"
    return {} >= 1 - QUANTILE - 1e-9


def coverage(actual, rows, trained):
    is_actual = numpy.asarray(actual)[:, None] == trained.classes_
    return (is_actual & conformal(trained, rows)).any(axis=1).mean()


",
            probabilities(facts)
        ),
    };
    format!(
        "# How far from an answer the truth may be, as Grove measured it for its own model: it should be inside for {} of the rows.
QUANTILE = {quantile}


{functions}",
        python(conformal.level)
    )
}
