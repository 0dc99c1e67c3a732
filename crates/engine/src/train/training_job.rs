//! Trains a model: a forest with tree workers, gradient boosting on this thread, which shares many rows with them. Keeps
//! the trees of a training that was stopped.

use std::cell::RefCell;

use grove_forest::{DatasetBuilder, Matrix, Parameters};
use grove_models::{Growth, Learner, Model};
use grove_protocol::report::TreeShape;
use grove_recipe::error::StageError;
use grove_recipe::stage::{Key, trees_key};
use grove_recipe::{ModelName, Recipe};

use crate::featurize::Featurizer;
use crate::featurize::encoded_rows::{EncodedPart, EncodedRows};
use crate::pace::Pace;
use crate::train::boosting::PendingBoosting;
use crate::train::forest::{ForestCompletion, ForestGrowth, ForestTraining};
use crate::train::tree_workers::{SingleThread, TreeWorkers, visits};
use crate::train::{FittedModel, boosting, check_categories, fit, refused};

/// Trains a model. If it is made of trees, kept ones need not grow again. `keep` says that trees are kept when the work
/// is dropped, after which the training job must be stopped, and that the train rows are the recipe's. Progress is the
/// number of trees that have grown.
///
/// # Errors
/// Where the model cannot be trained on these rows, the tree workers fail, or memory does not suffice.
pub async fn train(
    training_job: &RefCell<TrainingJob>,
    encoded: &EncodedRows,
    recipe: &Recipe,
    learner: &Learner,
    keep: bool,
    pace: &Pace,
) -> Result<FittedModel, StageError> {
    let (model, featurizer) = (recipe.train.model(), &encoded.featurizer);
    check_categories(learner, featurizer)?;
    let key = keep.then(|| trees_key(recipe));
    let parameters = match learner.growth() {
        Growth::Forest(parameters) => parameters,
        Growth::Boosting(parameters) => {
            return boosting::train(training_job, encoded, model, &parameters, key, pace).await;
        }
        Growth::None => {
            training_job.borrow_mut().forget();
            pace.breathe(0, 1).await;
            return fit(learner, model, &encoded.train, featurizer);
        }
    };
    let total = parameters.n_estimators;
    let breathe = async || {
        let grown = training_job.borrow().grown();
        pace.breathe(grown, total).await;
    };
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

/// Trains models one after the other, and keeps trees of a stopped training so that they can be continued.
pub struct TrainingJob {
    pub(super) workers: Box<dyn TreeWorkers>,
    growing: Option<PendingForest>,
    /// Either this or a forest is kept, not both.
    pub(super) boosting: Option<PendingBoosting>,
}

/// A forest in training, or one that was stopped.
struct PendingForest {
    /// The key of the forest; `None` if its trees are not to be kept.
    key: Option<Key>,
    phase: TrainingPhase,
}

enum TrainingPhase {
    /// The data are being coded, one column after the other.
    Coding(DatasetBuilder),
    /// The trees are growing.
    Training(Box<ForestTraining>),
    /// All trees have grown, and the forest is being assembled.
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
    /// Makes a job without other workers.
    fn default() -> Self {
        Self::new(Box::new(SingleThread::default()))
    }
}

impl TrainingJob {
    /// Makes a job whose trees are grown by these workers.
    pub fn new(workers: Box<dyn TreeWorkers>) -> Self {
        Self {
            workers,
            growing: None,
            boosting: None,
        }
    }

    /// Returns the workers.
    pub fn workers(&self) -> &dyn TreeWorkers {
        &*self.workers
    }

    /// Continues the kept forest if it has the same key, or begins one. Once the data are coded, the tree workers grow
    /// the trees that are missing.
    fn begin(
        &mut self,
        part: &EncodedPart,
        key: Option<Key>,
        parameters: &Parameters,
    ) -> Result<(), StageError> {
        self.boosting = None;
        let total = parameters.n_estimators;
        let goes_on = |begun: &PendingForest| {
            key.is_some()
                && begun.key == key
                && match &begun.phase {
                    TrainingPhase::Coding(_) => true,
                    TrainingPhase::Training(training) => training.grown() <= total,
                    // A forest that is being assembled takes no more trees.
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

    /// Codes the next column; returns false when none is left.
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

    /// Collects the trees that the workers have grown. Trees are kept, even if an error follows.
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

    /// Begins to assemble the forest.
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

    /// Does the next step of assembling; returns the forest after the last one.
    fn assemble(&mut self) -> Result<Option<FittedModel>, StageError> {
        let Some(PendingForest { key, phase }) = self.growing.take() else {
            unreachable!("a running training job is not stopped");
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

    /// Returns how many trees have grown, of gradient boosting how many iterations.
    pub fn grown(&self) -> u32 {
        match (&self.growing, &self.boosting) {
            (Some(forest), _) => forest.grown(),
            (None, Some(boosting)) => boosting.grown(),
            (None, None) => 0,
        }
    }

    /// Returns the model of the trees that have grown so far; `None` where there is none yet, or it is being assembled.
    pub fn so_far(&self) -> Option<Model> {
        match (&self.growing, &self.boosting) {
            (
                Some(PendingForest {
                    phase: TrainingPhase::Training(training),
                    ..
                }),
                _,
            ) => training.so_far(),
            (None, Some(boosting)) => boosting.so_far(),
            _ => None,
        }
    }

    /// Returns the sizes of the trees that have grown, from the given one on.
    pub fn shapes_from(&self, first: u32) -> Vec<TreeShape> {
        match (&self.growing, &self.boosting) {
            (
                Some(PendingForest {
                    phase: TrainingPhase::Training(training),
                    ..
                }),
                _,
            ) => training.shapes_from(first as usize),
            (None, Some(boosting)) => boosting.shapes_from(first as usize),
            _ => Vec::new(),
        }
    }

    /// Stops the tree workers. Keeps the trees that have grown if they are to be kept. Returns their number.
    pub fn stop(&mut self) -> u32 {
        self.workers.stop();
        self.growing.take_if(|growing| growing.key.is_none());
        self.boosting.take_if(|boosting| !boosting.is_kept());
        if let Some(boosting) = &mut self.boosting {
            boosting.go_alone();
        }
        self.grown()
    }

    /// Drops the trees of a stopped training, so that others can begin.
    pub fn forget(&mut self) {
        self.growing = None;
        self.boosting = None;
    }

    /// Makes room for gradient boosting, and returns the one that was kept.
    pub(super) fn take_boosting(&mut self) -> Option<PendingBoosting> {
        self.growing = None;
        self.boosting.take()
    }
}
