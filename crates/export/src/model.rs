//! Reads and writes the model file: a fitted pipeline in a versioned envelope with a checksum.
//!
//! ```text
//! "GROVE-MODEL\n"  version (u32, little-endian)  SHA-256 of the rest (32 bytes)  fitted pipeline (postcard)
//! ```
//! Where a threshold decides, it stands behind the fitted pipeline (postcard), and the version is another one: a Grove that
//! knows of no threshold refuses the file, rather than to predict other classes. Where probabilities are calibrated, or there are
//! conformal answers, threshold, calibration and these stand there, under a third version. Otherwise, files are as before.
//!
//! Why: `docs/decisions/0027-model-file.md`.

use sha2::{Digest, Sha256};

use grove_engine::predict::fitted::FittedPipeline;
use grove_models::AfterModel;
use grove_recipe::error::StageError;
use grove_recipe::stage::Stage;

const MAGIC: &[u8] = b"GROVE-MODEL\n";
/// The version of the format where the most probable class decides. Raise it, and those below, with every change of a
/// fitted pipeline's content. Files of other versions are refused.
const VERSION: u32 = 7;
/// The version where a threshold decides.
const WITH_THRESHOLD: u32 = 8;
/// The version with a calibration or conformal answers.
const WITH_CALIBRATION: u32 = 9;
const VERSION_BYTES: usize = 4;
const HASH_BYTES: usize = 32;

/// Writes a model file. The same pipeline gives the same bytes.
pub fn write(fitted: &FittedPipeline) -> Vec<u8> {
    let mut payload = postcard::to_allocvec(fitted).expect("every length in it is known");
    let (version, rest) = behind(fitted);
    payload.extend(rest);
    let mut bytes = MAGIC.to_vec();
    bytes.extend(version.to_le_bytes());
    bytes.extend(Sha256::digest(&payload));
    bytes.extend(payload);
    bytes
}

/// Returns the size of [`write`]'s result, without the memory for it.
pub fn size(fitted: &FittedPipeline) -> usize {
    let size = postcard::ser_flavors::Size::default();
    let payload = postcard::serialize_with_flavor(fitted, size);
    let payload = payload.expect("every length in it is known");
    MAGIC.len() + VERSION_BYTES + HASH_BYTES + payload + behind(fitted).1.len()
}

/// Returns the version, and what stands behind the fitted pipeline.
fn behind(fitted: &FittedPipeline) -> (u32, Vec<u8>) {
    let AfterModel {
        calibration,
        decision,
    } = &fitted.after;
    let (version, bytes) = match (calibration, fitted.conformal, decision) {
        (None, None, None) => return (VERSION, Vec::new()),
        (None, None, Some(decision)) => (WITH_THRESHOLD, postcard::to_allocvec(decision)),
        _ => {
            let all = (decision, calibration, fitted.conformal);
            (WITH_CALIBRATION, postcard::to_allocvec(&all))
        }
    };
    (version, bytes.expect("every length in it is known"))
}

/// Checks that these bytes are a model file: a usable one of this version, or an undamaged one of another version.
pub fn check(bytes: &[u8]) -> Result<(), String> {
    let other = || {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (version, rest) = rest.split_first_chunk::<VERSION_BYTES>()?;
        let (hash, payload) = rest.split_first_chunk::<HASH_BYTES>()?;
        let whole = Sha256::digest(payload).as_slice() == hash;
        (whole && !is_known(u32::from_le_bytes(*version))).then_some(())
    };
    match other() {
        Some(()) => Ok(()),
        None => read(bytes).map(|_| ()).map_err(|error| error.problem),
    }
}

/// Reads a file of [`write`]. For other bytes, the error says what they are.
pub fn read(bytes: &[u8]) -> Result<FittedPipeline, StageError> {
    let error = |problem: String, advice: &str| StageError::new(Stage::Predict, problem, advice);
    const AGAIN: &str = "Download the model again, or choose another file.";
    let Some(rest) = bytes.strip_prefix(MAGIC) else {
        return Err(error(
            "This is not a Grove model.".into(),
            "Choose a file that Grove's model download made; its name ends in .grove.",
        ));
    };
    let truncated = || error("The model file is cut off.".into(), AGAIN);
    let (version, rest) = rest
        .split_first_chunk::<VERSION_BYTES>()
        .ok_or_else(truncated)?;
    let version = u32::from_le_bytes(*version);
    if !is_known(version) {
        return Err(error(
            format!(
                "The model file has version {version}; this Grove reads versions {VERSION} to {WITH_CALIBRATION}."
            ),
            "Train the model again from its recipe, or open it with the Grove that made it.",
        ));
    }
    let (hash, payload) = rest
        .split_first_chunk::<HASH_BYTES>()
        .ok_or_else(truncated)?;
    if Sha256::digest(payload).as_slice() != hash {
        return Err(error(
            "The model file is cut off or was changed.".into(),
            AGAIN,
        ));
    }
    let unreadable = |e| error(format!("The model file cannot be read: {e}."), AGAIN);
    let (mut fitted, rest): (FittedPipeline, _) =
        postcard::take_from_bytes(payload).map_err(unreadable)?;
    match version {
        WITH_THRESHOLD => {
            fitted.after.decision = Some(postcard::from_bytes(rest).map_err(unreadable)?);
        }
        WITH_CALIBRATION => {
            let (decision, calibration, conformal) =
                postcard::from_bytes(rest).map_err(unreadable)?;
            fitted.after = AfterModel {
                calibration,
                decision,
            };
            fitted.conformal = conformal;
        }
        _ => {}
    }
    fitted
        .validate()
        .map_err(|e| error(format!("The model file contradicts itself: {e}."), AGAIN))?;
    Ok(fitted)
}

const fn is_known(version: u32) -> bool {
    matches!(version, VERSION | WITH_THRESHOLD | WITH_CALIBRATION)
}
