//! The same input gives the same bits, and nothing else decides.

use grove::forest::{Grower, Matrix, Parameters, Target};

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

#[test]
fn bits_are_golden() {
    assert_eq!(crate::golden::digest(), crate::golden::DIGEST);
}

#[test]
fn slicing_changes_nothing() {
    let (table, labels) = random_table(150, 5, 40, 1);
    let values: Vec<f64> = labels.iter().map(|label| f64::from(*label) / 3.0).collect();
    for target in [classes(&labels), Target::Values(&values)] {
        let whole = grow(&table, target, parameters(3));
        for work in [0, 1, 150, 1000] {
            let mut grower = Grower::new(&table, target, parameters(3)).unwrap();
            let mut slices = 0;
            let mut before = 0;
            while !grower.advance(work) {
                slices += 1;
                assert!(grower.shapes().len() >= before, "finished trees stay");
                before = grower.shapes().len();
            }
            // 150 rows cost more than 150 visits, so that these slices end inside of trees.
            assert!(work > 150 || slices > 7, "{slices} slices of {work}");
            assert!(grower.advance(work), "stays done");
            let shapes = grower.shapes().to_vec();
            let forest = grower.finish();
            assert_eq!(forest.shapes(), shapes);
            assert_eq!(forest, whole, "in slices of {work}");
        }
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
