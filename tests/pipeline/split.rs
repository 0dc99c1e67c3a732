//! Split: every row in one part, shares as asked, the same for the same seed.

use std::collections::BTreeSet;

use grove_engine::split::split;
use grove_recipe::Split;
use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

fn shares(test_size: f64, validation_size: f64, stratify: bool) -> Split {
    Split {
        test_size,
        validation_size,
        stratify,
        ..Split::default()
    }
}

#[test]
fn sizes_are_scikit_learns() {
    let parts = split(150, None, &shares(0.25, 0.0, false), 42);
    assert_eq!(
        (parts.train.len(), parts.validation.len(), parts.test.len()),
        (112, 0, 38)
    );
    let parts = split(10, None, &shares(0.15, 0.15, false), 42);
    assert_eq!(
        (parts.train.len(), parts.validation.len(), parts.test.len()),
        (6, 2, 2)
    );
}

#[test]
fn the_smallest_tables_keep_a_row_on_each_side() {
    for rows in 2..6 {
        for test_size in [0.01, 0.5, 0.95] {
            let parts = split(rows, None, &shares(test_size, 0.0, false), 1);
            assert!(
                !parts.train.is_empty() && !parts.test.is_empty(),
                "{rows} {test_size}"
            );
        }
    }
}

#[test]
fn another_seed_deals_other_rows() {
    let parts = |seed| split(100, None, &shares(0.25, 0.0, false), seed).test;
    assert_eq!(parts(1), parts(1));
    assert_ne!(parts(1), parts(2));
}

proptest! {
    #[test]
    fn every_row_is_in_exactly_one_part(
        classes in prop::collection::vec(0u32..5, 2..200),
        test_size in 0.01..0.6,
        validation_size in 0.0..0.3,
        stratify in any::<bool>(),
        seed in any::<u32>(),
    ) {
        let rows = classes.len() as u32;
        let parts = split(rows, Some(&classes), &shares(test_size, validation_size, stratify), seed);
        let all: BTreeSet<u32> =
            parts.train.iter().chain(&parts.validation).chain(&parts.test).copied().collect();
        let dealt = parts.train.len() + parts.validation.len() + parts.test.len();
        prop_assert_eq!(dealt, rows as usize);
        prop_assert_eq!(all, (0..rows).collect::<BTreeSet<u32>>());
        prop_assert!(!parts.train.is_empty());
        prop_assert!(parts.train.is_sorted() && parts.test.is_sorted());
    }

    #[test]
    fn stratified_shares_differ_by_less_than_a_row_or_two(
        sizes in prop::collection::vec(4u32..80, 2..6),
        test_size in 0.1..0.5,
        seed in any::<u32>(),
    ) {
        let classes: Vec<u32> =
            sizes.iter().zip(0u32..).flat_map(|(&n, class)| vec![class; n as usize]).collect();
        let parts = split(classes.len() as u32, Some(&classes), &shares(test_size, 0.0, true), seed);
        let share = parts.test.len() as f64 / classes.len() as f64;
        for (&size, class) in sizes.iter().zip(0u32..) {
            let found = parts.test.iter().filter(|&&row| classes[row as usize] == class).count();
            prop_assert!((found as f64 - share * f64::from(size)).abs() < 1.0 + 1e-9);
        }
    }
}
