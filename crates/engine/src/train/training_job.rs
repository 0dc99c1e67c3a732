//! Trains a forest with tree workers, and keeps the trees of a training that was stopped.

use std::cell::RefCell;

use grove_forest::{DatasetBuilder, Matrix, Parameters};
use grove_models::Learner;
use grove_protocol::report::TreeShape;
use grove_recipe::error::StageError;
use grove_recipe::stage::{Key, forest_key};
use grove_recipe::{ModelName, Recipe};

use crate::featurize::Featurizer;
use crate::featurize::encoded_rows::{EncodedPart, EncodedRows};
use crate::pace::Pace;
use crate::train::tree_workers::{SingleThread, TreeWorkers, visits};
use crate::train::{FittedModel, ForestCompletion, ForestGrowth, ForestTraining, fit, refused};

/// Trains a model; if it is made of trees, those that were kept need not grow again. `keep` says whether trees are kept
/// when the work is dropped, after which the training job must be stopped, and that the train rows are the recipe's. Tells the
/// trees that have grown, of all.
pub async fn train(
    training_job: &RefCell<TrainingJob>,
    encoded: &EncodedRows,
    recipe: &Recipe,
    learner: &Learner,
    keep: bool,
    pace: &Pace,
) -> Result<FittedModel, StageError> {
    let (model, featurizer) = (recipe.train.model(), &encoded.featurizer);
    let Some(parameters) = learner.trees() else {
        training_job.borrow_mut().forget();
        pace.breathe(0, 1).await;
        return fit(learner, model, &encoded.train, featurizer);
    };
    let total = parameters.n_estimators;
    let breathe = async || {
        let grown = training_job.borrow().grown();
        pace.breathe(grown, total).await;
    };
    let key = keep.then(|| forest_key(recipe));
    training_job
        .borrow_mut()
        .begin(&encoded.train, key, &parameters)?;
    breathe().await;
    while training_job
        .borrow_mut()
        .code(&encoded.train.matrix, &parameters)
    {
        breathe().await;
    }
    loop {
        let growth = training_job.borrow_mut().collect()?;
        match growth {
            ForestGrowth::Here => breathe().await,
            ForestGrowth::Elsewhere => pace.wait().await,
            ForestGrowth::Complete => break,
        }
    }
    training_job.borrow_mut().complete(model, featurizer)?;
    loop {
        let fitted = training_job.borrow_mut().assemble()?;
        match fitted {
            Some(fitted) => return Ok(fitted),
            None => breathe().await,
        }
    }
}

/// Trains models one after the other, and keeps a forest that was stopped so that it can go on.
pub struct TrainingJob {
    workers: Box<dyn TreeWorkers>,
    growing: Option<PendingForest>,
}

/// A forest whose training is under way or was stopped.
struct PendingForest {
    /// None of a forest that is of no use once it is stopped.
    key: Option<Key>,
    phase: TrainingPhase,
}

enum TrainingPhase {
    /// The data are put in the order of every column, one after the other.
    Coding(DatasetBuilder),
    /// The trees grow.
    Training(Box<ForestTraining>),
    /// They have all grown, and become a forest.
    Completing(Box<ForestCompletion>),
}

impl PendingForest {
    fn grown(&self) -> u32 {
        match &self.phase {
            TrainingPhase::Coding(_) => 0,
            TrainingPhase::Training(training) => training.grown(),
            TrainingPhase::Completing(completion) => completion.grown(),
        }
    }
}

impl Default for TrainingJob {
    /// A job without other workers.
    fn default() -> Self {
        Self::new(Box::new(SingleThread::default()))
    }
}

impl TrainingJob {
    /// A job whose trees are grown by these workers, with nothing under way.
    pub fn new(workers: Box<dyn TreeWorkers>) -> Self {
        Self {
            workers,
            growing: None,
        }
    }

    /// The workers that grow the trees.
    pub fn workers(&self) -> &dyn TreeWorkers {
        &*self.workers
    }

