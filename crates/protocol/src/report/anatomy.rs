//! A row's anatomy: what each tree says of it, its path through one of them, and how it differs from the train rows.

use serde::{Deserialize, Serialize};

/// How many bins a histogram of trees or rows has.
pub const ANATOMY_BINS: u32 = 20;

/// The most train rows whose commonness a row's is compared with.
pub const COMPARED_AT_MOST: u32 = 1000;

/// The most points of a running sum.
pub const SUM_POINTS: usize = 200;

/// What is known of a row beside the model's answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowAnatomy {
    /// The row's number in the file, from 1 below the header; 0 for a row that was typed.
    pub row: u32,
    /// What the trees say; `None` for a model without trees.
    pub votes: Option<Votes>,
    /// The row's path through one tree; `None` likewise.
    pub path: Option<RowPath>,
    /// How common such rows are; `None` for a model without trees, or without the train rows.
    pub commonness: Option<Commonness>,
    /// The values that lie outside of what the train rows have, by column of the file; `None` without the train rows.
    pub outside: Option<Vec<OutsideValue>>,
    /// The file that has the train rows, where it is not open.
    pub needs: Option<String>,
}

/// What the trees of a model say of a row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Votes {
    /// Each tree gives the classes' shares in its leaf; the answer is their mean.
    Classes {
        /// The class whose shares are counted, as a position among the classes.
        class: u32,
        /// By class, the number of trees of which it is the most frequent class.
        trees: Vec<u32>,
        /// How many trees give the class a share in each of [`ANATOMY_BINS`] bins from 0 to 1.
        counts: Vec<u32>,
        /// By class, the mean share: the model's answer.
        mean: Vec<f64>,
    },
    /// Each tree gives a value; the answer is their mean.
    Values {
        /// The least value.
        min: f64,
        /// The largest value.
        max: f64,
        /// How many trees give a value in each of [`ANATOMY_BINS`] bins between them.
        counts: Vec<u32>,
        /// The mean: the model's answer.
        mean: f64,
    },
    /// Each tree adds to a sum, from which the answer follows.
    Sums {
        /// The class of the sum, as a position among the classes; `None` for values, and for a class without a sum.
        class: Option<u32>,
        /// The number of iterations.
        iterations: u32,
        /// After how many iterations the sum is what; at most [`SUM_POINTS`] + 1, with the last.
        points: Vec<(u32, f64)>,
    },
}

/// A row's path through a tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RowPath {
    /// The tree's number, from 1.
    pub tree: u32,
    /// How many trees there are.
    pub trees: u32,
    /// The nodes that the row visits, counted from 0 in preorder.
    pub nodes: Vec<u32>,
    /// What holds for the row at each split.
    pub steps: Vec<PathStep>,
    /// What the leaf answers, in words.
    pub answer: String,
}

/// What holds for a row at a split.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PathStep {
    /// The condition, such as `age <= 30`.
    pub condition: String,
    /// The column that it is about, after cleaning.
    pub column: String,
    /// The row's value of it; `None` where it is missing.
    pub value: Option<String>,
}

/// How common rows like a row are among the train rows: by the share of them that are in the same leaf, as mean over the trees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Commonness {
    /// The mean share, 0 to 1.
    pub share: f64,
    /// Of how many train rows the shares are.
    pub rows: u32,
    /// Which part of the compared train rows have a larger mean share, 0 to 1: than so many of them the row is rarer.
    pub rarer_than: f64,
    /// How many train rows it is compared with.
    pub compared: u32,
    /// The least and the largest mean share, the row's own among them.
    pub range: (f64, f64),
    /// How many of the compared rows have a mean share in each of [`ANATOMY_BINS`] bins between them.
    pub counts: Vec<u32>,
}

/// A value that lies outside of what the train rows have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutsideValue {
    /// The column of the file.
    pub column: String,
    /// The row's value; `None` where it is missing.
    pub value: Option<String>,
    /// In which way.
    pub how: Outside,
}

/// How a value lies outside of what the train rows have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outside {
    /// Below the least value.
    Below(String),
    /// Above the largest value.
    Above(String),
    /// A category that no train row has.
    Unseen,
    /// Missing, where no train row has a gap.
    Missing,
}

impl OutsideValue {
    /// Says it in a few words, such as `age = 99: above 80, the largest of the train rows`.
    pub fn in_words(&self) -> String {
        let value = self.value.as_deref().unwrap_or("missing");
        let (how, end, train) = match &self.how {
            Outside::Below(least) => ("below ", &**least, ", the least of the train rows"),
            Outside::Above(largest) => ("above ", &**largest, ", the largest of the train rows"),
            Outside::Unseen => ("in no train row", "", ""),
            Outside::Missing => ("no train row has a gap there", "", ""),
        };
        [&self.column, " = ", value, ": ", how, end, train].concat()
    }
}
