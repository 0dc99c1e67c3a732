//! Gradient boosting in training: bins the columns and grows the trees, slice by slice, on this thread. Tree workers share
//! many rows with it.

use std::cell::{Cell, RefCell};

use grove_boosting::{Booster, BoosterBuilder, Iteration, Parameters, Validation};
use grove_models::{BoostedModel, BoostingParameters, FitError, Model};
use grove_protocol::report::{Losses, TreeShape};
use grove_recipe::ModelName;
use grove_recipe::error::StageError;
use grove_recipe::stage::{Key, Stage};

use crate::featurize::encoded_rows::{EncodedPart, EncodedRows};
use crate::pace::Pace;
use crate::train::boosting_report::{column_importances, report};
use crate::train::training_job::TrainingJob;
use crate::train::tree_workers::{SharerLost, TreeWorkers, too_large};
use crate::train::{FittedModel, advice};

/// The visits in a slice, which take a few hundredths of a second in a browser.
const SLICE: u64 = 4_000_000;

/// The advice where memory does not suffice.
pub const SMALLER: &str = "Grow fewer trees, limit their leaves, or use fewer rows or features.";

/// Gradient boosting in training, or one that was stopped.
pub struct PendingBoosting {
    /// The key of its trees; `None` if they are not to be kept.
    key: Option<Key>,
    training: BoostingTraining,
}

/// The models that grow one after the other: the one that predicts, then the ends of its intervals if there are any.
pub struct BoostingTraining {
    /// The parameters of each.
    each: Vec<Parameters>,
    /// Those that have begun, of which only the last may be incomplete.
    boosters: Vec<Booster>,
    /// The one whose columns are being binned.
    binning: Option<Box<BoosterBuilder>>,
    sharing: Sharing,
}

/// Whether workers share the rows of the model that grows.
#[derive(Clone, Copy, PartialEq)]
enum Sharing {
    No,
    Yes,
    /// One of them was lost: all goes on here.
    Lost,
}

impl PendingBoosting {
    /// Returns how many iterations of the model that predicts have grown.
    pub fn grown(&self) -> u32 {
        self.training.grown()
    }

    /// Goes on without tree workers.
    pub fn go_alone(&mut self) {
        self.training.go_alone();
    }

    /// Returns whether it is kept when its training is stopped.
    pub const fn is_kept(&self) -> bool {
        self.key.is_some()
    }

    /// Returns the sizes and losses of the iterations that have grown, from the given one on.
    pub fn shapes_from(&self, first: usize) -> Vec<TreeShape> {
        self.training.shapes_from(first)
    }

    /// Returns the model of the iterations so far; `None` before the first.
    pub fn so_far(&self) -> Option<Model> {
        let booster = self.training.boosters.first()?;
        let model = BoostedModel::of(vec![booster.model()])?;
        (self.grown() > 0).then_some(Model::GradientBoosting(model))
    }

    /// Returns whether it can grow on by parameters with this key, up to `max_iter` iterations.
    fn goes_on(&self, key: Option<Key>, max_iter: u32) -> bool {
        let grown = |booster: &Booster| booster.iterations().len() as u32;
        let fits = |booster: &Booster| grown(booster) <= max_iter;
        key.is_some() && self.key == key && self.training.boosters.iter().all(fits)
    }
}

impl BoostingTraining {
    /// Prepares to grow models by these parameters. Nothing is computed yet.
    pub fn new(parameters: &BoostingParameters) -> Self {
        Self {
            each: parameters.each(),
            boosters: Vec::new(),
            binning: None,
            sharing: Sharing::No,
        }
    }

    /// Changes the most iterations; no model may have more.
    fn set_max_iter(&mut self, max_iter: u32) {
        for parameters in &mut self.each {
            parameters.max_iter = max_iter;
        }
        for booster in &mut self.boosters {
            booster.set_max_iter(max_iter);
        }
    }

