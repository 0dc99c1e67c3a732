//! Splits rows before the first cleaning step that learns from train rows. The split stage uses this split.

use serde::{Deserialize, Serialize};

use crate::split::{SplitParts, split_rows};
use crate::table::Table;
use grove_recipe::error::StageError;
use grove_recipe::{CHOOSE_TARGET, Recipe};

use super::error;
use super::rows::{only, with_value};

#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
enum EarlyPart {
    Train,
    Validation,
    Test,
    /// In no part.
    Aside,
}

/// The part of each row that had a target at the first step that learns.
#[derive(Clone, Serialize, Deserialize)]
pub struct EarlySplit {
    /// These rows, with each one's part.
    pub table: Table,
    part: Vec<EarlyPart>,
    pub parts: SplitParts,
}

impl EarlySplit {
    /// Returns the size in memory, in bytes.
    pub fn bytes(&self) -> u64 {
        self.table.bytes() + self.part.len() as u64 + self.parts.bytes()
    }

    /// Returns whether there is a part for each row. This may not hold for what was read from a file.
    pub fn is_sound(&self) -> bool {
        let rows = self.table.rows.len();
        self.part.len() == rows && self.parts.are_of(rows)
    }

    /// Splits the rows that have a target. O(rows).
    ///
    /// # Errors
    /// Where there is no target yet, or the rows cannot be split.
    pub fn new(table: &Table, recipe: &Recipe) -> Result<Self, StageError> {
        let target = recipe.target.as_str();
        if !recipe.has_target() {
            let problem =
                "This step learns from train rows. To split the rows, a target is needed.";
            return Err(error(problem.into(), CHOOSE_TARGET));
        }
        if table.column(target).is_none() {
            return Err(error(
                format!("This step learns from train rows. To split the rows, the target {target} is needed, which does not exist yet at this step."),
                "Move the step that creates the target above this one.",
            )
            .in_column(target));
        }
        let table = only(table, &with_value(table, target));
        if table.height() < 2 {
            let problem = format!("Fewer than two rows have a value of the target {target}.");
            return Err(error(problem, "Use more rows that have a target.").in_column(target));
        }
        let parts = split_rows(&table, recipe)?;
        let mut part = vec![EarlyPart::Aside; table.rows.len()];
        for (positions, name) in [
            (&parts.train, EarlyPart::Train),
            (&parts.validation, EarlyPart::Validation),
            (&parts.test, EarlyPart::Test),
        ] {
            for &position in positions {
                part[position as usize] = name;
            }
        }
        Ok(Self { table, part, parts })
    }

    /// Returns the same split with other train rows: those with these ascending numbers. O(rows · log train rows).
    pub fn learning_from(&self, train: &[u32]) -> Self {
        let mut early_split = self.clone();
        for (row, part) in early_split.table.rows.iter().zip(&mut early_split.part) {
            if train.binary_search(row).is_ok() {
                *part = EarlyPart::Train;
            } else if *part == EarlyPart::Train {
                *part = EarlyPart::Aside;
            }
        }
        early_split
    }

    /// Returns the part of each row of a table that was made of the same file.
    fn of<'d>(&'d self, table: &'d Table) -> impl Iterator<Item = Option<EarlyPart>> + 'd {
        let mut known_parts = self.table.rows.iter().zip(&self.part).peekable();
        table.rows.iter().map(move |row| {
            while known_parts.next_if(|(known, _)| *known < row).is_some() {}
            known_parts
                .next_if(|(known, _)| *known == row)
                .map(|(_, part)| *part)
        })
    }

    /// Returns the positions of a table's train rows.
    pub fn train(&self, table: &Table) -> Vec<u32> {
        let train = (0..)
            .zip(self.of(table))
            .filter(|(_, part)| *part == Some(EarlyPart::Train));
        train.map(|(position, _)| position).collect()
    }

    /// Returns the parts of a table without rows that lack a target. A row that got its target later is a train row,
    /// since nothing was learned from it so far.
    ///
    /// # Errors
    /// Where train or test has no row left.
    pub fn parts(&self, table: &Table) -> Result<SplitParts, StageError> {
        let parts: Vec<EarlyPart> = self
            .of(table)
            .map(|part| part.unwrap_or(EarlyPart::Train))
            .collect();
        let positions = |name: EarlyPart| -> Vec<u32> {
            let of_part = (0..).zip(&parts).filter(|(_, part)| **part == name);
            of_part.map(|(position, _)| position).collect()
        };
        let left = SplitParts {
            train: positions(EarlyPart::Train),
            validation: positions(EarlyPart::Validation),
            test: positions(EarlyPart::Test),
            ..self.parts.clone()
        };
        for (part, name) in [(&left.train, "train"), (&left.test, "test")] {
            if part.is_empty() {
                let problem = format!("After the steps, no rows of the {name} part are left.");
                return Err(error(
                    problem,
                    "Drop fewer rows after a step that learns from train rows.",
                ));
            }
        }
        Ok(left)
    }
}
