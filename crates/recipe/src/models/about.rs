//! The declaration of a model.

use crate::Task;

/// The properties of a model that do not depend on data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct About {
    /// Its name in a list.
    pub label: &'static str,
    /// Its name at the beginning of a sentence.
    pub title: &'static str,
    /// What it does, in one or two sentences for learners.
    pub what_it_does: &'static str,
    /// The only task that it is for; `None` if it is for both.
    pub only_task: Option<Task>,
    /// Whether features may have missing values.
    pub takes_missing: bool,
    /// Whether features may be categories as they are: the numbers of categories, in no order.
    pub takes_categories: bool,
    /// Why rows cannot be weighted, if they cannot.
    pub refuses_weights: Option<&'static str>,
    /// Whether it has no tree, one, or many, and how these grow.
    pub trees: Trees,
    /// The corresponding module and classes of scikit-learn.
    pub sklearn: Sklearn,
}

/// How many trees a model has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trees {
    /// A model without trees.
    None,
    /// A single tree.
    One,
    /// As many as the parameter `n_estimators` says, which [`trees`](super::trees) declares.
    Many,
    /// At most as many iterations as the parameter `max_iter` says, each of which corrects those before it.
    Sequential,
}

impl Trees {
    /// Returns the words for one and for many of what grows.
    pub const fn unit(self) -> (&'static str, &'static str) {
        match self {
            Self::Sequential => ("iteration", "iterations"),
            _ => ("tree", "trees"),
        }
    }
}

/// The corresponding estimator of scikit-learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sklearn {
    /// The module, such as `sklearn.linear_model`.
    pub module: &'static str,
    /// The class for classes; empty where there is none.
    pub classifier: &'static str,
    /// The class for numbers; empty where there is none.
    pub regressor: &'static str,
    /// Whether Grove standardises the features for it.
    pub standardised: bool,
}

impl About {
    /// Returns whether it is for this task.
    pub fn learns(&self, task: Task) -> bool {
        self.only_task.is_none_or(|only| only == task)
    }
}

impl Sklearn {
    /// Returns the class for this task; empty where there is none.
    pub const fn class(&self, task: Task) -> &'static str {
        match task {
            Task::Classification => self.classifier,
            Task::Regression => self.regressor,
        }
    }
}
