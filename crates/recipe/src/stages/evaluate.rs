//! The evaluate stage: how the model is scored.

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use super::{About, out_of_range, reads};
use crate::parameters::{Field, Fields, Misfit, TextKind};
use crate::stage::Stage;
use crate::{Task, options, parameters};

options! {
    /// Whether and how the train rows are split into folds.
    pub enum CrossValidation {
        /// No folds.
        None = "none" "none",
        /// Each row is scored once.
        KFold = "k_fold" "k-fold",
        /// The folds are drawn and scored several times.
        RepeatedKFold = "repeated_k_fold" "repeated k-fold",
    }
}

options! {
    /// What decides between one class and the others.
    pub enum ThresholdBy {
        /// The most probable class, without a threshold.
        None = "none" "none: the most probable class",
        /// A given threshold.
        Fixed = "fixed" "a fixed threshold",
        /// The largest share of rows with the right class.
        Accuracy = "accuracy" "the best accuracy",
        /// The largest F1 score of the class.
        F1 = "f1" "the best F1 score",
        /// The largest recall of the class plus recall of the others (Youden's J).
        Youden = "youden" "the best Youden's J",
        /// The least cost of the four outcomes.
        Cost = "cost" "the least cost",
        /// The largest recall where the precision is at least `min_precision`.
        RecallAtPrecision = "recall_at_precision" "the best recall at a precision",
        /// The largest precision where the recall is at least `min_recall`.
        PrecisionAtRecall = "precision_at_recall" "the best precision at a recall",
    }
}

options! {
    /// How class probabilities are calibrated: the values of scikit-learn's `CalibratedClassifierCV(method=)`.
    pub enum CalibrationMethod {
        /// Not at all.
        None = "none" "none",
        /// A logistic curve (Platt), which needs few rows.
        Sigmoid = "sigmoid" "sigmoid: a logistic curve",
        /// Steps that only rise, which need many rows.
        Isotonic = "isotonic" "isotonic: steps that only rise",
    }
}

options! {
    /// Whether answers come with an interval, or a set of classes, that holds the truth in a given share of the rows.
    pub enum ConformalMethod {
        /// Without.
        None = "none" "none",
        /// From how far the truth was from answers for rows that the model has not learned from.
        Split = "split" "split conformal",
    }
}

/// All but the most probable class.
const BY_THRESHOLD: [ThresholdBy; 7] = [
    ThresholdBy::Fixed,
    ThresholdBy::Accuracy,
    ThresholdBy::F1,
    ThresholdBy::Youden,
    ThresholdBy::Cost,
    ThresholdBy::RecallAtPrecision,
    ThresholdBy::PrecisionAtRecall,
];

/// The largest cost of an outcome, and as a gain the least.
const COST_AT_MOST: f64 = 1e9;

