//! The parameters of splitting.

use super::{Choice, ColumnName, Real, Switch, Text};
use crate::SplitMethod;

pub const SPLIT_METHOD: Choice<SplitMethod> = Choice {
    name: "method",
    label: "Rows are dealt",
    help: "Deal them as new rows will come: of people who are not in the data, of later days.",
    options: &[
        (SplitMethod::Random, "by chance"),
        (SplitMethod::Group, "by group: no group is in two parts"),
        (SplitMethod::Time, "by time: train before, test after"),
        (SplitMethod::Folds, "as a column says"),
    ],
};
pub const GROUP: ColumnName = ColumnName {
    name: "group",
    label: "Group",
    help: "Rows with the same value here stay together, such as those of a patient. A row without a value is a group of its own. It is no feature.",
};
pub const TIME_COLUMN: ColumnName = ColumnName {
    name: "time_column",
    label: "Time",
    help: "Dates or numbers by which rows are put in order. It stays a feature unless it is left out.",
};
pub const FOLD_COLUMN: ColumnName = ColumnName {
    name: "fold_column",
    label: "Folds",
    help: "Says where each row belongs: by the words train, validation and test, or by the number or name of its fold. It is no feature.",
};
/// The field for the folds that are for testing, which has no range.
pub const TEST_FOLD: Text = Text {
    name: "test_fold",
    label: "Folds to test on",
    help: "The values of the column whose rows are test rows, separated by commas; all others are train rows. Empty where the column says train, validation and test.",
};

pub const TEST_SIZE: Real = Real {
    name: "test_size",
    label: "Test share",
    help: "The share of rows kept aside to judge the model on rows that it has never seen.",
    min: 0.01,
    max: 0.95,
    step: 0.05,
    default: 0.25,
};
pub const VALIDATION_SIZE: Real = Real {
    name: "validation_size",
    label: "Validation share",
    help: "A further share kept aside for comparing settings, so that the test rows stay unseen until the end.",
    min: 0.0,
    max: 0.5,
    step: 0.05,
    default: 0.0,
};
pub const STRATIFY: Switch = Switch {
    name: "stratify",
    label: "Stratify by class",
    help: "Keeps each class's share the same in every part. Has no effect on a regression.",
    default: true,
};
