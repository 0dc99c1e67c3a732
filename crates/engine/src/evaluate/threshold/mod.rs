//! A decision threshold between one class and the others: which rows it is chosen on, and which it is.
//!
//! Why: `docs/decisions/0040-decision-threshold.md`.

pub mod candidates;
pub mod objective;
pub mod report;

use std::cell::RefCell;
use std::rc::Rc;

use grove_forest::LeftOut;
use grove_models::{Decision, Growth, Model, Predictions};
use grove_protocol::report::ChosenOn;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{CrossValidation, Evaluate, Recipe, ThresholdBy};

use crate::clean::Cleaned;
use crate::evaluate::cross_validation::CrossValidationJob;
use crate::evaluate::prediction_job::PartialPredictions;
use crate::pace::Pace;
use crate::split::SplitParts;
use crate::table::target::TargetValues;
use crate::train::learner;
use crate::train::refused;
use crate::train::stage::TrainedModel;
use crate::train::training_job::TrainingJob;
use candidates::Candidates;
use objective::best;

/// The folds where neither out-of-bag predictions nor validation rows are there.
const FOLDS: u32 = 5;

/// How rows are decided, and how that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// The positive class.
    pub class: u32,
    /// `None` for the most probable class.
    pub decision: Option<Decision>,
    /// The rows that it was chosen on; `None` where nothing was chosen.
    pub on: Option<ChosenOn>,
    /// How many rows these are.
    pub rows: u32,
    /// What it reaches on them.
    pub value: Option<f64>,
    /// Why none could be chosen.
    pub note: Option<String>,
}

impl Chosen {
    /// Without a threshold.
    const fn none(class: u32) -> Self {
        Self {
            class,
            decision: None,
            on: None,
            rows: 0,
            value: None,
            note: None,
        }
    }
}

/// The threshold of a recipe that names one, for these classes. `None` where it names none, or no class of them.
pub fn fixed(evaluate: &Evaluate, classes: &[String]) -> Option<Decision> {
    let fixed = evaluate.threshold_by == ThresholdBy::Fixed;
    let class = fixed.then(|| positive(evaluate, classes)).flatten()?;
    Some(Decision {
        class,
        threshold: evaluate.threshold,
    })
}

/// Returns the class that a recipe's threshold decides on: the named one, or the second of two. `None` where there is none.
pub fn positive(evaluate: &Evaluate, classes: &[String]) -> Option<u32> {
    match &evaluate.pos_label {
        Some(named) => {
            let place = classes.iter().position(|class| class == named);
            place.map(|place| place as u32)
        }
        None => (classes.len() == 2).then_some(1),
    }
}

/// What a threshold is chosen from.
enum Source<'a> {
    /// Nothing: it is given, or none is asked for.
    None,
    LeftOut(Box<LeftOut<'a>>),
    Validation(&'a TargetValues),
    Folds(Box<CrossValidationJob>, Box<Recipe>),
    /// Why there are no rows.
    Impossible(String),
}

/// Chooses a threshold.
pub struct Chooser<'a> {
    class: u32,
    recipe: &'a Recipe,
    trained: &'a TrainedModel,
    source: Source<'a>,
}

impl<'a> Chooser<'a> {
    /// Prepares to choose the threshold that the recipe asks for. `None` for a regression, and where no threshold is asked
    /// for and there are not two classes. The test rows are not looked at.
    ///
    /// # Errors
    /// Where the positive class is no class, or none of several is named.
    pub fn new(
        trained: &'a TrainedModel,
        cleaned: &Rc<Cleaned>,
        parts: &SplitParts,
        recipe: &'a Recipe,
    ) -> Result<Option<Self>, StageError> {
        let encoded = &trained.encoded;
        let TargetValues::Classes { classes, .. } = &encoded.train.target else {
            return Ok(None);
        };
        let evaluate = &recipe.evaluate;
        let class = match positive(evaluate, classes) {
            Some(class) => class,
            None if evaluate.has_threshold() => return Err(no_class(recipe, classes)),
            // A class that is left from another target does not matter without a threshold.
            None if classes.len() == 2 => 1,
            None => return Ok(None),
        };
        let source = match evaluate.threshold_by {
            ThresholdBy::None | ThresholdBy::Fixed => Source::None,
            _ => match (left_out(trained, recipe)?, &encoded.validation) {
                (Some(left_out), _) => Source::LeftOut(Box::new(left_out)),
                (None, Some(part)) => Source::Validation(&part.target),
                (None, None) => folds(cleaned, parts, recipe),
            },
        };
        Ok(Some(Self {
            class,
            recipe,
            trained,
            source,
        }))
    }

    /// Returns the units of progress.
    pub fn units(&self) -> u32 {
        match &self.source {
            Source::LeftOut(_) => self.trained.model.trees(),
            Source::Folds(job, recipe) => job.units(recipe),
            _ => 0,
        }
    }

