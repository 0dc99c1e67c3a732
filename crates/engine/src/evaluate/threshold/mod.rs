//! A decision threshold between one class and the others: which it is.
//!
//! Why: `docs/decisions/0040-decision-threshold.md`.

pub mod candidates;
pub mod objective;
pub mod report;

use grove_models::{Decision, Predictions};
use grove_protocol::report::ChosenOn;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;
use grove_recipe::{Evaluate, Recipe, ThresholdBy};

use crate::evaluate::held_out::HeldOutAnswers;
use crate::table::target::TargetValues;
use candidates::Candidates;
use objective::best;

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

/// Chooses a threshold.
pub struct Chooser<'a> {
    class: u32,
    recipe: &'a Recipe,
    classes: &'a [String],
}

impl<'a> Chooser<'a> {
    /// Prepares to choose the threshold that the recipe asks for. `None` for a regression, and where no threshold is asked
    /// for and there are not two classes.
    ///
    /// # Errors
    /// Where the positive class is no class, or none of several is named.
    pub fn new(train: &'a TargetValues, recipe: &'a Recipe) -> Result<Option<Self>, StageError> {
        let TargetValues::Classes { classes, .. } = train else {
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
        Ok(Some(Self {
            class,
            recipe,
            classes,
        }))
    }

    /// Chooses the threshold by these rows, whose probabilities are those that are decided between. `None` where no rows
    /// were asked for. O(rows × (log rows + classes)).
    pub fn choose(&self, rows: Option<&HeldOutAnswers>) -> Chosen {
        let evaluate = &self.recipe.evaluate;
        let none = Chosen::none(self.class);
        if !evaluate.chooses_threshold() {
            return Chosen {
                decision: fixed(evaluate, self.classes),
                ..none
            };
        }
        let rows = match rows {
            Some(Ok(rows)) => rows,
            Some(Err(why)) => {
                return Chosen {
                    note: Some(told(why)),
                    ..none
                };
            }
            None => return none,
        };
        let labels = rows.actual.labels().unwrap_or_default();
        let probabilities = match &rows.predicted {
            Predictions::Probabilities { values, .. } => &**values,
            Predictions::Values(_) => &[],
        };
        let candidates = Candidates::new(self.class, labels, probabilities);
        let chosen = Chosen {
            on: Some(rows.on),
            rows: labels.len() as u32,
            ..none
        };
        match best(&candidates, evaluate) {
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
        }
    }
}

fn told(why: &str) -> String {
    format!("No threshold could be chosen: {why}. The most probable class decides.")
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
