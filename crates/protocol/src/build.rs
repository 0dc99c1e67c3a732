//! The number of the build, by which page and engine check that they use the same messages. The names of the worker's
//! files have no hash, so a browser may have cached files of another build.

/// The number of this build. It is computed from the sources of the messages and of the types in them (`build.rs`).
pub const BUILD: u32 = match u32::from_str_radix(env!("GROVE_BUILD"), 10) {
    Ok(number) => number,
    Err(_) => panic!("the build script writes a number"),
};
