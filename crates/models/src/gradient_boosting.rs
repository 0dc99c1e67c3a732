//! Gradient boosting as a model: the only module here that boosts and predicts by boosting.

use serde::{Deserialize, Serialize};

use grove_boosting::{
    BoostingPredictError, BoostingShapley, GradientBoosting, Loss, Node, Parameters, SplitTest,
};
use grove_recipe::Task;
use grove_recipe::models::gradient_boosting::{
    EarlyStopping, Loss as ChosenLoss, Parameters as Chosen,
};
use grove_recipe::models::trees::ClassWeight;
use grove_recipe::parameters::Misfit;

use super::algorithm::{Context, Growth, LearningAlgorithm as Learns, TrainRows};
use super::{
    FitError, Fitted, INTERVAL, Matrix, Model, PredictError, Predictions, ShapleyParts,
    SplitQuestion, Target, TreeViewNode, TreeVotes,
};

/// How to grow the model, and whether its intervals grow as well.
#[derive(Clone, Debug, PartialEq)]
pub struct BoostingParameters {
    /// The parameters of the model that predicts.
    pub model: Parameters,
    /// Whether two more models grow, for the quantiles of [`INTERVAL`]. For values alone.
    pub intervals: bool,
}

impl BoostingParameters {
    /// Returns the parameters of each model that grows: the one that predicts, then those of the intervals' ends.
    pub fn each(&self) -> Vec<Parameters> {
        let of_quantile = |quantile| Parameters {
            loss: Loss::Quantile(quantile),
            ..self.model.clone()
        };
        let ends = INTERVAL.iter().filter(|_| self.intervals);
        let ends = ends.map(|quantile| of_quantile(*quantile));
        [self.model.clone()].into_iter().chain(ends).collect()
    }
}

/// A model that predicts, and those of the intervals' ends if it was asked for them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoostedModel {
    /// The model that predicts.
    pub model: GradientBoosting,
    /// The models of the quantiles of [`INTERVAL`], with the same features; for values alone.
    pub quantiles: Option<Box<[GradientBoosting; 2]>>,
}

impl BoostedModel {
    /// Collects the models that grew by [`BoostingParameters::each`]; `None` if there are neither one nor three.
    pub fn of(models: Vec<GradientBoosting>) -> Option<Self> {
        let mut models = models.into_iter();
        let model = models.next()?;
        let quantiles = match (models.next(), models.next()) {
            (None, _) => None,
            (Some(low), Some(high)) => Some(Box::new([low, high])),
            _ => return None,
        };
        Some(Self { model, quantiles })
    }

    fn viewed(&self, node: Node) -> TreeViewNode {
        match node {
            Node::Leaf { value, .. } => TreeViewNode::Leaf(vec![value]),
            Node::Split {
                feature,
                test,
                missing_left,
                left,
                right,
                ..
            } => TreeViewNode::Split {
                feature,
                test: match test {
                    SplitTest::AtMost(threshold) => SplitQuestion::AtMost(threshold),
                    SplitTest::In(left) => {
                        let seen = self.model.seen(feature).unwrap_or_default().iter();
                        let right = seen.filter(|category| !left.contains(category));
                        let right = right.copied().collect();
                        SplitQuestion::Categories { left, right }
                    }
                },
                missing_left,
                left,
                right,
            },
        }
    }

    fn each(&self) -> impl Iterator<Item = &GradientBoosting> {
        let quantiles = self.quantiles.iter().flat_map(|both| both.iter());
        std::iter::once(&self.model).chain(quantiles)
    }
}

/// The algorithm.
pub enum Algorithm {}

impl Learns for Algorithm {
    type Chosen = Chosen;
    type Parameters = BoostingParameters;

