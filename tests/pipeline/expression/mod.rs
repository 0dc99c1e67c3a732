//! Expressions: what each gives, what is refused and where, and what no text may do.

mod dates;
mod errors;
mod hostile;
mod reference;
mod tools;
mod values;
