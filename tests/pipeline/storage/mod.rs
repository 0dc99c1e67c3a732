//! What is kept of runs and models, over memory: every operation, everything that can be wrong with what is read, and
//! that whatever fails changes nothing.

mod archive;
mod conversation;
mod hostile;
mod limits;
mod page_list;
mod registry;
mod runs;
mod tools;
mod unreadable;