    /// Takes up the forest that was kept, if it is the one that is wanted, or begins one. The group of tree workers is set to work on the
    /// trees that have not grown yet, once the data are coded.
    fn begin(
        &mut self,
        part: &EncodedPart,
        key: Option<Key>,
        parameters: &Parameters,
    ) -> Result<(), StageError> {
        let total = parameters.n_estimators;
        let goes_on = |begun: &PendingForest| {
            key.is_some()
                && begun.key == key
                && match &begun.phase {
                    TrainingPhase::Coding(_) => true,
                    TrainingPhase::Training(training) => training.grown() <= total,
                    // What is half put together takes no more trees.
                    TrainingPhase::Completing(completion) => completion.grown() == total,
                }
        };
        let mut phase = match self.growing.take().filter(goes_on) {
            Some(growing) => growing.phase,
            None => {
                let EncodedPart {
                    matrix,
                    target,
                    weights,
                } = part;
                let weights = weights.as_deref();
                let coding = DatasetBuilder::new(matrix, target.to_learn(), weights, parameters);
                let coding = coding.map_err(refused)?;
                let visits = visits(matrix.rows(), parameters, total as usize);
                self.workers.expect(total as usize, visits);
                TrainingPhase::Coding(coding)
            }
        };
        if let TrainingPhase::Training(training) = &mut phase {
            training.begin(&mut *self.workers, total);
        }
        self.growing = Some(PendingForest { key, phase });
        Ok(())
    }

    /// Codes the next column; false where none is left.
    fn code(&mut self, matrix: &Matrix, parameters: &Parameters) -> bool {
        let Some(growing) = &mut self.growing else {
            return false;
        };
        let TrainingPhase::Coding(coding) = &mut growing.phase else {
            return false;
        };
        if coding.advance(matrix) {
            return true;
        }
        if let Some(PendingForest { key, phase }) = self.growing.take()
            && let TrainingPhase::Coding(coding) = phase
        {
            let mut training = Box::new(ForestTraining::new(coding.finish(), parameters.clone()));
            training.begin(&mut *self.workers, parameters.n_estimators);
            let phase = TrainingPhase::Training(training);
            self.growing = Some(PendingForest { key, phase });
        }
        false
    }

    /// Takes what the group of tree workers has grown. Trees that have grown are kept, whatever goes wrong after them.
    fn collect(&mut self) -> Result<ForestGrowth, StageError> {
        let Some(PendingForest {
            phase: TrainingPhase::Training(training),
            ..
        }) = &mut self.growing
        else {
            return Ok(ForestGrowth::Complete);
        };
        let growth = training.collect(&mut *self.workers);
        if growth.is_err() {
            self.workers.stop();
        }
        growth
    }

    /// Begins to put the forest together.
    fn complete(&mut self, model: ModelName, featurizer: &Featurizer) -> Result<(), StageError> {
        let Some(PendingForest { key, phase }) = self.growing.take() else {
            return Ok(());
        };
        let phase = match phase {
            TrainingPhase::Training(training) => {
                TrainingPhase::Completing(Box::new(training.complete(model, featurizer)?))
            }
            other => other,
        };
        self.growing = Some(PendingForest { key, phase });
        Ok(())
    }

    /// Puts the next piece of the forest together; the forest once it is whole.
    fn assemble(&mut self) -> Result<Option<FittedModel>, StageError> {
        let Some(PendingForest { key, phase }) = self.growing.take() else {
            unreachable!("nobody stops a training job that goes on");
        };
        let TrainingPhase::Completing(mut completion) = phase else {
            unreachable!("its trees have grown");
        };
        if !completion.assemble()? {
            return Ok(Some(completion.finish()));
        }
        let phase = TrainingPhase::Completing(completion);
        self.growing = Some(PendingForest { key, phase });
        Ok(None)
    }

    /// How many trees have grown.
    pub fn grown(&self) -> u32 {
        self.growing.as_ref().map_or(0, PendingForest::grown)
    }

    /// The trees that have grown, from the given one on.
    pub fn shapes_from(&self, first: u32) -> Vec<TreeShape> {
        match &self.growing {
            Some(PendingForest {
                phase: TrainingPhase::Training(training),
                ..
            }) => training.shapes_from(first as usize),
            _ => Vec::new(),
        }
    }

    /// Stops the group of tree workers. The trees that have grown are kept, if they are to be. Returns their number.
    pub fn stop(&mut self) -> u32 {
        self.workers.stop();
        self.growing.take_if(|growing| growing.key.is_none());
        self.grown()
    }

    /// Forgets the trees of a forest that was stopped.
    pub fn forget(&mut self) {
        self.growing = None;
    }
}
