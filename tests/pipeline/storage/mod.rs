//! The store in use: what the page asks of it, and hostile archives. The store's own tests are in crates/store/tests.

mod conversation;
mod hostile;
mod page_list;
mod tables;
#[allow(dead_code, reason = "each test takes what it needs")]
#[path = "../../../crates/store/tests/store/tools.rs"]
mod tools;