parameters! {
    /// The evaluation part of a recipe. What is said of a threshold, a calibration and conformal answers is written down where
    /// it is not the default, so that a recipe without one keeps the text and the keys that it had before there were any.
    ///
    /// Why: `docs/decisions/0040-decision-threshold.md`, `docs/decisions/0042-calibration-and-conformal.md`.
    #[derive(Deserialize)]
    #[serde(default, deny_unknown_fields)]
    pub struct Evaluate {
        /// The method, or none.
        cross_validation: CrossValidation = Choice {
            label: "Cross-validation",
            help: "Trains on most of the train rows and scores the rest, once for each fold. This shows how much a score varies by chance. The test rows are not used.",
            options: CrossValidation::OPTIONS,
        }.never_varied(),
        /// The number of folds.
        n_splits: u32 = Integer {
            label: "Folds",
            help: "The number of parts into which the train rows are divided; each is scored once by a model trained on the others.",
            min: 2,
            max: 20,
            default: 5,
        }.never_varied(),
        /// The number of repeats; only for a repeated k-fold.
        n_repeats: u32 = Integer {
            label: "Repeats",
            help: "How many times the rows are split into folds, each time differently.",
            min: 1,
            max: 20,
            default: 3,
        }.never_varied(),
        /// What the decision threshold is chosen by.
        threshold_by: ThresholdBy = Choice {
            label: "Decision threshold",
            help: "A row is of the positive class if its probability is at least the threshold, otherwise of the most probable other class. Which threshold is best is found on rows that the model has not learned from, never on the test rows.",
            options: ThresholdBy::OPTIONS,
        }.never_varied(),
        /// The threshold of [`ThresholdBy::Fixed`].
        threshold: f64 = Real {
            label: "Threshold",
            help: "The least probability of the positive class.",
            min: 0.0,
            max: 1.0,
            step: 0.01,
            default: 0.5,
        }.only_where("threshold_by", [ThresholdBy::Fixed]).never_varied(),
        /// The class that the threshold decides on; by default the second of two.
        pos_label: Option<String> = Text {
            label: "Positive class",
            holds: TextKind::Any,
            help: "The class that the threshold decides on. Empty: the second of two classes; with more classes one must be named.",
        }.only_where("threshold_by", BY_THRESHOLD),
        /// The least precision of [`ThresholdBy::RecallAtPrecision`].
        min_precision: f64 = Real {
            label: "Least precision",
            help: "Of the rows predicted as the positive class, at least this share must be of it.",
            min: 0.0,
            max: 1.0,
            step: 0.05,
            default: 0.9,
        }.only_where("threshold_by", [ThresholdBy::RecallAtPrecision]).never_varied(),
        /// The least recall of [`ThresholdBy::PrecisionAtRecall`].
        min_recall: f64 = Real {
            label: "Least recall",
            help: "Of the rows of the positive class, at least this share must be predicted as it.",
            min: 0.0,
            max: 1.0,
            step: 0.05,
            default: 0.9,
        }.only_where("threshold_by", [ThresholdBy::PrecisionAtRecall]).never_varied(),
        /// What a row of the others costs that is predicted as the positive class.
        cost_false_positive: f64 = Real {
            label: "Cost of a false positive",
            help: "What it costs to predict the positive class for a row of another one. Below 0 for a gain.",
            min: -COST_AT_MOST,
            max: COST_AT_MOST,
            step: 1.0,
            default: 1.0,
        }.only_where("threshold_by", BY_THRESHOLD).never_varied(),
        /// What a row of the positive class costs that is predicted as another one.
        cost_false_negative: f64 = Real {
            label: "Cost of a false negative",
            help: "What it costs to predict another class for a row of the positive one. Below 0 for a gain.",
            min: -COST_AT_MOST,
            max: COST_AT_MOST,
            step: 1.0,
            default: 1.0,
        }.only_where("threshold_by", BY_THRESHOLD).never_varied(),
        /// What a row of the positive class costs that is predicted as it.
        cost_true_positive: f64 = Real {
            label: "Cost of a true positive",
            help: "What it costs to predict the positive class where it is right, such as the price of acting. Below 0 for a gain.",
            min: -COST_AT_MOST,
            max: COST_AT_MOST,
            step: 1.0,
            default: 0.0,
        }.only_where("threshold_by", BY_THRESHOLD).rare().never_varied(),
        /// What a row of the others costs that is not predicted as the positive class.
        cost_true_negative: f64 = Real {
            label: "Cost of a true negative",
            help: "What it costs to predict another class for a row of another one. Below 0 for a gain.",
            min: -COST_AT_MOST,
            max: COST_AT_MOST,
            step: 1.0,
            default: 0.0,
        }.only_where("threshold_by", BY_THRESHOLD).rare().never_varied(),
        /// How probabilities are calibrated.
        calibration: CalibrationMethod = Choice {
            label: "Calibration",
            help: "Maps each probability to the share of rows that it stood for, on rows that the model has not learned from. A curve needs few rows; steps need about a thousand.",
            options: CalibrationMethod::OPTIONS,
        }.never_varied(),
        /// Whether answers come with an interval or a set.
        conformal: ConformalMethod = Choice {
            label: "Conformal answers",
            help: "Adds to each prediction an interval, or a set of classes, that should hold the actual value in the given share of the rows. How wide it must be is measured on rows that the model has not learned from.",
            options: ConformalMethod::OPTIONS,
        }.never_varied(),
        /// The share of rows whose truth should be inside.
        confidence_level: f64 = Real {
            label: "Confidence level",
            help: "The share of the rows whose actual value should be inside.",
            min: 0.5,
            max: 0.99,
            step: 0.01,
            default: 0.9,
        }.only_where("conformal", [ConformalMethod::Split]).never_varied(),
    }
}

/// Writes these fields, and those behind the semicolon where they are not at their defaults or the format does not name
/// fields.
macro_rules! written {
    ($evaluate:ident, $serializer:ident, $($always:ident),+; $($changed:ident),+) => {{
        let whole = !$serializer.is_human_readable();
        let all = [$(stringify!($always)),+].len() + [$(stringify!($changed)),+].len();
        let mut fields = $serializer.serialize_struct("Evaluate", all)?;
        $( fields.serialize_field(stringify!($always), &$evaluate.$always)?; )+
        $(
            if whole || !is_default(&$evaluate.$changed, Evaluate::$changed) {
                fields.serialize_field(stringify!($changed), &$evaluate.$changed)?;
            }
        )+
        fields.end()
    }};
}

fn is_default<T: Field>(value: &T, declared: &T::Declared) -> bool {
    *value == T::default_of(declared)
}

impl Serialize for Evaluate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        written!(
            self, serializer, cross_validation, n_splits, n_repeats;
            threshold_by, threshold, pos_label, min_precision, min_recall, cost_false_positive,
            cost_false_negative, cost_true_positive, cost_true_negative, calibration, conformal,
            confidence_level
        )
    }
}

