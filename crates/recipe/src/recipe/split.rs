//! How rows are dealt to train, validation and test.

use serde::{Deserialize, Serialize};

use crate::parameters as p;

/// By what rows are dealt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SplitMethod {
    Random,
    /// Whole groups of rows, those of a value of the recipe's `group`.
    Group,
    /// The earliest rows are for training, the latest for testing.
    Time,
    /// A column says it.
    Folds,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Split {
    pub method: SplitMethod,
    pub test_size: f64,
    pub validation_size: f64,
    pub stratify: bool,
    /// Of dates or numbers.
    pub time_column: Option<String>,
    pub fold_column: Option<String>,
    /// The folds that are for testing; where there are none, the fold column holds the words train, validation and
    /// test.
    pub test_fold: Vec<String>,
}

impl Default for Split {
    fn default() -> Self {
        Self {
            method: p::SPLIT_METHOD.default(),
            test_size: p::TEST_SIZE.default,
            validation_size: p::VALIDATION_SIZE.default,
            stratify: p::STRATIFY.default,
            time_column: None,
            fold_column: None,
            test_fold: Vec::new(),
        }
    }
}

impl Split {
    /// The column that says to which part a row belongs, where one does. It is no feature.
    pub fn folds(&self) -> Option<&str> {
        let column = self.fold_column.as_deref();
        column.filter(|_| self.method == SplitMethod::Folds)
    }

    /// The first parameter out of its range, or a column that is needed and not chosen.
    pub(super) fn check(&self, target: &str, group: Option<&str>) -> Result<(), p::Misfit> {
        p::TEST_SIZE.check(self.test_size)?;
        p::VALIDATION_SIZE.check(self.validation_size)?;
        let kept_aside = self.test_size + self.validation_size;
        if kept_aside > p::TEST_SIZE.max {
            let problem = format!(
                "test_size and validation_size add up to {kept_aside}; together they may be at most {}.",
                p::TEST_SIZE.max
            );
            return Err(p::Misfit::new(p::VALIDATION_SIZE.name, problem));
        }
        let (declared, column) = match self.method {
            SplitMethod::Random => return Ok(()),
            SplitMethod::Group => (&p::GROUP, group),
            SplitMethod::Time => (&p::TIME_COLUMN, self.time_column.as_deref()),
            SplitMethod::Folds => (&p::FOLD_COLUMN, self.fold_column.as_deref()),
        };
        let name = declared.name;
        let problem = match column {
            None => format!("{name} is not chosen, and the rows are to be dealt by it."),
            Some(column) if column == target => {
                format!("{name} is {column}, which is the target; it must be another column.")
            }
            Some(_) => return Ok(()),
        };
        Err(p::Misfit::new(name, problem))
    }
}
