//! The number of the build, by which page and engine know that they speak the same language. The names of the worker's
//! files have no hash, so that a browser may have one of another build than the page.

/// The number of this build: it follows from the sources of the messages and of what they hold (`build.rs`).
pub const BUILD: u32 = match u32::from_str_radix(env!("GROVE_BUILD"), 10) {
    Ok(number) => number,
    Err(_) => panic!("the build script writes a number"),
};