    /// Bins a column, or grows for about `visits` visits (a row looked at in one feature). Returns false once every model
    /// is complete.
    ///
    /// # Errors
    /// Where the rows do not suit the parameters.
    pub fn advance(
        &mut self,
        train: &EncodedPart,
        validation: Option<&EncodedPart>,
        visits: u64,
    ) -> Result<bool, StageError> {
        if let Some(mut binning) = self.binning.take() {
            let watched = validation.map(|part| &part.matrix);
            match binning.advance(&train.matrix, watched) {
                true => self.binning = Some(binning),
                false => self.boosters.push(binning.finish()),
            }
            return Ok(true);
        }
        if let Some(booster) = self.boosters.last_mut()
            && !booster.is_complete()
        {
            booster.advance(visits);
            return Ok(true);
        }
        let Some(parameters) = self.each.get(self.boosters.len()) else {
            return Ok(false);
        };
        let validation = validation.map(|part| Validation {
            matrix: &part.matrix,
            target: part.target.to_learn(),
            weights: part.weights.as_deref(),
        });
        let binning = BoosterBuilder::new(
            &train.matrix,
            train.target.to_learn(),
            train.weights.as_deref(),
            validation,
            parameters,
        );
        let refused = |error| {
            let error = FitError::from(error);
            StageError::new(Stage::Train, error.to_string(), advice(&error))
        };
        self.binning = Some(Box::new(binning.map_err(refused)?));
        Ok(true)
    }

    /// Shares the rows of the model that grows with the workers that have started, where that pays, and passes on what it and
    /// they have to say. Returns whether there is nothing to do before a worker has sent a message.
    fn exchange(&mut self, features: u64, workers: &mut dyn TreeWorkers) -> bool {
        let Some(booster) = self.boosters.last_mut() else {
            return false;
        };
        if booster.is_complete() {
            if booster.is_shared() {
                booster.go_alone();
                workers.unshare();
                self.sharing = Sharing::No;
            }
            return false;
        }
        if self.sharing == Sharing::No && Booster::shares(booster.rows()) {
            match workers.sharers(u64::from(booster.rows()) * features) {
                0 => return false,
                sharers => workers.share(booster.share(sharers)),
            }
            self.sharing = Sharing::Yes;
        }
        for (sharer, message) in booster.messages() {
            workers.tell(sharer, message);
        }
        while booster.is_waiting() {
            match workers.hear() {
                Ok(answers) if answers.is_empty() => return true,
                Ok(answers) => answers
                    .into_iter()
                    .for_each(|(sharer, answer)| booster.receive(sharer, answer)),
                Err(SharerLost) => booster.go_alone(),
            }
        }
        if self.sharing == Sharing::Yes && !booster.is_shared() {
            self.sharing = Sharing::Lost;
            workers.stop();
        }
        false
    }

    /// Goes on without the workers that share the rows.
    fn go_alone(&mut self) {
        self.boosters.iter_mut().for_each(Booster::go_alone);
        self.sharing = Sharing::No;
    }

    /// Returns whether the first model's columns are not yet binned.
    pub fn is_binning(&self) -> bool {
        self.boosters.is_empty()
    }

    /// Returns the iterations of the model that predicts.
    pub fn iterations(&self) -> &[Iteration] {
        self.boosters.first().map_or(&[], Booster::iterations)
    }

    /// Returns how many of these there are.
    pub fn grown(&self) -> u32 {
        self.iterations().len() as u32
    }

    /// Returns the sizes and losses of these, from the given one on.
    fn shapes_from(&self, first: usize) -> Vec<TreeShape> {
        let iterations = self.iterations();
        let mut before = match first.checked_sub(1).and_then(|last| iterations.get(last)) {
            Some(last) => last.train_loss,
            None => self.boosters.first().map_or(0.0, |of| of.baseline_loss().0),
        };
        let shape = |iteration: &Iteration| TreeShape {
            depth: iteration.depth,
            leaves: iteration.leaves,
            oob_score: None,
            losses: Some(Losses {
                train: iteration.train_loss,
                corrected: std::mem::replace(&mut before, iteration.train_loss)
                    - iteration.train_loss,
                validation: iteration.validation_loss,
            }),
        };
        iterations.iter().skip(first).map(shape).collect()
    }

    /// Returns how many iterations of all models are done, and of how many; one that stops early is done with all.
    fn progress(&self) -> (u32, u32) {
        let max_iter = self.each.first().map_or(0, |first| first.max_iter);
        let done = |booster: &Booster| match booster.is_complete() {
            true => max_iter,
            false => booster.iterations().len() as u32,
        };
        let done = self.boosters.iter().map(done).sum();
        (done, max_iter * self.each.len() as u32)
    }

    /// Returns the number of bins of the first model's features; 0 before they are binned.
    pub fn bins(&self) -> u32 {
        self.boosters.first().map_or(0, Booster::bins)
    }

