//! Limits the size of reports that are read from files to what Grove itself writes, because charts draw all of it.

/// The most bars of a histogram, bands of a table, folds, and other marks that are drawn side by side.
pub const MARKS_AT_MOST: usize = 2000;
/// The most features, findings and other items of lists of which a page shows a part.
pub const LISTED_AT_MOST: usize = 1 << 20;

/// A report whose size is limited.
pub trait Bounded {
    /// Checks the sizes. The error says which part is too large, or does not fit the others.
    fn check(&self) -> Result<(), String>;
}

pub fn at_most(what: &str, found: usize, most: usize) -> Result<(), String> {
    match found > most {
        true => Err(format!("it has {found} {what}, and at most {most} can be")),
        false => Ok(()),
    }
}

pub fn fit(fits: bool) -> Result<(), String> {
    match fits {
        true => Ok(()),
        false => Err("its parts do not fit each other".into()),
    }
}
