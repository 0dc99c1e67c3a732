//! What each stage's output declares about its files, and the inputs for that.

use serde::Serialize;
use serde::de::DeserializeOwned;

use grove_engine::table::Table;
use grove_engine::{PathStage, Pipeline};
use grove_protocol::report::StageReport;
use grove_recipe::Recipe;
use grove_recipe::stage::{KEPT_FORMAT, Stage};

use super::{REPORT, StageFiles};
use crate::bundle::BundleEntry;
use crate::fingerprint::CanonicalBytes;

pub const STATE: &str = "state.bin";
/// How a state begins. The format follows (u32, little-endian), then the values (postcard).
const STATE_HEAD: &[u8] = b"GROVE-STATE\n";
const TABLE: &str = "table.parquet";

/// The files of a stage's output. Each stage implements it in the file of its name.
pub trait OutputFiles: PathStage {
    /// Returns the files; `None` where other outputs that they tell of are not there any more.
    fn files(&self, run: &FinishedRun) -> Option<Vec<BundleEntry>>;

    /// Reads back what [`OutputFiles::files`] gave. An error in words for any other bytes. Where no stage needs the output,
    /// it is not read back.
    fn read_back(stored: &StoredStage) -> Result<Self, String> {
        Err(stored.wrong(REPORT, "nothing is read back of this stage"))
    }

    /// Writes the form of which the fingerprint is made; numbers are little-endian.
    fn canonical(&self, form: &mut CanonicalBytes);
}

/// Where a stage has just finished.
pub struct FinishedRun<'p> {
    pub pipeline: &'p Pipeline,
    pub recipe: &'p Recipe,
}

impl<'p> FinishedRun<'p> {
    /// The output of another stage, if it is still there.
    pub fn made<T: PathStage>(&self) -> Option<&'p T> {
        self.pipeline.made::<T>(self.recipe).map(|made| &**made)
    }
}

/// The files of a stage that is read back, and what was read back before.
pub struct StoredStage<'s> {
    pub pipeline: &'s Pipeline,
    pub recipe: &'s Recipe,
    pub stage: Stage,
    pub source: &'s dyn StageFiles,
}

impl StoredStage<'_> {
    pub fn file(&self, name: &str) -> Result<Vec<u8>, String> {
        self.source.file(self.stage, name)
    }

    pub fn table(&self) -> Result<Table, String> {
        let bytes = self.file(TABLE)?;
        Table::from_parquet(&bytes).map_err(|why| self.wrong(TABLE, &why))
    }

    pub fn state<T: DeserializeOwned>(&self) -> Result<T, String> {
        let bytes = self.file(STATE)?;
        let (format, values) = (bytes.strip_prefix(STATE_HEAD))
            .and_then(<[u8]>::split_first_chunk)
            .ok_or_else(|| self.wrong(STATE, "it is no state of a stage"))?;
        if u32::from_le_bytes(*format) != KEPT_FORMAT {
            let why = "it was written by another version of Grove; run the stage again";
            return Err(self.wrong(STATE, why));
        }
        postcard::from_bytes(values).map_err(|why| self.wrong(STATE, &why.to_string()))
    }

    pub fn report(&self) -> Result<StageReport, String> {
        let bytes = self.file(REPORT)?;
        let report: Result<StageReport, _> = serde_json::from_slice(&bytes);
        let report = report.map_err(|why| self.wrong(REPORT, &why.to_string()))?;
        match report.stage == self.stage {
            true => Ok(report),
            false => Err(self.wrong(REPORT, "it is of another stage")),
        }
    }

    pub fn wrong(&self, name: &str, why: &str) -> String {
        format!("{name} of {} cannot be used: {why}", self.stage.name())
    }
}

pub fn table(table: &Table) -> BundleEntry {
    (TABLE.into(), table.to_parquet())
}

pub fn state(state: &impl Serialize) -> BundleEntry {
    let mut bytes = STATE_HEAD.to_vec();
    bytes.extend(KEPT_FORMAT.to_le_bytes());
    let state = postcard::to_extend(state, bytes);
    (STATE.into(), state.expect("every length in it is known"))
}
