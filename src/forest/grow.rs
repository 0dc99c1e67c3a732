//! From a table to a forest, in slices as long as the caller likes.

use super::codes::Codes;
use super::criterion::{Criterion, Gini, Variance};
use super::importance::Importances;
use super::model::{Forest, Shape};
use super::split::Search;
use super::tree::{GrownTree, TreeGrower};
use super::{FitError, LARGEST_N_CLASSES, LARGEST_TARGET, Matrix};

/// What is to be learned, one entry per row.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    /// Labels below `n_classes`, which is at most [`LARGEST_N_CLASSES`]. Not every class must occur.
    Classes { labels: &'a [u32], n_classes: u32 },
    /// Values of at most [`LARGEST_TARGET`] in absolute value.
    Values(&'a [f64]),
}

/// How to grow, under scikit-learn's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameters {
    /// The number of trees, at least 1.
    pub n_estimators: u32,
    /// The most splits between the root and a leaf, at least 1. `None`: until the leaves are pure.
    pub max_depth: Option<u32>,
    /// The fewest distinct rows that a node must have to be split, at least 2.
    pub min_samples_split: u32,
    /// The fewest distinct rows that a split may leave on a side, at least 1.
    pub min_samples_leaf: u32,
    /// How many features are drawn at each node, from 1 to the number of features.
    pub max_features: u32,
    /// Each tree learns from as many rows as there are, drawn with replacement. Off: from all rows.
    pub bootstrap: bool,
    /// Weighs a row by n / (k · nₖ), with n rows, k classes that occur and nₖ rows of its class.
    /// Without effect on a regression.
    pub balanced: bool,
    pub seed: u64,
}

impl Parameters {
    fn check(&self, rows: u32, features: u32) -> Result<(), FitError> {
        let ranges = [
            ("n_estimators", self.n_estimators, 1, u32::MAX),
            ("max_depth", self.max_depth.unwrap_or(1), 1, u32::MAX),
            ("min_samples_split", self.min_samples_split, 2, u32::MAX),
            ("min_samples_leaf", self.min_samples_leaf, 1, u32::MAX),
            ("max_features", self.max_features, 1, features),
        ];
        for (name, value, min, max) in ranges {
            if !(min..=max).contains(&value) {
                return Err(FitError::Parameter {
                    name,
                    value,
                    min,
                    max,
                });
            }
        }
        let full = 1u32
            .checked_shl(self.max_depth.unwrap_or(u32::MAX))
            .unwrap_or(u32::MAX);
        if self.n_estimators.checked_mul(rows.min(full)).is_none() {
            return Err(FitError::TooLarge {
                n_estimators: self.n_estimators,
                rows,
            });
        }
        Ok(())
    }
}

/// Grows a forest tree by tree. Tree `i` depends on the table, the parameters and `i` alone.
pub struct Grower {
    learner: Learner,
    nursery: Nursery,
    shapes: Vec<Shape>,
}

enum Learner {
    Classes(Gini),
    Values(Variance),
}

/// The trees, grown and growing, and what they grow on.
struct Nursery {
    codes: Codes,
    rows: u32,
    parameters: Parameters,
    search: Search,
    growing: Option<TreeGrower>,
    grown: Vec<GrownTree>,
}

impl Grower {
    /// Checks everything and sorts every column once. Keeps its own copy of what it needs.
    /// O(columns × rows × log rows).
    pub fn new(matrix: &Matrix, target: Target, parameters: Parameters) -> Result<Self, FitError> {
        parameters.check(matrix.rows(), matrix.features())?;
        let learner = match target {
            Target::Classes { labels, n_classes } => {
                check_labels(labels, n_classes, matrix.rows())?;
                Learner::Classes(Gini::new(labels, n_classes, parameters.balanced))
            }
            Target::Values(values) => {
                check_values(values, matrix.rows())?;
                Learner::Values(Variance::new(values))
            }
        };
        Ok(Self {
            learner,
            nursery: Nursery {
                codes: Codes::new(matrix),
                rows: matrix.rows(),
                search: Search::new(parameters.max_features, parameters.min_samples_leaf),
                parameters,
                growing: None,
                grown: Vec::new(),
            },
            shapes: Vec::new(),
        })
    }

