//! Forests as models: the only module here that grows forests and predicts with them.

use grove_forest::{Forest, ForestShapley, Leaf, Node, Parameters};
use grove_recipe::Task;
use grove_recipe::models::trees::{self, ClassWeight, Cuts, MaxFeatures, TreeParameters};
use grove_recipe::parameters::Misfit;

use super::algorithm::{Context, Growth, LearningAlgorithm, TrainRows};
use super::{
    FitError, Fitted, INTERVAL, Matrix, Model, PredictError, Predictions, ShapleyParts,
    SplitQuestion, TreeViewNode, TreeVotes,
};

/// The bins of the approximate cuts, as in the histogram-based trees of other libraries.
const BINS: u32 = 256;

/// The parameters of one tree of all rows.
pub(super) fn single(tree: &TreeParameters, context: &Context) -> Parameters {
    let directions = (context.directions)(&tree.monotonic_cst);
    let free = directions.iter().all(|direction| *direction == 0);
    let balanced = tree.class_weight == ClassWeight::Balanced;
    Parameters {
        n_estimators: 1,
        bootstrap: false,
        max_depth: tree.max_depth,
        min_samples_split: tree.min_samples_split,
        min_samples_leaf: tree.min_samples_leaf,
        min_impurity_decrease: tree.min_impurity_decrease,
        max_leaf_nodes: tree.max_leaf_nodes,
        max_bins: (tree.cuts == Cuts::Histogram).then_some(BINS),
        balanced: balanced && context.task == Task::Classification,
        ccp_alpha: tree.ccp_alpha,
        monotonic_cst: if free { Vec::new() } else { directions },
        seed: context.seed,
        ..Parameters::new(features_per_split(
            tree.max_features,
            None,
            context.n_features,
        ))
    }
}

/// The parameters of many trees.
pub(super) fn many(forest: &trees::ForestParameters, context: &Context) -> Parameters {
    let (chosen, features) = (forest.tree.max_features, context.n_features);
    Parameters {
        n_estimators: forest.n_estimators,
        bootstrap: forest.bootstrap,
        max_samples: forest.max_samples,
        max_features: features_per_split(chosen, Some(context.task), features),
        ..single(&forest.tree, context)
    }
}

/// scikit-learn's rules, rounded down, at least one feature. A single tree, which has no `forest_for` a task, tries all
/// by itself.
fn features_per_split(chosen: MaxFeatures, forest_for: Option<Task>, features: u32) -> u32 {
    let count = match (chosen, forest_for) {
        (MaxFeatures::Auto, Some(Task::Classification)) | (MaxFeatures::Sqrt, _) => {
            features.isqrt()
        }
        (MaxFeatures::Auto, _) | (MaxFeatures::All, _) => features,
        (MaxFeatures::Log2, _) => features.max(1).ilog2(),
        (MaxFeatures::Third, _) => features / 3,
    };
    count.max(1)
}

/// Checks the parameters that have declared ranges. The forest checks the others.
pub(super) fn check(parameters: &Parameters) -> Result<(), FitError> {
    let checked = || -> Result<(), Misfit> {
        trees::ForestParameters::n_estimators.check(parameters.n_estimators)?;
        if let Some(depth) = parameters.max_depth {
            TreeParameters::max_depth.check(depth)?;
        }
        TreeParameters::min_samples_split.check(parameters.min_samples_split)?;
        TreeParameters::min_samples_leaf.check(parameters.min_samples_leaf)
    };
    checked().map_err(|misfit| FitError::Parameter(misfit.problem))
}

pub(super) fn fit(parameters: &Parameters, rows: &TrainRows) -> Result<Model, FitError> {
    let TrainRows {
        matrix,
        target,
        weights,
    } = *rows;
    let forest = grove_forest::fit(matrix, target, weights, parameters)?;
    Ok(Model::Forest(forest))
}

impl Fitted for Forest {
    const TAKES_MISSING: bool = true;

    fn n_features(&self) -> u32 {
        Self::n_features(self)
    }

    fn trees(&self) -> u32 {
        self.n_estimators()
    }

    fn n_classes(&self) -> u32 {
        Self::n_classes(self)
    }

    fn predict(&self, matrix: &Matrix) -> Result<Predictions, PredictError> {
        let predicted = match self.n_classes() {
            0 => self.predict_values(matrix).map(Predictions::Values),
            n_classes => {
                let values = self.predict_proba(matrix);
                values.map(|values| Predictions::of_classes(n_classes, values))
            }
        };
        predicted.map_err(explained)
    }

    fn intervals(&self, matrix: &Matrix) -> Result<Option<Vec<(f64, f64)>>, PredictError> {
        if !self.has_intervals() {
            return Ok(None);
        }
        let ends = self.predict_quantiles(matrix, &INTERVAL);
        let ends = ends.map_err(explained)?;
        Ok(Some(
            ends.chunks_exact(2).map(|of| (of[0], of[1])).collect(),
        ))
    }

