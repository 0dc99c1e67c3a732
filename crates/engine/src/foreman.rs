//! The foreman: sets a crew to work on a forest, and remembers the trees of one that was stopped.

use grove_forest::Coding;
use grove_models::Learner;
use grove_protocol::report::TreeShape;
use grove_recipe::Recipe;
use grove_recipe::error::StageError;
use grove_recipe::stage::{Key, forest_key};

use super::crew::{Alone, Crew, visits};
use super::encoded::{Encoded, Part};
use super::train::{Completion, Fitted, Training, fit, refused};

pub struct Foreman {
    crew: Box<dyn Crew>,
    growing: Option<Growing>,
}

/// A forest that is growing, or was stopped while it grew.
struct Growing {
    /// None of a forest that is of no use once it is stopped.
    key: Option<Key>,
    phase: Phase,
}

enum Phase {
    /// The data are put in the order of every column, one after the other.
    Coding(Coding),
    /// The trees grow.
    Training(Box<Training>),
    /// They have all grown, and become a forest.
    Completing(Box<Completion>),
}

impl Growing {
    fn grown(&self) -> u32 {
        match &self.phase {
            Phase::Coding(_) => 0,
            Phase::Training(training) => training.grown(),
            Phase::Completing(completion) => completion.grown(),
        }
    }
}

/// How far the work has come.
pub enum Work {
    /// It goes on here.
    Here,
    /// It goes on elsewhere: there is nothing to do until there is word.
    Elsewhere,
    Done(Box<Fitted>),
}

impl Default for Foreman {
    /// One who works alone.
    fn default() -> Self {
        Self::new(Box::new(Alone::default()))
    }
}

impl Foreman {
    pub fn new(crew: Box<dyn Crew>) -> Self {
        Self {
            crew,
            growing: None,
        }
    }

    pub fn crew(&self) -> &dyn Crew {
        &*self.crew
    }

    /// Begins to train. If the model is made of trees, the crew is set to work on those that have not grown
    /// yet. `keep` says whether they are kept when it is stopped, and that the train rows are the recipe's.
    pub fn begin(
        &mut self,
        encoded: &Encoded,
        recipe: &Recipe,
        learner: &Learner,
        keep: bool,
    ) -> Result<(), StageError> {
        let begun = self.growing.take();
        let Some(parameters) = learner.trees() else {
            return Ok(());
        };
        let key = keep.then(|| forest_key(recipe));
        let total = parameters.n_estimators;
        let goes_on = |begun: &Growing| {
            keep && begun.key == key
                && match &begun.phase {
                    Phase::Coding(_) => true,
                    Phase::Training(training) => training.grown() <= total,
                    // What is half put together takes no more trees.
                    Phase::Completing(completion) => completion.grown() == total,
                }
        };
        let mut phase = match begun.filter(goes_on) {
            Some(growing) => growing.phase,
            None => {
                let Part {
                    matrix,
                    target,
                    weights,
                } = &encoded.train;
                let weights = weights.as_deref();
                let coding = Coding::new(matrix, target.to_learn(), weights, &parameters);
                let coding = coding.map_err(refused)?;
                let visits = visits(matrix.rows(), &parameters, total as usize);
                self.crew.expect(total as usize, visits);
                Phase::Coding(coding)
            }
        };
        if let Phase::Training(training) = &mut phase {
            training.begin(&mut *self.crew, total);
        }
        self.growing = Some(Growing { key, phase });
        Ok(())
    }

    /// Takes what the crew has grown, or fits a model that is not made of trees. `encoded`, `recipe` and
    /// `learner` must be those that it began with.
    pub fn go_on(
        &mut self,
        encoded: &Encoded,
        recipe: &Recipe,
        learner: &Learner,
    ) -> Result<Work, StageError> {
        let (model, featurizer) = (recipe.train.model(), &encoded.featurizer);
        let (Some(Growing { key, phase }), Some(parameters)) =
            (self.growing.take(), learner.trees())
        else {
            let fitted = fit(learner, model, &encoded.train, featurizer)?;
            return Ok(Work::Done(Box::new(fitted)));
        };
        let mut training = match phase {
            Phase::Coding(mut coding) => {
                let phase = if coding.advance(&encoded.train.matrix) {
                    Phase::Coding(coding)
                } else {
                    let total = parameters.n_estimators;
                    let mut training = Box::new(Training::new(coding.finish(), parameters));
                    training.begin(&mut *self.crew, total);
                    Phase::Training(training)
                };
                self.growing = Some(Growing { key, phase });
                return Ok(Work::Here);
            }
            Phase::Training(training) => training,
            Phase::Completing(mut completion) => {
                if !completion.advance()? {
                    return Ok(Work::Done(Box::new(completion.finish())));
                }
                let phase = Phase::Completing(completion);
                self.growing = Some(Growing { key, phase });
                return Ok(Work::Here);
            }
        };
        let advanced = training.advance(&mut *self.crew);
        if let Ok(None) = advanced {
            let completion = Box::new(training.complete(model, featurizer)?);
            let phase = Phase::Completing(completion);
            self.growing = Some(Growing { key, phase });
            return Ok(Work::Here);
        }
        // Trees that have grown are kept, whatever goes wrong after them.
        let phase = Phase::Training(training);
        self.growing = Some(Growing { key, phase });
        if advanced.is_err() {
            self.crew.stop();
        }
        Ok(match advanced? {
            Some(true) => Work::Elsewhere,
            _ => Work::Here,
        })
    }

    /// How many trees have grown.
    pub fn grown(&self) -> u32 {
        self.growing.as_ref().map_or(0, Growing::grown)
    }

    /// The trees that have grown, from the given one on.
    pub fn shapes_from(&self, first: u32) -> Vec<TreeShape> {
        match &self.growing {
            Some(Growing {
                phase: Phase::Training(training),
                ..
            }) => training.shapes_from(first as usize),
            _ => Vec::new(),
        }
    }

    /// Stops the crew. The trees that have grown are kept, if they are to be. Returns their number.
    pub fn stop(&mut self) -> u32 {
        self.crew.stop();
        self.growing.take_if(|growing| growing.key.is_none());
        self.grown()
    }

    /// Forgets the trees of a forest that was stopped.
    pub fn forget(&mut self) {
        self.growing = None;
    }
}
