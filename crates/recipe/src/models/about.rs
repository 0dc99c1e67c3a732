//! What a model says for itself.

use crate::Task;

/// What is known of a model before it has learned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct About {
    /// What it is called in a list.
    pub label: &'static str,
    /// What it is called at the beginning of a sentence.
    pub title: &'static str,
    /// One or two sentences that a class can read along.
    pub what_it_does: &'static str,
    /// The only task that it is for; `None` if it is for both.
    pub only_task: Option<Task>,
    /// Whether features may have missing values.
    pub takes_missing: bool,
    /// Why rows cannot be weighted, if they cannot.
    pub refuses_weights: Option<&'static str>,
    /// Whether it is made of no tree, one, or many.
    pub trees: Trees,
    /// The module and the classes of scikit-learn that correspond to it.
    pub sklearn: Sklearn,
}

/// How many trees a model is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trees {
    /// A model without trees.
    None,
    /// A single tree.
    One,
    /// As many as the parameter says that [`trees`](super::trees) declares.
    Many,
}

/// What scikit-learn calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sklearn {
    /// Such as `sklearn.linear_model`.
    pub module: &'static str,
    /// The class for classes; empty where there is none.
    pub classifier: &'static str,
    /// The class for numbers; empty where there is none.
    pub regressor: &'static str,
    /// Whether Grove standardises the features before.
    pub standardised: bool,
}

impl About {
    /// Whether it is for this task.
    pub fn learns(&self, task: Task) -> bool {
        self.only_task.is_none_or(|only| only == task)
    }
}

impl Sklearn {
    /// The class for this task; empty where there is none.
    pub const fn class(&self, task: Task) -> &'static str {
        match task {
            Task::Classification => self.classifier,
            Task::Regression => self.regressor,
        }
    }
}