    fn has_intervals(&self) -> bool {
        self.n_classes() == 0
    }

    fn shapley<'m>(
        &'m self,
        background: &Matrix,
        player_of: &[u32],
    ) -> Option<Box<dyn ShapleyParts + 'm>> {
        let explained = ForestShapley::new(self, background, player_of)?;
        Some(Box::new(explained))
    }

    fn tree(&self, index: u32) -> Option<Vec<TreeViewNode>> {
        let n_classes = self.n_classes() as usize;
        let nodes = self.tree(index)?.nodes();
        Some(nodes.map(|node| viewed(node, n_classes)).collect())
    }

    fn node(&self, tree: u32, node: u32) -> Option<TreeViewNode> {
        let node = self.tree(tree)?.node(node)?;
        Some(viewed(node, self.n_classes() as usize))
    }

    fn leaves(&self, matrix: &Matrix) -> Option<Vec<u32>> {
        self.leaf_nodes(matrix).ok()
    }

    fn votes(&self, row: &Matrix) -> Option<TreeVotes> {
        let outputs = self.n_classes().max(1) as usize;
        let trees = self.n_estimators() as usize;
        let leaves = self.leaf_nodes(row).ok()?;
        let mut answers = vec![0.0; trees * outputs];
        for ((tree, leaf), answer) in (0..).zip(leaves).zip(answers.chunks_exact_mut(outputs)) {
            match self.tree(tree)?.node(leaf)? {
                Node::Leaf(Leaf::Value(value)) => answer[0] = value,
                Node::Leaf(Leaf::Shares { classes, shares }) => {
                    for (class, share) in classes.iter().zip(shares) {
                        answer[*class as usize] = *share;
                    }
                }
                Node::Split { .. } => return None,
            }
        }
        Some(TreeVotes::Mean(answers))
    }

    fn cuts(&self, feature: u32) -> Option<&[f64]> {
        Self::cuts(self, feature)
    }

    fn along(&self, row: &[f64], feature: u32) -> Option<Vec<f64>> {
        Self::along(self, row, feature)
    }

    fn validate(&self) -> Result<(), String> {
        Self::validate(self)
    }

    fn bytes(&self) -> u64 {
        Self::bytes(self)
    }
}

impl ShapleyParts for ForestShapley<'_> {
    fn parts(&self) -> u32 {
        self.trees()
    }

    fn set_row(&mut self, row: &[f64]) {
        ForestShapley::set_row(self, row);
    }

    fn add(&mut self, part: u32, values: &mut [f64]) {
        self.add_tree(part, values);
    }
}

fn viewed(node: Node, n_classes: usize) -> TreeViewNode {
    match node {
        Node::Split {
            feature,
            threshold,
            missing_left,
            left,
            right,
        } => TreeViewNode::Split {
            feature,
            test: SplitQuestion::AtMost(threshold),
            missing_left,
            left,
            right,
        },
        Node::Leaf(Leaf::Value(value)) => TreeViewNode::Leaf(vec![value]),
        Node::Leaf(Leaf::Shares { classes, shares }) => {
            let mut all = vec![0.0; n_classes];
            for (class, share) in classes.iter().zip(shares) {
                all[*class as usize] = *share;
            }
            TreeViewNode::Leaf(all)
        }
    }
}

fn explained(error: grove_forest::ForestPredictError) -> PredictError {
    match error {
        grove_forest::ForestPredictError::Features { expected, found } => {
            PredictError::Features { expected, found }
        }
        grove_forest::ForestPredictError::Task { .. }
        | grove_forest::ForestPredictError::Quantile { .. } => {
            unreachable!("asked for what it has")
        }
    }
}

/// A model that is made of trees: it differs from the others in which parameters it takes and how its trees grow.
pub trait TreeModel {
    /// Its parameters as a recipe has them.
    type Chosen;

    /// The parameters of its trees, by those of a recipe.
    fn chosen(chosen: &Self::Chosen, context: &Context) -> Parameters;

    /// Sets what makes it this model.
    fn grown(parameters: &Parameters) -> Parameters;
}

impl<T: TreeModel> LearningAlgorithm for T {
    type Chosen = T::Chosen;
    type Parameters = Parameters;

    fn parameters(chosen: &Self::Chosen, context: &Context) -> Parameters {
        T::chosen(chosen, context)
    }

    fn check(parameters: &Parameters) -> Result<(), FitError> {
        check(&T::grown(parameters))
    }

    fn growth(parameters: &Parameters) -> Growth {
        Growth::Forest(T::grown(parameters))
    }

    fn fit(parameters: &Parameters, rows: &TrainRows) -> Result<Model, FitError> {
        fit(&T::grown(parameters), rows)
    }
}
