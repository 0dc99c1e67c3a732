//! Splits by groups, so that the model is tested on groups that it has not seen.

use grove_forest::Stream;
use grove_recipe::Split;
use grove_recipe::count::{count, counted};
use grove_recipe::error::StageError;

use super::{PartSizes, SplitParts, error, gather};
use crate::table::column::Column;
use crate::table::target::labels;

/// The group of each row.
pub struct RowGroups {
    /// Each row's group, numbered from 0.
    pub of_rows: Vec<u32>,
    /// The number of groups.
    pub len: u32,
    /// The number of rows without a value; each is a group of its own.
    pub missing: u32,
}

impl RowGroups {
    /// Groups rows with equal values, in the order of the values. O(rows · log rows).
    pub fn of(column: &Column) -> Self {
        let (labels, names) = labels(column);
        let named = names.len() as u32;
        let mut len = named;
        let mut next = || {
            len += 1;
            len - 1
        };
        let of_rows = labels
            .into_iter()
            .map(|label| label.unwrap_or_else(&mut next))
            .collect();
        Self {
            of_rows,
            len,
            missing: len - named,
        }
    }

    /// Returns how many groups have rows among these.
    pub fn among(&self, rows: &[u32]) -> u32 {
        let mut occurs = vec![false; self.len as usize];
        rows.iter()
            .for_each(|&row| occurs[self.of_rows[row as usize] as usize] = true);
        occurs.into_iter().filter(|occurs| *occurs).count() as u32
    }
}

#[derive(Clone, Copy, PartialEq)]
enum GroupPart {
    Train,
    Validation,
    Test,
}

/// Splits whole groups in random order, as scikit-learn's `GroupShuffleSplit` does, but by their numbers of rows: a
/// part takes each group that still fits, and at the end one more if that is nearer to its size. Test and train get at
/// least one group each. O(rows + groups).
///
/// # Errors
/// Where all rows are of one group.
pub fn by_groups(
    groups: &RowGroups,
    parameters: &Split,
    seed: u32,
) -> Result<SplitParts, StageError> {
    if groups.len < 2 {
        return Err(error(
            "All rows are in one group, which cannot be in both train and test.",
            "Choose a column with several groups, or split the rows by another method.",
        ));
    }
    let mut rows = vec![0u32; groups.len as usize];
    groups
        .of_rows
        .iter()
        .for_each(|&group| rows[group as usize] += 1);
    let mut order: Vec<u32> = (0..groups.len).collect();
    Stream::new(u64::from(seed), "split groups", 0).shuffle(&mut order);

    let wanted = PartSizes::new(groups.of_rows.len() as u32, parameters);
    let mut parts = vec![GroupPart::Train; rows.len()];
    let test = take(&mut order, &rows, wanted.test);
    test.iter()
        .for_each(|&group| parts[group as usize] = GroupPart::Test);
    let validation = match wanted.validation {
        0 => Vec::new(),
        wanted => take(&mut order, &rows, wanted),
    };
    validation
        .iter()
        .for_each(|&group| parts[group as usize] = GroupPart::Validation);

    let of_rows: Vec<GroupPart> = groups
        .of_rows
        .iter()
        .map(|&group| parts[group as usize])
        .collect();
    let mut parts = SplitParts {
        train: gather(&of_rows, GroupPart::Train),
        validation: gather(&of_rows, GroupPart::Validation),
        test: gather(&of_rows, GroupPart::Test),
        stratified: false,
        note: None,
    };
    parts.note = note(groups, &parts, &wanted);
    Ok(parts)
}

/// Takes groups of about `wanted` rows out of an order: at least one, and leaves at least one.
fn take(order: &mut Vec<u32>, rows: &[u32], wanted: u32) -> Vec<u32> {
    let mut taken = Vec::new();
    let mut left = wanted;
    let mut spare = order.len().saturating_sub(1);
    order.retain(|&group| {
        let fits = spare > 0 && rows[group as usize] <= left;
        if fits {
            left -= rows[group as usize];
            spare -= 1;
            taken.push(group);
        }
        !fits
    });
    // Every remaining group is larger than what is still wanted.
    let smallest = (0..order.len()).min_by_key(|&place| rows[order[place] as usize]);
    if let Some(place) = smallest.filter(|_| spare > 0) {
        let over = rows[order[place] as usize] - left;
        if taken.is_empty() || over < left {
            taken.push(order.remove(place));
        }
    }
    taken
}

fn note(groups: &RowGroups, parts: &SplitParts, wanted: &PartSizes) -> Option<String> {
    let mut notes = Vec::new();
    let sizes = [
        ("Test", parts.test.len() as u32, wanted.test),
        (
            "Validation",
            parts.validation.len() as u32,
            wanted.validation,
        ),
    ];
    for (part, found, wanted) in sizes {
        // A difference of up to a hundredth of all rows is normal with whole groups.
        if found.abs_diff(wanted) > groups.of_rows.len() as u32 / 100 {
            notes.push(format!(
                "{part} has {} instead of the {} asked for, because groups are kept whole.",
                counted(found, "row", "rows"),
                count(wanted)
            ));
        }
    }
    if groups.missing > 0 {
        notes.push(format!(
            "{} no group; {} is treated as a group of its own.",
            counted(groups.missing, "row has", "rows have"),
            if groups.missing == 1 { "it" } else { "each" }
        ));
    }
    (!notes.is_empty()).then(|| notes.join(" "))
}
