//! How rows are dealt to train, validation and test.

use serde::{Deserialize, Serialize};

use crate::api::parameters as p;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    pub test_size: f64,
    pub validation_size: f64,
    pub stratify: bool,
}

impl Default for Split {
    fn default() -> Self {
        Self {
            test_size: p::TEST_SIZE.default,
            validation_size: p::VALIDATION_SIZE.default,
            stratify: p::STRATIFY.default,
        }
    }
}

impl Split {
    /// The first parameter out of its range.
    pub(super) fn check(&self) -> Result<(), String> {
        p::TEST_SIZE.check(self.test_size)?;
        p::VALIDATION_SIZE.check(self.validation_size)?;
        let kept_aside = self.test_size + self.validation_size;
        if kept_aside > p::TEST_SIZE.max {
            return Err(format!(
                "test_size and validation_size add up to {kept_aside}; together they may be at most {}.",
                p::TEST_SIZE.max
            ));
        }
        Ok(())
    }
}
