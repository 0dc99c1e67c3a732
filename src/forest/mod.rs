//! The random forest.