    fn parameters(chosen: &Chosen, context: &Context) -> BoostingParameters {
        let directions = (context.directions)(&chosen.monotonic_cst);
        let free = directions.iter().all(|direction| *direction == 0);
        let ordered = !context.categorical.contains(&true);
        let model = Parameters {
            loss: match chosen.loss {
                ChosenLoss::SquaredError => Loss::SquaredError,
                ChosenLoss::AbsoluteError => Loss::AbsoluteError,
                ChosenLoss::Poisson => Loss::Poisson,
                ChosenLoss::Gamma => Loss::Gamma,
                ChosenLoss::Quantile => Loss::Quantile(chosen.quantile),
            },
            learning_rate: chosen.learning_rate,
            max_iter: chosen.max_iter,
            max_leaf_nodes: Some(chosen.max_leaf_nodes),
            max_depth: chosen.max_depth,
            min_samples_leaf: chosen.min_samples_leaf,
            l2_regularization: chosen.l2_regularization,
            max_features: chosen.max_features,
            max_bins: chosen.max_bins,
            early_stopping: match chosen.early_stopping {
                EarlyStopping::Auto => None,
                EarlyStopping::On => Some(true),
                EarlyStopping::Off => Some(false),
            },
            validation_fraction: chosen.validation_fraction,
            n_iter_no_change: chosen.n_iter_no_change,
            tol: chosen.tol,
            categorical: if ordered {
                Vec::new()
            } else {
                context.categorical.to_vec()
            },
            cat_smooth: chosen.cat_smooth,
            cat_l2: chosen.cat_l2,
            monotonic_cst: if free { Vec::new() } else { directions },
            balanced: chosen.class_weight == ClassWeight::Balanced
                && context.task == Task::Classification,
            seed: context.seed,
        };
        BoostingParameters {
            model,
            intervals: chosen.intervals && context.task == Task::Regression,
        }
    }

    fn check(parameters: &BoostingParameters) -> Result<(), FitError> {
        let model = &parameters.model;
        let checked = || -> Result<(), Misfit> {
            Chosen::learning_rate.check(model.learning_rate)?;
            Chosen::max_iter.check(model.max_iter)?;
            if let Some(leaves) = model.max_leaf_nodes {
                Chosen::max_leaf_nodes.check(leaves)?;
            }
            if let Some(depth) = model.max_depth {
                Chosen::max_depth.check(depth)?;
            }
            Chosen::min_samples_leaf.check(model.min_samples_leaf)?;
            Chosen::l2_regularization.check(model.l2_regularization)?;
            if let Loss::Quantile(quantile) = model.loss {
                Chosen::quantile.check(quantile)?;
            }
            Chosen::validation_fraction.check(model.validation_fraction)?;
            Chosen::n_iter_no_change.check(model.n_iter_no_change)?;
            Chosen::tol.check(model.tol)?;
            Chosen::max_features.check(model.max_features)?;
            Chosen::max_bins.check(model.max_bins)?;
            Chosen::cat_smooth.check(model.cat_smooth)?;
            Chosen::cat_l2.check(model.cat_l2)
        };
        checked().map_err(|misfit| FitError::Parameter(misfit.problem))
    }

    fn growth(parameters: &BoostingParameters) -> Growth {
        Growth::Boosting(parameters.clone())
    }

    fn fit(parameters: &BoostingParameters, rows: &TrainRows) -> Result<Model, FitError> {
        let TrainRows {
            matrix,
            target,
            weights,
        } = *rows;
        let parameters = BoostingParameters {
            intervals: parameters.intervals && matches!(target, Target::Values(_)),
            model: parameters.model.clone(),
        };
        let fit = |each: Parameters| grove_boosting::fit(matrix, target, weights, &each);
        let models: Result<Vec<_>, _> = parameters.each().into_iter().map(fit).collect();
        let model = BoostedModel::of(models?).expect("one or three");
        Ok(Model::GradientBoosting(model))
    }
}

impl Fitted for BoostedModel {
    const TAKES_MISSING: bool = true;

    fn trees(&self) -> u32 {
        self.model.n_iter()
    }

    fn takes_categories(&self, feature: u32) -> bool {
        let categorical = |model: &GradientBoosting| {
            let of_features = model.categorical();
            of_features.get(feature as usize) == Some(&true)
        };
        self.each().all(categorical)
    }

    fn n_features(&self) -> u32 {
        self.model.n_features()
    }

