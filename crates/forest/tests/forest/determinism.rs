//! The same input gives the same bits, and nothing else decides.

use std::sync::Arc;

use grove_forest::{
    Assembler, Dataset, Forest, Grower, Leaf, Matrix, Node, Parameters, Splitter, Target,
};

use crate::tools::{classes, grow, plain, random_table};

fn parameters(seed: u64) -> Parameters {
    Parameters {
        n_estimators: 7,
        max_features: 2,
        bootstrap: true,
        seed,
        ..plain(5)
    }
}

/// As it comes out at another worker.
fn sent(dataset: &Dataset, parameters: &Parameters) -> Dataset {
    let bytes = postcard::to_allocvec(&dataset.to_grow(parameters)).unwrap();
    postcard::from_bytes(&bytes).unwrap()
}

#[test]
fn a_data_set_is_sent_as_it_is() {
    let rows = 70_000;
    let column = |distinct: u32| -> Vec<f64> {
        let value = |row: u32| f64::from(row % distinct) / 3.0 - 7.0;
        (0..rows).map(value).collect()
    };
    let mut with_missing = column(300);
    with_missing[5] = f64::NAN;
    let columns = vec![
        column(2),
        with_missing,
        column(rows),
        vec![f64::NAN; rows as usize],
    ];
    let table = Matrix::new(columns).unwrap();
    for max_bins in [None, Some(16)] {
        let random = Parameters {
            max_bins,
            splitter: Splitter::Random,
            ..plain(4)
        };
        let dataset = Dataset::new(&table, Target::Values(&column(900)), None, &random);
        let dataset = dataset.unwrap();
        assert_eq!(sent(&dataset, &random), dataset);
        // Other trees need no values.
        let best = Parameters {
            splitter: Splitter::Best,
            ..random
        };
        assert!(
            sent(&dataset, &best).bytes()
                < dataset.bytes() - 8 * u64::from(max_bins.unwrap_or(rows))
        );
    }
}

/// Thresholds between values, at random and above bins, with missing values.
#[test]
fn trees_grown_without_values_have_their_thresholds() {
    let (table, labels) = random_table(300, 5, 40, 1);
    let mut columns = table.columns().to_vec();
    columns[2]
        .iter_mut()
        .step_by(7)
        .for_each(|value| *value = f64::NAN);
    let table = Matrix::new(columns).unwrap();
    for (splitter, max_bins) in [
        (Splitter::Best, None),
        (Splitter::Best, Some(8)),
        (Splitter::Random, None),
    ] {
        let parameters = Parameters {
            splitter,
            max_bins,
            ..parameters(3)
        };
        let forest = grow(&table, classes(&labels), parameters.clone());
        let dataset = Dataset::new(&table, classes(&labels), None, &parameters).unwrap();
        let elsewhere = Arc::new(sent(&dataset, &parameters));
        let mut assembler = Assembler::new(Arc::new(dataset), true);
        let mut grower = Grower::new(elsewhere, parameters.clone());
        for index in 0..parameters.n_estimators {
            grower.begin(index);
            assembler.add(grower.advance(u64::MAX).unwrap());
        }
        assert_eq!(assembler.finish().unwrap(), forest);
    }
}

#[test]
fn bits_are_golden() {
    assert_eq!(crate::golden::digest(), crate::golden::DIGEST);
}

#[test]
fn slicing_changes_nothing() {
    let (table, labels) = random_table(150, 5, 40, 1);
    let values: Vec<f64> = labels.iter().map(|label| f64::from(*label) / 3.0).collect();
    for target in [classes(&labels), Target::Values(&values)] {
        let dataset = Arc::new(Dataset::new(&table, target, None, &parameters(3)).unwrap());
        let mut grower = Grower::new(Arc::clone(&dataset), parameters(3));
        grower.begin(5);
        let whole = grower.advance(u64::MAX).expect("a whole tree");
        assert!(grower.advance(u64::MAX).is_none(), "nothing is begun");
        for work in [0, 1, 150, 1000] {
            // A tree that was given up leaves nothing behind.
            grower.begin(2);
            assert!(grower.advance(200).is_none());
            grower.begin(5);
            let mut slices = 0;
            let sliced = loop {
                slices += 1;
                if let Some(tree) = grower.advance(work) {
                    break tree;
                }
            };
            // 150 rows cost more than 150 visits, so that these slices end inside of the tree.
            assert!(work > 150 || slices > 2, "{slices} slices of {work}");
            assert_eq!(sliced, whole, "in slices of {work}");
        }
    }
}