    /// Returns the bytes of what is there: of the data, and of the trees.
    pub fn bytes(&self) -> (f64, f64) {
        let data = self.boosters.iter().map(Booster::bytes).sum::<u64>();
        let trees = self.boosters.iter().map(Booster::model_bytes).sum::<u64>();
        (data as f64, trees as f64)
    }

    /// Refuses models that would not fit into memory, estimated from what has grown.
    fn check_memory(&self, memory: f64) -> Result<(), StageError> {
        let (data, trees) = self.bytes();
        let (done, total) = self.progress();
        let all = trees / f64::from(done.max(1)) * f64::from(total);
        let begun = self.boosters.len().max(1) as f64;
        match refusal(data / begun * self.each.len() as f64, all, memory) {
            Some(problem) => Err(StageError::new(Stage::Train, problem, SMALLER)),
            None => Ok(()),
        }
    }

    /// Returns the models, once they are complete, with their report.
    fn fitted(&self, encoded: &EncodedRows, model: ModelName) -> FittedModel {
        let models = self.boosters.iter().map(Booster::model).collect();
        let fitted = BoostedModel::of(models).expect("one or three have grown");
        let importances = column_importances(&fitted.model, &encoded.featurizer);
        let report = report(
            model,
            &fitted,
            &self.each[0],
            &self.boosters[0],
            encoded,
            self.shapes_from(0),
        );
        FittedModel {
            model: Model::GradientBoosting(fitted),
            report,
            importances,
        }
    }
}

/// Returns why the models do not fit into memory, or `None` if they do. All sizes are in bytes: of the data, of the grown
/// models, and of the memory.
pub fn refusal(data: f64, models: f64, memory: f64) -> Option<String> {
    // At the end the trees are in memory twice: as they grew, and as the model.
    too_large("Training", data + 2.0 * models, memory)
}

/// Trains as [`training_job::train`](super::training_job::train). Iterations that were kept under this key need not grow
/// again. Progress is the number of iterations. The models stay, so that more iterations can be asked for later.
///
/// # Errors
/// Where the model cannot be trained on these rows, or memory does not suffice.
pub async fn train(
    training_job: &RefCell<TrainingJob>,
    encoded: &EncodedRows,
    model: ModelName,
    parameters: &BoostingParameters,
    key: Option<Key>,
    pace: &Pace,
) -> Result<FittedModel, StageError> {
    let max_iter = parameters.model.max_iter;
    let ((done, total), memory) = {
        let mut job = training_job.borrow_mut();
        let kept = job
            .take_boosting()
            .filter(|kept| kept.goes_on(key, max_iter));
        let training = match kept {
            Some(kept) => kept.training,
            None => BoostingTraining::new(parameters),
        };
        let boosting = job.boosting.insert(PendingBoosting { key, training });
        boosting.training.set_max_iter(max_iter);
        let progress = boosting.training.progress();
        let matrix = &encoded.train.matrix;
        if Booster::shares(matrix.rows()) {
            // Starts workers while the columns are still being binned.
            let cells = u64::from(matrix.rows()) * u64::from(matrix.features());
            job.workers.sharers(cells);
        }
        (progress, job.workers().memory())
    };
    // What was kept is told at once.
    pace.breathe(done, total).await;
    let features = u64::from(encoded.train.matrix.features());
    let waits = Cell::new(false);
    let advance = || -> Result<Option<(u32, u32)>, StageError> {
        let mut job = training_job.borrow_mut();
        let TrainingJob {
            boosting: pending,
            workers,
            ..
        } = &mut *job;
        let pending = pending.as_mut();
        let training = &mut pending.expect("it is not stopped").training;
        let validation = encoded.validation.as_ref();
        if !training.advance(&encoded.train, validation, SLICE)? {
            return Ok(None);
        }
        training.check_memory(memory)?;
        waits.set(training.exchange(features, &mut **workers));
        Ok(Some(training.progress()))
    };
    while let Some((done, total)) = advance()? {
        if waits.get() {
            pace.tell(done, total);
            pace.wait().await;
        } else {
            pace.breathe(done, total).await;
        }
    }
    let mut job = training_job.borrow_mut();
    let pending = job.boosting.as_ref().expect("it is not stopped");
    let fitted = pending.training.fitted(encoded, model);
    job.boosting.take_if(|pending| !pending.is_kept());
    Ok(fitted)
}