    fn n_classes(&self) -> u32 {
        self.model.n_classes()
    }

    fn predict(&self, matrix: &Matrix) -> Result<Predictions, PredictError> {
        let predicted = match self.n_classes() {
            0 => self.model.predict_values(matrix).map(Predictions::Values),
            n_classes => {
                let values = self.model.predict_proba(matrix);
                values.map(|values| Predictions::of_classes(n_classes, values))
            }
        };
        predicted.map_err(explained)
    }

    /// The two models can contradict each other, since each grows by itself: then the ends change places.
    fn intervals(&self, matrix: &Matrix) -> Result<Option<Vec<(f64, f64)>>, PredictError> {
        let Some(quantiles) = &self.quantiles else {
            return Ok(None);
        };
        let [low, high] = &**quantiles;
        let low = low.predict_values(matrix).map_err(explained)?;
        let high = high.predict_values(matrix).map_err(explained)?;
        let ends = low.into_iter().zip(high);
        Ok(Some(ends.map(|(a, b)| (a.min(b), a.max(b))).collect()))
    }

    fn has_intervals(&self) -> bool {
        self.quantiles.is_some()
    }

    fn shapley<'m>(
        &'m self,
        background: &Matrix,
        player_of: &[u32],
    ) -> Option<Box<dyn ShapleyParts + 'm>> {
        let explained = BoostingShapley::new(&self.model, background, player_of)?;
        Some(Box::new(explained))
    }

    fn tree(&self, index: u32) -> Option<Vec<TreeViewNode>> {
        let each = self.model.trees_per_iteration();
        let tree = self.model.tree(index / each, index % each)?;
        Some(tree.nodes().map(|node| self.viewed(node)).collect())
    }

    fn node(&self, tree: u32, node: u32) -> Option<TreeViewNode> {
        let each = self.model.trees_per_iteration();
        let tree = self.model.tree(tree / each, tree % each)?;
        Some(self.viewed(tree.node(node)?))
    }

    fn leaves(&self, matrix: &Matrix) -> Option<Vec<u32>> {
        self.model.leaf_nodes(matrix).ok()
    }

    fn votes(&self, row: &Matrix) -> Option<TreeVotes> {
        let occurring = self.model.classes();
        let classes = match (self.model.trees_per_iteration(), occurring) {
            // The only sum of two classes is that of the second one.
            (1, [_, second]) => vec![*second],
            _ => occurring.to_vec(),
        };
        let sums = self.model.running_sums(row).ok()?;
        Some(TreeVotes::Sums { classes, sums })
    }

    fn cuts(&self, feature: u32) -> Option<&[f64]> {
        self.model.cuts(feature)
    }

    fn along(&self, row: &[f64], feature: u32) -> Option<Vec<f64>> {
        self.model.along(row, feature)
    }

    fn validate(&self) -> Result<(), String> {
        self.each().try_for_each(GradientBoosting::validate)?;
        let fits = |end: &GradientBoosting| {
            end.n_classes() == 0 && end.n_features() == self.model.n_features()
        };
        let mut ends = self.quantiles.iter().flat_map(|both| both.iter());
        if self.has_intervals() && (self.n_classes() > 0 || !ends.all(fits)) {
            return Err("The models of the intervals do not fit the one that predicts.".into());
        }
        Ok(())
    }

    fn bytes(&self) -> u64 {
        self.each().map(GradientBoosting::bytes).sum()
    }
}

impl ShapleyParts for BoostingShapley<'_> {
    fn parts(&self) -> u32 {
        self.trees()
    }

    fn set_row(&mut self, row: &[f64]) {
        BoostingShapley::set_row(self, row);
    }

    fn add(&mut self, part: u32, values: &mut [f64]) {
        self.add_tree(part, values);
    }
}

fn explained(error: BoostingPredictError) -> PredictError {
    match error {
        BoostingPredictError::Features { expected, found } => {
            PredictError::Features { expected, found }
        }
        BoostingPredictError::Task { .. } => unreachable!("asked for what it has"),
    }
}
