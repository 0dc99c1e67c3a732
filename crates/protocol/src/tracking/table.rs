//! A table that the browser keeps, so that a later visit can continue with it.

use serde::{Deserialize, Serialize};

use grove_recipe::link::Link;

/// A kept table, without its bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptTable {
    /// The source of the table, and the latest recipe for it, which may have no target yet. The recipe has the table's name
    /// and hash.
    pub link: Link,
    /// Of the kept file; 0 for data that is fetched or made again.
    pub bytes: f64,
    /// When it was last changed, in milliseconds since 1970.
    pub changed: f64,
}
