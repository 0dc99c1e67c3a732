//! Grows trees one at a time, in slices of work whose size the caller chooses.

use std::sync::Arc;

use super::criterion::{Binary, CountedLabels, Criterion, Gini, Variance, WeightedLabels};
use super::dataset::{Dataset, TargetColumn};
use super::grown::GrownTree;
use super::parameters::Parameters;
use super::search::SplitSearch;
use super::tree::TreeGrower;

/// Grows the trees of a forest, in any order.
///
/// Tree `i` depends on the data set, the parameters and `i` alone, so growers on several threads or workers can share
/// the work:
///
/// ```
/// use std::sync::Arc;
///
/// use grove_forest::{Assembler, Dataset, Grower, Matrix, Parameters, Target, fit};
///
/// let matrix = Matrix::new(vec![(0..100).map(f64::from).collect()])?;
/// let values: Vec<f64> = (0..100).map(|row| f64::from(row * row)).collect();
/// let parameters = Parameters { n_estimators: 8, ..Parameters::new(1) };
/// let dataset = Arc::new(Dataset::new(&matrix, Target::Values(&values), None, &parameters)?);
///
/// let grow = |trees: Vec<u32>| {
///     let mut grower = Grower::new(Arc::clone(&dataset), parameters.clone());
///     trees.into_iter().map(move |index| {
///         grower.begin(index);
///         grower.advance(u64::MAX).expect("all of the tree's work")
///     })
/// };
/// let mut assembler = Assembler::new(Arc::clone(&dataset), parameters.bootstrap);
/// grow(vec![1, 3, 5, 7]).chain(grow(vec![0, 2, 4, 6])).for_each(|tree| assembler.add(tree));
/// assert_eq!(assembler.finish()?, fit(&matrix, Target::Values(&values), None, &parameters)?);
/// # Ok::<(), grove_forest::ForestError>(())
/// ```
pub struct Grower {
    growing: Box<dyn GrowTrees>,
}

impl Grower {
    /// Prepares to grow. `parameters` must be those that the data set was made with. O(rows).
    pub fn new(dataset: Arc<Dataset>, parameters: Parameters) -> Self {
        // A bootstrap draws by weight, so that each drawn row then counts once.
        let weights = dataset.weights.as_deref().filter(|_| !parameters.bootstrap);
        // Without weights, a class and a count fit into a sort key. Features that are sorted once per tree need the row in
        // it instead.
        let counted = weights.is_none() && !parameters.searches_all(dataset.features());
        let growing = match &dataset.target {
            TargetColumn::Values(target) => {
                let variance = Variance::new(target, dataset.rows(), weights);
                CriterionGrower::boxed(variance, &dataset, parameters)
            }
            TargetColumn::Classes { labels, n_classes } => match (*n_classes <= 2, counted) {
                (true, true) => {
                    let binary = Binary::new(CountedLabels::new(labels, 2));
                    CriterionGrower::boxed(binary, &dataset, parameters)
                }
                (true, false) => {
                    let binary = Binary::new(WeightedLabels::new(labels, weights));
                    CriterionGrower::boxed(binary, &dataset, parameters)
                }
                (false, true) => {
                    let gini = Gini::new(CountedLabels::new(labels, *n_classes), *n_classes);
                    CriterionGrower::boxed(gini, &dataset, parameters)
                }
                (false, false) => {
                    let gini = Gini::new(WeightedLabels::new(labels, weights), *n_classes);
                    CriterionGrower::boxed(gini, &dataset, parameters)
                }
            },
        };
        Self { growing }
    }

    /// Begins tree `index`. Drops a tree that is not complete. O(rows), or O(rows × log rows) with weights; where every
    /// node looks at every feature, times the number of features.
    pub fn begin(&mut self, index: u32) {
        self.growing.begin(index);
    }

    /// Grows the tree by at least one node and about `work` steps, a step being one row looked at in one feature. Returns
    /// the tree once it is complete, and `None` before that or if none was begun.
    ///
    /// The tree does not depend on how the work is sliced. One call can exceed `work`: a node takes up to
    /// rows × features steps, and finding the leaves of the rows out of the bag rows × depth.
    pub fn advance(&mut self, work: u64) -> Option<GrownTree> {
        self.growing.advance(work)
    }
}

/// Hides which criterion a grower uses.
trait GrowTrees {
    fn begin(&mut self, index: u32);
    fn advance(&mut self, work: u64) -> Option<GrownTree>;
}

/// Grows trees by one criterion.
struct CriterionGrower<C> {
    dataset: Arc<Dataset>,
    parameters: Parameters,
    criterion: C,
    search: SplitSearch,
    growing: Option<TreeGrower>,
}

impl<C: Criterion + 'static> CriterionGrower<C> {
    fn boxed(criterion: C, dataset: &Arc<Dataset>, parameters: Parameters) -> Box<dyn GrowTrees> {
        Box::new(Self {
            search: SplitSearch::new(dataset, &parameters),
            dataset: Arc::clone(dataset),
            parameters,
            criterion,
            growing: None,
        })
    }
}

impl<C: Criterion> GrowTrees for CriterionGrower<C> {
    fn begin(&mut self, index: u32) {
        let Self {
            dataset,
            parameters,
            criterion,
            search,
            ..
        } = self;
        // Discards the leaves of an incomplete tree.
        drop(criterion.take_leaves());
        self.growing = Some(TreeGrower::new(
            index, dataset, parameters, search, criterion,
        ));
    }

    fn advance(&mut self, work: u64) -> Option<GrownTree> {
        let Self {
            dataset,
            parameters,
            criterion,
            search,
            growing,
        } = self;
        let tree = growing.as_mut()?;
        let mut left = work;
        while let Some(done) = tree.step(dataset, parameters, search, criterion) {
            if done >= left {
                return None;
            }
            left -= done;
        }
        // Finishing takes about rows × log rows steps, so it gets a slice of its own if little work is left.
        let rows = u64::from(dataset.rows());
        if left < work && left < rows * u64::from(rows.ilog2()) {
            return None;
        }
        growing
            .take()
            .map(|tree| tree.finish(dataset, parameters, criterion))
    }
}