    /// Chooses the threshold. `validation` has the predictions of the validation rows, if there are any.
    ///
    /// # Errors
    /// An error of cleaning, encoding or training in a fold.
    pub async fn choose(
        self,
        validation: Option<&PartialPredictions>,
        training_job: &RefCell<TrainingJob>,
        pace: &Pace,
    ) -> Result<Chosen, StageError> {
        let total = self.units();
        let (evaluate, encoded) = (&self.recipe.evaluate, &self.trained.encoded);
        let TargetValues::Classes { labels, classes } = &encoded.train.target else {
            return Ok(Chosen::none(self.class));
        };
        let none = Chosen::none(self.class);
        let (on, labels, probabilities) = match self.source {
            Source::None => {
                return Ok(Chosen {
                    decision: fixed(evaluate, classes),
                    ..none
                });
            }
            Source::Impossible(why) => {
                return Ok(Chosen {
                    note: Some(told(&why)),
                    ..none
                });
            }
            Source::LeftOut(mut left_out) => {
                let mut done = 0;
                while left_out.advance() {
                    done += 1;
                    pace.breathe(done, total).await;
                }
                let (rows, values) = left_out.finish();
                let labels: Vec<u32> = rows.iter().map(|row| labels[*row as usize]).collect();
                (ChosenOn::OutOfBag, labels, values)
            }
            Source::Validation(target) => {
                let values = match validation.map(|answers| &answers.predicted) {
                    Some(Predictions::Probabilities { values, .. }) => values.clone(),
                    _ => Vec::new(),
                };
                let labels = target.labels().unwrap_or_default();
                (ChosenOn::Validation, labels.to_vec(), values)
            }
            Source::Folds(mut job, recipe) => {
                let asked = job.answers(training_job, &recipe, classes, pace).await?;
                (ChosenOn::Folds, asked.0, asked.1)
            }
        };
        let candidates = Candidates::new(self.class, &labels, &probabilities);
        let chosen = Chosen {
            on: Some(on),
            rows: labels.len() as u32,
            ..none
        };
        Ok(match best(&candidates, evaluate) {
            Ok(best) => Chosen {
                decision: Some(Decision {
                    class: self.class,
                    threshold: best.point.threshold,
                }),
                value: Some(best.value),
                ..chosen
            },
            Err(why) => Chosen {
                note: Some(told(&why)),
                ..chosen
            },
        })
    }
}

fn told(why: &str) -> String {
    format!("No threshold could be chosen: {why}. The most probable class decides.")
}

/// Prepares the out-of-bag predictions of a forest.
fn left_out<'a>(
    trained: &'a TrainedModel,
    recipe: &Recipe,
) -> Result<Option<LeftOut<'a>>, StageError> {
    let part = &trained.encoded.train;
    let learner = learner(recipe, &trained.encoded.featurizer);
    match (&*trained.model, learner.growth()) {
        (Model::Forest(forest), Growth::Forest(parameters)) => {
            let rows = (&part.matrix, part.target.to_learn());
            let weights = part.weights.as_deref();
            LeftOut::new(forest, rows, weights, &parameters).map_err(refused)
        }
        _ => Ok(None),
    }
}

/// Prepares folds of the train rows, of the kind that the split asks for.
fn folds<'a>(cleaned: &Rc<Cleaned>, parts: &SplitParts, recipe: &Recipe) -> Source<'a> {
    let mut recipe = recipe.clone();
    recipe.evaluate.cross_validation = CrossValidation::KFold;
    recipe.evaluate.n_splits = FOLDS;
    match CrossValidationJob::begin(cleaned, parts, &recipe) {
        Ok(Some(job)) => Source::Folds(Box::new(job), Box::new(recipe)),
        Ok(None) => Source::Impossible("there are no folds".into()),
        Err(error) => {
            let why = error.problem.trim_end_matches('.');
            Source::Impossible(format!(
                "the train rows cannot be divided into folds ({why})"
            ))
        }
    }
}

fn no_class(recipe: &Recipe, classes: &[String]) -> StageError {
    /// More would fill a screen.
    const NAMED: usize = 10;
    let named: Vec<&str> = classes.iter().take(NAMED).map(String::as_str).collect();
    let more = match classes.len() > NAMED {
        true => format!(" and {} more", classes.len() - NAMED),
        false => String::new(),
    };
    let problem = match &recipe.evaluate.pos_label {
        Some(label) => format!(
            "pos_label is {label}, which is no class of {}",
            recipe.target
        ),
        None => format!(
            "pos_label is not chosen, but {} has {} classes",
            recipe.target,
            classes.len()
        ),
    };
    let named = named.join(", ");
    StageError::new(
        Stage::Evaluate,
        format!("{problem}; the classes are {named}{more}."),
        "Choose one of them as the positive class, or no threshold.",
    )
    .of_parameter(format!("evaluate.{}", Evaluate::pos_label.name))
}