/// Whoever grows a tree, and in whichever order the trees arrive.
#[test]
fn the_order_of_the_trees_changes_nothing() {
    let (table, labels) = random_table(150, 5, 40, 1);
    let forest = grow(&table, classes(&labels), parameters(3));
    let dataset = Dataset::new(&table, classes(&labels), None, &parameters(3)).unwrap();
    let sent = sent(&dataset, &parameters(3));
    let (dataset, sent) = (Arc::new(dataset), Arc::new(sent));
    let orders = [[6, 5, 4, 3, 2, 1, 0], [3, 0, 6, 1, 5, 2, 4]];
    for order in orders {
        let mut assembler = Assembler::new(Arc::clone(&dataset), true);
        for (place, index) in order.into_iter().enumerate() {
            let from = if place % 2 == 0 { &dataset } else { &sent };
            let mut grower = Grower::new(Arc::clone(from), parameters(3));
            grower.begin(index);
            assembler.add(grower.advance(u64::MAX).unwrap());
            // Trees count from the first one on without a gap.
            let gap = (0..7).find(|tree| !order[..=place].contains(tree));
            assert_eq!(assembler.shapes().len() as u32, gap.unwrap_or(7));
        }
        assert_eq!(assembler.shapes(), forest.shapes());
        assert_eq!(assembler.finish().unwrap(), forest);
    }
}

#[test]
fn a_tree_depends_on_its_index_alone() {
    let (table, labels) = random_table(100, 5, 1000, 2);
    let few = grow(&table, classes(&labels), parameters(1));
    let more = Parameters {
        n_estimators: 20,
        ..parameters(1)
    };
    let many = grow(&table, classes(&labels), more);
    for index in 0..7 {
        let (a, b) = (few.tree(index).unwrap(), many.tree(index).unwrap());
        assert!(a.nodes().eq(b.nodes()), "tree {index}");
        assert!(index == 0 || !a.nodes().eq(few.tree(0).unwrap().nodes()));
    }
    assert_ne!(few, grow(&table, classes(&labels), parameters(2)));
}

#[test]
fn predictions_of_a_row_do_not_depend_on_the_other_rows() {
    let (table, labels) = random_table(700, 5, 1000, 3);
    let forest = grow(&table, classes(&labels), parameters(1));
    let whole = forest.predict_proba(&table).unwrap();
    let mut sliced = Vec::new();
    for start in (0..700).step_by(90) {
        let slice = |column: &Vec<f64>| column[start..700.min(start + 90)].to_vec();
        let part = Matrix::new(table.columns().iter().map(slice).collect()).unwrap();
        sliced.extend(forest.predict_proba(&part).unwrap());
    }
    assert_eq!(whole, sliced);
}

/// The mean over the trees of what the leaves say, each row led from the root by itself.
fn walked(forest: &Forest, table: &Matrix, row: usize) -> f64 {
    let trees = (0..forest.n_estimators()).map(|index| {
        let tree = forest.tree(index).unwrap();
        let mut at = 0;
        loop {
            match tree.node(at).unwrap() {
                Node::Split {
                    feature,
                    threshold,
                    missing_left,
                    left,
                    right,
                } => {
                    let value = table.columns()[feature as usize][row];
                    let goes_left = value <= threshold || (value.is_nan() && missing_left);
                    at = if goes_left { left } else { right };
                }
                Node::Leaf(Leaf::Value(value)) => return value,
                Node::Leaf(leaf) => panic!("{leaf:?} in a regression"),
            }
        }
    });
    trees.sum::<f64>() / f64::from(forest.n_estimators())
}

/// Few and many trees, some values missing, more rows than are predicted at a time, and more thresholds than
/// 16 bits can number.
#[test]
fn rows_that_fall_together_reach_their_own_leaves() {
    let [few, holes] = [200, 400].map(|rows| {
        let (holes, _) = random_table(rows, 5, 40, 4);
        let punched = |(index, column): (usize, &Vec<f64>)| {
            let hole = |row: usize| row % 7 == index;
            let value = |(row, value): (usize, &f64)| if hole(row) { f64::NAN } else { *value };
            column.iter().enumerate().map(value).collect()
        };
        Matrix::new(holes.columns().iter().enumerate().map(punched).collect()).unwrap()
    });
    let (long, _) = random_table(70_000, 1, 1 << 30, 5);
    let tables = [
        (&few, 3),
        (&few, 30),
        (&holes, 3),
        (&holes, 30),
        (&long, 1),
        (&long, 9),
    ];
    for (table, n_estimators) in tables {
        let rows = table.rows() as usize;
        let values: Vec<f64> = (0..rows).map(|row| (row * row % 1009) as f64).collect();
        let parameters = Parameters {
            n_estimators,
            bootstrap: n_estimators > 1,
            max_samples: if rows > 1000 && n_estimators > 1 {
                0.05
            } else {
                1.0
            },
            ..Parameters::new(1)
        };
        let forest = grow(table, Target::Values(&values), parameters);
        let thresholds = forest.shapes()[0].leaves - 1;
        assert_eq!(
            n_estimators == 1,
            thresholds > 65_536,
            "{thresholds} thresholds"
        );
        let predicted = forest.predict_values(table).unwrap();
        for (row, value) in predicted.into_iter().enumerate() {
            assert_eq!(value, walked(&forest, table, row), "row {row} of {rows}");
        }
    }
}