    /// Grows for about `work` visits of a row in a feature, at least one node, and returns whether
    /// all trees are grown. May stop between any two nodes of a tree; the forest is the same however
    /// the work is sliced. A node is not divided: the root takes up to rows × features visits.
    pub fn advance(&mut self, work: u64) -> bool {
        let done = match &mut self.learner {
            Learner::Classes(gini) => self.nursery.advance(gini, work),
            Learner::Values(variance) => self.nursery.advance(variance, work),
        };
        let news = &self.nursery.grown[self.shapes.len()..];
        self.shapes.extend(news.iter().map(|tree| tree.shape));
        done
    }

    /// The trees that are grown so far.
    pub fn shapes(&self) -> &[Shape] {
        &self.shapes
    }

    /// Importances of groups of features, such as the columns that they came from, over the trees
    /// that are grown so far. `groups[feature]` is the feature's group, numbered from 0.
    pub fn importances_by(&self, groups: &[u32]) -> Importances {
        Importances::new(&self.nursery.grown, groups)
    }

    /// Grows what is left to grow and returns the forest.
    pub fn finish(mut self) -> Forest {
        while !self.advance(u64::MAX) {}
        let leaves = match self.learner {
            Learner::Classes(gini) => gini.into_leaves(),
            Learner::Values(variance) => variance.into_leaves(),
        };
        let features = self.nursery.codes.features();
        let each: Vec<u32> = (0..features).collect();
        let importances = Importances::new(&self.nursery.grown, &each);
        Forest::assemble(features, self.nursery.grown, leaves, importances)
    }
}

impl Nursery {
    fn advance<C: Criterion>(&mut self, criterion: &mut C, work: u64) -> bool {
        let mut left = work;
        while self.grown.len() < self.parameters.n_estimators as usize {
            let features = self.codes.features();
            let tree = self.growing.get_or_insert_with(|| {
                self.search.start_tree(features);
                let index = self.grown.len() as u32;
                TreeGrower::new(self.rows, features, index, &self.parameters)
            });
            match tree.step(&self.codes, &self.parameters, &mut self.search, criterion) {
                Some(done) if done >= left => return false,
                Some(done) => left -= done,
                None => self
                    .grown
                    .extend(self.growing.take().map(TreeGrower::finish)),
            }
        }
        true
    }
}

fn check_length(found: usize, rows: u32) -> Result<(), FitError> {
    if found == rows as usize {
        return Ok(());
    }
    Err(FitError::Length {
        column: None,
        rows,
        found: found as u64,
    })
}

fn check_labels(labels: &[u32], n_classes: u32, rows: u32) -> Result<(), FitError> {
    check_length(labels.len(), rows)?;
    if !(1..=LARGEST_N_CLASSES).contains(&n_classes) {
        return Err(FitError::Parameter {
            name: "n_classes",
            value: n_classes,
            min: 1,
            max: LARGEST_N_CLASSES,
        });
    }
    match (0..).zip(labels).find(|(_, label)| **label >= n_classes) {
        Some((row, label)) => Err(FitError::Label {
            row,
            value: *label,
            n_classes,
        }),
        None => Ok(()),
    }
}

fn check_values(values: &[f64], rows: u32) -> Result<(), FitError> {
    check_length(values.len(), rows)?;
    let range = -LARGEST_TARGET..=LARGEST_TARGET;
    match (0..).zip(values).find(|(_, value)| !range.contains(value)) {
        Some((row, value)) => Err(FitError::Target { row, value: *value }),
        None => Ok(()),
    }
}
