//! The parameters of splitting.

use super::{Real, Switch};

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
