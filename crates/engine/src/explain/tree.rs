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
    let features = fitted.featurizer.features();
    let names = features.iter().map(|feature| feature.name.clone());
    let categories = fitted.featurizer.categories();
    let words = Words {
        names: names.collect(),
        categories: (categories.into_iter().map(|of| of.map(<[String]>::to_vec))).collect(),
        classes: &fitted.classes,
        recipe: &fitted.recipe,
    };
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
struct Words<'a> {
    names: Vec<String>,
    categories: Vec<Option<Vec<String>>>,
    classes: &'a [String],
    recipe: &'a Recipe,
}

impl Words<'_> {
    /// Writes on which side of a split a row is.
    fn side(&self, node: &TreeViewNode, is_left: bool) -> String {
        let TreeViewNode::Split {
            feature,
            test,
            missing_left,
            ..
        } = node
        else {
            return String::new();
        };
        let name = &self.names[*feature as usize];
        let or_missing = match is_left == *missing_left {
            true => " or missing",
            false => "",
        };
        match (test, is_left) {
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
        }
    }

    /// Writes what a leaf answers.
    fn answer(&self, values: &[f64]) -> String {
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
                waiting.push((*right, depth, Some(words.side(node, false))));
                waiting.push((*left, depth, Some(words.side(node, true))));
            }
        }
    }
    text
}

fn paths(words: &Words, nodes: &[TreeViewNode], rows: &Matrix, numbers: &[u32]) -> Vec<TreePath> {
    let path = |(place, number): (usize, &u32)| {
        let features = rows.columns().iter();
        let row: Vec<f64> = features.map(|values| values[place]).collect();
        let (mut at, mut steps) = (0u32, Vec::new());
        let mut visited = vec![0];
        while let Some(next) = nodes[at as usize].next(&row) {
            let is_left = next == at + 1;
            steps.push(words.side(&nodes[at as usize], is_left));
            visited.push(next);
            at = next;
        }
        let answer = match &nodes[at as usize] {
            TreeViewNode::Leaf(values) => values.clone(),
            TreeViewNode::Split { .. } => Vec::new(),
        };
        TreePath {
            row: *number,
            nodes: visited,
            steps,
            answer,
        }
    };
    numbers.iter().enumerate().map(path).collect()
}
