//! A tree in words: its rules as scikit-learn's `export_text` has them, and the paths of rows.

use grove_forest::Matrix;
use grove_models::{SplitQuestion, TreeViewNode, decided};
use grove_protocol::report::{TreePath, TreeRules};
use grove_recipe::error::StageError;
use grove_recipe::number::{fixed, significant};
use grove_recipe::{Recipe, list};

use super::{encode, refused};
use crate::predict::fitted::FittedPipeline;
use crate::table::Table;

/// The digits of thresholds.
const DIGITS: u32 = 6;

/// Writes a tree, counted from 1; those of gradient boosting iteration by iteration. `rows` are rows of the file, whose paths
/// through the tree are told. O(nodes + rows × depth).
///
/// # Errors
/// Where there is no such tree, or a row does not suit a step of cleaning.
pub fn rules(
    fitted: &FittedPipeline,
    number: u32,
    rows: Option<&Table>,
) -> Result<TreeRules, StageError> {
    let nodes = number
        .checked_sub(1)
        .and_then(|index| fitted.model.tree(index));
    let Some(nodes) = nodes else {
        return Err(refused(
            format!("The model has no tree {number}."),
            "Trees are numbered from 1. Models without trees have none.",
        ));
    };
    let words = Words::of(fitted);
    let paths = match rows {
        Some(table) => paths(&words, &nodes, &encode(fitted, table)?, &table.rows),
        None => Vec::new(),
    };
    Ok(TreeRules {
        tree: number,
        nodes: nodes.len() as u32,
        text: text(&words, &nodes),
        paths,
    })
}

/// What the questions and the leaves are called.
pub struct Words<'a> {
    names: Vec<String>,
    categories: Vec<Option<Vec<String>>>,
    classes: &'a [String],
    recipe: &'a Recipe,
}

impl<'a> Words<'a> {
    pub fn of(fitted: &'a FittedPipeline) -> Self {
        let features = fitted.featurizer.features();
        let names = features.iter().map(|feature| feature.name.clone());
        let categories = fitted.featurizer.categories();
        Self {
            names: names.collect(),
            categories: (categories.into_iter().map(|of| of.map(<[String]>::to_vec))).collect(),
            classes: &fitted.classes,
            recipe: &fitted.recipe,
        }
    }

    /// Writes on which side of a split a row is. Returns also the feature that is asked for; an empty text for a leaf.
    pub fn side(&self, node: &TreeViewNode, is_left: bool) -> (u32, String) {
        let TreeViewNode::Split {
            feature,
            test,
            missing_left,
            ..
        } = node
        else {
            return (0, String::new());
        };
        let name = &self.names[*feature as usize];
        let or_missing = match is_left == *missing_left {
            true => " or missing",
            false => "",
        };
        let said = match (test, is_left) {
            (SplitQuestion::AtMost(f64::MAX), true) => format!("{name} is there"),
            (SplitQuestion::AtMost(f64::MAX), false) => format!("{name} is missing"),
            (SplitQuestion::AtMost(threshold), true) => {
                format!("{name} <= {}{or_missing}", significant(*threshold, DIGITS))
            }
            (SplitQuestion::AtMost(threshold), false) => {
                format!("{name} >  {}{or_missing}", significant(*threshold, DIGITS))
            }
            (SplitQuestion::Categories { left, right }, _) => {
                let side = if is_left { left } else { right };
                let known = self.categories[*feature as usize].as_deref();
                let named = side.iter().map(|number| {
                    let name = known.and_then(|known| known.get(*number as usize));
                    name.cloned().unwrap_or_else(|| number.to_string())
                });
                let named: Vec<String> = named.collect();
                format!("{name} in {}{or_missing}", list(&named))
            }
        };
        (*feature, said)
    }

    /// Writes what a leaf answers.
    pub fn answer(&self, values: &[f64]) -> String {
        let target = &self.recipe.target;
        match values {
            // What is added to the sum of a class, or of the target.
            [value] => format!("value: {}", significant(*value, DIGITS)),
            shares => {
                let best = decided(shares, None) as usize;
                let class = self.classes.get(best).map_or("", String::as_str);
                format!("{target}: {class} ({})", fixed(shares[best], 3))
            }
        }
    }
}

fn text(words: &Words, nodes: &[TreeViewNode]) -> String {
    let mut text = String::new();
    let mut line = |depth: usize, said: &str| {
        text.push_str(&"|   ".repeat(depth));
        text.push_str("|--- ");
        text.push_str(said);
        text.push('\n');
    };
    // The nodes to come, with their depth and what leads to them.
    let mut waiting = vec![(0u32, 0usize, None::<String>)];
    while let Some((at, depth, said)) = waiting.pop() {
        let depth = match said {
            Some(said) => {
                line(depth, &said);
                depth + 1
            }
            None => depth,
        };
        let node = &nodes[at as usize];
        match node {
            TreeViewNode::Leaf(values) => line(depth, &words.answer(values)),
            TreeViewNode::Split { left, right, .. } => {
                waiting.push((*right, depth, Some(words.side(node, false).1)));
                waiting.push((*left, depth, Some(words.side(node, true).1)));
            }
        }
    }
    text
}

fn paths(words: &Words, nodes: &[TreeViewNode], rows: &Matrix, numbers: &[u32]) -> Vec<TreePath> {
    let path = |(place, number): (usize, &u32)| {
        let features = rows.columns().iter();
        let row: Vec<f64> = features.map(|values| values[place]).collect();
        let walked = walk(|at| nodes.get(at as usize).cloned(), &row).unwrap_or_default();
        let steps = walked.steps.iter();
        TreePath {
            row: *number,
            nodes: walked.nodes,
            steps: steps
                .map(|(node, is_left)| words.side(node, *is_left).1)
                .collect(),
            answer: walked.answer,
        }
    };
    numbers.iter().enumerate().map(path).collect()
}

/// A row's way through a tree.
#[derive(Default)]
pub struct Walked {
    /// The numbers of the nodes that it visits.
    pub nodes: Vec<u32>,
    /// Its splits, and whether the row goes left.
    pub steps: Vec<(TreeViewNode, bool)>,
    /// What its leaf has.
    pub answer: Vec<f64>,
}

/// Follows a row from the root to its leaf. `None` where a node is lacking. O(depth).
pub fn walk(node: impl Fn(u32) -> Option<TreeViewNode>, row: &[f64]) -> Option<Walked> {
    let mut walked = Walked::default();
    let mut at = 0;
    loop {
        walked.nodes.push(at);
        let here = node(at)?;
        match here.next(row) {
            Some(next) => {
                walked.steps.push((here, next == at + 1));
                at = next;
            }
            None => {
                if let TreeViewNode::Leaf(values) = here {
                    walked.answer = values;
                }
                return Some(walked);
            }
        }
    }
}
