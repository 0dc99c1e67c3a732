//! Splits at random, stratified by class if that is chosen.

use grove_forest::Stream;
use grove_recipe::Split;

use super::{PartSizes, SplitParts};

/// Splits `rows` (at least 2) rows. `classes` has each row's class, if the task has classes.
///
/// Sizes follow scikit-learn: `ceil(share · rows)` each for test and validation, the rest for train; at least one
/// row in test and in train. Stratified, each class is split in proportion, by largest remainders, and keeps at
/// least one row in train. O(rows).
pub fn split(rows: u32, classes: Option<&[u32]>, parameters: &Split, seed: u32) -> SplitParts {
    let PartSizes { validation, test } = PartSizes::new(rows, parameters);

    // Without stratification, all rows are treated as one class.
    let stratified = parameters.stratify && classes.is_some();
    let groups = match classes.filter(|_| stratified) {
        Some(classes) => group(classes),
        None => vec![(0..rows).collect()],
    };
    let mut room: Vec<u32> = groups
        .iter()
        .map(|g| (g.len() as u32).saturating_sub(1))
        .collect();
    if !stratified {
        room = vec![rows.saturating_sub(1)];
    }
    let sizes: Vec<u32> = groups.iter().map(|g| g.len() as u32).collect();
    let in_test = apportion(test, &sizes, &mut room);
    let in_validation = apportion(validation, &sizes, &mut room);

    let mut parts = SplitParts {
        train: Vec::new(),
        validation: Vec::new(),
        test: Vec::new(),
        stratified,
        note: None,
    };
    for (class, mut group) in groups.into_iter().enumerate() {
        Stream::new(u64::from(seed), "split", class as u64).shuffle(&mut group);
        let mut group = group.into_iter();
        parts
            .test
            .extend(group.by_ref().take(in_test[class] as usize));
        parts
            .validation
            .extend(group.by_ref().take(in_validation[class] as usize));
        parts.train.extend(group);
    }
    for part in [&mut parts.train, &mut parts.validation, &mut parts.test] {
        part.sort_unstable();
    }
    let lone = sizes.iter().filter(|&&size| size == 1).count();
    let untested = in_test.iter().filter(|&&count| count == 0).count();
    if stratified && lone > 0 {
        parts.note = Some(format!(
            "{lone} of {} classes {} a single row, which stays in train and cannot be tested.",
            sizes.len(),
            if lone == 1 { "has" } else { "have" }
        ));
    } else if stratified && untested > 0 {
        parts.note = Some(format!(
            "{untested} of {} classes {} no rows in test, because there are too few test rows.",
            sizes.len(),
            if untested == 1 { "has" } else { "have" }
        ));
    }
    parts
}

/// Returns the rows of each class, in order.
fn group(classes: &[u32]) -> Vec<Vec<u32>> {
    let n = classes.iter().max().map_or(0, |&c| c as usize + 1);
    let mut groups = vec![Vec::new(); n];
    for (&class, row) in classes.iter().zip(0..) {
        groups[class as usize].push(row);
    }
    groups
}

/// Divides `total` among groups in proportion to their sizes, at most a group's room, which is reduced by its part.
/// Rounded down first; the rest goes to the largest remainders, the earlier group first.
fn apportion(total: u32, sizes: &[u32], room: &mut [u32]) -> Vec<u32> {
    let all: u64 = sizes.iter().map(|&s| u64::from(s)).sum::<u64>().max(1);
    let product = |size: u32| u64::from(total) * u64::from(size);
    let mut counts: Vec<u32> = sizes
        .iter()
        .zip(&*room)
        .map(|(&s, &room)| ((product(s) / all) as u32).min(room))
        .collect();
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&i| std::cmp::Reverse(product(sizes[i]) % all));
    let mut left = total - counts.iter().sum::<u32>();
    // Repeats, because a group without room leaves its share to the others.
    while left > 0 {
        let before = left;
        for &i in &order {
            if left > 0 && counts[i] < room[i] {
                counts[i] += 1;
                left -= 1;
            }
        }
        if left == before {
            break;
        }
    }
    for (room, count) in room.iter_mut().zip(&counts) {
        *room -= count;
    }
    counts
}