impl Evaluate {
    /// Returns how many times the folds are drawn; 0 without cross-validation.
    pub fn repeats(&self) -> u32 {
        match self.cross_validation {
            CrossValidation::None => 0,
            CrossValidation::KFold => 1,
            CrossValidation::RepeatedKFold => self.n_repeats,
        }
    }

    /// Returns whether probabilities are to be calibrated.
    pub fn calibrates(&self) -> bool {
        self.calibration != CalibrationMethod::None
    }

    /// Returns whether the threshold is chosen by what it reaches on rows.
    pub fn chooses_threshold(&self) -> bool {
        !matches!(self.threshold_by, ThresholdBy::None | ThresholdBy::Fixed)
    }

    /// Returns whether a threshold decides between one class and the others.
    pub fn has_threshold(&self) -> bool {
        self.threshold_by != ThresholdBy::None
    }

    /// Checks that every parameter is in its range, and that there are classes where a threshold or a calibration is asked
    /// for. The error names the first that does not fit.
    fn check(&self, task: Task) -> Result<(), Misfit> {
        Fields::check(self)?;
        if self.has_threshold() && task == Task::Regression {
            let problem = format!(
                "threshold_by is {}, but a threshold decides between classes, and the task is a regression; it must be \
                 none, or the task a classification.",
                self.threshold_by.name()
            );
            return Err(Misfit::new(Self::threshold_by.name, problem));
        }
        if self.calibrates() && task == Task::Regression {
            let problem = format!(
                "calibration is {}, but probabilities of classes are calibrated, and the task is a regression; it must be \
                 none, or the task a classification.",
                self.calibration.name()
            );
            return Err(Misfit::new(Self::calibration.name, problem));
        }
        Ok(())
    }
}

/// The declaration of the evaluate stage.
pub const ABOUT: About = About {
    title: "Evaluate",
    does: "Scores the model on the test rows.",
    part: "How the model is evaluated, besides its scores on the test rows.",
    version: 1,
    needs: &[
        Stage::Load,
        Stage::Clean,
        Stage::Check,
        Stage::Split,
        Stage::Featurize,
        Stage::Train,
    ],
    // What the person knows changes how scores are told, and nothing before.
    reads: reads! { evaluate, check.known },
    reads_less: None,
    check: |recipe| out_of_range(Stage::Evaluate, recipe.evaluate.check(recipe.task)),
    parameters: |recipe| recipe.evaluate.declared(),
    quick: false,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::as_map;

    #[test]
    fn only_what_was_chosen_of_a_threshold_is_written_down() {
        let json = |of: &Evaluate| serde_json::to_value(of).unwrap();
        let before = r#"{"cross_validation":"none","n_splits":5,"n_repeats":3}"#;
        assert_eq!(serde_json::to_string(&Evaluate::default()).unwrap(), before);
        let all = Evaluate {
            threshold_by: ThresholdBy::Cost,
            threshold: 0.25,
            pos_label: Some("yes".into()),
            min_precision: 0.8,
            min_recall: 0.7,
            cost_false_positive: 2.0,
            cost_false_negative: 30.0,
            cost_true_positive: -4.0,
            cost_true_negative: 0.5,
            calibration: CalibrationMethod::Isotonic,
            conformal: ConformalMethod::Split,
            confidence_level: 0.8,
            ..Evaluate::default()
        };
        assert_eq!(json(&all).as_object().unwrap(), &as_map(&all));
        for evaluate in [all, Evaluate::default()] {
            let read: Evaluate = serde_json::from_value(json(&evaluate)).unwrap();
            assert_eq!(read, evaluate);
        }
    }

    #[test]
    fn a_regression_has_no_threshold() {
        let by = |threshold_by| Evaluate {
            threshold_by,
            ..Evaluate::default()
        };
        assert!(by(ThresholdBy::F1).check(Task::Classification).is_ok());
        assert!(by(ThresholdBy::None).check(Task::Regression).is_ok());
        let misfit = by(ThresholdBy::F1).check(Task::Regression).unwrap_err();
        assert_eq!(misfit.path, "threshold_by");
        assert!(
            misfit.problem.contains("it must be none"),
            "{}",
            misfit.problem
        );
    }

    #[test]
    fn a_regression_has_no_probabilities_to_calibrate() {
        let evaluate = Evaluate {
            calibration: CalibrationMethod::Sigmoid,
            ..Evaluate::default()
        };
        assert!(evaluate.check(Task::Classification).is_ok());
        let misfit = evaluate.check(Task::Regression).unwrap_err();
        assert_eq!(misfit.path, "calibration");
        let conformal = Evaluate {
            conformal: ConformalMethod::Split,
            ..Evaluate::default()
        };
        assert!(conformal.check(Task::Regression).is_ok());
    }
}
