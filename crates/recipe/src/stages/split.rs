//! The split stage: which rows are for training, validation and testing.

use serde::{Deserialize, Serialize};

use super::{About, out_of_range, reads};
use crate::parameters::{Fields, GROUP, Misfit, TextKind};
use crate::stage::Stage;
use crate::{options, parameters};

options! {
    /// The method of the split.
    pub enum SplitMethod {
        /// Each row by itself; `stratify` keeps the shares of classes.
        Random = "random" "at random",
        /// Whole groups of rows, those of a value of the recipe's `group`.
        Group = "group" "by group: no group is in two parts",
        /// The earliest rows are for training, the latest for testing.
        Time = "time" "by time: train before, test after",
        /// A column names the part or fold of each row.
        Folds = "folds" "by a column",
    }
}

parameters! {
    /// The split part of a recipe.
    #[derive(Serialize, Deserialize)]
    #[serde(default, deny_unknown_fields)]
    pub struct Split {
        /// How rows are assigned to parts.
        method: SplitMethod = Choice {
            label: "Split method",
            help: "Choose the method that fits the new rows: by group if they are about people or things that are not in the data, by time if they are later.",
            options: SplitMethod::OPTIONS,
        }.never_varied(),
        /// The share of test rows.
        test_size: f64 = Real {
            label: "Test share",
            help: "The share of rows on which the trained model is scored.",
            min: 0.01,
            max: 0.95,
            step: 0.05,
            default: 0.25,
        }.never_varied(),
        /// The share of validation rows; 0 for no validation part.
        validation_size: f64 = Real {
            label: "Validation share",
            help: "A further share for comparing settings, so that the test rows are only used at the end.",
            min: 0.0,
            max: 0.5,
            step: 0.05,
            default: 0.0,
        }.never_varied(),
        /// Whether each class has the same share of every part; without effect on a regression.
        stratify: bool = Switch {
            label: "Stratify by class",
            help: "Keeps each class's share the same in every part. Has no effect on a regression.",
            default: true,
        }.never_varied(),
        /// A column of dates or numbers, by which the rows are ordered.
        time_column: Option<String> = Text {
            label: "Time",
            holds: TextKind::Expected,
            help: "Dates or numbers by which rows are ordered. It stays a feature unless it is left out.",
        },
        /// The column with each row's part or fold; `None` if none is chosen.
        fold_column: Option<String> = Text {
            label: "Folds",
            holds: TextKind::Expected,
            help: "The column with the part of each row: train, validation or test, or the number or name of its fold. The column is not a feature.",
        },
        /// The folds for testing; if empty, the fold column contains the words train, validation and test.
        test_fold: Vec<String> = Text {
            holds: TextKind::Any,
            label: "Folds to test on",
            help: "The values of the column whose rows are test rows, separated by commas; all others are train rows. Empty if the column has the words train, validation and test.",
        },
    }
}

impl Split {
    /// Returns the column that assigns rows to parts, if the method is `folds`. It is not a feature.
    pub fn folds(&self) -> Option<&str> {
        let column = self.fold_column.as_deref();
        column.filter(|_| self.method == SplitMethod::Folds)
    }

    /// Checks that every parameter is in its range, and that the columns that the method needs are chosen.
    fn check(&self, target: &str, group: Option<&str>) -> Result<(), Misfit> {
        Fields::check(self)?;
        let kept_aside = self.test_size + self.validation_size;
        if kept_aside > Self::test_size.max {
            let problem = format!(
                "test_size and validation_size add up to {kept_aside}; together they may be at most {}.",
                Self::test_size.max
            );
            return Err(Misfit::new(Self::validation_size.name, problem));
        }
        let (declared, column) = match self.method {
            SplitMethod::Random => return Ok(()),
            SplitMethod::Group => (&GROUP, group),
            SplitMethod::Time => (Self::time_column, self.time_column.as_deref()),
            SplitMethod::Folds => (Self::fold_column, self.fold_column.as_deref()),
        };
        let name = declared.name;
        let problem = match column {
            None => format!("{name} is not chosen, but the split needs it."),
            Some(column) if column == target => {
                format!("{name} is {column}, which is the target; it must be another column.")
            }
            Some(_) => return Ok(()),
        };
        Err(Misfit::new(name, problem))
    }
}

/// The declaration of the split stage.
pub const ABOUT: About = About {
    title: "Split",
    does: "Splits the rows into train, validation and test rows.",
    part: "How rows are split into train, validation and test.",
    version: 1,
    // From check it takes nothing but that the run may go on.
    needs: &[Stage::Load, Stage::Clean, Stage::Check],
    reads: reads! { split, seed },
    reads_less: None,
    check: |recipe| {
        let checked = recipe.split.check(&recipe.target, recipe.group.as_deref());
        out_of_range(Stage::Split, checked)
    },
    parameters: |recipe| recipe.split.declared(),
    quick: true,
};
