//! The foreman: sets a crew to work on a forest, and remembers the trees of one that was stopped.

use std::cell::RefCell;

use grove_forest::{Coding, Matrix, Parameters};
use grove_models::Learner;
use grove_protocol::report::TreeShape;
use grove_recipe::error::StageError;
use grove_recipe::stage::{Key, forest_key};
use grove_recipe::{ModelName, Recipe};

use super::crew::{Alone, Crew, visits};
use super::encoded::{Encoded, Part};
use super::featurize::Featurizer;
use super::pace::Pace;
use super::train::{Completion, Fitted, Growth, Training, fit, refused};

/// Trains a model; if it is made of trees, those that were kept need not grow again. `keep` says whether trees are kept
/// when the work is dropped, after which the foreman must be stopped, and that the train rows are the recipe's. Tells the
/// trees that have grown, of all.
pub async fn train(
    foreman: &RefCell<Foreman>,
    encoded: &Encoded,
    recipe: &Recipe,
    learner: &Learner,
    keep: bool,
    pace: &Pace,
) -> Result<Fitted, StageError> {
    let (model, featurizer) = (recipe.train.model(), &encoded.featurizer);
    let Some(parameters) = learner.trees() else {
        foreman.borrow_mut().forget();
        pace.breathe(0, 1).await;
        return fit(learner, model, &encoded.train, featurizer);
    };
    let total = parameters.n_estimators;
    let breathe = async || {
        let grown = foreman.borrow().grown();
        pace.breathe(grown, total).await;
    };
    let key = keep.then(|| forest_key(recipe));
    foreman
        .borrow_mut()
        .begin(&encoded.train, key, &parameters)?;
    breathe().await;
    while foreman
        .borrow_mut()
        .code(&encoded.train.matrix, &parameters)
    {
        breathe().await;
    }
    loop {
        let growth = foreman.borrow_mut().collect()?;
        match growth {
            Growth::Here => breathe().await,
            Growth::Elsewhere => pace.wait().await,
            Growth::Complete => break,
        }
    }
    foreman.borrow_mut().complete(model, featurizer)?;
    loop {
        let fitted = foreman.borrow_mut().assemble()?;
        match fitted {
            Some(fitted) => return Ok(fitted),
            None => breathe().await,
        }
    }
}

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

    /// Takes up the forest that was kept, if it is the one that is wanted, or begins one. The crew is set to work on the
    /// trees that have not grown yet, once the data are coded.
    fn begin(
        &mut self,
        part: &Part,
        key: Option<Key>,
        parameters: &Parameters,
    ) -> Result<(), StageError> {
        let total = parameters.n_estimators;
        let goes_on = |begun: &Growing| {
            key.is_some()
                && begun.key == key
                && match &begun.phase {
                    Phase::Coding(_) => true,
                    Phase::Training(training) => training.grown() <= total,
                    // What is half put together takes no more trees.
                    Phase::Completing(completion) => completion.grown() == total,
                }
        };
        let mut phase = match self.growing.take().filter(goes_on) {
            Some(growing) => growing.phase,
            None => {
                let Part {
                    matrix,
                    target,
                    weights,
                } = part;
                let weights = weights.as_deref();
                let coding = Coding::new(matrix, target.to_learn(), weights, parameters);
                let coding = coding.map_err(refused)?;
                let visits = visits(matrix.rows(), parameters, total as usize);
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

    /// Codes the next column; false where none is left.
    fn code(&mut self, matrix: &Matrix, parameters: &Parameters) -> bool {
        let Some(growing) = &mut self.growing else {
            return false;
        };
        let Phase::Coding(coding) = &mut growing.phase else {
            return false;
        };
        if coding.advance(matrix) {
            return true;
        }
        if let Some(Growing { key, phase }) = self.growing.take()
            && let Phase::Coding(coding) = phase
        {
            let mut training = Box::new(Training::new(coding.finish(), parameters.clone()));
            training.begin(&mut *self.crew, parameters.n_estimators);
            let phase = Phase::Training(training);
            self.growing = Some(Growing { key, phase });
        }
        false
    }

    /// Takes what the crew has grown. Trees that have grown are kept, whatever goes wrong after them.
    fn collect(&mut self) -> Result<Growth, StageError> {
        let Some(Growing {
            phase: Phase::Training(training),
            ..
        }) = &mut self.growing
        else {
            return Ok(Growth::Complete);
        };
        let growth = training.collect(&mut *self.crew);
        if growth.is_err() {
            self.crew.stop();
        }
        growth
    }

    /// Begins to put the forest together.
    fn complete(&mut self, model: ModelName, featurizer: &Featurizer) -> Result<(), StageError> {
        let Some(Growing { key, phase }) = self.growing.take() else {
            return Ok(());
        };
        let phase = match phase {
            Phase::Training(training) => {
                Phase::Completing(Box::new(training.complete(model, featurizer)?))
            }
            other => other,
        };
        self.growing = Some(Growing { key, phase });
        Ok(())
    }

    /// Puts the next piece of the forest together; the forest once it is whole.
    fn assemble(&mut self) -> Result<Option<Fitted>, StageError> {
        let Some(Growing { key, phase }) = self.growing.take() else {
            unreachable!("nobody stops a foreman whose work goes on");
        };
        let Phase::Completing(mut completion) = phase else {
            unreachable!("its trees have grown");
        };
        if !completion.assemble()? {
            return Ok(Some(completion.finish()));
        }
        let phase = Phase::Completing(completion);
        self.growing = Some(Growing { key, phase });
        Ok(None)
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
