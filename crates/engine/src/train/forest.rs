//! A forest in training: tree workers grow its trees, which are then assembled.

use std::sync::Arc;

use grove_forest::{Assembler, Dataset, ForestPacker, Importances, OutOfBag, TreeSize};
use grove_models::Model;
use grove_protocol::report::{Importance, OutOfBagReport, TrainReport, TreeShape};
use grove_recipe::ModelName;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

use crate::featurize::Featurizer;
use crate::train::tree_workers::{GrowJob, GrowProgress, SMALLER, TreeWorkers, refusal};
use crate::train::{FittedModel, largest_first, refused};

/// The size of trees that are put together while others grow, in bytes: it takes some hundredths of a second.
const BY_THE_WAY: u64 = 16 << 20;

/// A forest that is growing, or that was stopped while it grew.
pub struct ForestTraining {
    dataset: Arc<Dataset>,
    parameters: grove_forest::Parameters,
    assembler: Assembler,
    workers: u32,
}

/// Where trees are growing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ForestGrowth {
    /// On this thread: the next call continues.
    Here,
    /// In other workers: call again when one of them has sent a message.
    Elsewhere,
    /// Nowhere: every tree has grown.
    Complete,
}

impl ForestTraining {
    /// Prepares to grow a forest on a data set that was made with these parameters.
    pub fn new(dataset: Dataset, parameters: grove_forest::Parameters) -> Self {
        let dataset = Arc::new(dataset);
        Self {
            assembler: Assembler::new(Arc::clone(&dataset), parameters.bootstrap),
            dataset,
            parameters,
            workers: 1,
        }
    }

    /// Returns how many trees have grown.
    pub fn grown(&self) -> u32 {
        self.assembler.shapes().len() as u32
    }

    /// Lets the workers grow the trees up to `n_estimators` that are not yet grown.
    pub fn begin(&mut self, workers: &mut dyn TreeWorkers, n_estimators: u32) {
        self.parameters.n_estimators = n_estimators;
        self.assembler.forget_early();
        if self.grown() < n_estimators {
            workers.begin(GrowJob {
                dataset: Arc::clone(&self.dataset),
                parameters: self.parameters.clone(),
                trees: self.grown()..n_estimators,
            });
        }
    }

    /// Collects the trees that the workers have grown.
    ///
    /// # Errors
    /// Where the tree workers fail, or the forest would not fit into memory.
    pub fn collect(&mut self, workers: &mut dyn TreeWorkers) -> Result<ForestGrowth, StageError> {
        if self.grown() == self.parameters.n_estimators {
            return Ok(ForestGrowth::Complete);
        }
        self.workers = workers.worker_count();
        match workers.collect()? {
            GrowProgress::Trees(trees) => {
                trees.into_iter().for_each(|tree| self.assembler.add(tree));
                self.check_memory(workers.memory())?;
            }
            GrowProgress::Slice => {}
            GrowProgress::Elsewhere => return Ok(ForestGrowth::Elsewhere),
        }
        Ok(ForestGrowth::Here)
    }

    /// Refuses a forest that would not fit into memory, estimated from its first trees.
    fn check_memory(&self, memory: f64) -> Result<(), StageError> {
        let share = f64::from(self.grown().max(1)) / f64::from(self.parameters.n_estimators);
        let forest = self.assembler.bytes() as f64 / share;
        match refusal(self.dataset.bytes() as f64, forest, memory) {
            Some(problem) => Err(StageError::new(Stage::Train, problem, SMALLER)),
            None => Ok(()),
        }
    }

    /// Returns the sizes of the trees that have grown, from the given one on.
    pub fn shapes_from(&self, first: usize) -> Vec<TreeShape> {
        let shapes = self.assembler.shapes().iter().enumerate().skip(first);
        let curve = self.assembler.out_of_bag().map_or(&[][..], OutOfBag::curve);
        let told = |(index, shape): (usize, &TreeSize)| TreeShape {
            depth: shape.depth,
            leaves: shape.leaves,
            oob_score: curve.get(index).copied().flatten(),
            losses: None,
        };
        shapes.map(told).collect()
    }

    /// Returns the forest of the trees so far; `None` where there are none, or more than can be put together by the way.
    pub fn so_far(&self) -> Option<Model> {
        let few = self.grown() > 0 && self.assembler.bytes() <= BY_THE_WAY;
        let forest = few.then(|| self.assembler.so_far().ok()).flatten();
        forest.map(Model::Forest)
    }

    /// Begins to assemble the forest, once all trees have grown.
    ///
    /// # Errors
    /// Where no tree has grown.
    pub fn complete(
        self,
        model: ModelName,
        featurizer: &Featurizer,
    ) -> Result<ForestCompletion, StageError> {
        let importances = column_importances(&self.assembler, featurizer);
        let trees = self.shapes_from(0);
        let out_of_bag = self.assembler.out_of_bag().map(|rows| OutOfBagReport {
            score: rows.score(),
            never: rows.never(),
        });
        let report = TrainReport {
            model,
            trees,
            rows: self.dataset.rows(),
            features: self.dataset.features(),
            features_per_split: Some(self.parameters.max_features),
            bytes: 0,
            out_of_bag,
            note: None,
            workers: self.workers,
            boosting: None,
        };
        Ok(ForestCompletion {
            assembling: self.assembler.assemble().map_err(refused)?,
            report,
            importances,
        })
    }
}

/// A forest that is being assembled.
pub struct ForestCompletion {
    assembling: ForestPacker,
    /// The report without the forest's size.
    report: TrainReport,
    /// The importances of columns.
    importances: Vec<Importance>,
}

impl ForestCompletion {
    /// Returns how many trees the forest has.
    pub fn grown(&self) -> u32 {
        self.report.trees.len() as u32
    }

    /// Does the next step; returns false when there is none left.
    ///
    /// # Errors
    /// Where the trees have too many thresholds in one feature.
    pub fn assemble(&mut self) -> Result<bool, StageError> {
        self.assembling.advance().map_err(refused)
    }

    /// Returns the forest, after the last step.
    pub fn finish(self) -> FittedModel {
        let forest = self.assembling.finish();
        let bytes = u32::try_from(forest.bytes()).unwrap_or(u32::MAX);
        FittedModel {
            model: Model::Forest(forest),
            report: TrainReport {
                bytes,
                ..self.report
            },
            importances: self.importances,
        }
    }
}

/// Computes the importances of columns: the sums over their features, largest first.
fn column_importances(assembler: &Assembler, featurizer: &Featurizer) -> Vec<Importance> {
    let (columns, groups) = featurizer.origins();
    let Importances { mean, spread } = assembler.importances_by(&groups);
    largest_first(columns, mean, spread)
}
