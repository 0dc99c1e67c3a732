//! Lists the columns along which answers can be asked for.

use serde::{Deserialize, Serialize};

use crate::call::{Call, Never};
use crate::report::EffectColumn;

/// Asks which columns of the file the latest run's model uses, the most important first: those that
/// [`crate::calls::Effect`] takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListEffectColumns;

impl Call for ListEffectColumns {
    type Answer = Vec<EffectColumn>;
    type Progress = Never;
}
