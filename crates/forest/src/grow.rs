//! Grows trees one at a time, in slices as long as the caller likes.

use std::sync::Arc;

use super::criterion::{Binary, Counted, Criterion, Gini, Variance, Weighed};
use super::dataset::{Dataset, Learned};
use super::grown::GrownTree;
use super::parameters::Parameters;
use super::search::Search;
use super::tree::TreeGrower;

/// Grows the trees of a forest, in any order. Tree `i` depends on the data set, the parameters and `i`
/// alone, whoever grows it.
pub struct Grower {
    growing: Box<dyn Growing>,
}

impl Grower {
    /// `parameters` must be those that the data set was made with.
    pub fn new(dataset: Arc<Dataset>, parameters: Parameters) -> Self {
        // A bootstrap has drawn by weight.
        let weights = dataset.weights.as_deref().filter(|_| !parameters.bootstrap);
        // Where rows are but counted, a class and a count fit into a sort key; orders that are sorted but
        // once hold rows.
        let counted = weights.is_none() && !parameters.looks_at_all(dataset.features());
        let growing = match &dataset.target {
            Learned::Values(target) => {
                let variance = Variance::new(target, dataset.rows(), weights);
                Nursery::boxed(variance, &dataset, parameters)
            }
            Learned::Classes { labels, n_classes } => match (*n_classes <= 2, counted) {
                (true, true) => {
                    let binary = Binary::new(Counted::new(labels, 2));
                    Nursery::boxed(binary, &dataset, parameters)
                }
                (true, false) => {
                    let binary = Binary::new(Weighed::new(labels, weights));
                    Nursery::boxed(binary, &dataset, parameters)
                }
                (false, true) => {
                    let gini = Gini::new(Counted::new(labels, *n_classes), *n_classes);
                    Nursery::boxed(gini, &dataset, parameters)
                }
                (false, false) => {
                    let gini = Gini::new(Weighed::new(labels, weights), *n_classes);
                    Nursery::boxed(gini, &dataset, parameters)
                }
            },
        };
        Self { growing }
    }

    /// Begins tree `index`, in place of one that is not complete.
    pub fn begin(&mut self, index: u32) {
        self.growing.begin(index);
    }

    /// Grows the begun tree for about `work` visits of a row in a feature, at least one node, and
    /// returns it once it is complete. It is the same however the work is sliced. Neither a node nor the
    /// tree's end is divided: the root takes up to rows × features visits, the end rows × depth.
    pub fn advance(&mut self, work: u64) -> Option<GrownTree> {
        self.growing.advance(work)
    }
}

trait Growing {
    fn begin(&mut self, index: u32);
    fn advance(&mut self, work: u64) -> Option<GrownTree>;
}

/// The tree that is growing, and what it grows with.
struct Nursery<C> {
    dataset: Arc<Dataset>,
    parameters: Parameters,
    criterion: C,
    search: Search,
    growing: Option<TreeGrower>,
}

impl<C: Criterion + 'static> Nursery<C> {
    fn boxed(criterion: C, dataset: &Arc<Dataset>, parameters: Parameters) -> Box<dyn Growing> {
        Box::new(Self {
            search: Search::new(dataset, &parameters),
            dataset: Arc::clone(dataset),
            parameters,
            criterion,
            growing: None,
        })
    }
}

impl<C: Criterion> Growing for Nursery<C> {
    fn begin(&mut self, index: u32) {
        let Self {
            dataset,
            parameters,
            criterion,
            search,
            ..
        } = self;
        // What an incomplete tree left behind.
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
        // The way of the rows out of the bag to their leaves is as long as any node's search.
        let rows = u64::from(dataset.rows());
        if left < work && left < rows * u64::from(rows.ilog2()) {
            return None;
        }
        growing
            .take()
            .map(|tree| tree.finish(dataset, parameters, criterion))
    }
}
