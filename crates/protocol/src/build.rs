//! The number of the build, by which page and engine know that they speak the same language.
//!
//! It follows from the sources of the messages and of what they hold, so it changes whenever one of them does, and is
//! the same in every program of one build. The names of the worker's files have no hash, so that a browser may have one
//! of another build than the page.

/// The number of this build.
pub const BUILD: u32 = fold(hashed());

/// Goes on with a hash (64-bit FNV-1a) over these bytes.
pub const fn hash(mut so_far: u64, bytes: &[u8]) -> u64 {
    let mut place = 0;
    while place < bytes.len() {
        so_far = (so_far ^ bytes[place] as u64).wrapping_mul(0x0100_0000_01b3);
        place += 1;
    }
    so_far
}

/// What the hash of nothing is.
pub const NOTHING: u64 = 0xcbf2_9ce4_8422_2325;

/// Every number of a message is exact in JavaScript, so both halves are laid over one another.
pub const fn fold(hash: u64) -> u32 {
    (hash ^ (hash >> 32)) as u32
}

/// Hashes the sources while the program is compiled: none of them is in it.
macro_rules! sources {
    ($($path:literal)*) => {
        /// All that the number follows from, below `crates/`.
        pub const SOURCES: &[&str] = &[$($path),*];

        const fn hashed() -> u64 {
            let hashed = hash(NOTHING, env!("CARGO_PKG_VERSION").as_bytes());
            $(let hashed = hash(hashed, include_bytes!(concat!("../../", $path)));)*
            hashed
        }
    };
}

sources! {
    "protocol/src/build.rs"
    "protocol/src/call.rs"
    "protocol/src/calls/cancel.rs"
    "protocol/src/calls/cell.rs"
    "protocol/src/calls/check_recipe.rs"
    "protocol/src/calls/estimate.rs"
    "protocol/src/calls/forget.rs"
    "protocol/src/calls/get_file.rs"
    "protocol/src/calls/hello.rs"
    "protocol/src/calls/load_model.rs"
    "protocol/src/calls/mod.rs"
    "protocol/src/calls/open.rs"
    "protocol/src/calls/output.rs"
    "protocol/src/calls/predict.rs"
    "protocol/src/calls/prepare.rs"
    "protocol/src/calls/profile.rs"
    "protocol/src/calls/propose.rs"
    "protocol/src/calls/read_again.rs"
    "protocol/src/calls/read_link.rs"
    "protocol/src/calls/read_recipe.rs"
    "protocol/src/calls/remember.rs"
    "protocol/src/calls/rows.rs"
    "protocol/src/calls/run.rs"
    "protocol/src/calls/search.rs"
    "protocol/src/calls/similar.rs"
    "protocol/src/calls/store.rs"
    "protocol/src/calls/synthesize.rs"
    "protocol/src/calls/tree.rs"
    "protocol/src/calls/use_trained.rs"
    "protocol/src/calls/write_link.rs"
    "protocol/src/expression.rs"
    "protocol/src/lib.rs"
    "protocol/src/onnx.rs"
    "protocol/src/profile.rs"
    "protocol/src/report/belief.rs"
    "protocol/src/report/bounds.rs"
    "protocol/src/report/check.rs"
    "protocol/src/report/clean.rs"
    "protocol/src/report/evaluate.rs"
    "protocol/src/report/featurize.rs"
    "protocol/src/report/mod.rs"
    "protocol/src/report/predict.rs"
    "protocol/src/report/split.rs"
    "protocol/src/report/train.rs"
    "protocol/src/take_home.rs"
    "protocol/src/tracking/comparison.rs"
    "protocol/src/tracking/messages.rs"
    "protocol/src/tracking/mod.rs"
    "protocol/src/tracking/predicted.rs"
    "protocol/src/tracking/registry.rs"
    "protocol/src/tracking/run.rs"
    "protocol/src/tracking/search.rs"
    "recipe/src/closest.rs"
    "recipe/src/columns.rs"
    "recipe/src/count.rs"
    "recipe/src/cut.rs"
    "recipe/src/day.rs"
    "recipe/src/error.rs"
    "recipe/src/lib.rs"
    "recipe/src/limits.rs"
    "recipe/src/link.rs"
    "recipe/src/parameters/check.rs"
    "recipe/src/parameters/clean.rs"
    "recipe/src/parameters/evaluate.rs"
    "recipe/src/parameters/featurize.rs"
    "recipe/src/parameters/load.rs"
    "recipe/src/parameters/misfit.rs"
    "recipe/src/parameters/mod.rs"
    "recipe/src/parameters/search.rs"
    "recipe/src/parameters/split.rs"
    "recipe/src/parameters/train.rs"
    "recipe/src/path.rs"
    "recipe/src/provenance/items.rs"
    "recipe/src/provenance/mod.rs"
    "recipe/src/recipe/check.rs"
    "recipe/src/recipe/clean.rs"
    "recipe/src/recipe/columns.rs"
    "recipe/src/recipe/draft.rs"
    "recipe/src/recipe/encoding.rs"
    "recipe/src/recipe/error.rs"
    "recipe/src/recipe/evaluate.rs"
    "recipe/src/recipe/featurize.rs"
    "recipe/src/recipe/flat.rs"
    "recipe/src/recipe/known.rs"
    "recipe/src/recipe/load.rs"
    "recipe/src/recipe/migrate.rs"
    "recipe/src/recipe/mod.rs"
    "recipe/src/recipe/operation.rs"
    "recipe/src/recipe/places.rs"
    "recipe/src/recipe/print.rs"
    "recipe/src/recipe/read.rs"
    "recipe/src/recipe/sentences.rs"
    "recipe/src/recipe/split.rs"
    "recipe/src/recipe/train.rs"
    "recipe/src/recipe/words.rs"
    "recipe/src/similar.rs"
    "recipe/src/stage.rs"
    "recipe/src/synthetic.rs"
}
