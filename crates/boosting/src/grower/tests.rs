//! Histograms are made anew where they were not kept, and given back.

use grove_forest::Stream;

use super::Grower;
use crate::binning::numbers;
use crate::columns::Columns;
use crate::derivatives::{Derivatives, Rows};
use crate::histogram::Sums;
use crate::parameters::Parameters;

/// Gradients by row; every hessian is 1.
struct Gradients(Vec<f64>);

impl Derivatives for Gradients {
    fn derive(&self, rows: Rows, into: &mut [Sums]) {
        let rows: Vec<u32> = match rows {
            Rows::Range(rows) => rows.map(|row| row as u32).collect(),
            Rows::Listed(rows) => rows.to_vec(),
        };
        for (into, row) in into.iter_mut().zip(rows) {
            *into = [self.0[row as usize], 1.0];
        }
    }
}

/// The splits and leaves of a tree, and the bytes of the histograms that were made.
fn grow(most: usize, max_leaf_nodes: Option<u32>) -> (Vec<(u32, u32, Option<f64>)>, u64) {
    let mut random = Stream::new(1, "grower", 0);
    let rows = 3000u32;
    let mut columns = Columns::new(rows as usize);
    for _ in 0..5 {
        let cells: Vec<f64> = (0..rows).map(|_| random.unit()).collect();
        let bins = numbers(cells.iter().copied(), None, 255);
        columns.push(&bins, cells.iter().copied(), 5, 0);
    }
    // Whole numbers, whose sums are exact in any order.
    let gradient = |_| f64::from(random.below(1000)) - 500.0;
    let gradients = Gradients((0..rows).map(gradient).collect());
    let parameters = Parameters {
        max_leaf_nodes,
        min_samples_leaf: 3,
        max_features: 0.5,
        ..Parameters::default()
    };
    let mut grower = Grower::new(&columns, &parameters, true);
    grower.pool.most = most;
    for tree in 0..3 {
        grower.begin(tree, rows);
        while grower.step(&columns, &gradients).unwrap().is_some() {}
    }
    let of_node = |node: &super::DraftNode| {
        let gain = node.split.map(|split| split.gain);
        (node.sums.rows, node.left, gain)
    };
    let nodes = grower.nodes.iter().map(of_node).collect();
    (nodes, grower.pool.bytes())
}

#[test]
fn histograms_that_were_not_kept_are_made_anew() {
    let ((kept, all), (anew, few)) = (grow(usize::MAX, None), grow(2, None));
    assert!(kept.len() > 500);
    assert_eq!(kept, anew);
    assert!(few * 10 < all, "{few} {all}");
}

#[test]
fn half_as_many_histograms_as_leaves_are_kept() {
    let (one, two) = (grow(usize::MAX, Some(2)).1, grow(usize::MAX, Some(31)).1);
    assert!(two <= 17 * one, "{one} {two}");
}

#[test]
fn histograms_are_given_back() {
    let bytes = |trees: u64| {
        let mut columns = Columns::new(100);
        let cells = || (0..100).map(f64::from);
        columns.push(&numbers(cells(), None, 255), cells(), 1, 0);
        let gradients = Gradients((0..100).map(|row| f64::from(row * row % 37)).collect());
        let mut grower = Grower::new(&columns, &Parameters::default(), true);
        for tree in 0..trees {
            grower.begin(tree, 100);
            while grower.step(&columns, &gradients).unwrap().is_some() {}
        }
        grower.pool.bytes()
    };
    assert_eq!(bytes(1), bytes(20));
}
