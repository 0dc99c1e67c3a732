//! Short ways to make tables and forests.

use std::sync::Arc;

use grove_forest::{
    Assembler, Dataset, Forest, ForestError, Grower, Leaf, Matrix, Node, Parameters, Stream,
    Target, Tree,
};

pub fn matrix(columns: &[&[f64]]) -> Matrix {
    Matrix::new(columns.iter().map(|column| column.to_vec()).collect()).unwrap()
}

/// One tree on all rows and all features, grown until its leaves are pure.
pub fn plain(features: u32) -> Parameters {
    Parameters {
        n_estimators: 1,
        bootstrap: false,
        ..Parameters::new(features)
    }
}

pub fn grow(matrix: &Matrix, target: Target, parameters: Parameters) -> Forest {
    try_grow(matrix, target, None, parameters).unwrap()
}

pub fn try_grow(
    matrix: &Matrix,
    target: Target,
    sample_weight: Option<&[f64]>,
    parameters: Parameters,
) -> Result<Forest, ForestError> {
    let assembler = assemble(matrix, target, sample_weight, parameters)?;
    assembler.finish()
}

/// All trees of a forest, and what they say of the rows out of the bag.
pub fn assemble(
    matrix: &Matrix,
    target: Target,
    sample_weight: Option<&[f64]>,
    parameters: Parameters,
) -> Result<Assembler, ForestError> {
    let dataset = Arc::new(Dataset::new(matrix, target, sample_weight, &parameters)?);
    let mut assembler = Assembler::new(Arc::clone(&dataset), parameters.bootstrap);
    let trees = 0..parameters.n_estimators;
    let mut grower = Grower::new(dataset, parameters);
    for index in trees {
        grower.begin(index);
        assembler.add(grower.advance(u64::MAX).expect("a whole tree"));
    }
    Ok(assembler)
}

pub fn classes(labels: &[u32]) -> Target<'_> {
    Target::Classes {
        labels,
        n_classes: labels.iter().max().unwrap() + 1,
    }
}

/// A table of `features` columns of whole numbers below `distinct`, and labels that depend on two of them.
pub fn random_table(rows: u32, features: u32, distinct: u32, seed: u64) -> (Matrix, Vec<u32>) {
    let mut random = Stream::new(seed, "test table", 0);
    let columns: Vec<Vec<f64>> = (0..features)
        .map(|_| {
            (0..rows)
                .map(|_| f64::from(random.below(distinct)))
                .collect()
        })
        .collect();
    let labels = (0..rows as usize)
        .map(|row| {
            let sum = columns[0][row] + columns[columns.len() - 1][row];
            let noise = f64::from(random.below(distinct)) / 2.0;
            u32::from(sum > f64::from(distinct))
                + u32::from(sum + noise > 1.5 * f64::from(distinct))
        })
        .collect();
    (Matrix::new(columns).unwrap(), labels)
}

/// The leaf that a row falls into, found by walking the tree that is open to look at.
pub fn leaf_index(tree: Tree, row: &[f64]) -> u32 {
    let mut at = 0;
    while let Node::Split {
        feature,
        threshold,
        missing_left,
        left,
        right,
    } = tree.node(at).unwrap()
    {
        let cell = row[feature as usize];
        let goes_left = if cell.is_nan() {
            missing_left
        } else {
            cell <= threshold
        };
        at = if goes_left { left } else { right };
    }
    at
}

/// Row `row` of a table.
pub fn row(matrix: &Matrix, row: usize) -> Vec<f64> {
    matrix.columns().iter().map(|column| column[row]).collect()
}

/// The only class of a leaf.
pub fn only_class(leaf: Leaf) -> u32 {
    match leaf {
        Leaf::Shares {
            classes: [class], ..
        } => *class,
        other => panic!("not pure: {other:?}"),
    }
}
