//! How answers are calibrated, decided and surrounded, for the commands that evaluate a model.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use grove_recipe::{CalibrationMethod, ConformalMethod, Evaluate, ThresholdBy};

/// How answers are calibrated, decided and surrounded, whatever the recipe says.
#[derive(Args)]
pub struct AnswerArguments {
    /// Predict the positive class where its probability is at least this, from 0 to 1 [default: as the recipe says].
    #[arg(long, value_name = "T", allow_negative_numbers = true)]
    pub threshold: Option<f64>,
    /// The positive class [default: the recipe's, or the second of two].
    #[arg(long, value_name = "CLASS")]
    pub pos_label: Option<String>,
    /// How class probabilities are calibrated [default: as the recipe says].
    #[arg(long, value_name = "METHOD", value_parser = calibrations())]
    pub calibration: Option<CalibrationMethod>,
    /// Add to each prediction an interval, or a set of classes, that should hold the actual value in this share of the rows, from 0.5 to 0.99 [default: as the recipe says].
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true)]
    pub confidence_level: Option<f64>,
}

impl AnswerArguments {
    /// Puts them in the place of the recipe's choices.
    pub fn apply(&self, evaluate: &mut Evaluate) {
        if let Some(threshold) = self.threshold {
            evaluate.threshold_by = ThresholdBy::Fixed;
            evaluate.threshold = threshold;
        }
        if let Some(label) = &self.pos_label {
            evaluate.pos_label = Some(label.clone());
        }
        if let Some(calibration) = self.calibration {
            evaluate.calibration = calibration;
        }
        if let Some(level) = self.confidence_level {
            evaluate.conformal = ConformalMethod::Split;
            evaluate.confidence_level = level;
        }
    }
}

/// Takes the name of a way to calibrate.
fn calibrations() -> impl TypedValueParser<Value = CalibrationMethod> {
    let all = || CalibrationMethod::OPTIONS.iter().map(|(option, _)| *option);
    PossibleValuesParser::new(all().map(CalibrationMethod::name)).map(move |name| {
        let option = all().find(|option| option.name() == name);
        option.expect("one of them")
    })
}
